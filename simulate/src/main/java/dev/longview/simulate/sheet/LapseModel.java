package dev.longview.simulate.sheet;

/**
 * How cancelling goes with hidden satisfaction: a logistic regression on S, over counts in narrow bins of S.
 *
 * @param intercept of the logit
 * @param slope of the logit in S
 * @param pseudoR2 McFadden's: 1 − log-likelihood / log-likelihood of the mean alone (McFadden 1974)
 * @param mean of S over bills
 * @param deviation of S over bills
 */
public record LapseModel(double intercept, double slope, double pseudoR2, double mean, double deviation) {
    private static final int STEPS = 50;

    /**
     * Maximum likelihood by Newton's method.
     *
     * @param s the middle of each bin
     * @param bills in each bin
     * @param cancelled of these
     */
    static LapseModel fit(double[] s, long[] bills, long[] cancelled) {
        double n = 0;
        double events = 0;
        double sum = 0;
        double squares = 0;
        for (int b = 0; b < s.length; b++) {
            n += bills[b];
            events += cancelled[b];
            sum += bills[b] * s[b];
            squares += bills[b] * s[b] * s[b];
        }
        double mean = sum / n;
        double deviation = Math.sqrt(squares / n - mean * mean);
        double rate = events / n;
        if (!(events > 0 && events < n && deviation > 0)) {
            return new LapseModel(Double.NaN, Double.NaN, Double.NaN, mean, deviation);
        }
        double a = Math.log(rate / (1 - rate));
        double slope = 0;
        for (int step = 0; step < STEPS; step++) {
            double g0 = 0;
            double g1 = 0;
            double h00 = 0;
            double h01 = 0;
            double h11 = 0;
            for (int b = 0; b < s.length; b++) {
                double p = probability(a, slope, s[b]);
                double gradient = cancelled[b] - bills[b] * p;
                double weight = bills[b] * p * (1 - p);
                g0 += gradient;
                g1 += gradient * s[b];
                h00 += weight;
                h01 += weight * s[b];
                h11 += weight * s[b] * s[b];
            }
            double determinant = h00 * h11 - h01 * h01;
            a += (h11 * g0 - h01 * g1) / determinant;
            slope += (h00 * g1 - h01 * g0) / determinant;
        }
        double fitted = 0;
        for (int b = 0; b < s.length; b++) {
            double p = probability(a, slope, s[b]);
            fitted += cancelled[b] * Math.log(p) + (bills[b] - cancelled[b]) * Math.log(1 - p);
        }
        double alone = events * Math.log(rate) + (n - events) * Math.log(1 - rate);
        return new LapseModel(a, slope, 1 - fitted / alone, mean, deviation);
    }

    /** The probability of cancelling at a bill for a satisfaction. */
    public double probability(double satisfaction) {
        return probability(intercept, slope, satisfaction);
    }

    /** By how much one standard deviation less of S multiplies cancelling, around the mean. */
    public double ratioOfOneDeviation() {
        return probability(mean - deviation / 2) / probability(mean + deviation / 2);
    }

    private static double probability(double a, double b, double s) {
        return 1 / (1 + Math.exp(-(a + b * s)));
    }
}
