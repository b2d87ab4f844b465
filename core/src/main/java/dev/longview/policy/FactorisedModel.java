package dev.longview.policy;

import dev.longview.columns.Batch;
import java.util.Arrays;

/**
 * What an item is worth to a member in a context, in units of the reward:
 *
 * <pre>score = bias + linear(context) + linear(item) + position + u(context) · v(item),</pre>
 *
 * where u and v are sums of the embeddings of the active features (a factorisation machine across the two sides only [1], so that an
 * item's part can be computed once). The position's term takes the place on the page out of what is learned of items; scores are those
 * at position 0, whose term is 0. Features never seen in training add nothing: an unknown item is scored by its features.
 *
 * <p>Immutable and thread-safe.
 *
 * <p>[1] Rendle, Factorization machines, ICDM 2010.
 */
public final class FactorisedModel {
    /** Positions from this on share a term. */
    static final int POSITIONS = 64;

    final FeatureSpace space;
    final Scaling scaling;
    final int dimensions;
    final double bias;
    final double[] positions;
    /** Slots that training saw, ascending; the arrays below go by index in it. */
    final int[] slots;

    final double[] linear;
    final double[] embeddings;
    private final int[] indexOf;

    FactorisedModel(
            FeatureSpace space,
            Scaling scaling,
            int dimensions,
            double bias,
            double[] positions,
            int[] slots,
            double[] linear,
            double[] embeddings) {
        this.space = space;
        this.scaling = scaling;
        this.dimensions = dimensions;
        this.bias = bias;
        this.positions = positions;
        this.slots = slots;
        this.linear = linear;
        this.embeddings = embeddings;
        indexOf = new int[space.slots()];
        Arrays.fill(indexOf, -1);
        for (int i = 0; i < slots.length; i++) {
            indexOf[slots[i]] = i;
        }
    }

    /** A model that has learned nothing: each item is worth 0 in every context. */
    public static FactorisedModel indifferent(FeatureSpace space) {
        return new FactorisedModel(
                space,
                new Scaling.Builder(space.spread()).build(),
                1,
                0,
                new double[POSITIONS],
                new int[0],
                new double[0],
                new double[0]);
    }

    public FeatureSpace space() {
        return space;
    }

    public int dimensions() {
        return dimensions;
    }

    /** Doubles in a vector of {@link Vectors}: the linear term, then the embedding. */
    public int vectorLength() {
        return dimensions + 1;
    }

    /** Reads the contexts of a batch (columns {@code context.*} and {@code member.*} of the model's features) as vectors. */
    public Vectors contexts(Batch batch) {
        return new Vectors(this, Encoder.ofContexts(space, batch), batch.size());
    }

    /** Reads the items of a batch (columns {@code item} and {@code item.*} of the model's features) as vectors. */
    public Vectors items(Batch batch) {
        return new Vectors(this, Encoder.ofItems(space, batch), batch.size());
    }

    /** The score at position 0 of an item in a context, both as read by {@link Vectors}. */
    public double score(double[] context, double[] item) {
        double score = bias + context[0] + item[0];
        for (int j = 1; j <= dimensions; j++) {
            score += context[j] * item[j];
        }
        return score;
    }

    /** What standing at a position adds to the score; 0 at position 0. */
    public double positionTerm(int position) {
        return positions[Math.min(position, POSITIONS - 1)];
    }

    /** Index into the parameters, −1 for a slot that training never saw. */
    int index(int slot) {
        return indexOf[slot];
    }
}
