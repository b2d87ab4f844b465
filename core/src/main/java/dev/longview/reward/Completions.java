package dev.longview.reward;

import dev.longview.columns.Batch;
import dev.longview.syntax.Expression;
import java.util.function.Consumer;

/**
 * What pending outcomes may still become. What is known narrows it: a count or sum that cannot be retracted only grows, a first event can
 * only turn out to be earlier, what runs from an origin that finally did not happen is absent, and an opinion is what was said.
 */
final class Completions {
    private final Inputs inputs;
    private final double[][] values;
    private final boolean[][] pending;
    private final double[][] attributeLow;
    private final double[][] attributeHigh;

    private Completions(
            Inputs inputs, double[][] values, boolean[][] pending, double[][] attributeLow, double[][] attributeHigh) {
        this.inputs = inputs;
        this.values = values;
        this.pending = pending;
        this.attributeLow = attributeLow;
        this.attributeHigh = attributeHigh;
    }

    static Completions of(Inputs inputs, Batch batch) {
        Domains domains = inputs.domains();
        double[][] values = new double[domains.size()][];
        boolean[][] pending = new boolean[domains.size()][];
        for (int k = 0; k < values.length; k++) {
            values[k] = domains.at(k).values(batch);
            pending[k] = domains.at(k).pending(batch);
        }
        double[][] attributes = inputs.attributes().values(batch);
        return new Completions(inputs, values, pending, attributes, attributes);
    }

    /** One row of which nothing is known. */
    static Completions ofAnything(Inputs inputs) {
        Domains domains = inputs.domains();
        double[][] values = new double[domains.size()][];
        boolean[][] pending = new boolean[domains.size()][];
        for (int k = 0; k < values.length; k++) {
            values[k] = new double[] {domains.at(k).absent()};
            pending[k] = new boolean[] {true};
        }
        return new Completions(
                inputs,
                values,
                pending,
                inputs.attributes().anywhere(false),
                inputs.attributes().anywhere(true));
    }

    boolean isPending(int k, int row) {
        return pending[k][row];
    }

    /**
     * Bounds of an expression over all completions in which outcomes end as the combination says.
     *
     * @param rows which to look at
     * @param whole whether the expression itself must have bounds
     */
    Ranges.Bounds bounds(
            Expression expression,
            boolean whole,
            int[] rows,
            Ways ways,
            int combination,
            Consumer<Ranges.Hazard> hazards) {
        Domains domains = inputs.domains();
        int n = rows.length;
        Frame low = Frame.empty(n, domains.size(), Frame.rows(attributeLow, rows));
        Frame high = Frame.empty(n, domains.size(), Frame.rows(attributeHigh, rows));
        boolean[][] absent = new boolean[domains.size()][n];
        int[] digits = ways.digits(combination, domains.size());
        for (int k = 0; k < domains.size(); k++) {
            Sides sides = new Sides(k, domains.at(k), low, high, n);
            for (int j = 0; j < n; j++) {
                int origin = sides.domain.origin();
                boolean gone = pending[k][rows[j]] && origin >= 0 && absent[origin][j];
                sides.set(j, values[k][rows[j]], pending[k][rows[j]], gone, digits[k]);
                absent[k][j] = sides.isAbsent(j) && (gone || sides.domain.provesAbsence());
            }
        }
        Ranges ranges = new Ranges(inputs, low, high, hazards);
        return whole ? ranges.bounded(expression) : ranges.of(expression);
    }

    /** The bounds of one outcome. */
    private static final class Sides {
        private final Domain domain;
        private final double[] low;
        private final double[] high;
        private final double[] earliest;
        private final double[] latest;
        private final double[] saidLow;
        private final double[] saidHigh;

        Sides(int k, Domain domain, Frame lows, Frame highs, int n) {
            this.domain = domain;
            low = new double[n];
            high = new double[n];
            earliest = new double[domain.isTime() ? n : 0];
            latest = new double[domain.isTime() ? n : 0];
            saidLow = domain.isOpinion() ? lows.value()[domain.spoken()] : low;
            saidHigh = domain.isOpinion() ? highs.value()[domain.spoken()] : high;
            lows.value()[k] = low;
            highs.value()[k] = high;
            lows.elapsed()[k] = earliest;
            highs.elapsed()[k] = latest;
        }

        boolean isAbsent(int j) {
            return low[j] == high[j] && (domain.isTime() ? low[j] == 0 : !domain.happened(low[j]));
        }

        void set(int j, double value, boolean pending, boolean gone, int way) {
            if (domain.isTime()) {
                time(j, value, pending, gone, way);
            } else if (gone) {
                point(j, domain.absent());
            } else if (!pending) {
                point(j, value);
            } else if (domain.isOpinion()) {
                opinion(j, way);
            } else {
                double least = domain.monotone() && domain.happened(value) ? value : 0;
                low[j] = way < 0 ? least : Math.max(least, way);
                high[j] = way < 0 ? domain.highest() : low[j];
            }
        }

        private void opinion(int j, int way) {
            boolean known = saidLow[j] == saidHigh[j];
            if (known && saidLow[j] != domain.absent()) {
                point(j, saidLow[j]);
            } else if (way < 0 || !known) {
                low[j] = 0;
                high[j] = domain.highest();
            } else {
                // Of two values or more, one is another than none.
                point(j, way != domain.absent() ? way : way == 0 ? 1 : 0);
            }
        }

        private void point(int j, double value) {
            low[j] = value;
            high[j] = value;
        }

        private void time(int j, double value, boolean pending, boolean gone, int way) {
            boolean happened = !Double.isNaN(value);
            boolean stays = happened && (!pending || domain.monotone());
            if (gone || (!stays && (!pending || way == 0))) {
                point(j, 0);
                earliest[j] = domain.horizon();
                latest[j] = domain.horizon();
                return;
            }
            low[j] = stays || way > 0 ? 1 : 0;
            high[j] = 1;
            earliest[j] = pending ? 0 : value;
            latest[j] = stays ? value : domain.horizon();
        }
    }
}
