package dev.longview.benchmarks;

import java.util.Arrays;
import java.util.stream.IntStream;

/**
 * How good probabilities of an event are.
 *
 * @param size cases
 * @param logLoss mean, in nats
 * @param calibrationError Σ |Σ p − events| / n over 20 groups of equal size, ordered by probability
 * @param bias mean probability less share of events
 * @param auc the share of (event, no event) pairs in the right order
 */
record Judgement(int size, double logLoss, double calibrationError, double bias, double auc) {
    private static final int GROUPS = 20;
    private static final double LEAST = 1e-9;

    static Judgement of(double[] said, boolean[] happened) {
        int n = said.length;
        int[] order = IntStream.range(0, n)
                .boxed()
                .sorted((a, b) -> Double.compare(said[a], said[b]))
                .mapToInt(i -> i)
                .toArray();
        double loss = 0;
        double error = 0;
        double bias = 0;
        for (int g = 0; g < GROUPS; g++) {
            double difference = 0;
            for (int j = (int) ((long) n * g / GROUPS); j < (int) ((long) n * (g + 1) / GROUPS); j++) {
                int i = order[j];
                loss -= Math.log(Math.max(LEAST, happened[i] ? said[i] : 1 - said[i]));
                difference += said[i] - (happened[i] ? 1 : 0);
            }
            error += Math.abs(difference);
            bias += difference;
        }
        return new Judgement(n, loss / n, error / n, bias / n, auc(said, happened, order));
    }

    /** By ranks, ties at their mean (Mann and Whitney). */
    private static double auc(double[] said, boolean[] happened, int[] order) {
        double ranks = 0;
        double events = 0;
        for (int from = 0; from < order.length; ) {
            int until = from;
            double here = 0;
            while (until < order.length && said[order[until]] == said[order[from]]) {
                here += happened[order[until++]] ? 1 : 0;
            }
            ranks += here * (from + until + 1) / 2.0;
            events += here;
            from = until;
        }
        return (ranks - events * (events + 1) / 2) / (events * (order.length - events));
    }

    /** The same of some cases. */
    static Judgement of(double[] said, boolean[] happened, boolean[] counted) {
        int[] kept = IntStream.range(0, said.length).filter(i -> counted[i]).toArray();
        boolean[] events = new boolean[kept.length];
        for (int j = 0; j < kept.length; j++) {
            events[j] = happened[kept[j]];
        }
        return of(Arrays.stream(kept).mapToDouble(i -> said[i]).toArray(), events);
    }
}
