package dev.longview.loop;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.longview.outcome.OutcomeDefinition;
import dev.longview.policy.FeatureSpace;
import dev.longview.policy.Learner;
import dev.longview.policy.ModelBytes;
import dev.longview.policy.PolicyDefinition;
import dev.longview.policy.TrainingRows;
import dev.longview.reward.Reward;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
import java.util.SequencedMap;

/** Station: labels what is known as of a moment, and trains a policy on it, off-policy. */
public final class PolicyTraining {
    private final Loop loop;

    public PolicyTraining(Loop loop) {
        this.loop = loop;
    }

    /**
     * What training gave.
     *
     * @param progressiveLoss mean squared error of each row's prediction before it was learned from
     * @param constantLoss that of the best constant
     * @param refused rows that could not be used: no propensity, not finite
     * @param readings the version of the readings that labels were read by; empty when they were taken as they are
     * @param withheld rows that tell nothing yet
     * @param meanPrecision of all rows, relative to a final label's
     * @param note on the readings, or on why there are none; may be empty
     */
    public record Result(
            TrainedPolicy policy,
            String reward,
            String rewardVersion,
            LabelSummary labels,
            double progressiveLoss,
            double constantLoss,
            long rows,
            long refused,
            Optional<String> readings,
            long withheld,
            double meanPrecision,
            String note) {}

    /** Trains and puts in use. */
    public Result train(String name, Window window, long seed) {
        Result result = prepare(name, window, seed);
        loop.workspace().policies().promote(name, result.policy().artifact().version());
        return result;
    }

    /** Trains and keeps; which version is in use stays as it is. */
    public Result prepare(String name, Window window, long seed) {
        PolicyDefinition definition = loop.policy(name);
        Labeller labeller = new DelayFitting(loop).labeller(definition.reward(), window.asOf());
        LabelReader reader = LabelReader.of(loop, labeller, window);
        Reward reward = labeller.reward();
        TrainingRows.Builder builder = Catalogue.of(loop, window.asOf())
                .trainingRows(
                        definition,
                        FeatureSpace.of(definition, loop.configuration().features()));
        LabelSums sums = new LabelSums();
        long[] rows = {0};
        List<OutcomeDefinition> outcomes = loop.outcomes(labeller.outcomes());
        loop.assemble(window, outcomes, batch -> {
            Labels labels = labeller.label(batch);
            LabelReader.Read read = reader.read(batch, labels);
            sums.add(batch, labels, read);
            double[] weights = UsableRows.weights(batch, loop.continuationsTrain(), outcomes);
            for (int row = 0; row < weights.length; row++) {
                weights[row] *= read.precision()[row];
            }
            builder.add(batch, read.value(), weights);
            rows[0] += batch.size();
            loop.progress().at("labelling for " + name, rows[0], 0);
        });
        if (rows[0] == 0) {
            throw new Refusal("policy " + name + ": there is no recommendation to learn from in this window");
        }
        LabelSummary labels = sums.summary(reward.version(), window.asOf());
        loop.progress().at("training " + name, rows[0], rows[0]);
        Learner.Trained trained = Training.train(definition, builder.build(), seed);
        ObjectNode manifest = Provenance.of("policy", name, window);
        manifest.put("seed", seed);
        manifest.putObject("reward").put("name", definition.reward()).put("version", reward.version());
        manifest.put("label_set", labels.id());
        manifest.put("rules", loop.rulesOf(definition));
        ObjectNode fitted = manifest.putObject("delay_models");
        labeller.versions().forEach(fitted::put);
        reader.describe(manifest);
        manifest.set("exploration", Explorations.write(definition.exploration()));
        manifest.put("slate_size", definition.slateSize());
        manifest.set("objective", Objectives.write(definition.objective()));
        manifest.putPOJO("features", definition.features());
        ObjectNode metrics = manifest.putObject("metrics");
        metrics.put("rows", trained.rows());
        metrics.put("refused", trained.refused());
        metrics.put("settled", labels.settled());
        metrics.put("predicted", labels.predicted());
        metrics.put("withheld", sums.withheld());
        metrics.put("mean_precision", sums.meanPrecision());
        metrics.put("progressive_loss", trained.progressiveLoss());
        metrics.put("constant_loss", trained.constantLoss());
        new RewardVersions(loop.workspace(), loop.configuration()).keep(definition.reward());
        SequencedMap<String, byte[]> files = new LinkedHashMap<>();
        files.put(TrainedPolicy.FILE, ModelBytes.write(trained.model()));
        Artifact artifact = loop.workspace().policies().keep(name, manifest, files);
        return new Result(
                new TrainedPolicy(artifact, trained.model(), definition.exploration(), definition.slateSize()),
                definition.reward(),
                reward.version(),
                labels,
                trained.progressiveLoss(),
                trained.constantLoss(),
                trained.rows(),
                trained.refused(),
                reader.version(),
                sums.withheld(),
                sums.meanPrecision(),
                reader.note());
    }
}
