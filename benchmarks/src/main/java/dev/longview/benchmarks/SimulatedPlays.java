package dev.longview.benchmarks;

import dev.longview.columns.Batch;
import dev.longview.columns.BatchBuilder;
import dev.longview.columns.Column;
import dev.longview.engine.Engine;
import dev.longview.engine.SegmentWriter;
import dev.longview.log.Table;
import dev.longview.outcome.Assembled;
import dev.longview.simulate.Assigner;
import dev.longview.simulate.LogSink;
import dev.longview.simulate.streaming.PopularityRecommender;
import dev.longview.simulate.streaming.ReceivedOracle;
import dev.longview.simulate.streaming.SimulatedLog;
import dev.longview.simulate.streaming.Simulation;
import dev.longview.simulate.streaming.Truth;
import dev.longview.simulate.streaming.World;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * A simulated service whose log goes to an engine, of its recommendations those that were played: the others tell nothing of what plays come
 * to, and are thirty times as many. And beside it what nobody in the service sees of the plays: the inclination z from which
 * their kinds were drawn, what was watched and when it was received, how long titles are and when they arrived.
 */
final class SimulatedPlays implements LogSink, Truth {
    /** 1 January 2026, a Thursday. */
    static final long START = 1_767_225_600_000_000L;

    static final long DAY = 86_400_000_000L;
    private static final long HORIZON = 28 * DAY;
    private static final double MINUTE = 60_000_000.0;
    /** Engagements are over by then. */
    private static final int LONGEST = 46;

    private final Engine engine;
    private final long from;
    private final long until;
    private final Map<Table, SegmentWriter> writers = new EnumMap<>(Table.class);
    private final Map<String, Play> plays = new HashMap<>();
    private final Map<String, Integer> arrivals = new HashMap<>();
    private Optional<Batch> decisions = Optional.empty();
    private Optional<Batch> slates = Optional.empty();
    private long impressions;
    private double bills;
    private double lapses;
    private World end;

    /** A sitting, in microseconds and minutes. */
    private record Watched(long time, long received, double minutes) {}

    /** A recommended play. */
    static final class Play {
        private final List<Watched> watched = new ArrayList<>(4);
        private long start;
        private long completed = Long.MAX_VALUE;
        /** The hidden inclination: quality, taste and mood. */
        double z = Double.NaN;

        /** Whether it was completed within the horizon. */
        boolean completes() {
            return completed <= start + HORIZON;
        }

        boolean completedBy(long moment) {
            return completed <= moment;
        }

        /** Since the world's start. */
        int day() {
            return (int) ((midnight() - START) / DAY);
        }

        /** In minutes of the play's first day. */
        double minute(long moment) {
            return (moment - midnight()) / MINUTE;
        }

        double start() {
            return minute(start);
        }

        private long midnight() {
            return Math.floorDiv(start - START, DAY) * DAY + START;
        }

        /** What had happened by a moment, or of that what was received. */
        List<ReceivedOracle.Sitting> sittings(long moment, boolean received) {
            return watched.stream()
                    .filter(each -> (received ? each.received() : each.time()) <= moment)
                    .sorted(Comparator.comparingLong(Watched::time))
                    .map(each -> new ReceivedOracle.Sitting(
                            (int) Math.floorDiv(
                                    each.time() - (long) (each.minutes() * MINUTE) + (long) (MINUTE / 10) - midnight(),
                                    DAY),
                            each.minutes(),
                            minute(each.time())))
                    .toList();
        }
    }

    private SimulatedPlays(Engine engine, long from, long until, World world) {
        this.engine = engine;
        this.from = from;
        this.until = until;
        end = world;
    }

    /**
     * Runs the service until all plays of a window of decisions have ended.
     *
     * @param from the plays of decisions from this moment on are kept
     * @param until no decisions are logged from this moment on, only what answers earlier ones
     */
    static SimulatedPlays run(World world, Engine engine, long from, long until) {
        SimulatedPlays plays = new SimulatedPlays(engine, from, until, world);
        int days = (int) ((until - START) / DAY) + LONGEST;
        plays.end = Simulation.withDefaults()
                .run(
                        world,
                        days,
                        Assigner.everybody(PopularityRecommender.withDefaults()),
                        plays,
                        plays,
                        (day, of, impressions) -> plays.impressions = impressions);
        engine.publish(plays.writers.values());
        plays.writers.values().forEach(SegmentWriter::close);
        return plays;
    }

    static String key(String decision, long position) {
        return decision + "/" + position;
    }

    Map<String, Play> plays() {
        return plays;
    }

    /** The day on which a title was first offered; before 0 for those of the first day. */
    int arrival(String item) {
        return arrivals.getOrDefault(item, Integer.MIN_VALUE);
    }

    /** Minutes of a title, of all its episodes. */
    double minutes(String item) {
        return end.hidden().minutes(item);
    }

    /** P(an account leaves on a day). */
    double leaves() {
        return lapses / (30 * bills);
    }

    long impressions() {
        return impressions;
    }

    /** Tables come in the order of the schema, for one block of members after the other: what is played, after what was shown. */
    @Override
    public void rows(Table table, Batch batch) {
        switch (table) {
            case DECISIONS -> decisions = Optional.of(batch);
            case SLATES -> slates = Optional.of(batch);
            case CANDIDATE_SETS -> {}
            case FEEDBACK -> {
                Set<String> played = feedback(batch);
                write(table, batch);
                Set<String> visits = played.stream()
                        .map(key -> key.substring(0, key.indexOf('/')))
                        .collect(Collectors.toSet());
                decisions.ifPresent(shown -> write(Table.DECISIONS, kept(Table.DECISIONS, shown, visits)));
                slates.ifPresent(shown -> write(Table.SLATES, kept(Table.SLATES, shown, played)));
                decisions = Optional.empty();
                slates = Optional.empty();
            }
            default -> write(table, batch);
        }
    }

    private void write(Table table, Batch batch) {
        if (batch.size() > 0) {
            writers.computeIfAbsent(table, unseen -> engine.write(unseen, "simulated", SimulatedLog.FEATURES))
                    .append(batch);
        }
    }

    /** Rows of decisions or, where the keys have positions, of slates. */
    private static Batch kept(Table table, Batch batch, Set<String> keys) {
        Column.Texts ids = batch.texts(Assembled.DECISION);
        boolean positions = table == Table.SLATES;
        BatchBuilder rows = new BatchBuilder(table.types(SimulatedLog.FEATURES));
        for (int i = 0; i < batch.size(); i++) {
            int row = i;
            String key = positions ? key(ids.text(row), batch.longs(Assembled.POSITION)[row]) : ids.text(row);
            if (keys.contains(key)) {
                batch.columns().forEach((name, column) -> set(rows, name, column, row));
                rows.endRow();
            }
        }
        return rows.build();
    }

    private static void set(BatchBuilder rows, String name, Column column, int row) {
        switch (column) {
            case Column.Doubles c -> rows.set(name, c.values()[row]);
            case Column.Texts c -> rows.set(name, c.isMissing(row) ? null : c.text(row));
            case Column.Longs c when !c.isMissing(row) -> rows.set(name, c.values()[row]);
            case Column.Longs c -> {}
            case Column.Booleans c -> rows.set(name, c.values()[row]);
            // Experiments' cells, of which there are none.
            case Column.TextLists c -> {}
            case Column.FloatLists c -> {}
            case Column.TextMaps c -> {}
        }
    }

    /** @return recommendations played */
    private Set<String> feedback(Batch batch) {
        Set<String> played = new HashSet<>();
        Column.Texts decisions = batch.texts(Assembled.DECISION);
        Column.Texts kinds = batch.texts("kind");
        long[] positions = batch.longs(Assembled.POSITION);
        long[] times = batch.longs("time");
        long[] received = batch.longs("received");
        double[] values = batch.doubles("value");
        for (int row = 0; row < batch.size(); row++) {
            if (decisions.isMissing(row)) {
                continue;
            }
            String key = key(decisions.text(row), positions[row]);
            String kind = kinds.text(row);
            if (kind.equals("play") && times[row] < until) {
                played.add(key);
            }
            if (kind.equals("play") && times[row] >= from && times[row] < until) {
                plays.computeIfAbsent(key, unseen -> new Play()).start = times[row];
            }
            Play play = plays.get(key);
            if (play != null && kind.equals("watch")) {
                play.watched.add(new Watched(times[row], received[row], values[row]));
            } else if (play != null && kind.equals("complete")) {
                play.completed = times[row];
            }
        }
        return played;
    }

    @Override
    public boolean listens() {
        return true;
    }

    @Override
    public void account(AccountTruth account) {}

    @Override
    public void title(TitleTruth title) {
        arrivals.put(title.item(), title.arrival());
    }

    @Override
    public void bill(BillTruth bill) {
        bills++;
        lapses += bill.lapsed() ? 1 : 0;
    }

    @Override
    public void play(PlayTruth truth) {
        truth.decision().ifPresent(decision -> {
            Play play = plays.get(key(decision, truth.position()));
            if (play != null) {
                play.z = truth.z();
            }
        });
    }
}
