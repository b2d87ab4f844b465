package dev.longview.policy;

import dev.longview.columns.Batch;
import dev.longview.columns.Column;
import dev.longview.outcome.Assembled;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A catalogue ready to be scored: the items' side of the model, computed once into a dense matrix, so that scoring a member is one pass
 * of matrix times vector.
 *
 * <p>Immutable and thread-safe; scoring allocates nothing, but for the first time that a part of the catalogue is scored.
 *
 * <pre>{@code
 * var scorer = Scorer.of(model, catalogue);
 * model.contexts(decision).read(0, context);
 * scorer.score(context, scores);             // scores[i] is that of scorer.item(i)
 * }</pre>
 */
public final class Scorer {
    /** Items per block; within one, a dimension's values lie side by side, so that the inner loop is a vector instruction. */
    private static final int BLOCK = 512;
    /** Dimensions that {@link #addFour} takes. */
    private static final int UNROLLED = 4;

    private final FactorisedModel model;
    private final String[] items;
    private final Map<String, Integer> rowOf;
    /**
     * Block after block; in a block dimension after dimension, of which the first is the linear term. Single precision: scoring waits for
     * memory, and the seventh digit of a score decides nothing.
     */
    private final float[] matrix;
    /** The same, item after item: of a few items each is then in two places of memory, and not in as many as there are dimensions. */
    private volatile float @Nullable [] byItem;

    private Scorer(FactorisedModel model, String[] items, Map<String, Integer> rowOf, float[] matrix) {
        this.model = model;
        this.items = items;
        this.rowOf = rowOf;
        this.matrix = matrix;
    }

    /**
     * @param catalogue a row for each item: columns {@code item} and the model's {@code item.*} features
     * @throws IllegalArgumentException when an item stands in it twice or has no id
     */
    public static Scorer of(FactorisedModel model, Batch catalogue) {
        int n = catalogue.size();
        Column.Texts ids = catalogue.texts(Assembled.ITEM);
        String[] items = new String[n];
        Map<String, Integer> rowOf = new HashMap<>();
        int width = model.vectorLength();
        float[] matrix = new float[Math.multiplyExact(Math.ceilDiv(n, BLOCK) * BLOCK, width)];
        Vectors vectors = model.items(catalogue);
        double[] vector = new double[width];
        for (int row = 0; row < n; row++) {
            if (ids.isMissing(row)) {
                throw new IllegalArgumentException("row " + row + " of the catalogue has no item id");
            }
            items[row] = ids.text(row);
            Integer earlier = rowOf.put(items[row], row);
            if (earlier != null) {
                throw new IllegalArgumentException(
                        "item '" + items[row] + "' stands in rows " + earlier + " and " + row + " of the catalogue");
            }
            vectors.read(row, vector);
            for (int j = 0; j < width; j++) {
                matrix[at(row, j, width)] = (float) vector[j];
            }
        }
        return new Scorer(model, items, rowOf, matrix);
    }

    public int size() {
        return items.length;
    }

    public String item(int row) {
        return items[row];
    }

    /** The row of an item, −1 when the catalogue has none. */
    public int rowOf(String item) {
        return rowOf.getOrDefault(item, -1);
    }

    /**
     * Scores the whole catalogue at position 0.
     *
     * @param context as read by {@link FactorisedModel#contexts}
     * @param out gets {@link #size()} scores
     */
    public void score(double[] context, double[] out) {
        int width = model.vectorLength();
        double constant = model.bias + context[0];
        for (int from = 0; from < items.length; from += BLOCK) {
            int count = Math.min(BLOCK, items.length - from);
            int base = from * width;
            for (int i = 0; i < count; i++) {
                out[from + i] = constant + matrix[base + i];
            }
            int j = 1;
            for (; j + UNROLLED <= width; j += UNROLLED) {
                addFour(context, j, base + j * BLOCK, from, count, out);
            }
            for (; j < width; j++) {
                double factor = context[j];
                int column = base + j * BLOCK;
                for (int i = 0; i < count; i++) {
                    out[from + i] += factor * matrix[column + i];
                }
            }
        }
    }

    /** Four dimensions at a time, so that a score is loaded and stored once for four of them. */
    private void addFour(double[] context, int j, int column, int from, int count, double[] out) {
        double a = context[j];
        double b = context[j + 1];
        double c = context[j + 2];
        double d = context[j + 3];
        for (int i = 0; i < count; i++) {
            out[from + i] += a * matrix[column + i]
                    + b * matrix[column + BLOCK + i]
                    + c * matrix[column + 2 * BLOCK + i]
                    + d * matrix[column + 3 * BLOCK + i];
        }
    }

    /** Scores the first {@code count} of the given rows of the catalogue; {@code out[i]} is the score of {@code rows[i]}. */
    public void score(double[] context, int[] rows, int count, double[] out) {
        int width = model.vectorLength();
        double constant = model.bias + context[0];
        float[] vectors = byItem(width);
        for (int i = 0; i < count; i++) {
            int base = rows[i] * width;
            double score = constant + vectors[base];
            int j = 1;
            // Added up as the whole catalogue is, to the last bit: who draws again from a log must find the same
            // probabilities.
            for (; j + UNROLLED <= width; j += UNROLLED) {
                score += context[j] * vectors[base + j]
                        + context[j + 1] * vectors[base + j + 1]
                        + context[j + 2] * vectors[base + j + 2]
                        + context[j + 3] * vectors[base + j + 3];
            }
            for (; j < width; j++) {
                score += context[j] * vectors[base + j];
            }
            out[i] = score;
        }
    }

    /** Made when it is first asked for: who scores whole catalogues does without. Two threads may make it at once, both the same. */
    private float[] byItem(int width) {
        float[] made = byItem;
        if (made == null) {
            made = new float[Math.multiplyExact(items.length, width)];
            for (int row = 0; row < items.length; row++) {
                for (int j = 0; j < width; j++) {
                    made[row * width + j] = matrix[at(row, j, width)];
                }
            }
            byItem = made;
        }
        return made;
    }

    private static int at(int row, int j, int width) {
        return (row / BLOCK * width + j) * BLOCK + row % BLOCK;
    }
}
