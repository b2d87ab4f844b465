package dev.longview.loop;

import dev.longview.columns.Batch;
import dev.longview.config.Configuration;
import dev.longview.delay.DelayDefinition;
import dev.longview.delay.OpinionBytes;
import dev.longview.delay.OpinionModel;
import dev.longview.delay.TreeLearner;
import dev.longview.reward.Forecast;
import dev.longview.reward.Reward;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * The forecasts of opinions that a reward reads. Who answers is no random sample of who has an opinion: without a model of both, a mean
 * over answers would pass for one, so that such a reward has no labels.
 *
 * @param models by what they forecast, {@code opinion(thumb)}
 */
record OpinionsInUse(Map<String, OpinionModel> models) {
    static final String FILE = "opinion.bin";

    OpinionsInUse {
        models = Map.copyOf(models);
    }

    static OpinionsInUse none() {
        return new OpinionsInUse(Map.of());
    }

    /** {@code thumb} of {@code opinion(thumb)}. */
    static String said(String opinion) {
        return opinion.substring(opinion.indexOf('(') + 1, opinion.length() - 1);
    }

    /** An opinion that a reward reads and that no forecast is declared of. */
    static Optional<String> undeclared(Reward reward, Configuration configuration) {
        return reward.opinions().stream()
                .filter(opinion -> configuration
                        .delay(said(opinion))
                        .flatMap(DelayDefinition::opinion)
                        .isEmpty())
                .findFirst();
    }

    /**
     * Of a reward.
     *
     * @param fitted the forecasts in use, by outcome
     * @throws Refusal when one is missing
     */
    static OpinionsInUse of(
            Reward reward, Configuration configuration, Map<String, Artifact> fitted, TreeLearner trees) {
        undeclared(reward, configuration).ifPresent(opinion -> {
            String said = said(opinion);
            throw new Refusal("reward '" + reward.name() + "' reads " + opinion
                    + ", of which there is no forecast: declare what tells who answers and what they say, as 'opinion:'"
                    + " under 'delay: " + said + ":' in longview.yaml, or read " + said
                    + " instead, which is what was said");
        });
        Map<String, OpinionModel> models = new LinkedHashMap<>();
        for (String opinion : reward.opinions()) {
            Artifact artifact = fitted.get(said(opinion));
            if (artifact == null) {
                throw new Refusal("reward '" + reward.name() + "' reads " + opinion
                        + ", of which a forecast is declared, and none is fitted: longview delay fit");
            }
            models.put(opinion, read(opinion, artifact, trees));
        }
        return new OpinionsInUse(models);
    }

    private static OpinionModel read(String opinion, Artifact artifact, TreeLearner trees) {
        if (!artifact.manifest().path("opinion").asBoolean()) {
            throw new Refusal("there is no forecast of " + opinion + " in " + artifact.version()
                    + ": of the recommendations whose end was known when it was fitted, nobody had answered, all had"
                    + " said the same, or nobody was silent. Wait for answers, then: longview delay fit");
        }
        try {
            return OpinionBytes.read(artifact.bytes(FILE), trees);
        } catch (IllegalArgumentException e) {
            throw new Refusal(
                    artifact.folder().resolve(FILE) + ": " + e.getMessage() + ". Fit it again: longview delay fit", e);
        }
    }

    /** @param tilt what is assumed of the silent, see {@link OpinionModel#forecast} */
    void forecast(Batch assembled, double tilt, Map<String, Forecast> into) {
        models.forEach((opinion, model) -> into.put(opinion, model.forecast(assembled, tilt)));
    }
}
