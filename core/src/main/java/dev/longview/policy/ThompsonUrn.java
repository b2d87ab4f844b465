package dev.longview.policy;

/**
 * Thompson sampling by Gaussian beliefs: the first model's scores are what candidates are believed to be worth, the second's how far the
 * belief reaches. Each position is drawn anew from the probabilities that each candidate left is the best ({@link ArgmaxOfGaussians}),
 * mixed with the floor. They are computed once for what is left, when they are first asked for.
 */
final class ThompsonUrn implements Urn {
    private final double floor;
    private double[] means = new double[0];
    private double[] deviations = new double[0];
    private double[] chances = new double[0];
    private boolean[] taken = new boolean[0];
    private Pool pool = new Pool();
    private boolean known;

    ThompsonUrn(double floor) {
        this.floor = floor;
    }

    @Override
    public void fill(double[][] models, Pool pool) {
        this.pool = pool;
        means = models[0];
        deviations = models[1];
        known = false;
        int n = pool.size();
        if (chances.length < n) {
            chances = new double[n];
            taken = new boolean[n];
        }
        for (int i = 0; i < n; i++) {
            if (!(deviations[i] > 0)) {
                throw new IllegalArgumentException(
                        "the deviation of candidate " + i + " is " + deviations[i] + "; deviations must be positive");
            }
            taken[i] = !pool.has(i);
        }
    }

    @Override
    public void changed(int item) {
        taken[item] = !pool.has(item);
        known = false;
    }

    @Override
    public int draw(Draws draws) {
        if (draws.uniform() < floor) {
            return pool.at(draws.below(pool.left()));
        }
        learn();
        double at = draws.uniform();
        int last = -1;
        for (int i = pool.next(0); i >= 0; i = pool.next(i + 1)) {
            // Where rounding leaves a gap at the end, nothing of probability 0 may fall into it.
            if (chances[i] > 0) {
                at -= chances[i];
                last = i;
                if (at < 0) {
                    return i;
                }
            }
        }
        return last;
    }

    @Override
    public double probability(int item) {
        learn();
        return (1 - floor) * chances[item] + floor / pool.left();
    }

    @Override
    public void addAll(double weight, double[] into) {
        learn();
        for (int i = pool.next(0); i >= 0; i = pool.next(i + 1)) {
            into[i] += weight * probability(i);
        }
    }

    private void learn() {
        if (!known) {
            ArgmaxOfGaussians.probabilities(means, deviations, pool.size(), taken, chances);
            known = true;
        }
    }
}
