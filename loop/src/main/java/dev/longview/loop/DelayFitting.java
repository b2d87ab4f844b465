package dev.longview.loop;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.longview.delay.DelayBytes;
import dev.longview.delay.DelayDefinition;
import dev.longview.delay.DelayLearner;
import dev.longview.delay.DelayModel;
import dev.longview.delay.Landmarks;
import dev.longview.delay.OpinionBytes;
import dev.longview.delay.OpinionLearner;
import dev.longview.delay.OpinionModel;
import dev.longview.delay.Silence;
import dev.longview.delay.TreeLearner;
import dev.longview.delay.TreeSettings;
import dev.longview.trees.XGBoostLearner;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.SequencedMap;

/** Station: fits the declared delayed-feedback models on all rows known as of a moment, finished or not. */
public final class DelayFitting {
    static final String FILE = "model.bin";

    /** Landmark rows of one outcome that trees are fitted on, at most. */
    private static final long MOST_TREE_ROWS = 1_000_000;

    private static final long SEED = 1;

    private final Loop loop;
    private final DeclaredForecasts declared;
    private final TreeLearner trees = new XGBoostLearner();

    public DelayFitting(Loop loop) {
        this.loop = loop;
        declared = new DeclaredForecasts(loop);
    }

    /**
     * A model that was fitted.
     *
     * @param silence that its outcome has stopped arriving; the model was then fitted as of before
     */
    public record Fitted(Artifact artifact, DelayModel model, Optional<Silence> silence) {}

    /**
     * Fits every declared model, or those of the outcomes named, and puts them in use. Where an outcome has stopped arriving, that nothing
     * comes any more is not learned: its model, and those that are given its end, are fitted as of the day on which it stopped.
     */
    public List<Fitted> fit(Window window, List<String> outcomes) {
        List<DelayDefinition> wanted = declared.wanted(outcomes);
        Learned learned = learn(window, wanted);
        // All before any is put in use: a pass that is refused leaves what is in use as it was.
        Map<Long, Learned> before = new HashMap<>();
        for (DelayDefinition delay : wanted) {
            silence(delay, wanted, learned)
                    .ifPresent(silence ->
                            before.computeIfAbsent(silence.since(), since -> learn(asOf(since, window), wanted)));
        }
        List<Fitted> fitted = new ArrayList<>();
        for (DelayDefinition delay : wanted) {
            Optional<Silence> silence = silence(delay, wanted, learned);
            Learned from = silence.map(Silence::since).map(before::get).orElse(learned);
            Window then = silence.map(of -> asOf(of.since(), window)).orElse(window);
            fitted.add(publish(delay, from, then, silence));
        }
        return fitted;
    }

    private static Window asOf(long moment, Window window) {
        return new Window(moment, window.from(), window.before(), window.servedBy());
    }

    /** Its own, or that of an outcome whose end it is given; the earliest. */
    private Optional<Silence> silence(DelayDefinition delay, List<DelayDefinition> wanted, Learned learned) {
        Optional<Silence> earliest = Optional.empty();
        Optional<DelayDefinition> at = Optional.of(delay);
        while (at.isPresent()) {
            Optional<Silence> own =
                    Optional.ofNullable(learned.silences().get(at.get().outcome()));
            if (own.isPresent()
                    && (earliest.isEmpty() || own.get().since() < earliest.get().since())) {
                earliest = own;
            }
            at = at.get()
                    .after()
                    .flatMap(name -> wanted.stream()
                            .filter(other -> other.outcome().equals(name))
                            .findFirst());
        }
        return earliest;
    }

    /**
     * Models that were learned and are not kept yet.
     *
     * @param models by outcome, each after the one that it is given
     * @param opinions by outcome, where one is declared and there is something to learn it from
     * @param silences of the outcomes that have stopped arriving
     * @param rows landmark rows
     */
    record Learned(
            SequencedMap<String, DelayModel> models,
            Map<String, OpinionModel> opinions,
            Map<String, Silence> silences,
            long rows) {}

    /** One pass over the log for all: they share their landmarks, the last of which is the latest that any needs. */
    Learned learn(Window window, List<DelayDefinition> wanted) {
        Landmarks landmarks = Landmarks.upTo(declared.end(wanted));
        SequencedMap<String, DelayLearner> learners = new LinkedHashMap<>();
        Map<String, OpinionLearner> opinions = new HashMap<>();
        for (DelayDefinition delay : wanted) {
            delay.opinion()
                    .map(inputs -> OpinionLearner.of(
                            declared.outcome(delay),
                            inputs,
                            landmarks,
                            trees,
                            TreeSettings.defaults(SEED),
                            MOST_TREE_ROWS))
                    .ifPresent(learner -> opinions.put(delay.outcome(), learner));
            DelayLearner learner = DelayLearner.of(delay, declared.outcome(delay), landmarks);
            Optional<DelayLearner> given = delay.after().map(learners::get);
            if (delay.trees().isPresent()) {
                learner.withTrees(trees, TreeSettings.defaults(SEED), MOST_TREE_ROWS, given);
            }
            learners.put(delay.outcome(), learner);
        }
        long[] rows = {0};
        loop.assembleAges(window, declared.needed(wanted), landmarks.ages(), batch -> {
            learners.values().forEach(learner -> learner.add(batch));
            opinions.values().forEach(learner -> learner.add(batch));
            rows[0] += batch.size();
            loop.progress().at("fitting forecasts, landmark rows", rows[0], 0);
        });
        if (rows[0] == 0) {
            throw new Refusal(
                    "no recommendation of this window is old enough to learn delays from: the first landmark is "
                            + Duration.ofSeconds(landmarks.ages().getFirst() / 1_000_000)
                                    .toMinutes()
                            + " minutes after the decision. Wait, or see what the log holds: longview validate");
        }
        SequencedMap<String, DelayModel> models = new LinkedHashMap<>();
        Map<String, Silence> silences = new HashMap<>();
        learners.forEach((outcome, learner) -> {
            models.put(outcome, learner.fit());
            learner.silence().ifPresent(silence -> silences.put(outcome, silence));
        });
        Map<String, OpinionModel> fitted = new HashMap<>();
        opinions.forEach((outcome, learner) -> learner.fit().ifPresent(model -> fitted.put(outcome, model)));
        return new Learned(models, fitted, silences, rows[0]);
    }

    private Fitted publish(DelayDefinition delay, Learned learned, Window window, Optional<Silence> silence) {
        DelayModel model = Objects.requireNonNull(learned.models().get(delay.outcome()));
        ObjectNode manifest = Provenance.of("delay", delay.outcome(), window);
        manifest.put("definition", declared.definition(delay.outcome()));
        manifest.put("landmark_rows", learned.rows());
        silence.ifPresent(since -> manifest.putObject("silence")
                .put("since", Provenance.text(since.since()))
                .put("expected", since.expected())
                .put("arrived", since.arrived()));
        manifest.put("rules", loop.rules());
        SequencedMap<String, byte[]> files = new LinkedHashMap<>();
        files.put(FILE, DelayBytes.write(model));
        if (delay.opinion().isPresent()) {
            Optional<OpinionModel> opinion =
                    Optional.ofNullable(learned.opinions().get(delay.outcome()));
            manifest.put("opinion", opinion.isPresent());
            opinion.ifPresent(of -> files.put(OpinionsInUse.FILE, OpinionBytes.write(of)));
        }
        return new Fitted(loop.workspace().delayModels().publish(delay.outcome(), manifest, files), model, silence);
    }
}
