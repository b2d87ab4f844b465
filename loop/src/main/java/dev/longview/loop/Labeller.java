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
    private final OpinionsInUse opinions;
    private final SequencedMap<String, String> versions;
    private final List<String> outcomes;

    /**
     * @param models by outcome, of those that the reward needs, and of those whose ends their forecasts are given
     * @param opinions that the reward reads
     * @param versions of the models, by outcome
     * @param outcomes all that a batch must have: the reward's, what the models look at, and the origins of their clocks
     */
    Labeller(
            Reward reward,
            SequencedMap<String, DelayModel> models,
            OpinionsInUse opinions,
            SequencedMap<String, String> versions,
            List<String> outcomes) {
        this.reward = reward;
        this.models = new JointForecast(models);
        this.opinions = opinions;
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

    /** Whether labels rest on what the silent are thought to think. */
    boolean assumes() {
        return !opinions.models().isEmpty();
    }

    /** Expected rewards if the odds of better opinions among the silent were e^tilt times those among who answered. */
    double[] expected(Batch assembled, double tilt) {
        return expected(assembled, forecasts(assembled, tilt)).mean();
    }

    private Map<String, Forecast> forecasts(Batch assembled, double tilt) {
        Map<String, Forecast> forecasts = new LinkedHashMap<>(models.of(assembled, Set.copyOf(reward.outcomes())));
        opinions.forecast(assembled, tilt, forecasts);
        return forecasts;
    }

    public Labels label(Batch assembled) {
        Expected expected = expected(assembled, forecasts(assembled, 0));
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
