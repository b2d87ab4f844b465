package dev.longview.benchmarks;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** A logistic regression on named numbers, standardised; where one is missing it is at its mean, and that it is missing is one more. */
final class StandardisedLogistic {
    private StandardisedLogistic() {}

    /** Probabilities of all rows, by weights fitted on those that do not judge. */
    static double[] fit(List<Map<String, Double>> rows, boolean[] happened, boolean[] judges) {
        Set<String> names = new LinkedHashSet<>();
        rows.forEach(row -> names.addAll(row.keySet()));
        int n = rows.size();
        List<double[]> columns = new ArrayList<>();
        for (String name : names) {
            boolean shares = name.contains(" = ");
            double[] column = new double[n];
            double[] missing = new double[n];
            for (int i = 0; i < n; i++) {
                Double value = rows.get(i).get(name);
                column[i] = value == null ? (shares ? 0 : Double.NaN) : value;
                missing[i] = !shares && value == null ? 1 : 0;
            }
            standardised(column, judges).ifPresent(columns::add);
            standardised(missing, judges).ifPresent(columns::add);
        }
        int width = columns.size() + 1;
        double[] x = new double[n * width];
        double[] target = new double[n];
        double[] weight = new double[n];
        for (int i = 0; i < n; i++) {
            x[i * width] = 1;
            for (int j = 1; j < width; j++) {
                x[i * width + j] = columns.get(j - 1)[i];
            }
            target[i] = happened[i] ? 1 : 0;
            weight[i] = judges[i] ? 0 : 1;
        }
        double[] weights = Logistic.fit(width, x, target, weight);
        double[] said = new double[n];
        for (int i = 0; i < n; i++) {
            said[i] = Logistic.sigmoid(Logistic.eta(weights, x, i));
        }
        return said;
    }

    /** By mean and deviation of the rows that are learned from; empty where these are all alike. */
    private static Optional<double[]> standardised(double[] column, boolean[] judges) {
        double n = 0;
        double sum = 0;
        double squares = 0;
        for (int i = 0; i < column.length; i++) {
            if (!judges[i] && !Double.isNaN(column[i])) {
                n++;
                sum += column[i];
                squares += column[i] * column[i];
            }
        }
        double mean = sum / n;
        double variance = squares / n - mean * mean;
        if (!(variance > 1e-9)) {
            return Optional.empty();
        }
        double[] standardised = new double[column.length];
        for (int i = 0; i < column.length; i++) {
            standardised[i] = Double.isNaN(column[i]) ? 0 : (column[i] - mean) / Math.sqrt(variance);
        }
        return Optional.of(standardised);
    }
}
