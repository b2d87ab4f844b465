package dev.longview.loop;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.longview.delay.DelayBytes;
import dev.longview.delay.DelayDefinition;
import dev.longview.delay.DelayLearner;
import dev.longview.delay.DelayModel;
import dev.longview.delay.Landmarks;
import dev.longview.outcome.OutcomeDefinition;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.SequencedMap;

/** Station: fits the declared delayed-feedback models on all rows known as of a moment, finished or not. */
public final class DelayFitting {
    private static final String FILE = "model.bin";

    private final Loop loop;

    public DelayFitting(Loop loop) {
        this.loop = loop;
    }

    /** A model that was fitted. */
    public record Fitted(Artifact artifact, DelayModel model) {}

    /** Fits every declared model, or those of the outcomes named, and puts them in use. */
    public List<Fitted> fit(Window window, List<String> outcomes) {
        List<DelayDefinition> wanted = loop.configuration().delays().stream()
                .filter(delay -> outcomes.isEmpty() || outcomes.contains(delay.outcome()))
                .toList();
        if (wanted.isEmpty()) {
            throw new Refusal("longview.yaml declares no delayed-feedback model"
                    + (outcomes.isEmpty() ? "" : " of " + outcomes) + "; add one under 'delay:'");
        }
        List<Fitted> fitted = new ArrayList<>();
        for (DelayDefinition delay : wanted) {
            fitted.add(fit(window, delay));
        }
        return fitted;
    }

    private Fitted fit(Window window, DelayDefinition delay) {
        OutcomeDefinition outcome =
                loop.configuration().outcome(delay.outcome()).orElseThrow();
        Landmarks landmarks = Landmarks.upTo(end(outcome));
        DelayLearner learner = DelayLearner.of(delay, outcome, landmarks);
        List<String> needed = new ArrayList<>(List.of(delay.outcome()));
        delay.state().ifPresent(needed::add);
        long[] rows = {0};
        loop.assembleAges(window, loop.outcomes(closure(needed)), landmarks.ages(), batch -> {
            learner.add(batch);
            rows[0] += batch.size();
            loop.progress().at("fitting the forecast of " + delay.outcome(), rows[0], 0);
        });
        DelayModel model = learner.fit();
        ObjectNode manifest = Provenance.of("delay", delay.outcome(), window);
        manifest.put("outcome", outcome.canonical());
        manifest.put("landmark_rows", rows[0]);
        manifest.put("lateness", loop.configuration().lateness().toString());
        SequencedMap<String, byte[]> files = new LinkedHashMap<>();
        files.put(FILE, DelayBytes.write(model));
        return new Fitted(loop.workspace().delayModels().publish(delay.outcome(), manifest, files), model);
    }

    /** By when everything is received and final: the horizons of the clock's origins, one after the other, and the lateness. */
    private Duration end(OutcomeDefinition outcome) {
        Duration own = outcome.finalAfter();
        return outcome.from()
                .flatMap(loop.configuration()::outcome)
                .map(origin -> own.plus(end(origin)))
                .orElse(own.plus(loop.configuration().lateness()));
    }

    /** These outcomes and those that their clocks run from. */
    private List<String> closure(List<String> names) {
        List<String> all = new ArrayList<>(names);
        for (int i = 0; i < all.size(); i++) {
            loop.configuration().outcome(all.get(i)).flatMap(OutcomeDefinition::from).stream()
                    .filter(origin -> !all.contains(origin))
                    .forEach(all::add);
        }
        return all;
    }

    /**
     * The models in use, by outcome.
     *
     * @throws Refusal when one was fitted for another definition of its outcome, or is damaged
     */
    public SequencedMap<String, DelayModel> inUse() {
        SequencedMap<String, DelayModel> models = new LinkedHashMap<>();
        versionsInUse().forEach((outcome, artifact) -> models.put(outcome, read(artifact)));
        return models;
    }

    /** The artifacts in use, by outcome; of outcomes that are not declared any more there are none. */
    public SequencedMap<String, Artifact> versionsInUse() {
        SequencedMap<String, Artifact> current = new LinkedHashMap<>();
        Artifacts artifacts = loop.workspace().delayModels();
        for (OutcomeDefinition outcome : loop.configuration().outcomes()) {
            artifacts.current(outcome.name()).ifPresent(artifact -> {
                if (!artifact.manifest().path("outcome").asText().equals(outcome.canonical())) {
                    throw new Refusal("the forecast of '" + outcome.name() + "' (" + artifact.version()
                            + ") was fitted for another definition of that outcome. Fit it again: longview delay fit");
                }
                current.put(outcome.name(), artifact);
            });
        }
        return current;
    }

    private static DelayModel read(Artifact artifact) {
        try {
            return DelayBytes.read(artifact.bytes(FILE));
        } catch (IllegalArgumentException e) {
            throw new Refusal(
                    artifact.folder().resolve(FILE) + ": " + e.getMessage() + ". Fit it again: longview delay fit", e);
        }
    }
}
