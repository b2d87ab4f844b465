package dev.longview.benchmarks;

import dev.longview.policy.GaussianThompson;
import dev.longview.simulate.Draws;
import dev.longview.simulate.published.ImpatientShows;
import dev.longview.simulate.published.ShowBelief;

/**
 * Thompson sampling over shows with a daily update: each morning the probabilities with which each show on offer is believed to be the
 * stickiest, by which all decisions of the day are drawn. Trials of one seed share the draws and, by number, each show's traces.
 *
 * @param window shows on offer, of which the oldest leaves and a new one comes each day; all shows when it is their number
 */
record ShowTrial(ImpatientShows shows, int window, int days, int decisionsPerDay) {
    private static final int CHOICE = 1;
    private static final int TRACE = 2;
    /** Without a floor, as the published policies are. */
    private static final GaussianThompson THOMPSON = GaussianThompson.of(0, 1);

    /** How much less sticky what was recommended is than the stickiest show on offer that day, averaged over days and decisions. */
    double averageRegret(ShowBelief belief, long seed) {
        double[] means = new double[window];
        double[] deviations = new double[window];
        double[] chances = new double[window];
        boolean[] taken = new boolean[window];
        double regret = 0;
        for (int day = 0; day < days; day++) {
            belief.advance(day);
            int from = Math.min(day, shows.size() - window);
            double best = 0;
            for (int i = 0; i < window; i++) {
                means[i] = belief.mean(from + i);
                deviations[i] = belief.deviation(from + i);
                best = Math.max(best, shows.meanStickiness(from + i));
            }
            THOMPSON.probabilities(means, deviations, window, taken, chances);
            for (int decision = 0; decision < decisionsPerDay; decision++) {
                long key = Draws.key(seed, decision, day);
                int show = from + drawn(chances, Draws.uniform(key, CHOICE, 0));
                regret += best - shows.meanStickiness(show);
                belief.observe(day, show, shows.trace(show, Draws.bits(key, TRACE, 0)));
            }
        }
        return regret / ((double) days * decisionsPerDay);
    }

    private static int drawn(double[] chances, double at) {
        double sum = 0;
        int last = 0;
        for (int i = 0; i < chances.length; i++) {
            if (chances[i] > 0) {
                sum += chances[i];
                last = i;
                if (at < sum) {
                    return i;
                }
            }
        }
        return last;
    }
}
