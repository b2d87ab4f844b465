package dev.longview.policy;

import java.util.List;
import java.util.Optional;

/**
 * A policy as it is declared in {@code longview.yaml}.
 *
 * @param reward name of the reward that it is trained on
 * @param labels what it takes of rewards that are not final yet
 * @param features names of the features that its model reads; the item's identity is always one
 * @param dimensions size of the embeddings, at least 1
 * @param learningRate of the adaptive gradient steps
 * @param regularisation L2, per step
 * @param epochs passes over the training rows
 * @param slateSize how many items a decision shows
 * @param objective what its model is fitted to
 * @param rules which items it may show, and what its slates keep to
 * @param guard a policy that it keeps to, if any
 * @param scorer the file of a model that was trained elsewhere and scores in place of one of its own, if any
 */
public record PolicyDefinition(
        String name,
        String reward,
        LabelUse labels,
        List<String> features,
        int dimensions,
        double learningRate,
        double regularisation,
        int epochs,
        Exploration exploration,
        int slateSize,
        Objective objective,
        SlateRules rules,
        Optional<Guard> guard,
        Optional<String> scorer) {
    /**
     * A baseline that cannot be left by more than so much.
     *
     * @param baseline name of a policy
     * @param atLeast in (0, 1]: each item is shown at each position with at least this share of the baseline's probability
     */
    public record Guard(String baseline, double atLeast) {}

    public PolicyDefinition {
        features = List.copyOf(features);
    }

    /** The same with another objective. */
    public PolicyDefinition with(Objective other) {
        return new PolicyDefinition(
                name,
                reward,
                labels,
                features,
                dimensions,
                learningRate,
                regularisation,
                epochs,
                exploration,
                slateSize,
                other,
                rules,
                guard,
                scorer);
    }

    /** The same, learned by other settings. */
    public PolicyDefinition with(LearningSetting setting) {
        return new PolicyDefinition(
                name,
                reward,
                labels,
                features,
                setting.dimensions(),
                setting.learningRate(),
                setting.regularisation(),
                setting.epochs(),
                exploration,
                slateSize,
                objective,
                rules,
                guard,
                scorer);
    }

    /** How it is learned. */
    public LearningSetting setting() {
        return new LearningSetting(learningRate, regularisation, dimensions, epochs);
    }

    /** One whose model is a regression of the reward's readings, without rules and guard. */
    public PolicyDefinition(
            String name,
            String reward,
            List<String> features,
            int dimensions,
            double learningRate,
            double regularisation,
            int epochs,
            Exploration exploration,
            int slateSize) {
        this(
                name,
                reward,
                LabelUse.READINGS,
                features,
                dimensions,
                learningRate,
                regularisation,
                epochs,
                exploration,
                slateSize,
                new Objective.Regression(),
                SlateRules.NONE,
                Optional.empty(),
                Optional.empty());
    }
}
