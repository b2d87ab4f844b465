package dev.longview.loop;

import com.fasterxml.jackson.databind.JsonNode;
import dev.longview.config.Configuration;
import dev.longview.log.FeatureDefinition;
import dev.longview.policy.Exploration;
import dev.longview.policy.FactorisedModel;
import dev.longview.policy.ModelBytes;
import dev.longview.policy.SlateSampler;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * A trained policy, ready to be served or evaluated: the models of its artifact, and the exploration that it was trained for.
 *
 * @param models as many as the exploration needs: an ensemble's replicas, else one; then those of its baseline. None where a scorer
 *     stands in for them
 * @param scorer a model that was trained elsewhere
 */
public record TrainedPolicy(
        Artifact artifact,
        List<FactorisedModel> models,
        Exploration exploration,
        int slateSize,
        Optional<ExternalScorer> scorer) {
    static final String SCORER = "scorer";
    static final String SCORER_FILE = "model.onnx";

    public TrainedPolicy {
        models = List.copyOf(models);
    }

    TrainedPolicy(Artifact artifact, List<FactorisedModel> models, Exploration exploration, int slateSize) {
        this(artifact, models, exploration, slateSize, Optional.empty());
    }

    /** @throws Refusal when the artifact is damaged, naming it */
    public static TrainedPolicy read(Artifact artifact) {
        try {
            JsonNode manifest = artifact.manifest();
            Exploration exploration = Explorations.read(manifest.path("exploration"));
            int slateSize = manifest.path("slate_size").asInt();
            if (manifest.has(SCORER)) {
                ExternalScorer scorer = ScorerTaking.read(
                        artifact.name() + " " + artifact.version(),
                        SCORER_FILE,
                        artifact.bytes(SCORER_FILE),
                        features(manifest.path(SCORER).path("features")));
                return new TrainedPolicy(artifact, List.of(), exploration, slateSize, Optional.of(scorer));
            }
            return new TrainedPolicy(
                    artifact,
                    IntStream.range(0, exploration.models())
                            .mapToObj(model -> ModelBytes.read(artifact.bytes(file(model))))
                            .toList(),
                    exploration,
                    slateSize);
        } catch (IllegalArgumentException e) {
            throw new Refusal(
                    "policy " + artifact.name() + " " + artifact.version() + ": " + e.getMessage()
                            + ". Train it again: longview policy train " + artifact.name(),
                    e);
        }
    }

    private static List<FeatureDefinition> features(JsonNode kinds) {
        List<FeatureDefinition> features = new ArrayList<>();
        kinds.properties()
                .forEach(feature -> features.add(new FeatureDefinition(
                        feature.getKey(),
                        FeatureDefinition.Kind.valueOf(
                                feature.getValue().path("kind").asText()),
                        feature.getValue().path("size").asInt())));
        return features;
    }

    /** What a model of an artifact is called: the first one as it always was. */
    static String file(int model) {
        return model == 0 ? "model.bin" : "model-" + model + ".bin";
    }

    /**
     * The first; the only one but in ensembles and with a baseline. All of its own read the same features.
     *
     * @throws Refusal when its scores come from a model that was trained elsewhere
     */
    public FactorisedModel model() {
        if (scorer.isPresent()) {
            throw new Refusal("the scores of policy " + id()
                    + " come from an ONNX model, of which only these can be had: recommend and evaluate take it;"
                    + " serve, simulate, diff, explain and export need a policy that is trained here");
        }
        return models.getFirst();
    }

    /** The features of all its models: its baseline may read others. */
    Set<FeatureDefinition> features() {
        return scorer.<Set<FeatureDefinition>>map(model -> Set.copyOf(model.features()))
                .orElseGet(() -> models.stream()
                        .flatMap(model -> model.space().features().stream())
                        .collect(Collectors.toSet()));
    }

    /** What it reads that a workspace does not declare as it was any more: nothing of that workspace can be scored by it then. */
    Optional<String> undeclared(Configuration configuration) {
        return features().stream()
                .sorted(Comparator.comparing(FeatureDefinition::name))
                .filter(feature -> !configuration.feature(feature.name()).equals(Optional.of(feature)))
                .findFirst()
                .map(feature -> "policy " + id() + " reads " + feature.name() + " ("
                        + feature.kind().name().toLowerCase(Locale.ROOT) + "), which longview.yaml "
                        + (configuration.feature(feature.name()).isEmpty()
                                ? "does not declare"
                                : "declares as something else"));
    }

    /** @throws Refusal when it reads a feature that is not declared as it was any more */
    void requireDeclared(Configuration configuration) {
        undeclared(configuration).ifPresent(what -> {
            throw new Refusal(what + ". Train it again: longview policy train " + artifact.name());
        });
    }

    /** How many of the models are its own: those of a baseline come after them. */
    public int ownModels() {
        return exploration instanceof Exploration.Guarded guarded
                ? guarded.own().models()
                : models.size();
    }

    public SlateSampler sampler() {
        return SlateSampler.of(exploration, slateSize);
    }

    /** What decisions call it: {@code glad@0123456789ab}. */
    public String id() {
        return artifact.name() + "@" + artifact.version();
    }
}
