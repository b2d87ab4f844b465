package dev.longview.loop;

import dev.longview.columns.Batch;
import dev.longview.columns.Column;
import dev.longview.delay.DelayDefinition;
import dev.longview.delay.DelayEvaluation;
import dev.longview.delay.DelayReport;
import dev.longview.delay.JointForecast;
import dev.longview.delay.OpinionEvaluation;
import dev.longview.delay.OpinionReport;
import dev.longview.engine.Finding;
import dev.longview.engine.TableSummary;
import dev.longview.log.Table;
import dev.longview.outcome.Assembled;
import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.SequencedMap;

/**
 * Station: judges forecasts forward in time. They are learned from what was known as of a moment, and judged by decisions made after it,
 * by how those had ended by another moment. Nothing is put in use.
 */
public final class DelayJudging {
    /** Unless said otherwise, decisions of so many days before the last that have ended judge. */
    static final Duration JUDGED = Duration.ofDays(14);

    /** An item is new as long as it has been recommended. */
    static final Duration NEW = Duration.ofDays(7);

    private final Loop loop;

    public DelayJudging(Loop loop) {
        this.loop = loop;
    }

    /**
     * What was found.
     *
     * @param learnedAsOf nothing received later was learned from; decisions from then on judge
     * @param asOf by when those have ended, in microseconds
     * @param all by outcome
     * @param newItems the same of decisions by which an item had been recommended for less than 7 days
     * @param opinions of those outcomes of which the silent's is forecast
     * @param ends by outcome, at which age everything is received and final, in microseconds
     * @param lateness of which so much is waiting for what may be received late
     * @param feedback rows of the log
     * @param pastLateness of these, those that were received too late to count
     */
    public record Result(
            long learnedAsOf,
            long asOf,
            List<DelayReport> all,
            List<DelayReport> newItems,
            List<OpinionReport> opinions,
            SequencedMap<String, Long> ends,
            long lateness,
            long feedback,
            long pastLateness) {
        /** NaN without feedback. */
        public double sharePastLateness() {
            return feedback == 0 ? Double.NaN : (double) pastLateness / feedback;
        }
    }

    /**
     * @param learnedAsOf in microseconds; two weeks before the last decisions that have ended, when empty
     * @throws Refusal when no decision after it has ended by the window's moment, or nothing can be learned before it
     */
    public Result judge(Window window, List<String> outcomes, Optional<Long> learnedAsOf) {
        DeclaredForecasts declared = new DeclaredForecasts(loop);
        List<DelayDefinition> wanted = declared.wanted(outcomes);
        long end = micros(declared.end(wanted));
        long split = learnedAsOf.orElse(window.asOf() - end - micros(JUDGED));
        if (split + end > window.asOf()) {
            throw new Refusal("decisions after " + Provenance.text(split) + " have not ended by "
                    + Provenance.text(window.asOf()) + ": their feedback is complete after "
                    + declared.end(wanted).toDays() + " days. Learn as of an earlier moment, or wait");
        }
        DelayFitting.Learned learned = new DelayFitting(loop)
                .learn(new Window(split, window.from(), Math.min(split, window.before()), window.servedBy()), wanted);
        JointForecast forecasts = new JointForecast(learned.models());
        SequencedMap<String, DelayEvaluation> all = new LinkedHashMap<>();
        SequencedMap<String, DelayEvaluation> newItems = new LinkedHashMap<>();
        learned.models().forEach((outcome, model) -> {
            all.put(outcome, DelayEvaluation.of(model));
            newItems.put(outcome, DelayEvaluation.of(model));
        });
        List<OpinionEvaluation> opinions =
                learned.opinions().values().stream().map(OpinionEvaluation::of).toList();
        List<Long> ages = learned.models().firstEntry().getValue().landmarks().ages();
        Map<String, Long> since = new HashMap<>();
        long[] rows = {0};
        // From the first decision on, so that it is known since when an item has been recommended; only later ones
        // judge.
        loop.assembleAges(window, declared.needed(wanted), ages, batch -> {
            boolean[] judges = judges(batch, split);
            boolean[] isNew = newItems(batch, judges, since);
            forecasts.alone(batch, learned.models().keySet()).forEach((outcome, forecast) -> {
                Objects.requireNonNull(all.get(outcome)).add(batch, judges, forecast);
                Objects.requireNonNull(newItems.get(outcome)).add(batch, isNew, forecast);
            });
            opinions.forEach(opinion -> opinion.add(batch, judges));
            rows[0] += batch.size();
            loop.progress().at("judging forecasts, landmark rows", rows[0], 0);
        });
        return new Result(
                split,
                window.asOf(),
                all.values().stream().map(DelayEvaluation::report).toList(),
                newItems.values().stream().map(DelayEvaluation::report).toList(),
                opinions.stream().map(OpinionEvaluation::report).toList(),
                ends(declared, learned.models().sequencedKeySet()),
                micros(loop.configuration().lateness()),
                loop.engine().describe().stream()
                        .filter(table -> table.table() == Table.FEEDBACK)
                        .mapToLong(TableSummary::rows)
                        .sum(),
                loop.findings(window, declared.needed(wanted)).stream()
                        .filter(finding -> finding.rule().equals("past-lateness"))
                        .mapToLong(Finding::rows)
                        .sum());
    }

    private SequencedMap<String, Long> ends(DeclaredForecasts declared, Collection<String> outcomes) {
        SequencedMap<String, Long> ends = new LinkedHashMap<>();
        outcomes.forEach(name -> ends.put(
                name, micros(declared.end(loop.configuration().outcome(name).orElseThrow()))));
        return ends;
    }

    private static boolean[] judges(Batch batch, long split) {
        long[] times = batch.longs(Assembled.TIME);
        boolean[] judges = new boolean[times.length];
        for (int i = 0; i < judges.length; i++) {
            judges[i] = times[i] >= split;
        }
        return judges;
    }

    private static boolean[] newItems(Batch batch, boolean[] judges, Map<String, Long> since) {
        long[] times = batch.longs(Assembled.TIME);
        Column.Texts items = batch.texts(Assembled.ITEM);
        boolean[] isNew = new boolean[times.length];
        for (int i = 0; i < isNew.length; i++) {
            long first = since.merge(items.text(i), times[i], Math::min);
            isNew[i] = judges[i] && times[i] - first < micros(NEW);
        }
        return isNew;
    }

    private static long micros(Duration duration) {
        return duration.toSeconds() * 1_000_000;
    }
}
