package dev.longview.benchmarks;

import dev.longview.columns.Batch;
import dev.longview.log.FeatureDefinition;
import dev.longview.log.FeatureDefinition.Kind;
import dev.longview.policy.Exploration;
import dev.longview.policy.FactorisedModel;
import dev.longview.policy.FeatureSpace;
import dev.longview.policy.Learner;
import dev.longview.policy.PolicyDefinition;
import dev.longview.policy.Slate;
import dev.longview.policy.SlateSampler;
import dev.longview.policy.TrainingRows;
import dev.longview.policy.Weighting;
import dev.longview.simulate.Assigner;
import dev.longview.simulate.Candidates;
import dev.longview.simulate.Progress;
import dev.longview.simulate.Recommender;
import dev.longview.simulate.Service;
import dev.longview.simulate.Visit;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * A service's policy, learned anew at night from all visits so far: the reward of a recommendation that was clicked is the watch time
 * from it to the end of the visit, final when the visit is over, less what was to be expected ({@link VisitDay}); the model is the
 * product's, with what the log has of member and item; slates are drawn with their propensities. It knows nothing of the world that it
 * serves.
 *
 * <p>At first all slates are uniform, for some days; from then on the share of exploration falls with the cube of the number of days, down
 * to a floor. As what is learned is the worth of an item to visits that go on under the policies so far, learning night by night is policy
 * iteration.
 *
 * @param features of the service
 * @param visitLength how many decisions all visits have, by which what an item is worth may depend on how many are left; 0 where visits
 *     differ
 * @param positions of a slate
 * @param uniformDays days of nothing but exploration
 * @param floor the least share of exploration
 */
record VisitLearner(
        List<FeatureDefinition> features, int visitLength, int positions, int uniformDays, double floor, long seed) {
    /** Few: what a member likes matters less to the rest of a visit than what the item is. */
    private static final int DIMENSIONS = 2;

    private static final double RATE = 0.05;
    private static final int EPOCHS = 3;
    /** Nights on which it learns; afterwards every third, as one more day changes little. */
    private static final int EVERY_NIGHT = 10;

    /** What a policy came to: the mean watch time of a visit, day by day, and afterwards, on other days, when it learns no more. */
    record Run(double[] learning, double learned) {}

    /**
     * @param service at its first day
     * @param judged days after the last training, in which the policy that came of it serves, exploration included
     */
    Run run(Service service, int days, int judged) {
        List<VisitDay> past = new ArrayList<>();
        double[] value = new double[days];
        Service now = service;
        Optional<FactorisedModel> model = Optional.empty();
        for (int day = 0; day < days; day++) {
            VisitDay rows = new VisitDay(features, read(), visitLength);
            now = serve(now, 1, day, model, rows);
            value[day] = rows.meanVisit();
            past.add(rows.closed());
            if (day < EVERY_NIGHT || day % 3 == 0 || day == days - 1) {
                model = Optional.of(train(past, day));
            }
        }
        VisitDay rows = new VisitDay(features, read(), visitLength);
        serve(now, judged, days, model, rows);
        return new Run(value, rows.meanVisit());
    }

    /** The share of uniform draws on a day. */
    double exploration(int day) {
        double share = (double) uniformDays / (day + 1);
        return Math.max(floor, Math.min(1, share * share * share));
    }

    private Service serve(Service service, int days, int day, Optional<FactorisedModel> model, VisitDay rows) {
        Recommender recommender = new Serving(model, exploration(day), rows);
        return service.run(days, Assigner.everybody(recommender), rows, Progress.silent());
    }

    private FactorisedModel train(List<VisitDay> past, int day) {
        PolicyDefinition policy = new PolicyDefinition(
                "rest of the visit",
                "minutes",
                read().stream().map(FeatureDefinition::name).toList(),
                DIMENSIONS,
                RATE,
                0,
                EPOCHS,
                new Exploration.EpsilonGreedy(exploration(day)),
                positions);
        FeatureSpace space = FeatureSpace.of(policy, read());
        TrainingRows.Builder rows = TrainingRows.builder(space, new Weighting.Uniform());
        past.forEach(each -> rows.add(each.rows(), each.rewards(), each.weights()));
        // Seeds run side by side.
        return Learner.of(policy)
                .withSeed(seed)
                .withThreads(1)
                .train(rows.build())
                .model();
    }

    /** What the policy reads: the service's features, and how many decisions are left. */
    private List<FeatureDefinition> read() {
        Stream<FeatureDefinition> left =
                visitLength > 0 ? Stream.of(new FeatureDefinition(VisitDay.LEFT, Kind.CATEGORICAL)) : Stream.of();
        return Stream.concat(features.stream(), left).toList();
    }

    /** Scores the candidates of a visit by the model of the night before, if there is one, and draws. */
    private final class Serving implements Recommender {
        private final Optional<FactorisedModel> model;
        private final SlateSampler sampler;
        private final VisitDay rows;
        private final Slate drawn = new Slate(positions);
        private String candidates = "";
        private double[][] items = new double[0][];
        private double[] context = new double[0];

        Serving(Optional<FactorisedModel> model, double exploration, VisitDay rows) {
            this.model = model;
            this.rows = rows;
            sampler = SlateSampler.of(new Exploration.EpsilonGreedy(exploration), positions);
        }

        @Override
        public void recommend(Visit visit, dev.longview.simulate.Slate slate) {
            double[] scores = model.map(by -> scores(by, visit))
                    .orElseGet(() -> new double[visit.candidates().size()]);
            sampler.draw(scores, scores.length, visit.seed(), drawn);
            for (int p = 0; p < drawn.size(); p++) {
                int item = drawn.item(p);
                // Only the first position's probability is the same whatever stands above.
                slate.add(item, drawn.conditional(p), p == 0 ? drawn.conditional(p) : Double.NaN, scores[item]);
            }
            rows.decided(visit, slate);
        }

        private double[] scores(FactorisedModel by, Visit visit) {
            if (!visit.candidates().id().equals(candidates)) {
                candidates = visit.candidates().id();
                items = vectors(by, visit.candidates());
                context = new double[by.vectorLength()];
            }
            by.contexts(rows.context(visit)).read(0, context);
            return IntStream.range(0, items.length)
                    .mapToDouble(i -> by.score(context, items[i]))
                    .toArray();
        }

        private double[][] vectors(FactorisedModel by, Candidates of) {
            Batch batch = rows.items(of);
            var vectors = by.items(batch);
            double[][] read = new double[of.size()][by.vectorLength()];
            for (int i = 0; i < read.length; i++) {
                vectors.read(i, read[i]);
            }
            return read;
        }
    }
}
