package dev.longview.loop;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.longview.config.Configuration;
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
import dev.longview.outcome.OutcomeDefinition;
import dev.longview.outcome.Scope;
import dev.longview.reward.Reward;
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
import java.util.stream.Collectors;

/** Station: fits the declared delayed-feedback models on all rows known as of a moment, finished or not. */
public final class DelayFitting {
    private static final String FILE = "model.bin";

    /** Landmark rows of one outcome that trees are fitted on, at most. */
    private static final long MOST_TREE_ROWS = 1_000_000;

    private static final long SEED = 1;

    private final Loop loop;
    private final TreeLearner trees = new XGBoostLearner();

    public DelayFitting(Loop loop) {
        this.loop = loop;
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
        List<DelayDefinition> wanted = wanted(outcomes);
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

    /** The declared models of these outcomes, or all. */
    List<DelayDefinition> wanted(List<String> outcomes) {
        List<String> declared = loop.configuration().delays().stream()
                .map(DelayDefinition::outcome)
                .toList();
        outcomes.stream().filter(name -> !declared.contains(name)).findFirst().ifPresent(name -> {
            throw Loop.unknown("forecast of", name, declared);
        });
        List<DelayDefinition> wanted = inOrder(outcomes.isEmpty() ? declared : outcomes);
        if (wanted.isEmpty()) {
            throw new Refusal("longview.yaml declares no delayed-feedback model"
                    + (outcomes.isEmpty() ? "" : " of " + outcomes) + "; add one under 'delay:'");
        }
        return wanted;
    }

    /** By when all of these are received and final. */
    Duration end(List<DelayDefinition> wanted) {
        return wanted.stream()
                .map(delay -> end(outcome(delay)))
                .max(Duration::compareTo)
                .orElseThrow();
    }

    /** All outcomes that these look at, and those that their clocks run from. */
    List<OutcomeDefinition> needed(List<DelayDefinition> wanted) {
        return loop.outcomes(
                closure(wanted.stream().flatMap(delay -> read(delay).stream()).toList()));
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
        Landmarks landmarks = Landmarks.upTo(end(wanted));
        SequencedMap<String, DelayLearner> learners = new LinkedHashMap<>();
        Map<String, OpinionLearner> opinions = new HashMap<>();
        for (DelayDefinition delay : wanted) {
            delay.opinion()
                    .map(inputs -> OpinionLearner.of(
                            outcome(delay), inputs, landmarks, trees, TreeSettings.defaults(SEED), MOST_TREE_ROWS))
                    .ifPresent(learner -> opinions.put(delay.outcome(), learner));
            DelayLearner learner = DelayLearner.of(delay, outcome(delay), landmarks);
            Optional<DelayLearner> given = delay.after().map(learners::get);
            if (delay.trees().isPresent()) {
                learner.withTrees(trees, TreeSettings.defaults(SEED), MOST_TREE_ROWS, given);
            }
            learners.put(delay.outcome(), learner);
        }
        long[] rows = {0};
        loop.assembleAges(window, needed(wanted), landmarks.ages(), batch -> {
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
        manifest.put("definition", definition(delay.outcome()));
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

    /** The outcomes that a forecast looks at, its own first. */
    static List<String> read(DelayDefinition delay) {
        List<String> read = new ArrayList<>(List.of(delay.outcome()));
        delay.state().ifPresent(read::add);
        delay.trees().ifPresent(trees -> read.addAll(trees.outcomes()));
        delay.after().ifPresent(read::add);
        delay.opinion().ifPresent(opinion -> read.addAll(opinion.outcomes()));
        return read.stream().distinct().toList();
    }

    /** The declared models of these outcomes and of those that they are given, each after the one that it is given. */
    private List<DelayDefinition> inOrder(List<String> outcomes) {
        LinkedHashMap<String, DelayDefinition> ordered = new LinkedHashMap<>();
        for (String outcome : outcomes) {
            List<DelayDefinition> before = new ArrayList<>();
            Optional<DelayDefinition> at = loop.configuration().delay(outcome);
            while (at.isPresent()) {
                before.addFirst(at.get());
                at = at.get().after().flatMap(loop.configuration()::delay);
            }
            before.forEach(delay -> ordered.putIfAbsent(delay.outcome(), delay));
        }
        return List.copyOf(ordered.values());
    }

    private OutcomeDefinition outcome(DelayDefinition delay) {
        return loop.configuration().outcome(delay.outcome()).orElseThrow();
    }

    /** The forecast's definition, and those of all outcomes that it looks at. */
    private String definition(String outcome) {
        DelayDefinition delay = loop.configuration().delay(outcome).orElseThrow();
        return "state " + delay.state().orElse("none") + " cuts " + delay.cuts() + " by "
                + delay.by().orElse("none")
                + delay.trees()
                        .map(read -> " trees of " + read.outcomes() + " " + read.features() + " after "
                                + read.after().orElse("none"))
                        .orElse("")
                + delay.opinion()
                        .map(read -> " opinion of " + read.outcomes() + " " + read.features())
                        .orElse("")
                + delay.period().map(period -> " period " + period).orElse("")
                + loop.outcomes(closure(read(delay))).stream()
                        .map(OutcomeDefinition::canonical)
                        .collect(Collectors.joining("; ", "; ", ""));
    }

    /**
     * By when everything is received and final: the horizons of the clock's origins, one after the other, and the lateness; of what ends
     * with the next billing, the longest period.
     */
    Duration end(OutcomeDefinition outcome) {
        return end(outcome, loop.configuration());
    }

    static Duration end(OutcomeDefinition outcome, Configuration configuration) {
        Duration own = outcome.finalAfter().plus(period(outcome, configuration));
        return outcome.from()
                .flatMap(configuration::outcome)
                .map(origin -> own.plus(end(origin, configuration)))
                .orElse(own.plus(configuration.lateness()));
    }

    /** What the next billing may be away, of an outcome that ends with it. */
    private static Duration period(OutcomeDefinition outcome, Configuration configuration) {
        return outcome.scope().reach() == Scope.Reach.NEXT_BILLING
                ? configuration
                        .delay(outcome.name())
                        .map(DelayDefinition::longestPeriod)
                        .orElse(DelayDefinition.USUAL_PERIOD)
                : Duration.ZERO;
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
     * What turns outcomes into labels of a reward, as of a moment: with the forecasts that were in use then, of the outcomes that it needs.
     *
     * @throws Refusal when a forecast was fitted for other definitions, or later than the moment, or is damaged; or the reward reads an
     *     opinion that nothing forecasts
     */
    public Labeller labeller(String rewardName, long asOf) {
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
            read(loop.configuration().delay(outcome).orElse(model.definition())).stream()
                    .filter(other -> !needed.contains(other))
                    .forEach(needed::add);
        });
        return new Labeller(reward, models, opinions, versions, closure(needed));
    }

    /** What takes every outcome as it stands. */
    Labeller withoutForecasts(Reward reward) {
        return new Labeller(
                reward, new LinkedHashMap<>(), OpinionsInUse.none(), new LinkedHashMap<>(), closure(reward.outcomes()));
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
        boolean same = manifest.path("definition").asText().equals(definition(outcome.name()))
                && manifest.path("rules").asText().equals(loop.rules());
        if (!same) {
            throw new Refusal("the forecast of '" + outcome.name() + "' (" + artifact.version()
                    + ") was fitted for another definition of that outcome, another lateness or another attribution."
                    + " Fit it again: longview delay fit");
        }
    }

    private DelayModel read(Artifact artifact) {
        try {
            return DelayBytes.read(artifact.bytes(FILE), trees);
        } catch (IllegalArgumentException e) {
            throw new Refusal(
                    artifact.folder().resolve(FILE) + ": " + e.getMessage() + ". Fit it again: longview delay fit", e);
        }
    }
}
