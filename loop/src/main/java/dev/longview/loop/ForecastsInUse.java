package dev.longview.loop;

import dev.longview.delay.DelayBytes;
import dev.longview.delay.DelayDefinition;
import dev.longview.delay.DelayModel;
import dev.longview.delay.TreeLearner;
import dev.longview.outcome.OutcomeDefinition;
import dev.longview.reward.Reward;
import dev.longview.trees.XGBoostLearner;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
import java.util.SequencedMap;

/** The forecasts that were in use as of a moment, and what turns outcomes into labels with them. */
final class ForecastsInUse {
    private final Loop loop;
    private final DeclaredForecasts declared;
    private final TreeLearner trees = new XGBoostLearner();

    ForecastsInUse(Loop loop) {
        this.loop = loop;
        declared = new DeclaredForecasts(loop);
    }

    /**
     * What turns outcomes into labels of a reward, as of a moment: with the forecasts that were in use then, of the outcomes that it needs.
     *
     * @throws Refusal when a forecast was fitted for other definitions, or later than the moment, or is damaged; or the reward reads an
     *     opinion that nothing forecasts
     */
    Labeller labeller(String rewardName, long asOf) {
        return labeller(loop.reward(rewardName), asOf);
    }

    /** The same of a reward that need not be the one that {@code longview.yaml} has under its name. */
    Labeller labeller(Reward reward, long asOf) {
        SequencedMap<String, Artifact> used = inUse(reward.outcomes(), asOf);
        OpinionsInUse opinions = OpinionsInUse.of(reward, loop.configuration(), used, trees);
        SequencedMap<String, DelayModel> models = new LinkedHashMap<>();
        List<String> needed = new ArrayList<>(reward.outcomes());
        SequencedMap<String, String> versions = new LinkedHashMap<>();
        used.forEach((outcome, artifact) -> {
            DelayModel model = read(artifact);
            models.put(outcome, model);
            versions.put(outcome, artifact.version());
            // As declared, which is as it was fitted: what its opinion reads is kept apart from the model.
            DeclaredForecasts.read(loop.configuration().delay(outcome).orElse(model.definition())).stream()
                    .filter(other -> !needed.contains(other))
                    .forEach(needed::add);
        });
        return new Labeller(reward, models, opinions, versions, declared.closure(needed));
    }

    /** What takes every outcome as it stands. */
    Labeller withoutForecasts(Reward reward) {
        return new Labeller(
                reward,
                new LinkedHashMap<>(),
                OpinionsInUse.none(),
                new LinkedHashMap<>(),
                declared.closure(reward.outcomes()));
    }

    /** The forecast in use, or where that learned from later rows the latest that did not; outcomes without any are left out. */
    private SequencedMap<String, Artifact> inUse(List<String> outcomes, long asOf) {
        SequencedMap<String, Artifact> found = new LinkedHashMap<>();
        Artifacts artifacts = loop.workspace().delayModels();
        List<String> wanted = new ArrayList<>(outcomes);
        for (int i = 0; i < wanted.size(); i++) {
            String name = wanted.get(i);
            Optional<Artifact> current = artifacts.current(name);
            if (current.isEmpty()) {
                continue;
            }
            Artifact artifact = current.filter(each -> asOf(each) <= asOf)
                    .or(() -> artifacts.versions(name).reversed().stream()
                            .filter(each -> asOf(each) <= asOf)
                            .findFirst())
                    .orElseThrow(() -> new Refusal(
                            "the forecast of '" + name + "' (" + current.get().version()
                                    + ") has learned from rows received after " + Provenance.text(asOf)
                                    + ". Fit one as of then: longview delay fit --as-of " + Provenance.text(asOf)));
            requireSameDefinition(loop.configuration().outcome(name).orElseThrow(), artifact);
            found.put(name, artifact);
            loop.configuration().delay(name).flatMap(DelayDefinition::after).stream()
                    .filter(given -> !wanted.contains(given))
                    .forEach(wanted::add);
        }
        return found;
    }

    private static long asOf(Artifact artifact) {
        return artifact.manifest().path("as_of_micros").asLong(Long.MAX_VALUE);
    }

    private void requireSameDefinition(OutcomeDefinition outcome, Artifact artifact) {
        var manifest = artifact.manifest();
        boolean same = manifest.path("definition").asText().equals(declared.definition(outcome.name()))
                && manifest.path("rules").asText().equals(loop.rules());
        if (!same) {
            throw new Refusal("the forecast of '" + outcome.name() + "' (" + artifact.version()
                    + ") was fitted for another definition of that outcome, another lateness or another attribution."
                    + " Fit it again: longview delay fit");
        }
    }

    private DelayModel read(Artifact artifact) {
        try {
            return DelayBytes.read(artifact.bytes(DelayFitting.FILE), trees);
        } catch (IllegalArgumentException e) {
            throw new Refusal(
                    artifact.folder().resolve(DelayFitting.FILE) + ": " + e.getMessage()
                            + ". Fit it again: longview delay fit",
                    e);
        }
    }
}
