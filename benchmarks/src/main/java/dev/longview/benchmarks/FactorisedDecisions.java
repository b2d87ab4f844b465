package dev.longview.benchmarks;

import dev.longview.columns.Batch;
import dev.longview.columns.Column;
import dev.longview.log.FeatureDefinition;
import dev.longview.policy.Exploration;
import dev.longview.policy.FactorisedModel;
import dev.longview.policy.FeatureSpace;
import dev.longview.policy.Learner;
import dev.longview.policy.PolicyDefinition;
import dev.longview.policy.Scorer;
import dev.longview.policy.TrainingRows;
import dev.longview.policy.Vectors;
import dev.longview.policy.Weighting;
import dev.longview.simulate.published.LoggedDecisions;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.SequencedMap;

/** The product's learner and scorer on the decisions of W8. */
final class FactorisedDecisions {
    private static final String REWARD = "reward";

    private final long seed;
    private final DecisionRows rows;
    private final Batch learned;
    private final Batch judged;
    /** Ten for each decision that is judged: what a service is asked. */
    private final int[] candidates = new int[DecisionLearning.JUDGED * LoggedDecisions.CANDIDATES];

    FactorisedDecisions(LoggedDecisions world, long seed) {
        this.seed = seed;
        rows = new DecisionRows(world);
        double[] rewards = new double[DecisionLearning.LEARNED];
        Batch shown = rows.shown(0, rewards);
        SequencedMap<String, Column> columns = new LinkedHashMap<>(shown.columns());
        columns.put(REWARD, new Column.Doubles(rewards));
        learned = Batch.of(shown.size(), columns);
        judged = rows.shown(DecisionLearning.LEARNED, new double[DecisionLearning.JUDGED]);
        LoggedDecisions.Decision decision = new LoggedDecisions.Decision();
        for (int n = 0; n < DecisionLearning.JUDGED; n++) {
            world.draw(DecisionLearning.LEARNED + n, decision);
            for (int i = 0; i < LoggedDecisions.CANDIDATES; i++) {
                candidates[n * LoggedDecisions.CANDIDATES + i] = decision.item(i);
            }
        }
    }

    /** A model ready to score the catalogue. */
    record Learned(FactorisedModel model, Scorer scorer) {}

    /** From columns in memory: reads the features of each row, one pass, and the catalogue's matrix. */
    Learned learn(int dimensions, double rate) {
        return learn(List.of(learned), dimensions, rate);
    }

    /** The decisions that are learned, with a column of what came of them. */
    Batch withRewards() {
        return learned;
    }

    /** @param batches of {@link #withRewards}, read again */
    Learned learn(List<Batch> batches, int dimensions, double rate) {
        List<FeatureDefinition> features = DecisionRows.features();
        PolicyDefinition policy = new PolicyDefinition(
                "w8",
                "reward",
                features.stream().map(FeatureDefinition::name).toList(),
                dimensions,
                rate,
                1e-6,
                1,
                new Exploration.EpsilonGreedy(0.1),
                1);
        TrainingRows.Builder builder = TrainingRows.builder(FeatureSpace.of(policy, features), new Weighting.Uniform());
        for (Batch batch : batches) {
            double[] ones = new double[batch.size()];
            Arrays.fill(ones, 1);
            builder.add(batch, batch.doubles(REWARD), ones);
        }
        TrainingRows training = builder.build();
        FactorisedModel model =
                Learner.of(policy).withSeed(seed).withThreads(1).train(training).model();
        return new Learned(model, Scorer.of(model, rows.catalogue()));
    }

    /** The best candidate of each new decision: reads the context, scores ten. */
    int[] greedy(Learned by) {
        Vectors contexts = by.model.contexts(judged);
        double[] context = new double[by.model.vectorLength()];
        double[] scores = new double[LoggedDecisions.CANDIDATES];
        int[] ten = new int[LoggedDecisions.CANDIDATES];
        int[] chosen = new int[judged.size()];
        for (int n = 0; n < chosen.length; n++) {
            System.arraycopy(candidates, n * ten.length, ten, 0, ten.length);
            contexts.read(n, context);
            by.scorer.score(context, ten, ten.length, scores);
            for (int i = 1; i < scores.length; i++) {
                chosen[n] = scores[i] > scores[chosen[n]] ? i : chosen[n];
            }
        }
        return chosen;
    }
}
