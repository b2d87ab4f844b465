package dev.longview.delay;

import dev.longview.columns.Batch;
import dev.longview.columns.BatchBuilder;
import dev.longview.columns.ColumnType;
import dev.longview.outcome.Aggregate;
import dev.longview.outcome.Assembled;
import dev.longview.outcome.OutcomeDefinition;
import dev.longview.outcome.State;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;

/**
 * Series watched by members of a hidden type {binge, steady, stall, abandon}, with the exact posterior of completion given the whole
 * daily history, by a forward filter. The first day begins with a viewing; types and lengths are equally frequent.
 */
final class Viewing {
    static final int HORIZON = 28;
    static final long DAY = 86_400_000_000L;
    static final int[] LENGTHS = {1, 6, 8, 10};
    private static final int TYPES = 4;
    private static final int MOST = 6;
    private static final double[] WATCHES = {0.75, 0.35, 0.12, 0.30};
    private static final double[] MORE = {0.62, 0.25, 0.20, 0.20};
    private static final double[] ABANDONS = {0.01, 0.02, 0.05, 0.30};

    private static final double[][] MORE_THAN_NONE = new double[TYPES][MOST + 1];
    private static final double[][][] COMPLETES = new double[TYPES][11][HORIZON + 1];

    static {
        for (int type = 0; type < TYPES; type++) {
            for (int m = 1; m <= MOST; m++) {
                MORE_THAN_NONE[type][m] = more(type, m);
            }
            for (int remaining = 0; remaining <= 10; remaining++) {
                for (int days = 0; days <= HORIZON; days++) {
                    COMPLETES[type][remaining][days] = completes(type, remaining, days);
                }
            }
        }
    }

    static final OutcomeDefinition EPISODES = outcome("episodes", new Aggregate.Count(10));
    static final OutcomeDefinition COMPLETED = outcome("completed", new Aggregate.Occurred());
    static final DelayDefinition BY_EPISODES = new DelayDefinition(
            "completed",
            Optional.of("episodes"),
            List.of(1.0, 2.0, 3.0, 4.0, 5.0, 6.0, 7.0, 8.0, 9.0),
            Optional.of("item.length"));

    /** Episodes watched by the end of each day, 0 to {@link #HORIZON}. */
    record Watched(int length, int[] episodes) {
        boolean completedBy(int day) {
            return episodes[day] >= length;
        }
    }

    private Viewing() {}

    static OutcomeDefinition outcome(String name, Aggregate as) {
        return new OutcomeDefinition(name, name, as, Optional.empty(), Duration.ofDays(HORIZON), false);
    }

    static Landmarks landmarks(int... days) {
        List<Duration> ages = new ArrayList<>();
        for (int day : days) {
            ages.add(Duration.ofDays(day));
        }
        return Landmarks.of(ages);
    }

    static Watched watched(SplittableRandom random) {
        int type = random.nextInt(TYPES);
        int length = LENGTHS[random.nextInt(LENGTHS.length)];
        int[] episodes = new int[HORIZON + 1];
        boolean gone = false;
        for (int day = 1; day <= HORIZON; day++) {
            boolean watches = random.nextDouble() < WATCHES[type] || day == 1;
            int more = 1;
            for (int i = 1; i < MOST; i++) {
                more += random.nextDouble() < MORE[type] ? 1 : 0;
            }
            episodes[day] = Math.min(length, episodes[day - 1] + (watches && !gone ? more : 0));
            gone |= random.nextDouble() < ABANDONS[type];
        }
        return new Watched(length, episodes);
    }

    /** P(completed by the horizon | the daily history up to {@code day}). */
    static double oracle(Watched seen, int day) {
        if (seen.completedBy(day)) {
            return 1;
        }
        double all = 0;
        double completed = 0;
        for (int type = 0; type < TYPES; type++) {
            double here = 1;
            double gone = 0;
            for (int d = 1; d <= day; d++) {
                int more = seen.episodes()[d] - seen.episodes()[d - 1];
                double watches = d == 1 ? 1 : WATCHES[type];
                double stays = more == 0 ? 1 - watches : watches * MORE_THAN_NONE[type][more];
                here *= stays;
                gone = more == 0 ? gone : 0;
                gone += here * ABANDONS[type];
                here *= 1 - ABANDONS[type];
            }
            all += here + gone;
            completed += here * COMPLETES[type][seen.length() - seen.episodes()[day]][HORIZON - day];
        }
        return completed / all;
    }

    private static double more(int type, int more) {
        double p = 1;
        int n = MOST - 1;
        int k = more - 1;
        for (int i = 0; i < k; i++) {
            p *= (double) (n - i) / (i + 1);
        }
        return p * Math.pow(MORE[type], k) * Math.pow(1 - MORE[type], n - k);
    }

    /** P(the remaining episodes are watched within the days). */
    private static double completes(int type, int remaining, int days) {
        double[] left = new double[remaining + 1];
        left[remaining] = 1;
        for (int d = 0; d < days; d++) {
            double[] next = new double[remaining + 1];
            next[0] = left[0];
            for (int r = 1; r <= remaining; r++) {
                double here = left[r];
                next[r] += here * (1 - WATCHES[type]) * (1 - ABANDONS[type]);
                for (int m = 1; m <= MOST; m++) {
                    int rest = Math.max(0, r - m);
                    next[rest] += here * WATCHES[type] * MORE_THAN_NONE[type][m] * (rest == 0 ? 1 : 1 - ABANDONS[type]);
                }
            }
            left = next;
        }
        return left[0];
    }

    static Batch rows(List<Watched> watched, Landmarks landmarks, int[] observedDays, int firstId) {
        Map<String, ColumnType> types = new LinkedHashMap<>();
        types.put(Assembled.DECISION, ColumnType.TEXT);
        types.put(Assembled.POSITION, ColumnType.BIGINT);
        types.put(Assembled.AGE, ColumnType.BIGINT);
        types.put("item.length", ColumnType.TEXT);
        for (String outcome : List.of("completed", "episodes")) {
            types.put(Assembled.value(outcome), ColumnType.DOUBLE);
            types.put(Assembled.state(outcome), ColumnType.BIGINT);
        }
        BatchBuilder builder = new BatchBuilder(types);
        for (int i = 0; i < watched.size(); i++) {
            for (long age : landmarks.ages()) {
                int day = (int) (age / DAY);
                if (day > observedDays[i]) {
                    break;
                }
                Watched w = watched.get(i);
                boolean completed = w.completedBy(day);
                builder.set(Assembled.DECISION, "d" + (firstId + i)).set(Assembled.POSITION, 0L);
                builder.set(Assembled.AGE, age).set("item.length", Integer.toString(w.length()));
                builder.set(Assembled.value("completed"), completed ? 1.0 : 0.0);
                builder.set(Assembled.value("episodes"), (double) w.episodes()[day]);
                builder.set(Assembled.state("completed"), state(completed || day == HORIZON));
                builder.set(Assembled.state("episodes"), state(day == HORIZON));
                builder.endRow();
            }
        }
        return builder.build();
    }

    private static long state(boolean decided) {
        return (decided ? State.FINAL : State.PENDING).code();
    }
}
