package dev.longview.benchmarks;

import dev.longview.columns.Batch;
import dev.longview.columns.Column;
import dev.longview.delay.Landmarks;
import dev.longview.outcome.Aggregate;
import dev.longview.outcome.Assembled;
import dev.longview.outcome.OutcomeDefinition;
import dev.longview.outcome.State;
import dev.longview.simulate.Draws;
import dev.longview.simulate.published.Completions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Plays of the completions world as rows at landmark ages, as an assembly of its log would give them. */
final class ViewingRows {
    static final long DAY = 86_400_000_000L;
    static final OutcomeDefinition COMPLETED = outcome("completed", new Aggregate.Occurred());

    private final int[] lengths;
    private final int[][] watched;

    /** @param seed another seed, other plays */
    ViewingRows(int plays, long seed) {
        lengths = new int[plays];
        watched = new int[plays][Completions.HORIZON + 1];
        for (int i = 0; i < plays; i++) {
            long key = Draws.key(seed, i, 0);
            lengths[i] = Completions.length(key);
            Completions.play(key, lengths[i], watched[i]);
        }
    }

    private static OutcomeDefinition outcome(String name, Aggregate as) {
        return new OutcomeDefinition(name, name, as, Optional.empty(), Duration.ofDays(Completions.HORIZON), false);
    }

    static Landmarks landmarks() {
        List<Duration> ages = new ArrayList<>();
        for (int day = 1; day <= 16; day++) {
            ages.add(Duration.ofDays(day));
        }
        for (int day : new int[] {18, 20, 22, 25, Completions.HORIZON}) {
            ages.add(Duration.ofDays(day));
        }
        return Landmarks.of(ages);
    }

    int plays() {
        return lengths.length;
    }

    boolean completed(int play, int day) {
        return watched[play][day] >= lengths[play];
    }

    /** The exact probability of the end, given all that was seen by a day. */
    double oracle(int play, int day) {
        return Completions.completes(lengths[play], watched[play], day);
    }

    /**
     * Rows at these days, as far as each play was observed.
     *
     * @param observed by play, the last day that was seen
     */
    Batch rows(int from, int until, List<Integer> days, int[] observed) {
        int most = (until - from) * days.size();
        int[] decisions = new int[most];
        String[] names = new String[until - from];
        long[] ages = new long[most];
        double[][] values = new double[4][most];
        long[] recent = new long[most];
        long[] states = new long[most];
        long[] open = new long[most];
        int[] length = new int[most];
        int n = 0;
        for (int i = from; i < until; i++) {
            names[i - from] = "p" + i;
            for (int day : days) {
                if (day > observed[i]) {
                    break;
                }
                decisions[n] = i - from;
                ages[n] = day * DAY;
                length[n] = indexOf(lengths[i]);
                boolean done = completed(i, day);
                values[0][n] = done ? 1 : 0;
                values[1][n] = watched[i][day];
                values[2][n] = watched[i][1];
                int last = 0;
                for (int d = 1; d <= day; d++) {
                    boolean watches = watched[i][d] > watched[i][d - 1];
                    values[3][n] += watches ? 1 : 0;
                    last = watches ? d : last;
                }
                recent[n] = last * DAY;
                states[n] = (done || day == Completions.HORIZON ? State.FINAL : State.PENDING).code();
                open[n++] = State.PENDING.code();
            }
        }
        Map<String, Column> columns = new LinkedHashMap<>();
        columns.put(Assembled.DECISION, new Column.Texts(copy(decisions, n), names));
        columns.put(Assembled.POSITION, new Column.Longs(new long[n], new boolean[0]));
        columns.put(Assembled.AGE, new Column.Longs(Arrays.copyOf(ages, n), new boolean[0]));
        columns.put("item.length", new Column.Texts(copy(length, n), new String[] {"1", "6", "8", "10"}));
        String[] outcomes = {"completed", "episodes", "first", "days"};
        for (int k = 0; k < outcomes.length; k++) {
            columns.put(Assembled.value(outcomes[k]), new Column.Doubles(Arrays.copyOf(values[k], n)));
            columns.put(
                    Assembled.state(outcomes[k]),
                    new Column.Longs(Arrays.copyOf(k == 0 ? states : open, n), new boolean[0]));
        }
        columns.put(Assembled.recent("episodes"), new Column.Longs(Arrays.copyOf(recent, n), new boolean[0]));
        return Batch.of(n, columns);
    }

    private static int[] copy(int[] values, int n) {
        return Arrays.copyOf(values, n);
    }

    private static int indexOf(int length) {
        return switch (length) {
            case 1 -> 0;
            case 6 -> 1;
            case 8 -> 2;
            default -> 3;
        };
    }
}
