package dev.longview.policy;

/** A mixture: at each position the baseline draws with the guard's probability, else the policy does, both from what is left. */
final class GuardedUrn implements Urn {
    private final Urn own;
    private final Urn baseline;
    private final double share;
    private final double[][] ownScores;
    private final double[][] baselineScores;

    GuardedUrn(Exploration.Guarded guarded) {
        own = Urn.of(guarded.own());
        baseline = Urn.of(guarded.baseline());
        share = guarded.share();
        ownScores = new double[guarded.own().models()][];
        baselineScores = new double[guarded.baseline().models()][];
    }

    @Override
    public void fill(double[][] scores, Pool pool) {
        System.arraycopy(scores, 0, ownScores, 0, ownScores.length);
        System.arraycopy(scores, ownScores.length, baselineScores, 0, baselineScores.length);
        own.fill(ownScores, pool);
        baseline.fill(baselineScores, pool);
    }

    @Override
    public void changed(int item) {
        own.changed(item);
        baseline.changed(item);
    }

    @Override
    public int draw(Draws draws) {
        return draws.uniform() < share ? baseline.draw(draws) : own.draw(draws);
    }

    @Override
    public double probability(int item) {
        return share * baseline.probability(item) + (1 - share) * own.probability(item);
    }

    @Override
    public void addAll(double weight, double[] into) {
        baseline.addAll(weight * share, into);
        own.addAll(weight * (1 - share), into);
    }
}
