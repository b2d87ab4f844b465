package dev.longview.label;

/**
 * Of the rows of one item at one age: how many, the means, and the centred squares and products of label and final reward. Updated as in
 * Welford (1962), merged as in Chan, Golub and LeVeque (1983).
 */
final class Moments {
    final String type;
    final double[] x;
    long n;
    double fin;
    double label;
    double finFin;
    double finLabel;
    double labelLabel;

    Moments(String type, int covariates) {
        this.type = type;
        x = new double[covariates];
    }

    /** Adds one row; leaves in {@code before} how far its covariates were from their mean before it. */
    void add(double newLabel, double newFin, double[] covariates, double[] before) {
        n++;
        double dFin = newFin - fin;
        double dLabel = newLabel - label;
        fin += dFin / n;
        label += dLabel / n;
        double rest = (n - 1.0) / n;
        finFin += rest * dFin * dFin;
        finLabel += rest * dFin * dLabel;
        labelLabel += rest * dLabel * dLabel;
        for (int j = 0; j < x.length; j++) {
            before[j] = covariates[j] - x[j];
            x[j] += before[j] / n;
        }
    }

    /** Adds the rows of another part; leaves in {@code between} how far apart the covariates' means were. */
    void add(Moments other, double[] between) {
        double total = (double) n + other.n;
        double share = other.n / total;
        double weight = n * share;
        double dFin = other.fin - fin;
        double dLabel = other.label - label;
        finFin += other.finFin + weight * dFin * dFin;
        finLabel += other.finLabel + weight * dFin * dLabel;
        labelLabel += other.labelLabel + weight * dLabel * dLabel;
        fin += share * dFin;
        label += share * dLabel;
        for (int j = 0; j < x.length; j++) {
            between[j] = other.x[j] - x[j];
            x[j] += share * between[j];
        }
        n += other.n;
    }
}
