package dev.longview.simulate.published;

import static dev.longview.simulate.published.ImpatientShows.DAYS;

/**
 * What earlier shows tell of a new one, in Gaussian terms: the mean of a show's daily activity, its covariance among shows, and the
 * covariance of traces within a show.
 *
 * @param mean of 59 days
 * @param amongShows 59 × 59, row by row
 * @param withinShow 59 × 59, row by row
 */
public record ShowPrior(double[] mean, double[] amongShows, double[] withinShow) {

    /**
     * The moments of earlier shows. They are the shows' true moments: with the 10,000 traces per show from which [1] of
     * {@link ImpatientShows} estimates them, the estimates differ by less than a percent.
     */
    public static ShowPrior of(ImpatientShows earlier) {
        int n = earlier.size();
        double[] mean = new double[DAYS];
        double[] among = new double[DAYS * DAYS];
        double[] within = new double[DAYS * DAYS];
        for (int show = 0; show < n; show++) {
            for (int t = 0; t < DAYS; t++) {
                mean[t] += earlier.probability(show, t) / n;
            }
        }
        for (int show = 0; show < n; show++) {
            for (int s = 0; s < DAYS; s++) {
                double a = earlier.probability(show, s);
                for (int t = 0; t < DAYS; t++) {
                    double b = earlier.probability(show, t);
                    among[s * DAYS + t] += (a - mean[s]) * (b - mean[t]) / (n - 1);
                    within[s * DAYS + t] += (earlier.jointProbability(show, s, t) - a * b) / n;
                }
            }
        }
        return new ShowPrior(mean, among, within);
    }

    static double sum(double[] values) {
        double sum = 0;
        for (double value : values) {
            sum += value;
        }
        return sum;
    }
}
