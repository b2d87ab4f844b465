package dev.longview.loop;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.longview.delay.DelayDefinition;
import dev.longview.delay.Landmarks;
import dev.longview.engine.TableSummary;
import dev.longview.label.ReadingLearner;
import dev.longview.label.Readings;
import dev.longview.log.Table;
import dev.longview.outcome.OutcomeDefinition;
import dev.longview.outcome.Scope;
import dev.longview.reward.Reward;
import dev.longview.reward.RewardDefinition;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Station: fits, for each reward, how early labels are to be read, on recommendations whose reward is final as of a moment. It comes
 * after the forecasts, which make the labels.
 *
 * <p>While no recommendation is old enough for that, the label of the latest landmark that some have reached counts as final, unless that
 * is younger than half the age at which rewards are final. Where labels cannot be read, an artifact says so, and labels are taken as they
 * are.
 */
public final class ReadingFitting {
    static final String FILE = "readings.json";
    /** In the manifest: the age at which labels are taken to be final; only where there are readings. */
    static final String TAKEN_FINAL = "taken_final_after_micros";

    private static final JsonMapper JSON = new JsonMapper();
    /** Recommendations. Enough for slopes with an error of a few percent, of which the items that there are have the larger part. */
    private static final long ENOUGH = 50_000;

    /** Of what an account does, an item's recommendations to it tell once: so many times as many are looked at. */
    private static final int REPEATED = 4;

    private static final long DAY = 86_400_000_000L;

    private final Loop loop;

    public ReadingFitting(Loop loop) {
        this.loop = loop;
    }

    /**
     * What was fitted of a reward.
     *
     * @param readings empty where labels are taken as they are
     * @param note why they are, or what is worth knowing; may be empty
     */
    public record Fitted(String reward, Artifact artifact, Optional<Readings> readings, String note) {}

    /** Fits the readings of every declared reward, and puts them in use. Rewards that have no labels are left out. */
    public List<Fitted> fit(Window window) {
        List<Fitted> fitted = new ArrayList<>();
        for (RewardDefinition reward : loop.configuration().rewards()) {
            labeller(reward.name(), window).ifPresent(labeller -> fitted.add(publish(labeller, window)));
        }
        return fitted;
    }

    private Optional<Labeller> labeller(String reward, Window window) {
        try {
            return Optional.of(new ForecastsInUse(loop).labeller(reward, window.asOf()));
        } catch (Refusal noLabels) {
            // Whoever asks for its labels is told why; the other rewards can be fitted.
            return Optional.empty();
        }
    }

    /** What a pass came to. */
    private record Attempt(long end, long finalAge, ReadingLearner.Result result) {}

    /** What a look at a reward found, not kept. */
    record Found(Optional<Readings> readings, String note) {}

    /** Fits the readings of a reward that need not be declared. */
    Found look(Reward reward, Window window) {
        return found(attempt(new ForecastsInUse(loop).labeller(reward, window.asOf()), window));
    }

    private static Found found(Attempt attempt) {
        return switch (attempt.result) {
            case ReadingLearner.Result.Fitted(Readings readings) ->
                new Found(
                        Optional.of(readings),
                        attempt.finalAge < attempt.end
                                ? "too few recommendations are final: labels at the age of " + age(attempt.finalAge)
                                        + " are taken to be, and readings correct to those"
                                : "");
            case ReadingLearner.Result.Unreadable(String reason) -> new Found(Optional.empty(), reason);
        };
    }

    private Fitted publish(Labeller labeller, Window window) {
        String reward = labeller.reward().name();
        Attempt attempt = attempt(labeller, window);
        Found found = found(attempt);
        ObjectNode manifest = Provenance.of("readings", reward, window);
        manifest.put("reward_version", labeller.reward().version());
        ObjectNode models = manifest.putObject("delay_models");
        labeller.versions().forEach(models::put);
        manifest.put("rules", loop.rulesOf(labeller.reward()));
        type(labeller).ifPresent(feature -> manifest.put("item_type", feature));
        manifest.put("final_after_micros", attempt.end);
        SequencedMap<String, byte[]> files = new LinkedHashMap<>();
        found.readings.ifPresent(readings -> {
            manifest.put(TAKEN_FINAL, attempt.finalAge);
            manifest.put("recommendations", readings.pooled().getLast().rows());
            manifest.put("items", readings.pooled().getLast().items());
            files.put(FILE, bytes(readings));
        });
        if (!found.note.isEmpty()) {
            manifest.put("note", found.note);
        }
        Artifact artifact = loop.workspace().readings().publish(reward, manifest, files);
        return new Fitted(reward, artifact, found.readings, found.note);
    }

    /** Goes back from the age at which rewards are final to landmarks that more have reached, as far as half of it. */
    private Attempt attempt(Labeller labeller, Window window) {
        Duration end = end(loop, labeller.reward());
        List<Long> ages = end.isZero() ? List.of() : Landmarks.upTo(end).ages();
        Attempt last = unreadable(end, "it is known from the first hour");
        for (int k = ages.size(); k >= 2 && 2 * ages.get(k - 1) >= micros(end); k--) {
            List<Long> reached = ages.subList(0, k);
            Attempt next = new Attempt(micros(end), reached.getLast(), pass(labeller, window, reached));
            if (next.result instanceof ReadingLearner.Result.Fitted) {
                return next;
            }
            last = next;
        }
        return last;
    }

    /** The age at which every label of a reward is final. */
    static Duration end(Loop loop, Reward reward) {
        DeclaredForecasts delays = new DeclaredForecasts(loop);
        return outcomes(loop, reward).stream()
                .map(delays::end)
                .max(Duration::compareTo)
                .orElse(Duration.ZERO);
    }

    private static List<OutcomeDefinition> outcomes(Loop loop, Reward reward) {
        Set<String> read = Set.copyOf(reward.outcomes());
        return loop.configuration().outcomes().stream()
                .filter(outcome -> read.contains(outcome.name()))
                .toList();
    }

    private static Attempt unreadable(Duration end, String reason) {
        return new Attempt(micros(end), micros(end), new ReadingLearner.Result.Unreadable(reason));
    }

    private ReadingLearner.Result pass(Labeller labeller, Window window, List<Long> ages) {
        long before = Math.min(window.before(), window.asOf() - ages.getLast() + 1);
        List<OutcomeDefinition> outcomes = loop.outcomes(labeller.outcomes());
        boolean shared = sharesEvents(labeller);
        long from = Math.max(window.from(), before - span((double) (shared ? REPEATED * ENOUGH : ENOUGH)));
        ContextCovariates covariates =
                ContextCovariates.learning(loop.configuration().features());
        ReadingLearner learner = ReadingLearner.of(ages, covariates.names().size());
        Optional<String> type = type(labeller);
        Billings billings = new Billings(loop, loop.outcomes(labeller.reward().outcomes()));
        OncePerAccount once = new OncePerAccount();
        long[] rows = {0};
        if (from < before) {
            loop.assembleAges(window.decided(from, before), outcomes, ages, batch -> {
                double[] labels = labeller.label(batch).expected().clone();
                double[] usable = UsableRows.weights(batch, loop.continuationsTrain(), outcomes);
                for (int row = 0; row < labels.length; row++) {
                    boolean tells = usable[row] > 0
                            && billings.finalAge(batch, row).isEmpty()
                            && (!shared || once.isFirst(batch, row));
                    labels[row] = tells ? labels[row] : Double.NaN;
                }
                learner.add(batch, labels, type, covariates.of(batch));
                rows[0] += batch.size();
                loop.progress().at("fitting readings of " + labeller.reward().name(), rows[0], 0);
            });
        }
        return learner.fit(covariates.names());
    }

    /** Whether it reads what a member or an account does, which is the same for all of its recommendations. */
    private boolean sharesEvents(Labeller labeller) {
        return loop.outcomes(labeller.reward().outcomes()).stream()
                .anyMatch(outcome -> !(outcome.scope() instanceof Scope.Recommendation));
    }

    /** So long that it has about so many recommendations, at the rate of the log; at least a day. */
    private long span(double recommendations) {
        return loop.engine().describe().stream()
                .filter(summary -> summary.table() == Table.SLATES && summary.rows() > 0)
                .mapToLong(slates -> span(slates, recommendations))
                .max()
                .orElse(DAY);
    }

    private static long span(TableSummary slates, double recommendations) {
        double daily = slates.rows() * (double) DAY / Math.max(DAY, slates.lastReceived() - slates.firstReceived());
        return (long) (DAY * Math.max(1, recommendations / daily));
    }

    /** The feature of items that forecasts are estimated apart by, where all have the same. */
    private Optional<String> type(Labeller labeller) {
        Set<String> by = loop.configuration().delays().stream()
                .filter(delay -> labeller.versions().containsKey(delay.outcome()))
                .map(DelayDefinition::by)
                .flatMap(Optional::stream)
                .filter(feature -> feature.startsWith("item."))
                .collect(Collectors.toSet());
        return by.size() == 1 ? by.stream().findFirst() : Optional.empty();
    }

    static Readings read(Artifact artifact) {
        byte[] bytes = artifact.bytes(FILE);
        try {
            return JSON.readValue(new String(bytes, StandardCharsets.UTF_8), Readings.class);
        } catch (JsonProcessingException e) {
            throw new Refusal(
                    artifact.folder().resolve(FILE) + " is damaged: " + e.getOriginalMessage()
                            + ". Fit it again: longview delay fit",
                    e);
        }
    }

    private static byte[] bytes(Readings readings) {
        try {
            String text = JSON.writerWithDefaultPrettyPrinter().writeValueAsString(readings) + "\n";
            return text.getBytes(StandardCharsets.UTF_8);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("readings are a record of plain values", e);
        }
    }

    static String age(long micros) {
        Duration age = Duration.ofMillis(micros / 1_000);
        return age.toDays() > 0
                ? age.toDays() + " days"
                : age.toHours() > 0 ? age.toHours() + " hours" : age.toMinutes() + " minutes";
    }

    private static long micros(Duration duration) {
        return duration.toMillis() * 1_000;
    }
}
