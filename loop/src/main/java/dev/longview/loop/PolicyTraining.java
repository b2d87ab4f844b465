package dev.longview.loop;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.longview.delay.DelayModel;
import dev.longview.policy.FeatureSpace;
import dev.longview.policy.Learner;
import dev.longview.policy.ModelBytes;
import dev.longview.policy.PolicyDefinition;
import dev.longview.policy.TrainingRows;
import dev.longview.policy.Weighting;
import dev.longview.reward.Reward;
import java.util.LinkedHashMap;
import java.util.SequencedMap;

/** Station: labels what is known as of a moment, and trains a policy on it, off-policy. */
public final class PolicyTraining {
    /** Importance weights are capped at this many times what they would be under a uniform policy: bias against variance. */
    private static final double CAP = 5;

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
     */
    public record Result(
            TrainedPolicy policy,
            String reward,
            String rewardVersion,
            LabelSummary labels,
            double progressiveLoss,
            double constantLoss,
            long rows,
            long refused) {}

    /** Trains and puts in use. */
    public Result train(String name, Window window, long seed) {
        PolicyDefinition definition = loop.policy(name);
        Reward reward = loop.reward(definition.reward());
        DelayFitting delays = new DelayFitting(loop);
        SequencedMap<String, DelayModel> models = delays.inUse();
        Labeller labeller = new Labeller(reward, models);
        Weighting weighting = new Weighting.CappedInverse(
                Math.max(1, CAP * Catalogue.of(loop, window.asOf()).meanCandidates()));
        TrainingRows.Builder builder = TrainingRows.builder(
                FeatureSpace.of(definition, loop.configuration().features()), weighting);
        LabelSums sums = new LabelSums();
        long[] rows = {0};
        loop.assemble(window, loop.outcomes(reward.outcomes()), batch -> {
            Labels labels = labeller.label(batch);
            sums.add(batch, labels);
            builder.add(batch, labels.expected(), UsableRows.weights(batch));
            rows[0] += batch.size();
            loop.progress().at("labelling for " + name, rows[0], 0);
        });
        if (rows[0] == 0) {
            throw new Refusal("policy " + name + ": there is no recommendation to learn from in this window");
        }
        LabelSummary labels = sums.summary(reward.version(), window.asOf());
        loop.progress().at("training " + name, rows[0], rows[0]);
        Learner.Trained trained = Learner.of(definition).withSeed(seed).train(builder.build());
        ObjectNode manifest = Provenance.of("policy", name, window);
        manifest.put("seed", seed);
        manifest.putObject("reward").put("name", definition.reward()).put("version", reward.version());
        manifest.put("label_set", labels.id());
        ObjectNode fitted = manifest.putObject("delay_models");
        delays.versionsInUse().forEach((outcome, artifact) -> {
            if (reward.outcomes().contains(outcome)) {
                fitted.put(outcome, artifact.version());
            }
        });
        manifest.set("exploration", Explorations.write(definition.exploration()));
        manifest.put("slate_size", definition.slateSize());
        manifest.putPOJO("features", definition.features());
        ObjectNode metrics = manifest.putObject("metrics");
        metrics.put("rows", trained.rows());
        metrics.put("refused", trained.refused());
        metrics.put("settled", labels.settled());
        metrics.put("predicted", labels.predicted());
        metrics.put("progressive_loss", trained.progressiveLoss());
        metrics.put("constant_loss", trained.constantLoss());
        SequencedMap<String, byte[]> files = new LinkedHashMap<>();
        files.put(TrainedPolicy.FILE, ModelBytes.write(trained.model()));
        Artifact artifact = loop.workspace().policies().publish(name, manifest, files);
        return new Result(
                new TrainedPolicy(artifact, trained.model(), definition.exploration(), definition.slateSize()),
                definition.reward(),
                reward.version(),
                labels,
                trained.progressiveLoss(),
                trained.constantLoss(),
                trained.rows(),
                trained.refused());
    }
}
