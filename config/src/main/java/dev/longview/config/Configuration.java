package dev.longview.config;

import dev.longview.delay.DelayDefinition;
import dev.longview.experiment.ExperimentDefinition;
import dev.longview.log.FeatureDefinition;
import dev.longview.log.FeedbackKind;
import dev.longview.outcome.OutcomeDefinition;
import dev.longview.policy.PolicyDefinition;
import dev.longview.reward.RewardDefinition;
import java.time.Duration;
import java.util.List;

/**
 * A checked {@code longview.yaml}: every name in it refers to something, every value is in its range, every reward compiles.
 *
 * @param lateness how long after its time an event may be received and still count
 * @param feedback the declared kinds; with {@link FeedbackKind#IMPRESSION} among them, a recommendation without one was not seen
 */
public record Configuration(
        Duration lateness,
        List<FeatureDefinition> features,
        List<FeedbackKind> feedback,
        List<OutcomeDefinition> outcomes,
        List<RewardDefinition> rewards,
        List<DelayDefinition> delays,
        List<PolicyDefinition> policies,
        List<ExperimentDefinition> experiments) {
    public Configuration {
        features = List.copyOf(features);
        feedback = List.copyOf(feedback);
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
}
