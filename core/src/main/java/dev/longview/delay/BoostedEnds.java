package dev.longview.delay;

import dev.longview.columns.Batch;
import dev.longview.outcome.Assembled;
import java.util.Arrays;
import java.util.Optional;

/**
 * Trees that correct a table's distributions over ends: first whether anything changes at all, then, given that, which end it is, one
 * after the other (continuation ratios: P(this end | this one or a later one)). Both start from the table's own odds, so that trees that
 * have learned nothing leave the table as it is, and what it rules out stays ruled out.
 *
 * @param given the outcome whose end is told to the trees, in the last column but that of {@code which}
 * @param changes whether anything changes
 * @param which end, of those that are changes; absent where there is but one. Its last column is the end
 */
record BoostedEnds(TreeColumns columns, Optional<Chain> given, TreeModel changes, Optional<TreeModel> which) {
    /** Probabilities closer to 0 or 1 than this are not told apart from it. */
    static final double LEAST = 1e-6;

    /** Where a change is less likely than this, it is not worth telling which it would be: the table says. */
    private static final double WORTH = 1e-3;

    private static final int CHUNK = 1 << 15;

    int ways() {
        return given.isPresent() ? 2 : 1;
    }

    /** Columns of {@code changes}. */
    int width() {
        return width(columns, given.isPresent());
    }

    static int width(TreeColumns columns, boolean given) {
        return columns.spread() + (given ? 1 : 0);
    }

    /**
     * Corrects distributions in place.
     *
     * @param packed rows of {@code rows}, as {@link TreeColumns} packs them
     * @param stays by row the end that is no change; −1 for a row that is left as it is
     * @param known by row which way the outcome that is given ended: 0, 1, or −1 where that is open; empty where none is given
     * @param table rows × ways × ends
     */
    void correct(float[] packed, int rows, int[] stays, int[] known, double[] table) {
        int ends = rows == 0 ? 0 : table.length / (rows * ways());
        for (int from = 0; from < rows; from += CHUNK) {
            int until = Math.min(rows, from + CHUNK);
            change(packed, from, until, stays, known, table, ends);
            if (which.isPresent()) {
                which(which.get(), packed, from, until, stays, known, table, ends);
            }
        }
        if (given.isPresent()) {
            for (int row = 0; row < rows; row++) {
                if (known[row] >= 0) {
                    int from = (2 * row + known[row]) * ends;
                    System.arraycopy(table, from, table, (2 * row + 1 - known[row]) * ends, ends);
                }
            }
        }
    }

    /** Corrects the distributions of these rows of a batch, in place. */
    void correct(Chain chain, int bins, Batch batch, Observed observed, int[] rows, double[] table) {
        Ends ends = new Ends(chain, bins);
        TreeColumns.Reader reader = columns.new Reader(batch);
        float[] packed = new float[rows.length * columns.packed()];
        int[] stays = new int[rows.length];
        for (int j = 0; j < rows.length; j++) {
            int state = observed.states()[rows[j]];
            // While its clock has not started, nothing tells it from others: the table stands.
            stays[j] = state == chain.unborn() ? -1 : ends.stay(state);
            if (stays[j] >= 0) {
                reader.row(rows[j], packed, j * columns.packed());
            }
        }
        correct(
                packed,
                rows.length,
                stays,
                given.map(other -> known(other, batch, rows)).orElse(new int[0]),
                table);
    }

    private static int[] known(Chain other, Batch batch, int[] rows) {
        boolean[] pending = Observed.pending(batch, other.outcome().name());
        double[] values = batch.doubles(Assembled.value(other.outcome().name()));
        int[] known = new int[rows.length];
        for (int j = 0; j < rows.length; j++) {
            boolean happened =
                    other.levels().of(values[rows[j]]) != other.levels().absent();
            known[j] = pending[rows[j]] ? -1 : happened ? 1 : 0;
        }
        return known;
    }

    private boolean skips(int[] stays, int[] known, int row, int way) {
        return stays[row] < 0 || (given.isPresent() && known[row] >= 0 && known[row] != way);
    }

    private void change(float[] packed, int from, int until, int[] stays, int[] known, double[] table, int ends) {
        int width = width();
        float[] features = new float[(until - from) * ways() * width];
        float[] base = new float[(until - from) * ways()];
        int[] at = new int[base.length];
        int count = 0;
        for (int row = from; row < until; row++) {
            for (int way = 0; way < ways(); way++) {
                int offset = (row * ways() + way) * ends;
                double p = skips(stays, known, row, way) ? 0 : 1 - table[offset + stays[row]];
                if (p > 0) {
                    read(packed, row, way, features, count * width);
                    base[count] = (float) logit(p);
                    at[count++] = row * ways() + way;
                }
            }
        }
        float[] margins = margins(changes, features, base, count, width);
        for (int i = 0; i < count; i++) {
            int offset = at[i] * ends;
            int stay = stays[at[i] / ways()];
            double before = 1 - table[offset + stay];
            double p = sigmoid(margins[i]);
            for (int end = 0; end < ends; end++) {
                table[offset + end] *= p / before;
            }
            table[offset + stay] = 1 - p;
        }
    }

    private void which(
            TreeModel model, float[] packed, int from, int until, int[] stays, int[] known, double[] table, int ends) {
        int width = width() + 1;
        int[] count = {0};
        ask(from, until, stays, known, table, ends, (row, way, end, share) -> count[0]++);
        float[] features = new float[count[0] * width];
        float[] base = new float[count[0]];
        count[0] = 0;
        ask(from, until, stays, known, table, ends, (row, way, end, share) -> {
            read(packed, row, way, features, count[0] * width);
            features[count[0] * width + width - 1] = end;
            base[count[0]++] = (float) logit(share);
        });
        answer(margins(model, features, base, base.length, width), from, until, stays, known, table, ends);
    }

    private interface Asked {
        void end(int row, int way, int end, double share);
    }

    /** The ends of these rows at which there is something to tell: it or a later one. */
    private void ask(int from, int until, int[] stays, int[] known, double[] table, int ends, Asked asked) {
        for (int row = from; row < until; row++) {
            for (int way = 0; way < ways(); way++) {
                int offset = (row * ways() + way) * ends;
                double left = skips(stays, known, row, way) ? 0 : changing(table, offset, ends, stays[row]);
                boolean worth = left > WORTH;
                for (int end = 0; end < ends && worth; end++) {
                    double mass = end == stays[row] ? 0 : table[offset + end];
                    if (mass > 0 && left - mass > LEAST) {
                        asked.end(row, way, end, mass / left);
                    }
                    left -= mass;
                }
            }
        }
    }

    /** Puts what trees said in the order in which they were asked. */
    private void answer(float[] margins, int from, int until, int[] stays, int[] known, double[] table, int ends) {
        int count = 0;
        for (int row = from; row < until; row++) {
            for (int way = 0; way < ways(); way++) {
                int offset = (row * ways() + way) * ends;
                double ahead = skips(stays, known, row, way) ? 0 : changing(table, offset, ends, stays[row]);
                double left = ahead;
                double corrected = ahead;
                boolean worth = ahead > WORTH;
                for (int end = 0; end < ends && worth; end++) {
                    double mass = end == stays[row] ? 0 : table[offset + end];
                    if (mass > 0 && left - mass > LEAST) {
                        double share = sigmoid(margins[count++]);
                        table[offset + end] = corrected * share;
                        corrected *= 1 - share;
                    } else if (mass > 0) {
                        // The last end there is gets all that is left; what comes after it was less than can be told.
                        table[offset + end] = corrected * mass / left;
                        corrected -= table[offset + end];
                    }
                    left -= mass;
                }
                double sum = worth ? changing(table, offset, ends, stays[row]) : 0;
                for (int end = 0; end < ends && sum > 0; end++) {
                    table[offset + end] *= end == stays[row] ? 1 : ahead / sum;
                }
            }
        }
    }

    /** Probability of anything but staying. */
    private static double changing(double[] table, int offset, int ends, int stay) {
        double sum = 0;
        for (int end = 0; end < ends; end++) {
            sum += end == stay ? 0 : table[offset + end];
        }
        return sum;
    }

    /** A row as trees see it, with the end of what is given. */
    void read(float[] packed, int row, int way, float[] into, int to) {
        columns.spread(packed, row * columns.packed(), into, to);
        if (given.isPresent()) {
            into[to + columns.spread()] = way;
        }
    }

    private static float[] margins(TreeModel model, float[] features, float[] base, int count, int width) {
        float[] margins = new float[count];
        if (count > 0) {
            model.margins(Arrays.copyOf(features, count * width), Arrays.copyOf(base, count), margins);
        }
        return margins;
    }

    static double logit(double p) {
        double inside = Math.clamp(p, LEAST, 1 - LEAST);
        return Math.log(inside / (1 - inside));
    }

    static double sigmoid(double margin) {
        return 1 / (1 + Math.exp(-margin));
    }
}
