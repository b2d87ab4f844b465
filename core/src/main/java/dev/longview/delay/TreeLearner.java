package dev.longview.delay;

/**
 * Gradient-boosted trees, as far as delayed-feedback models need them. Core has no native code: a module above it implements this.
 */
public interface TreeLearner {
    /** Boosts from each row's base margin by the logistic loss. Same rows, settings and seed: same bytes, whatever the threads. */
    TreeModel fit(TreeRows rows, TreeSettings settings);

    /** @throws IllegalArgumentException when the bytes are no model */
    TreeModel read(byte[] bytes);
}
