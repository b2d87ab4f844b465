package dev.longview.benchmarks;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.IntFunction;
import java.util.stream.IntStream;
import org.apache.commons.statistics.distribution.TDistribution;

/**
 * What some methods came to, seed by seed: run on all processors, told as they are done, and compared by pairs.
 *
 * @param values by method, then by seed
 */
record PairedSeeds(List<String> methods, double[][] values) {
    /** A mean and its 95% interval by Student's t; of one seed there is none. */
    record Interval(double mean, double low, double high) {
        Map<String, Double> toMap() {
            Map<String, Double> map = new LinkedHashMap<>();
            map.put("mean", mean);
            map.put("low", low);
            map.put("high", high);
            return map;
        }
    }

    /**
     * @param what for a person who waits
     * @param methods that each seed gives a value of, in this order
     */
    static PairedSeeds run(String what, List<String> methods, int seeds, IntFunction<double[]> seed) {
        double[][] values = new double[methods.size()][seeds];
        AtomicInteger done = new AtomicInteger();
        long start = System.nanoTime();
        IntStream.range(0, seeds).parallel().forEach(s -> {
            double[] found = seed.apply(s);
            for (int m = 0; m < methods.size(); m++) {
                values[m][s] = found[m];
            }
            tell(what, done.incrementAndGet(), seeds, (System.nanoTime() - start) / 1e9);
        });
        return new PairedSeeds(methods, values);
    }

    private static void tell(String what, int done, int seeds, double seconds) {
        if (done == seeds || done % Math.max(1, seeds / 20) == 0) {
            System.err.printf(
                    "%s: %d of %d seeds, about %.0f s left%n", what, done, seeds, seconds / done * (seeds - done));
        }
    }

    Interval of(String method) {
        return interval(valuesOf(method));
    }

    /** The first less the second. */
    Interval difference(String method, String from) {
        double[] a = valuesOf(method);
        double[] b = valuesOf(from);
        return interval(
                IntStream.range(0, a.length).mapToDouble(s -> a[s] - b[s]).toArray());
    }

    /** The mean over seeds of the first's value as a share of the second's. */
    Interval ratio(String method, String to) {
        double[] a = valuesOf(method);
        double[] b = valuesOf(to);
        return interval(
                IntStream.range(0, a.length).mapToDouble(s -> a[s] / b[s]).toArray());
    }

    /** Means of all methods, and what each is above another. */
    Map<String, Object> toMap(String reference) {
        Map<String, Object> means = new LinkedHashMap<>();
        Map<String, Object> differences = new LinkedHashMap<>();
        methods.forEach(method -> {
            means.put(method, of(method).toMap());
            if (!method.equals(reference)) {
                differences.put(method, difference(method, reference).toMap());
            }
        });
        Map<String, Object> map = new LinkedHashMap<>();
        map.put("by_method", means);
        map.put("less_" + reference, differences);
        return map;
    }

    private double[] valuesOf(String method) {
        return values[methods.indexOf(method)];
    }

    private static Interval interval(double[] values) {
        int n = values.length;
        double mean = 0;
        for (double value : values) {
            mean += value / n;
        }
        double squares = 0;
        for (double value : values) {
            squares += (value - mean) * (value - mean);
        }
        double half = n < 2
                ? Double.NaN
                : TDistribution.of(n - 1.0).inverseSurvivalProbability(0.025) * Math.sqrt(squares / (n - 1) / n);
        return new Interval(mean, mean - half, mean + half);
    }
}
