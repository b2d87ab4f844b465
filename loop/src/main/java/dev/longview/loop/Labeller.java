package dev.longview.loop;

import dev.longview.columns.Batch;
import dev.longview.delay.DelayModel;
import dev.longview.delay.JointForecast;
import dev.longview.reward.Expected;
import dev.longview.reward.Forecast;
import dev.longview.reward.Reward;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;
import java.util.Set;

/**
 * Turns assembled outcomes into labels: the reward of what has arrived, expected over forecasts of what has not. An outcome without a
 * delayed-feedback model stands at its value so far.
 */
public final class Labeller {
    private final Reward reward;
    private final JointForecast models;
    private final SequencedMap<String, String> versions;
    private final List<String> outcomes;

    /**
     * @param models by outcome, of those that the reward needs, and of those whose ends their forecasts are given
     * @param versions of the models, by outcome
     * @param outcomes all that a batch must have: the reward's, what the models look at, and the origins of their clocks
     */
    Labeller(
            Reward reward,
            SequencedMap<String, DelayModel> models,
            SequencedMap<String, String> versions,
            List<String> outcomes) {
        this.reward = reward;
        this.models = new JointForecast(models);
        this.versions = new LinkedHashMap<>(versions);
        this.outcomes = List.copyOf(outcomes);
    }

    public Reward reward() {
        return reward;
    }

    /** The versions of the forecasts, by outcome. */
    public SequencedMap<String, String> versions() {
        return new LinkedHashMap<>(versions);
    }

    /** The outcomes that a batch must have. */
    public List<String> outcomes() {
        return outcomes;
    }

    public Labels label(Batch assembled) {
        Map<String, Forecast> forecasts = models.of(assembled, Set.copyOf(reward.outcomes()));
        Expected expected = expected(assembled, forecasts);
        return new Labels(
                expected.mean(),
                expected.sd(),
                reward.evaluate(assembled),
                reward.settled(assembled),
                expected.predicted());
    }

    /** What is refused here is the reward's combination of forecasts, which is its author's to change. */
    private Expected expected(Batch assembled, Map<String, Forecast> forecasts) {
        try {
            return reward.expected(assembled, forecasts);
        } catch (IllegalArgumentException e) {
            throw new Refusal("reward '" + reward.name() + "': " + e.getMessage(), e);
        }
    }
}
