package dev.longview.simulate.published;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.longview.columns.Batch;
import dev.longview.log.Table;
import dev.longview.simulate.Assigner;
import dev.longview.simulate.LogSink;
import dev.longview.simulate.Progress;
import dev.longview.simulate.Recommender;
import dev.longview.simulate.Slate;
import dev.longview.simulate.Visit;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;

final class ImpatientShowsServiceTest {
    private static final long START = 1_704_067_200_000_000L;
    private static final long DAY = 86_400_000_000L;
    private static final ImpatientShows SHOWS = ImpatientShows.draw(8, 12);
    private static final ImpatientShowsService SERVICE =
            ImpatientShowsService.of(SHOWS, 5, START).withWindow(10).withDecisionsPerDay(20);

    @Test
    void run_feedbackOfEachDecision_isTheTraceOfTheCore() {
        RecordedLog log = new RecordedLog();
        run(SERVICE, 5, log);
        Map<String, Integer> show = new HashMap<>();
        log.each(
                Table.SLATES,
                (batch, i) -> show.put(
                        batch.texts("decision_id").text(i),
                        Integer.parseInt(batch.texts("item").text(i).substring(5))));
        Map<String, Long> logged = new HashMap<>();
        log.each(Table.FEEDBACK, (batch, i) -> {
            String decision = batch.texts("decision_id").text(i);
            int day = (int) ((batch.longs("time")[i] - START) / DAY) - madeOn(decision);
            assertThat(day).isBetween(1, 59);
            assertThat(batch.longs("received")[i]).isEqualTo(batch.longs("time")[i]);
            logged.merge(decision, 1L << (day - 1), Long::sum);
        });

        assertThat(show).hasSize(100);
        show.forEach((decision, s) -> {
            int number = Integer.parseInt(decision.substring(decision.indexOf('-') + 1));
            assertThat(logged.getOrDefault(decision, 0L))
                    .isEqualTo(SHOWS.trace(s, ImpatientShowsService.trace(5, madeOn(decision), number)));
        });
        log.assertSound();
        Set<Double> hidden = new HashSet<>();
        for (int s = 0; s < SHOWS.size(); s++) {
            hidden.add(SHOWS.meanStickiness(s));
        }
        log.assertHides(SERVICE.features(), hidden);
    }

    @Test
    void run_sameSeed_sameBytesAlsoInTwoParts() {
        RecordedLog once = new RecordedLog();
        RecordedLog again = new RecordedLog();
        RecordedLog parts = new RecordedLog();
        RecordedLog other = new RecordedLog();
        run(SERVICE, 6, once);
        run(SERVICE, 6, again);
        ImpatientShowsService half = run(SERVICE, 2, parts);
        ImpatientShowsService end = run(half, 4, parts);
        run(ImpatientShowsService.of(SHOWS, 6, START).withWindow(10).withDecisionsPerDay(20), 6, other);

        assertThat(again.fingerprint()).isEqualTo(once.fingerprint());
        assertThat(parts.fingerprint()).isEqualTo(once.fingerprint());
        assertThat(other.fingerprint()).isNotEqualTo(once.fingerprint());
        assertThat(end.timeMicros()).isEqualTo(START + 6 * DAY);
        assertThat(SERVICE.timeMicros()).isEqualTo(START);
    }

    @Test
    void run_movingCatalogue_oneComesAndOneGoesEachDayWhileThereAreMore() {
        RecordedLog log = new RecordedLog();
        run(SERVICE, 5, log);

        assertThat(log.size(Table.ITEMS)).isEqualTo(12);
        assertThat(log.size(Table.CANDIDATE_SETS)).isEqualTo(3);
        log.each(Table.ITEMS, (batch, i) -> {
            int show = Integer.parseInt(batch.texts("item").text(i).substring(5));
            assertThat(batch.longs("valid_from")[i]).isEqualTo(START + Math.max(0, show - 9) * DAY);
        });
        assertThatThrownBy(() -> SERVICE.withWindow(13)).hasMessageContaining("between 1 and 12: 13");
    }

    @Test
    void run_servedByThompsonSamplingFromTheLogAlone_hasTheRegretOfTheCore() {
        ImpatientShows shows = ImpatientShows.draw(8, 60);
        ShowPrior prior = ShowPrior.of(ImpatientShows.draw(9, 40));
        ImpatientShowsService service =
                ImpatientShowsService.of(shows, 7, START).withWindow(50).withDecisionsPerDay(15);
        Learner learner = new Learner(() -> new FilteredBelief(prior, 60));
        RecordedLog log = new RecordedLog();
        for (int day = 0; day < 20; day++) {
            learner.refresh(day);
            service = service.run(
                    1,
                    Assigner.everybody(learner),
                    (table, batch) -> {
                        learner.rows(table, batch);
                        log.rows(table, batch);
                    },
                    Progress.silent());
        }
        double[] regret = {0};
        log.each(Table.SLATES, (batch, i) -> {
            int day = madeOn(batch.texts("decision_id").text(i));
            double best = 0;
            for (int s = Math.min(day, 10); s < Math.min(day, 10) + 50; s++) {
                best = Math.max(best, shows.meanStickiness(s));
            }
            int show = Integer.parseInt(batch.texts("item").text(i).substring(5));
            regret[0] += (best - shows.meanStickiness(show)) / (20 * 15);
        });

        assertThat(regret[0])
                .isCloseTo(
                        DailyThompson.averageRegret(shows, 50, 20, 15, new FilteredBelief(prior, 60), 7),
                        Offset.offset(1e-9));
    }

    /** Learns from what the log had received by midnight, with a new belief each day. */
    private static final class Learner implements Recommender, LogSink {
        private final Supplier<ShowBelief> beliefs;
        private final Map<String, Integer> shown = new LinkedHashMap<>();
        private final Map<String, Long> traces = new HashMap<>();
        private final Map<Long, Map<String, Integer>> coming = new HashMap<>();
        private ShowBelief belief;
        private int day;

        Learner(Supplier<ShowBelief> beliefs) {
            this.beliefs = beliefs;
            this.belief = beliefs.get();
        }

        @Override
        public void rows(Table table, Batch batch) {
            for (int i = 0; i < batch.size(); i++) {
                if (table == Table.SLATES) {
                    shown.put(
                            batch.texts("decision_id").text(i),
                            Integer.parseInt(batch.texts("item").text(i).substring(5)));
                } else if (table == Table.FEEDBACK) {
                    String decision = batch.texts("decision_id").text(i);
                    int t = (int) ((batch.longs("time")[i] - START) / DAY) - madeOn(decision) - 1;
                    coming.computeIfAbsent(batch.longs("received")[i], received -> new HashMap<>())
                            .put(decision, t);
                }
            }
        }

        void refresh(int today) {
            day = today;
            coming.getOrDefault(START + today * DAY, Map.of())
                    .forEach((decision, t) -> traces.merge(decision, 1L << t, Long::sum));
            belief = beliefs.get();
            shown.forEach(
                    (decision, show) -> belief.observe(madeOn(decision), show, traces.getOrDefault(decision, 0L)));
            belief.advance(today);
        }

        @Override
        public void recommend(Visit visit, Slate out) {
            int first = Math.min(day, 10);
            out.add(DailyThompson.choose(belief, visit.seed(), first, first + 50) - first, Double.NaN, Double.NaN, 0);
        }
    }

    private static int madeOn(String decision) {
        return Integer.parseInt(decision.substring(1, decision.indexOf('-')));
    }

    private static ImpatientShowsService run(ImpatientShowsService service, int days, LogSink log) {
        Recommender first = (visit, slate) -> {
            int n = visit.candidates().size();
            slate.add((int) Math.floorMod(visit.seed(), (long) n), 1.0 / n, 1.0 / n, Double.NaN);
        };
        return service.run(days, Assigner.everybody(first), log, Progress.silent());
    }
}
