package dev.longview.loop;

import dev.longview.columns.Batch;
import dev.longview.delay.DelayModel;
import dev.longview.reward.Expected;
import dev.longview.reward.Forecast;
import dev.longview.reward.Reward;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;

/**
 * Turns assembled outcomes into labels: the reward of what has arrived, expected over forecasts of what has not. An outcome without a
 * delayed-feedback model stands at its value so far.
 */
public final class Labeller {
    private final Reward reward;
    private final SequencedMap<String, DelayModel> models;

    /** @param models by outcome; those that the reward does not need are left out */
    public Labeller(Reward reward, Map<String, DelayModel> models) {
        this.reward = reward;
        this.models = new LinkedHashMap<>();
        reward.outcomes().stream().filter(models::containsKey).forEach(name -> this.models.put(name, models.get(name)));
    }

    public Reward reward() {
        return reward;
    }

    /** The outcomes that a batch must have. */
    public List<String> outcomes() {
        return reward.outcomes();
    }

    public Labels label(Batch assembled) {
        Map<String, Forecast> forecasts = new LinkedHashMap<>();
        models.forEach((outcome, model) -> forecasts.put(outcome, model.forecast(assembled)));
        Expected expected = reward.expected(assembled, forecasts);
        return new Labels(
                expected.mean(),
                expected.sd(),
                reward.evaluate(assembled),
                reward.settled(assembled),
                expected.predicted());
    }
}
