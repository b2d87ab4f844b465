package dev.longview.policy;

import java.util.Arrays;

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
    /** The scores of those left, place p at p/4 of the array p mod 4: side by side in the order in which they came and went. */
    private final double[][] kept = new double[4][0];

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
        if (placeOf.length < pool.size()) {
            int quarter = Math.ceilDiv(pool.size(), 4);
            Arrays.setAll(kept, i -> new double[quarter]);
            terms = new double[quarter];
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
        kept[place & 3][place >> 2] = scores[item];
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
            into[itemAt[place]] += share / weight(left, highest, scores[itemAt[place]]);
        }
        into[best] += share * (rest(left, best) - 1.0 / left);
    }

    /** What the others leave for the best: at least 1/K, so that little cancels. */
    private double rest(int left, int best) {
        double highest = scores[best];
        int place = placeOf[best];
        put(itemAt[--count], place);
        double others = others(left, highest);
        put(itemAt[count], count);
        put(best, place);
        count++;
        return 1 - others;
    }

    private double others(int left, double highest) {
        int fours = count / 4;
        addFour(kept[0], kept[1], kept[2], kept[3], fours, left, gamma, highest, terms);
        double sum = Sum.of(terms, fours);
        int from = Double.isFinite(sum) ? 4 * fours : 0;
        sum = from > 0 ? sum : 0;
        for (int place = from; place < count; place++) {
            sum += 1 / weight(left, highest, scores[itemAt[place]]);
        }
        return sum;
    }

    /**
     * 1/a + 1/b + 1/c + 1/d = ((a + b)·cd + (c + d)·ab)/abcd, as a division takes longer than all the rest; no number where abcd is
     * none. Each array at the same index, so that several go side by side.
     */
    private static void addFour(
            double[] first,
            double[] second,
            double[] third,
            double[] fourth,
            int n,
            double left,
            double gamma,
            double highest,
            double[] into) {
        for (int i = 0; i < n; i++) {
            double a = left + gamma * (highest - first[i]);
            double b = left + gamma * (highest - second[i]);
            double c = left + gamma * (highest - third[i]);
            double d = left + gamma * (highest - fourth[i]);
            double ab = a * b;
            double cd = c * d;
            double all = ab * cd;
            into[i] = ((a + b) * cd + (c + d) * ab) / all + 0 * all;
        }
    }

    private double weight(int left, double best, double score) {
        return left + gamma * (best - score);
    }
}
