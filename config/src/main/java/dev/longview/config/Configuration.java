package dev.longview.config;

import dev.longview.delay.DelayDefinition;
import dev.longview.experiment.ExperimentDefinition;
import dev.longview.log.FeatureDefinition;
import dev.longview.log.FeedbackKind;
import dev.longview.outcome.Attribution;
import dev.longview.outcome.HistoryFeature;
import dev.longview.outcome.OutcomeDefinition;
import dev.longview.policy.PolicyDefinition;
import dev.longview.reward.RewardDefinition;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * A checked {@code longview.yaml}: every name in it refers to something, every value is in its range, every reward compiles.
 *
 * @param lateness how long after its time an event may be received and still count
 * @param features those that decisions and items are logged with, then those of {@code history}
 * @param attribution how feedback that names no decision finds its recommendation; it finds none when empty
 * @param serving how the workspace is served
 * @param feedback the declared kinds; with {@link FeedbackKind#IMPRESSION} among them, a recommendation without one was not seen
 */
public record Configuration(
        Duration lateness,
        List<FeatureDefinition> features,
        List<FeedbackKind> feedback,
        Optional<Attribution> attribution,
        List<HistoryFeature> history,
        List<OutcomeDefinition> outcomes,
        List<RewardDefinition> rewards,
        List<DelayDefinition> delays,
        List<PolicyDefinition> policies,
        List<ExperimentDefinition> experiments,
        ServingDefinition serving) {
    public Configuration {
        features = List.copyOf(features);
        feedback = List.copyOf(feedback);
        history = List.copyOf(history);
        outcomes = List.copyOf(outcomes);
        rewards = List.copyOf(rewards);
        delays = List.copyOf(delays);
        policies = List.copyOf(policies);
        experiments = List.copyOf(experiments);
    }

    /** Whether the surfaces say what was really rendered: then a recommendation without an impression is unseen. */
    public boolean impressions() {
        return feedback.stream().anyMatch(kind -> kind.name().equals(FeedbackKind.IMPRESSION));
    }

    public Optional<FeatureDefinition> feature(String name) {
        return features.stream().filter(feature -> feature.name().equals(name)).findFirst();
    }

    public Optional<OutcomeDefinition> outcome(String name) {
        return outcomes.stream().filter(outcome -> outcome.name().equals(name)).findFirst();
    }

    public Optional<RewardDefinition> reward(String name) {
        return rewards.stream().filter(reward -> reward.name().equals(name)).findFirst();
    }

    public Optional<PolicyDefinition> policy(String name) {
        return policies.stream().filter(policy -> policy.name().equals(name)).findFirst();
    }

    public Optional<ExperimentDefinition> experiment(String name) {
        return experiments.stream()
                .filter(experiment -> experiment.name().equals(name))
                .findFirst();
    }

    /** The model that predicts an outcome. */
    public Optional<DelayDefinition> delay(String outcome) {
        return delays.stream().filter(delay -> delay.outcome().equals(outcome)).findFirst();
    }
}
