package dev.longview.label;

import java.util.Map;
import java.util.TreeMap;

/** Sufficient statistics of one age: moments by item, and within items, over all of them, how covariates go with label and final reward. */
final class LandmarkSums {
    final int covariates;
    /** By item, in the order of their names: sums over items do not depend on which came first. */
    final Map<String, Moments> items = new TreeMap<>();
    /** Within items, row by row, up to the diagonal. */
    final double[] xx;

    final double[] xFin;
    final double[] xLabel;
    private final double[] difference;

    LandmarkSums(int covariates) {
        this.covariates = covariates;
        xx = new double[covariates * covariates];
        xFin = new double[covariates];
        xLabel = new double[covariates];
        difference = new double[covariates];
    }

    void add(String item, String type, double label, double fin, double[] x) {
        Moments moments = items.computeIfAbsent(item, unseen -> new Moments(type, covariates));
        double dFin = fin - moments.fin;
        double dLabel = label - moments.label;
        moments.add(label, fin, x, difference);
        cross((moments.n - 1.0) / moments.n, dFin, dLabel);
    }

    void add(LandmarkSums other) {
        for (int i = 0; i < xx.length; i++) {
            xx[i] += other.xx[i];
        }
        for (int j = 0; j < covariates; j++) {
            xFin[j] += other.xFin[j];
            xLabel[j] += other.xLabel[j];
        }
        other.items.forEach((item, theirs) -> {
            Moments ours = items.computeIfAbsent(item, unseen -> new Moments(theirs.type, covariates));
            double weight = (double) ours.n * theirs.n / (ours.n + theirs.n);
            double dFin = theirs.fin - ours.fin;
            double dLabel = theirs.label - ours.label;
            ours.add(theirs, difference);
            cross(weight, dFin, dLabel);
        });
    }

    private void cross(double weight, double dFin, double dLabel) {
        if (weight == 0) {
            return;
        }
        for (int j = 0; j < covariates; j++) {
            double weighted = weight * difference[j];
            if (weighted != 0) {
                xFin[j] += weighted * dFin;
                xLabel[j] += weighted * dLabel;
                for (int k = 0; k <= j; k++) {
                    xx[j * covariates + k] += weighted * difference[k];
                }
            }
        }
    }
}
