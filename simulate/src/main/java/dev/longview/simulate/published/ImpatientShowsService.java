package dev.longview.simulate.published;

import dev.longview.columns.Batch;
import dev.longview.log.FeatureDefinition;
import dev.longview.log.FeedbackKind;
import dev.longview.simulate.Assigner;
import dev.longview.simulate.Candidates;
import dev.longview.simulate.Draws;
import dev.longview.simulate.GivenVisit;
import dev.longview.simulate.LogBlock;
import dev.longview.simulate.LogSink;
import dev.longview.simulate.Progress;
import dev.longview.simulate.Service;
import dev.longview.simulate.Slate;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/**
 * A service that recommends one of {@link ImpatientShows} to each of some new members a day, and learns over the next 59 days on which
 * of them they listened: feedback of the kind {@code active}. Stickiness is 1 + the number of these events. Shows have no features.
 *
 * <p>A day's activity is stamped with the midnight that begins the day, and received then, so that a learner that refreshes at midnight
 * knows what that of the published benchmark knows: day two of a recommendation when the decisions of day two are made.
 *
 * <p>With a window smaller than the number of shows the catalogue moves: each day the oldest show leaves and a new one comes.
 */
public final class ImpatientShowsService implements Service {
    private static final int DECISION = 1;
    private static final int TRACE = 2;
    /** Decisions are made between seven and noon. */
    private static final long FIRST = 7 * 60 * LogBlock.MINUTE;

    private static final long SPREAD = 5 * 60 * LogBlock.MINUTE;

    private final ImpatientShows shows;
    private final int window;
    private final int decisionsPerDay;
    private final long seed;
    private final long start;
    private final int day;

    private ImpatientShowsService(
            ImpatientShows shows, int window, int decisionsPerDay, long seed, long start, int day) {
        this.shows = shows;
        this.window = window;
        this.decisionsPerDay = decisionsPerDay;
        this.seed = seed;
        this.start = start;
        this.day = day;
    }

    /**
     * A service of these shows, all on offer, with 50 decisions a day.
     *
     * @param seed of decisions and traces
     * @param startMicros the midnight at which it begins
     */
    public static ImpatientShowsService of(ImpatientShows shows, long seed, long startMicros) {
        return new ImpatientShowsService(shows, shows.size(), 50, seed, startMicros, 0);
    }

    /**
     * How many shows are on offer at a time; the published moving catalogue has 60.
     *
     * @throws IllegalArgumentException when it is not between 1 and the number of shows
     */
    public ImpatientShowsService withWindow(int showsOnOffer) {
        if (showsOnOffer < 1 || showsOnOffer > shows.size()) {
            throw new IllegalArgumentException(
                    "shows on offer must be between 1 and " + shows.size() + ": " + showsOnOffer);
        }
        return new ImpatientShowsService(shows, showsOnOffer, decisionsPerDay, seed, start, day);
    }

    /** @throws IllegalArgumentException when it is not positive */
    public ImpatientShowsService withDecisionsPerDay(int count) {
        if (count < 1) {
            throw new IllegalArgumentException("decisions per day must be at least 1: " + count);
        }
        return new ImpatientShowsService(shows, window, count, seed, start, day);
    }

    /** The shows with their hidden truth. */
    public ImpatientShows shows() {
        return shows;
    }

    static int firstOnOffer(int shows, int window, int day) {
        return Math.min(day, shows - window);
    }

    static long seed(long seed, int day, int decision) {
        return Draws.bits(Draws.key(seed, decision, day), DECISION, 0);
    }

    static long trace(long seed, int day, int decision) {
        return Draws.bits(Draws.key(seed, decision, day), TRACE, 0);
    }

    @Override
    public String name() {
        return "impatient shows, %d of %d on offer, %d decisions a day"
                .formatted(window, shows.size(), decisionsPerDay);
    }

    @Override
    public List<FeatureDefinition> features() {
        return List.of();
    }

    @Override
    public List<FeedbackKind> feedback() {
        return List.of(new FeedbackKind("active", false));
    }

    @Override
    public long timeMicros() {
        return start + day * LogBlock.DAY;
    }

    @Override
    public ImpatientShowsService run(int days, Assigner assigner, LogSink log, Progress progress) {
        Slate slate = new Slate(1);
        LogBlock rows = new LogBlock(features());
        Candidates candidates = onOffer(day);
        for (int d = day; d < day + days; d++) {
            long midnight = start + d * LogBlock.DAY;
            if (d == 0) {
                rows.items(candidates, 0, window, midnight);
                rows.candidates(candidates, midnight);
            } else if (firstOnOffer(d) > firstOnOffer(d - 1)) {
                candidates = onOffer(d);
                rows.items(candidates, window - 1, window, midnight);
                rows.candidates(candidates, midnight);
            }
            for (int i = 0; i < decisionsPerDay; i++) {
                decide(d, i, candidates, assigner, slate, rows);
            }
            rows.drainTo(log);
            progress.day(d - day + 1, days, (d - day + 1L) * decisionsPerDay);
        }
        return new ImpatientShowsService(shows, window, decisionsPerDay, seed, start, day + days);
    }

    private void decide(int d, int i, Candidates candidates, Assigner assigner, Slate slate, LogBlock rows) {
        long midnight = start + d * LogBlock.DAY;
        String who = "%d-%d".formatted(d, i);
        var visit = new GivenVisit(
                "d" + who,
                "a" + who,
                "m" + who,
                midnight + FIRST + i * SPREAD / decisionsPerDay,
                candidates,
                seed(seed, d, i),
                new double[0],
                new String[0]);
        Assigner.Assignment assignment = assigner.assign(visit.account());
        slate.clear();
        assignment.recommender().recommend(visit, slate);
        rows.decision(visit, assignment.cells(), slate);
        if (slate.size() > 0) {
            long trace = shows.trace(firstOnOffer(d) + slate.candidate(0), trace(seed, d, i));
            for (int t = 0; t < ImpatientShows.DAYS; t++) {
                if ((trace >>> t & 1) == 1) {
                    rows.feedback(visit, slate, 0, "active", "-" + t, midnight + (t + 1) * LogBlock.DAY, Double.NaN);
                }
            }
        }
    }

    private int firstOnOffer(int d) {
        return firstOnOffer(shows.size(), window, d);
    }

    private Candidates onOffer(int d) {
        int from = firstOnOffer(d);
        List<String> items =
                IntStream.range(from, from + window).mapToObj(shows::item).toList();
        return Candidates.of(items, Batch.of(window, Map.of()), new double[window]);
    }
}
