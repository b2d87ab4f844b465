package dev.longview.loop;

import com.fasterxml.jackson.databind.JsonNode;
import dev.longview.policy.Exploration;
import dev.longview.policy.FactorisedModel;
import dev.longview.policy.ModelBytes;
import dev.longview.policy.SlateSampler;
import java.util.List;
import java.util.stream.IntStream;

/**
 * A trained policy, ready to be served or evaluated: the models of its artifact, and the exploration that it was trained for.
 *
 * @param models as many as the exploration needs: an ensemble's replicas, else one; then those of its baseline
 */
public record TrainedPolicy(Artifact artifact, List<FactorisedModel> models, Exploration exploration, int slateSize) {
    public TrainedPolicy {
        models = List.copyOf(models);
    }

    /** @throws Refusal when the artifact is damaged, naming it */
    public static TrainedPolicy read(Artifact artifact) {
        try {
            JsonNode manifest = artifact.manifest();
            Exploration exploration = Explorations.read(manifest.path("exploration"));
            return new TrainedPolicy(
                    artifact,
                    IntStream.range(0, exploration.models())
                            .mapToObj(model -> ModelBytes.read(artifact.bytes(file(model))))
                            .toList(),
                    exploration,
                    manifest.path("slate_size").asInt());
        } catch (IllegalArgumentException e) {
            throw new Refusal(
                    "policy " + artifact.name() + " " + artifact.version() + ": " + e.getMessage()
                            + ". Train it again: longview policy train " + artifact.name(),
                    e);
        }
    }

    /** What a model of an artifact is called: the first one as it always was. */
    static String file(int model) {
        return model == 0 ? "model.bin" : "model-" + model + ".bin";
    }

    /** The first; the only one but in ensembles and with a baseline. All of its own read the same features. */
    public FactorisedModel model() {
        return models.getFirst();
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
