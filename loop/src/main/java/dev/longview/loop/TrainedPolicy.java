package dev.longview.loop;

import dev.longview.policy.Exploration;
import dev.longview.policy.FactorisedModel;
import dev.longview.policy.ModelBytes;
import dev.longview.policy.SlateSampler;

/** A trained policy, ready to be served or evaluated: the model of its artifact, and the exploration that it was trained for. */
public record TrainedPolicy(Artifact artifact, FactorisedModel model, Exploration exploration, int slateSize) {
    static final String FILE = "model.bin";

    /** @throws Refusal when the artifact is damaged, naming it */
    public static TrainedPolicy read(Artifact artifact) {
        try {
            var manifest = artifact.manifest();
            return new TrainedPolicy(
                    artifact,
                    ModelBytes.read(artifact.bytes(FILE)),
                    Explorations.read(manifest.path("exploration")),
                    manifest.path("slate_size").asInt());
        } catch (IllegalArgumentException e) {
            throw new Refusal(
                    "policy " + artifact.name() + " " + artifact.version() + ": " + e.getMessage()
                            + ". Train it again: longview policy train " + artifact.name(),
                    e);
        }
    }

    public SlateSampler sampler() {
        return SlateSampler.of(exploration, slateSize);
    }

    /** What decisions call it: {@code glad@0123456789ab}. */
    public String id() {
        return artifact.name() + "@" + artifact.version();
    }
}
