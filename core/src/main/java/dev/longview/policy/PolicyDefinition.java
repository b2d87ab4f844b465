package dev.longview.policy;

import java.util.List;

/**
 * A policy as it is declared in {@code longview.yaml}.
 *
 * @param reward name of the reward that it is trained on
 * @param features names of the features that its model reads; the item's identity is always one
 * @param dimensions size of the embeddings, at least 1
 * @param learningRate of the adaptive gradient steps
 * @param regularisation L2, per step
 * @param epochs passes over the training rows
 * @param slateSize how many items a decision shows
 */
public record PolicyDefinition(
        String name,
        String reward,
        List<String> features,
        int dimensions,
        double learningRate,
        double regularisation,
        int epochs,
        Exploration exploration,
        int slateSize) {
    public PolicyDefinition {
        features = List.copyOf(features);
    }
}
