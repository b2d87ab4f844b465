package dev.longview.simulate.sheet;

import dev.longview.columns.Batch;
import dev.longview.columns.Column;
import dev.longview.log.Table;
import dev.longview.simulate.LogSink;
import dev.longview.simulate.streaming.Truth;
import java.util.HashMap;
import java.util.Map;

/**
 * Counts a run as it is made: hand {@link #log} and {@link #truth} to it, each in front of what else takes them. Its memory grows with the
 * numbers of titles and accounts, not with the log.
 */
public final class Measured {
    static final int POSITIONS = 20;
    static final int DAYS = 29;
    static final int[] MONTHS = {1, 2, 3, 4, 7, 13};
    static final double[] HOURS = {1 / 60.0, 5 / 60.0, 0.5, 1, 6, 12, 24, 48, 24 * 7, 24 * 28};
    private static final double MICROS_PER_HOUR = 3_600e6;
    private static final double BIN = 0.1;
    private static final int BINS = 200;

    final long[] shown = new long[POSITIONS];
    final long[] played = new long[POSITIONS];
    final long[] receivedWithin = new long[HOURS.length];
    final long[] completedOnDay = new long[DAYS];
    final long[] bills = new long[MONTHS.length];
    final long[] cancelled = new long[MONTHS.length];
    final long[] unwanted = new long[MONTHS.length];
    final Map<String, long[]> playsOfItem = new HashMap<>();
    private final long[] billsByS = new long[BINS];
    private final long[] cancelledByS = new long[BINS];
    private final long[] lapsedByS = new long[BINS];
    long events;
    long twice;
    long organic;
    long withdrawn;
    long ended;
    long completed;
    long thumbs;
    long up;
    long thumbsAfterCompletion;
    long accounts;
    long activeDays;
    long decisions;
    double microsToBill;
    /** By account, where its paid period ends. */
    private final Map<String, Long> periodEnd = new HashMap<>();

    private String lastEvent = "";

    /** Counts rows on their way to another sink. */
    public LogSink log(LogSink next) {
        return (table, batch) -> {
            count(table, batch);
            next.rows(table, batch);
        };
    }

    /** Counts the truth on its way to another listener. */
    public Truth truth(Truth next) {
        return new Truth() {
            @Override
            public void account(AccountTruth account) {
                accounts++;
                activeDays += account.activeDays();
                next.account(account);
            }

            @Override
            public void bill(BillTruth bill) {
                count(bill);
                next.bill(bill);
            }

            @Override
            public void play(PlayTruth play) {
                count(play);
                next.play(play);
            }

            @Override
            public void title(TitleTruth title) {
                next.title(title);
            }

            @Override
            public boolean listens() {
                return true;
            }
        };
    }

    void count(Table table, Batch batch) {
        switch (table) {
            case SLATES -> {
                for (long position : batch.longs("position")) {
                    shown[(int) Math.min(POSITIONS - 1, position)]++;
                }
            }
            case MEMBERSHIPS -> {
                for (int row = 0; row < batch.size(); row++) {
                    if (!batch.column("period_end").isMissing(row)) {
                        periodEnd.put(batch.texts("account").text(row), batch.longs("period_end")[row]);
                    }
                }
            }
            case DECISIONS -> {
                for (int row = 0; row < batch.size(); row++) {
                    decision(batch.texts("account").text(row), batch.longs("time")[row]);
                }
            }
            case FEEDBACK -> {
                for (int row = 0; row < batch.size(); row++) {
                    event(batch, row);
                }
            }
            case CANDIDATE_SETS, ITEMS -> {}
        }
    }

    /** The bill is settled at the end of the day on which the period ends: on that day there is no time left. */
    private void decision(String account, long time) {
        Long end = periodEnd.get(account);
        if (end != null) {
            decisions++;
            microsToBill += Math.max(0, end - time);
        }
    }

    private void event(Batch batch, int row) {
        String id = batch.texts("event_id").text(row);
        if (id.equals(lastEvent)) {
            twice++;
            return;
        }
        lastEvent = id;
        events++;
        double hours = (batch.longs("received")[row] - batch.longs("time")[row]) / MICROS_PER_HOUR;
        for (int h = 0; h < HOURS.length; h++) {
            receivedWithin[h] += hours <= HOURS[h] ? 1 : 0;
        }
        withdrawn += batch.texts("retracts").isMissing(row) ? 0 : 1;
        if (batch.texts("kind").text(row).equals("play")) {
            playsOfItem.computeIfAbsent(batch.texts("item").text(row), item -> new long[1])[0]++;
            Column position = batch.column("position");
            if (position.isMissing(row)) {
                organic++;
            } else {
                played[(int) Math.min(POSITIONS - 1, batch.longs("position")[row])]++;
            }
        }
    }

    void count(Truth.PlayTruth play) {
        ended++;
        boolean said = !play.thumb().equals("none");
        thumbs += said ? 1 : 0;
        up += play.thumb().equals("up") ? 1 : 0;
        if (play.completed()) {
            completed++;
            thumbsAfterCompletion += said ? 1 : 0;
            int days = play.endedDay() - play.startedDay();
            if (days < DAYS) {
                completedOnDay[days]++;
            }
        }
    }

    void count(Truth.BillTruth bill) {
        int month = 0;
        while (month + 1 < MONTHS.length && MONTHS[month + 1] <= bill.month()) {
            month++;
        }
        bills[month]++;
        cancelled[month] += bill.lapsed() && bill.voluntary() ? 1 : 0;
        unwanted[month] += bill.lapsed() && !bill.voluntary() ? 1 : 0;
        int bin = Math.clamp((long) Math.floor(bill.satisfaction() / BIN) + BINS / 2, 0, BINS - 1);
        billsByS[bin]++;
        cancelledByS[bin] += bill.lapsed() && bill.voluntary() ? 1 : 0;
        lapsedByS[bin] += bill.lapsed() ? 1 : 0;
    }

    /** What was counted so far. */
    public Sheet sheet() {
        double[] middle = new double[BINS];
        for (int b = 0; b < BINS; b++) {
            middle[b] = (b - BINS / 2 + 0.5) * BIN;
        }
        return Sheet.of(
                this, LapseModel.fit(middle, billsByS, cancelledByS), LapseModel.fit(middle, billsByS, lapsedByS));
    }
}
