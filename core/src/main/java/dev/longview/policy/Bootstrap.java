package dev.longview.policy;

/**
 * One replica of a log for an ensemble: each row counts Poisson(1) times, which resamples rows that come one after the other as drawing
 * with replacement resamples a table [1]; and what is still pending of its reward is drawn once, as another completion of the log would
 * have it [2]. All of it depends on the seed, the replica and the row's identity alone, not on the order of rows.
 *
 * <p>[1] Oza and Russell, Online bagging and boosting, AISTATS 2001.<br>
 * [2] Rubin, Multiple imputation for nonresponse in surveys, 1987.
 */
public final class Bootstrap {
    private static final double ONE_OVER_E = Math.exp(-1);

    private final long stream;
    private final Draws draws = new Draws(0);

    /** @param replica 0, 1, … */
    public Bootstrap(long seed, int replica) {
        stream = Draws.mix(Draws.mix(seed) + replica + 1);
    }

    /** How often a row counts; mean and variance are 1. */
    public int count(long row) {
        draws.reseed(stream ^ Draws.mix(row));
        double left = draws.uniform();
        double term = ONE_OVER_E;
        int count = 0;
        for (; left >= term && count < 20; count++) {
            left -= term;
            term /= count + 1;
        }
        return count;
    }

    /** A standard normal number of a row (Box and Muller), independent of its count. */
    public double normal(long row) {
        draws.reseed(stream ^ ~Draws.mix(row));
        double radius = Math.sqrt(-2 * Math.log(1 - draws.uniform()));
        return radius * Math.cos(2 * Math.PI * draws.uniform());
    }
}
