package dev.longview.loop;

import java.util.Arrays;

/**
 * The rows of a batch as the target policy sees them; NaN where a row cannot be evaluated.
 *
 * @param target probability that the target shows this item at this position
 * @param filled probability that the target shows anything at this position
 * @param logged probability with which the log did
 * @param qLogged what the reward model expects of the item shown
 * @param qTarget what it expects of the target's choice: Σ π(a|x) q̂(x, a)
 */
record Evaluated(double[] target, double[] filled, double[] logged, double[] qLogged, double[] qTarget) {
    static Evaluated none(int rows) {
        double[] none = new double[rows];
        Arrays.fill(none, Double.NaN);
        return new Evaluated(none, none.clone(), none.clone(), none.clone(), none.clone());
    }

    boolean has(int row) {
        return !Double.isNaN(target[row]);
    }
}
