package dev.longview.loop;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.longview.evaluate.LearnedBy;
import dev.longview.outcome.OutcomeDefinition;
import dev.longview.policy.Exploration;
import dev.longview.policy.FactorisedModel;
import dev.longview.policy.FeatureSpace;
import dev.longview.policy.Learner;
import dev.longview.policy.LearningSetting;
import dev.longview.policy.ModelBytes;
import dev.longview.policy.PolicyDefinition;
import dev.longview.policy.TrainingRows;
import dev.longview.reward.Reward;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.function.Predicate;

/** Station: labels what is known as of a moment, and trains a policy on it, off-policy. */
public final class PolicyTraining {
    private final Loop loop;

    public PolicyTraining(Loop loop) {
        this.loop = loop;
    }

    /**
     * What training gave; of an ensemble, losses and rows are those of its first model.
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
        return keep(learn(loop.policy(name), window, seed, Optional.empty()));
    }

    /**
     * What was learned, before it is kept.
     *
     * @param models its own, then its baseline's
     * @param mean of what was learned from, as it was read and as it was logged; of an ensemble what its first model learned from
     */
    record Learned(
            PolicyDefinition definition,
            ObjectNode manifest,
            List<FactorisedModel> models,
            Exploration exploration,
            LabelSummary labels,
            Learner.Trained trained,
            double mean,
            LabelReader reader,
            LabelSums sums) {
        /** By what, as a report tells it. */
        LearnedBy by(long seed) {
            Map<String, String> forecasts = new HashMap<>();
            manifest.path("delay_models")
                    .properties()
                    .forEach(model ->
                            forecasts.put(model.getKey(), model.getValue().asText()));
            return LearnedBy.of(seed, manifest.path("reward").path("version").asText(), forecasts, reader.version());
        }

        /** As a policy that no workspace has. */
        TrainedPolicy policy() {
            return policy(new Artifact(definition.name(), "unkept", manifest, Path.of("")));
        }

        private TrainedPolicy policy(Artifact artifact) {
            return new TrainedPolicy(artifact, models, exploration, definition.slateSize());
        }
    }

    /**
     * Trains a policy, which need not be as {@code longview.yaml} declares it, and keeps nothing. Its baseline is the newest version that
     * has learned from decisions before a moment alone, so that later ones judge both; without such a version it is the one in use.
     *
     * @param split nothing that is known to have learned from decisions after it is taken
     */
    Learned learnBefore(long split, PolicyDefinition definition, Window window, long seed) {
        return learn(definition, window, seed, Optional.of(split));
    }

    private Learned learn(PolicyDefinition definition, Window window, long seed, Optional<Long> split) {
        String name = definition.name();
        requireOwnModel(definition);
        Labeller labeller = new ForecastsInUse(loop).labeller(definition.reward(), window.asOf());
        LabelReader reader = LabelReader.of(loop, definition, labeller, window);
        Reward reward = labeller.reward();
        Catalogue catalogue = Catalogue.of(loop, window.asOf());
        FeatureSpace space = FeatureSpace.of(definition, loop.configuration().features());
        List<Replica> replicas = Replica.of(definition.exploration(), seed);
        List<TrainingRows.Builder> builders = replicas.stream()
                .map(replica -> catalogue.trainingRows(definition, space))
                .toList();
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
            for (int i = 0; i < replicas.size(); i++) {
                Replica replica = replicas.get(i);
                double[] targets = replica.bootstrap().isEmpty()
                        ? read.value()
                        : reader.read(batch, replica.drawn(batch, labels)).value();
                builders.get(i).add(batch, targets, replica.weighed(batch, weights));
            }
            rows[0] += batch.size();
            loop.progress().at("labelling for " + name, rows[0], 0);
        });
        if (rows[0] == 0) {
            throw new Refusal("policy " + name + ": there is no recommendation to learn from in this window");
        }
        LabelSummary labels = sums.summary(reward.version(), window.asOf());
        List<Learner.Trained> replicasTrained = new ArrayList<>();
        List<FactorisedModel> all = new ArrayList<>();
        double mean = 0;
        for (TrainingRows.Builder builder : builders) {
            int replica = replicasTrained.size();
            loop.progress().at("training " + name, replica, builders.size());
            TrainingRows learned = builder.build();
            mean = replica == 0 ? learned.meanTarget() : mean;
            replicasTrained.add(Training.train(definition, learned, seed + replica));
            all.addAll(Training.models(definition, replicasTrained.getLast(), learned));
        }
        Learner.Trained trained = replicasTrained.getFirst();
        Optional<TrainedPolicy> baseline = definition.guard().map(guard -> baseline(definition, guard, window, split));
        Exploration exploration = baseline.<Exploration>map(kept -> new Exploration.Guarded(
                        definition.exploration(),
                        kept.exploration(),
                        definition.guard().orElseThrow().atLeast()))
                .orElse(definition.exploration());
        baseline.ifPresent(kept -> all.addAll(kept.models()));
        ObjectNode manifest = Provenance.of("policy", name, window);
        baseline.ifPresent(kept -> LearnedFrom.writeBaseline(kept, manifest));
        manifest.put("seed", seed);
        LearningSetting setting = definition.setting();
        manifest.putObject("setting")
                .put("learning_rate", setting.learningRate())
                .put("regularisation", setting.regularisation())
                .put("dimensions", setting.dimensions())
                .put("epochs", setting.epochs());
        manifest.putObject("reward").put("name", definition.reward()).put("version", reward.version());
        manifest.put("label_set", labels.id());
        manifest.put("labels", definition.labels().word());
        manifest.put("rules", loop.rulesOf(definition));
        ObjectNode fitted = manifest.putObject("delay_models");
        labeller.versions().forEach(fitted::put);
        reader.describe(manifest);
        declare(definition, exploration, manifest);
        ObjectNode metrics = manifest.putObject("metrics");
        metrics.put("rows", trained.rows());
        metrics.put("refused", trained.refused());
        metrics.put("settled", labels.settled());
        metrics.put("predicted", labels.predicted());
        metrics.put("withheld", sums.withheld());
        metrics.put("mean_precision", sums.meanPrecision());
        metrics.put("progressive_loss", trained.progressiveLoss());
        metrics.put("constant_loss", trained.constantLoss());
        return new Learned(definition, manifest, all, exploration, labels, trained, mean, reader, sums);
    }

    /** @throws Refusal when its scores come from a model that was trained elsewhere */
    static void requireOwnModel(PolicyDefinition definition) {
        definition.scorer().ifPresent(file -> {
            throw new Refusal("policy " + definition.name() + " is scored by " + file
                    + ": nothing is trained here. Take the file in: longview policy train " + definition.name());
        });
    }

    private Result keep(Learned learned) {
        String reward = learned.definition().reward();
        new RewardVersions(loop.workspace(), loop.configuration()).keep(reward);
        SequencedMap<String, byte[]> files = new LinkedHashMap<>();
        for (int i = 0; i < learned.models().size(); i++) {
            files.put(TrainedPolicy.file(i), ModelBytes.write(learned.models().get(i)));
        }
        Artifact artifact =
                loop.workspace().policies().keep(learned.definition().name(), learned.manifest(), files);
        return new Result(
                learned.policy(artifact),
                reward,
                learned.manifest().path("reward").path("version").asText(),
                learned.labels(),
                learned.trained().progressiveLoss(),
                learned.trained().constantLoss(),
                learned.trained().rows(),
                learned.trained().refused(),
                learned.reader().version(),
                learned.sums().withheld(),
                learned.sums().meanPrecision(),
                learned.reader().note());
    }

    /** What a manifest says of a policy's definition. */
    static void declare(PolicyDefinition definition, Exploration exploration, ObjectNode manifest) {
        manifest.set("exploration", Explorations.write(exploration));
        manifest.put("slate_size", definition.slateSize());
        manifest.set("objective", Objectives.write(definition.objective()));
        RuleVersions.write(definition.rules(), manifest);
        manifest.putPOJO("features", definition.features());
    }

    /** The baseline as it is in use: its models become part of this policy, so that a new baseline makes no other policy of it. */
    private TrainedPolicy baseline(
            PolicyDefinition definition, PolicyDefinition.Guard guard, Window window, Optional<Long> split) {
        Artifacts policies = loop.workspace().policies();
        Artifact artifact = split.flatMap(before -> before(before, window, policies, guard.baseline()))
                .or(() -> policies.current(guard.baseline()))
                .orElseThrow(() -> new Refusal("policy " + definition.name() + " keeps to '" + guard.baseline()
                        + "', which has not been trained. Train it first: longview policy train " + guard.baseline()));
        TrainedPolicy baseline = TrainedPolicy.read(artifact);
        if (baseline.scorer().isPresent()) {
            throw new Refusal("policy " + definition.name() + " keeps to " + baseline.id()
                    + ", which is scored by a model that was trained elsewhere: it cannot become part of another"
                    + " policy. Name a baseline that is trained here");
        }
        long learned = artifact.manifest().path("as_of_micros").asLong();
        if (learned > window.asOf()) {
            throw new Refusal("policy " + definition.name() + " keeps to " + baseline.id()
                    + ", which has learned from what was received up to " + Provenance.text(learned)
                    + ": as of " + Provenance.text(window.asOf()) + " nobody knew that. Promote an earlier version"
                    + " of it, or train it as of then");
        }
        baseline.requireDeclared(loop.configuration());
        return baseline;
    }

    private boolean mayBePart(TrainedPolicy baseline) {
        return baseline.scorer().isEmpty()
                && baseline.undeclared(loop.configuration()).isEmpty();
    }

    /** The version in use where it will do, else the newest that does. */
    private Optional<Artifact> before(long split, Window window, Artifacts policies, String name) {
        Predicate<Artifact> earlier = artifact -> LearnedFrom.all(artifact.manifest(), policies).stream()
                        .allMatch(learned -> learned.before() <= split && learned.asOf() <= window.asOf())
                && mayBePart(TrainedPolicy.read(artifact));
        return policies.current(name)
                .filter(earlier)
                .or(() -> policies.versions(name).reversed().stream()
                        .filter(earlier)
                        .findFirst());
    }
}
