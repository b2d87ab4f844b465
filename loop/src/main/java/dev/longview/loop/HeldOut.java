package dev.longview.loop;

import dev.longview.columns.Batch;
import dev.longview.columns.Column;
import dev.longview.outcome.Assembled;
import dev.longview.policy.FactorisedModel;
import dev.longview.policy.Weighting;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Rows that judge models by their squared error, weighed as training weighs rows: by how precise their labels are and how seldom such a
 * row is logged. They are kept in memory.
 */
final class HeldOut {
    private static final double NORMAL_975 = 1.959963984540054;

    private record Part(Batch batch, double[] target, double[] weight, int[] account) {}

    private final Weighting weighting;
    private final Accounts accounts = new Accounts();
    private final List<Part> parts = new ArrayList<>();
    private double weight;
    private long rows;
    private int clusters;

    HeldOut(Weighting weighting) {
        this.weighting = weighting;
    }

    /** @param weights precisions, 0 for rows that do not judge */
    void add(Batch batch, double[] targets, double[] weights) {
        double[] weighed = weights.clone();
        int[] account = new int[weighed.length];
        Column.Texts texts = batch.texts(Assembled.ACCOUNT);
        for (int row = 0; row < weighed.length; row++) {
            account[row] = accounts.code(texts.text(row));
            clusters = Math.max(clusters, account[row] + 1);
            if (weighed[row] > 0) {
                weighed[row] *= weighting.weight(batch, row);
            }
            // Unusable propensities and targets judge as little as they teach.
            weighed[row] = weighed[row] > 0 && Double.isFinite(weighed[row]) && Double.isFinite(targets[row])
                    ? weighed[row]
                    : 0;
            weight += weighed[row];
            rows += weighed[row] > 0 ? 1 : 0;
        }
        parts.add(new Part(batch, targets, weighed, account));
    }

    long rows() {
        return rows;
    }

    /** Weighed mean of (score − target)². */
    double loss(FactorisedModel model) {
        double sum = 0;
        for (Part part : parts) {
            double[] scores = scores(model, part);
            for (int row = 0; row < scores.length; row++) {
                sum += part.weight[row] * square(scores[row] - part.target[row]);
            }
        }
        return sum / weight;
    }

    /** That of a constant. */
    double loss(double constant) {
        double sum = 0;
        for (Part part : parts) {
            for (int row = 0; row < part.target.length; row++) {
                sum += part.weight[row] * square(constant - part.target[row]);
            }
        }
        return sum / weight;
    }

    /** A value, and its 95% interval by accounts. */
    record Difference(double value, double low, double high) {}

    /** The loss of the first model less that of the second, row by row. */
    Difference difference(FactorisedModel first, FactorisedModel second) {
        double[] byAccount = new double[clusters];
        double[] weightOf = new double[clusters];
        double sum = 0;
        for (Part part : parts) {
            double[] a = scores(first, part);
            double[] b = scores(second, part);
            for (int row = 0; row < a.length; row++) {
                double y = part.target[row];
                double difference = part.weight[row] * (square(a[row] - y) - square(b[row] - y));
                byAccount[part.account[row]] += difference;
                weightOf[part.account[row]] += part.weight[row];
                sum += difference;
            }
        }
        double value = sum / weight;
        double squares = 0;
        for (int account = 0; account < clusters; account++) {
            squares += square(byAccount[account] - value * weightOf[account]);
        }
        double margin = NORMAL_975 * Math.sqrt(squares * clusters / Math.max(1, clusters - 1.0)) / weight;
        return new Difference(value, value - margin, value + margin);
    }

    private static double[] scores(FactorisedModel model, Part part) {
        double[] scores = new double[part.target.length];
        if (Arrays.stream(part.weight).anyMatch(w -> w > 0)) {
            RowScores.add(model, part.batch, 1, scores);
        }
        return scores;
    }

    private static double square(double x) {
        return x * x;
    }
}
