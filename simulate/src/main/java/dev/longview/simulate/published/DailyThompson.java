package dev.longview.simulate.published;

import dev.longview.simulate.Draws;

/**
 * Thompson sampling over shows with a daily update: each decision draws a stickiness for every show on offer from the belief of that
 * morning, and recommends the largest. The baseline policies of {@link ImpatientShows} differ only in their {@link ShowBelief}.
 *
 * <p>A decision's draws depend on its seed alone, so that policies are compared with common random numbers, and a trial here is the one
 * that {@link ImpatientShowsService} would run.
 */
public final class DailyThompson {
    private static final int DRAW = 1;

    private DailyThompson() {}

    /**
     * The show of the largest draw.
     *
     * @param seed of the decision
     * @param from the first show on offer
     * @param to after the last
     */
    public static int choose(ShowBelief belief, long seed, int from, int to) {
        int best = from;
        double largest = Double.NEGATIVE_INFINITY;
        for (int show = from; show < to; show++) {
            double draw = belief.mean(show) + belief.deviation(show) * Draws.normal(seed, DRAW, show);
            if (draw > largest) {
                largest = draw;
                best = show;
            }
        }
        return best;
    }

    /**
     * Average regret over days and decisions: how much less sticky what was recommended is than the stickiest show on offer that day.
     *
     * @param window shows on offer, of which the oldest leaves and a new one comes each day; all shows when it is their number
     * @param seed of the trial's decisions
     */
    public static double averageRegret(
            ImpatientShows shows, int window, int days, int decisionsPerDay, ShowBelief belief, long seed) {
        double[] truth = new double[shows.size()];
        for (int show = 0; show < truth.length; show++) {
            truth[show] = shows.meanStickiness(show);
        }
        double regret = 0;
        for (int day = 0; day < days; day++) {
            belief.advance(day);
            int from = ImpatientShowsService.firstOnOffer(shows.size(), window, day);
            double best = 0;
            for (int show = from; show < from + window; show++) {
                best = Math.max(best, truth[show]);
            }
            for (int i = 0; i < decisionsPerDay; i++) {
                int show = choose(belief, ImpatientShowsService.seed(seed, day, i), from, from + window);
                regret += best - truth[show];
                belief.observe(day, show, shows.trace(show, ImpatientShowsService.trace(seed, day, i)));
            }
        }
        return regret / ((double) days * decisionsPerDay);
    }
}
