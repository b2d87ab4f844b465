package dev.longview.reward;

import dev.longview.columns.Batch;
import dev.longview.syntax.Expression;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.stream.IntStream;

/**
 * Which rows no pending outcome can change any more: those where interval analysis, with pending outcomes anywhere in their domains,
 * ends in a point; or ends in the same point for every combination of final values that pending outcomes with few of them have.
 */
record Settlement(Expression expression, Inputs inputs) {
    /** Beyond it, outcomes with many values are looked at as intervals. */
    static final int MOST_COMBINATIONS = 4096;

    /** Of a checked expression. */
    static final Consumer<Ranges.Hazard> IMPOSSIBLE = hazard -> {
        throw new AssertionError(hazard.message());
    };

    private static final int MOST_OUTCOMES = 62;

    /** Bounds with every outcome pending, of one row. */
    static Ranges.Bounds anywhere(
            Expression expression, Inputs inputs, boolean whole, Consumer<Ranges.Hazard> hazards) {
        return Completions.ofAnything(inputs).bounds(expression, whole, new int[1], Ways.NONE, 0, hazards);
    }

    /** Of a checked reward. */
    static Range range(Expression expression, Inputs inputs) {
        Ranges.Bounds bounds = anywhere(expression, inputs, true, IMPOSSIBLE);
        return new Range(bounds.low()[0], bounds.high()[0]);
    }

    boolean[] settled(Batch batch) {
        Completions completions = Completions.of(inputs, batch);
        int[] all = IntStream.range(0, batch.size()).toArray();
        Ranges.Bounds bounds = bounds(completions, all, Ways.NONE, 0);
        boolean[] settled = new boolean[batch.size()];
        Map<Long, List<Integer>> open = new LinkedHashMap<>();
        for (int i = 0; i < settled.length; i++) {
            settled[i] = bounds.low()[i] == bounds.high()[i];
            if (!settled[i]) {
                open.computeIfAbsent(pattern(completions, i), pattern -> new ArrayList<>())
                        .add(i);
            }
        }
        open.forEach((pattern, rows) -> enumerate(completions, pattern, rows, settled));
        return settled;
    }

    /** Which of the first outcomes are pending. */
    private long pattern(Completions completions, int row) {
        long pattern = 0;
        for (int k = 0; k < Math.min(MOST_OUTCOMES, inputs.domains().size()); k++) {
            pattern |= completions.isPending(k, row) ? 1L << k : 0;
        }
        return pattern;
    }

    private void enumerate(Completions completions, long pattern, List<Integer> open, boolean[] settled) {
        List<Integer> pending = IntStream.range(
                        0, Math.min(MOST_OUTCOMES, inputs.domains().size()))
                .filter(k -> (pattern >> k & 1) == 1)
                .boxed()
                .toList();
        Ways ways = Ways.of(inputs.domains(), pending, MOST_COMBINATIONS);
        if (ways.combinations() == 1) {
            return;
        }
        int[] rows = open.stream().mapToInt(row -> row).toArray();
        double[] value = new double[settled.length];
        // Most rows are seen to be open after two or three combinations.
        for (int turn = 0; turn < ways.combinations() && rows.length > 0; turn++) {
            Ranges.Bounds bounds = bounds(completions, rows, ways, ways.turn(turn));
            int kept = 0;
            for (int j = 0; j < rows.length; j++) {
                boolean point = bounds.low()[j] == bounds.high()[j];
                if (point && (turn == 0 || bounds.low()[j] == value[rows[j]])) {
                    value[rows[j]] = bounds.low()[j];
                    rows[kept++] = rows[j];
                }
            }
            rows = Arrays.copyOf(rows, kept);
        }
        for (int row : rows) {
            settled[row] = true;
        }
    }

    private Ranges.Bounds bounds(Completions completions, int[] rows, Ways ways, int combination) {
        return completions.bounds(expression, false, rows, ways, combination, IMPOSSIBLE);
    }
}
