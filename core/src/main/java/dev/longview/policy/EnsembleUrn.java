package dev.longview.policy;

import java.util.Arrays;

/**
 * Thompson sampling by an ensemble: at each position one of the B models, drawn anew, shows its best candidate left, or with the
 * floor's probability any is shown. So p(a) = (1 − floor)·(share of the models whose best is a) + floor/K, exactly.
 */
final class EnsembleUrn implements Urn {
    private final double floor;
    private Leaders[] leaders = new Leaders[0];
    private int models;
    private Pool pool = new Pool();

    EnsembleUrn(double floor) {
        this.floor = floor;
    }

    @Override
    public void fill(double[][] scores, Pool pool) {
        this.pool = pool;
        models = scores.length;
        if (leaders.length < models) {
            int had = leaders.length;
            leaders = Arrays.copyOf(leaders, models);
            for (int model = had; model < models; model++) {
                leaders[model] = new Leaders();
            }
        }
        for (int model = 0; model < models; model++) {
            leaders[model].fill(scores[model], pool);
        }
    }

    @Override
    public void changed(int item) {
        for (int model = 0; model < models; model++) {
            leaders[model].changed(item);
        }
    }

    @Override
    public int draw(Draws draws) {
        return draws.uniform() < floor ? pool.at(draws.below(pool.left())) : leaders[draws.below(models)].best();
    }

    @Override
    public double probability(int item) {
        int votes = 0;
        for (int model = 0; model < models; model++) {
            votes += leaders[model].best() == item ? 1 : 0;
        }
        return (1 - floor) * votes / models + floor / pool.left();
    }

    @Override
    public void addAll(double weight, double[] into) {
        pool.add(weight * floor / pool.left(), into);
        for (int model = 0; model < models; model++) {
            into[leaders[model].best()] += weight * (1 - floor) / models;
        }
    }
}
