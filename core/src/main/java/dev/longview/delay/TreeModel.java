package dev.longview.delay;

/** Boosted trees that were fitted. Any number of threads may ask it. */
public interface TreeModel {
    /**
     * The base margin and what the trees add, of each row.
     *
     * @param features row-major, as many rows as {@code base} has, NaN is missing
     * @param base logits
     * @param into receives logits, one a row; may be {@code base} itself
     */
    void margins(float[] features, float[] base, float[] into);

    /** What {@link TreeLearner#read} reads. */
    byte[] bytes();

    /** By column, how much splits on it lowered the loss in all; 0 where it was never split on. */
    double[] importance();
}
