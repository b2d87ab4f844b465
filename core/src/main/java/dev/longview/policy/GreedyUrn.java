package dev.longview.policy;

/** ε-greedy: the best candidate left, or with probability ε any of them. */
final class GreedyUrn implements Urn {
    private final double epsilon;
    private final Leaders leaders = new Leaders();
    private Pool pool = new Pool();

    GreedyUrn(double epsilon) {
        this.epsilon = epsilon;
    }

    @Override
    public void fill(double[][] scores, Pool pool) {
        this.pool = pool;
        leaders.fill(scores[0], pool);
    }

    @Override
    public void changed(int item) {
        leaders.changed(item);
    }

    /** By inversion in the order of the indices: one uniform number for each position, the same luck for policies alike. */
    @Override
    public int draw(Draws draws) {
        int best = leaders.best();
        double each = epsilon / pool.left();
        double at = draws.uniform();
        double before = pool.rank(best) * each;
        if (at < before) {
            return pool.at((int) Math.min(at / each, pool.rank(best) - 1.0));
        }
        double after = at - (before + (1 - epsilon) + each);
        return after < 0 ? best : pool.at((int) Math.min(pool.rank(best) + 1 + after / each, pool.left() - 1.0));
    }

    @Override
    public double probability(int item) {
        double each = epsilon / pool.left();
        return item == leaders.best() ? Math.min(1, 1 - epsilon + each) : each;
    }

    @Override
    public void addAll(double weight, double[] into) {
        pool.add(weight * epsilon / pool.left(), into);
        into[leaders.best()] += weight * (1 - epsilon);
    }
}
