package dev.longview.policy;

/**
 * SquareCB, with K candidates left and the best of them b: p(a) = (1 − floor) / (K + γ(ŷ_b − ŷ_a)) + floor/K, and the rest on b [1].
 *
 * <p>As 1/(K + γ·gap) is at most 1/K, a draw proposes any candidate left, uniformly, takes it with probability K/(K + γ·gap) and else
 * takes the best: that costs nothing that grows with K. Only the probability of the best itself is a sum over all that are left.
 *
 * <p>[1] Foster and Rakhlin, Beyond UCB: optimal and efficient contextual bandits with regression oracles, ICML 2020, section 3
 * (Abe and Long's inverse gap weighting, ICML 1999).
 */
final class SquareCbUrn implements Urn {
    private final double gamma;
    private final double floor;
    private final Leaders leaders = new Leaders();
    private Pool pool = new Pool();
    private double[] scores = new double[0];
    private double ofBest;
    /** The scores of those left, in the order in which they came and went, so that a sum over them has no gaps. */
    private double[] kept = new double[0];

    private double[] terms = new double[0];
    private int[] placeOf = new int[0];
    private int[] itemAt = new int[0];
    private int count;

    SquareCbUrn(double gamma, double floor) {
        this.gamma = gamma;
        this.floor = floor;
    }

    @Override
    public void fill(double[][] models, Pool pool) {
        this.pool = pool;
        scores = models[0];
        leaders.fill(scores, pool);
        ofBest = Double.NaN;
        if (kept.length < pool.size()) {
            kept = new double[pool.size()];
            terms = new double[pool.size()];
            placeOf = new int[pool.size()];
            itemAt = new int[pool.size()];
        }
        count = 0;
        for (int i = pool.next(0); i >= 0; i = pool.next(i + 1)) {
            put(i, count++);
        }
    }

    @Override
    public void changed(int item) {
        leaders.changed(item);
        ofBest = Double.NaN;
        if (pool.has(item)) {
            put(item, count++);
        } else {
            put(itemAt[--count], placeOf[item]);
        }
    }

    private void put(int item, int place) {
        kept[place] = scores[item];
        placeOf[item] = place;
        itemAt[place] = item;
    }

    @Override
    public int draw(Draws draws) {
        int left = pool.left();
        boolean any = draws.uniform() < floor;
        int proposed = pool.at(draws.below(left));
        if (any) {
            return proposed;
        }
        int best = leaders.best();
        return draws.uniform() * weight(left, scores[best], scores[proposed]) < left ? proposed : best;
    }

    @Override
    public double probability(int item) {
        int left = pool.left();
        int best = leaders.best();
        if (item != best) {
            return (1 - floor) / weight(left, scores[best], scores[item]) + floor / left;
        }
        if (Double.isNaN(ofBest)) {
            ofBest = (1 - floor) * rest(left, best) + floor / left;
        }
        return ofBest;
    }

    @Override
    public void addAll(double weight, double[] into) {
        int left = pool.left();
        int best = leaders.best();
        double highest = scores[best];
        pool.add(weight * floor / left, into);
        double share = weight * (1 - floor);
        for (int place = 0; place < count; place++) {
            into[itemAt[place]] += share / weight(left, highest, kept[place]);
        }
        into[best] += share * (rest(left, best) - 1.0 / left);
    }

    /** What the others leave for the best: at least 1/K, so that little cancels. */
    private double rest(int left, int best) {
        double highest = scores[best];
        for (int i = 0; i < count; i++) {
            terms[i] = 1 / (left + gamma * (highest - kept[i]));
        }
        // Its own gap is 0. Summed as if it were infinite.
        terms[placeOf[best]] = 0;
        double a = 0;
        double b = 0;
        int i = 0;
        for (; i + 1 < count; i += 2) {
            a += terms[i];
            b += terms[i + 1];
        }
        return 1 - (a + b + (i < count ? terms[i] : 0));
    }

    private double weight(int left, double best, double score) {
        return left + gamma * (best - score);
    }
}
