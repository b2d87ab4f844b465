package dev.longview.loop;

import dev.longview.evaluate.Exposure;
import dev.longview.evaluate.ForwardFit;
import dev.longview.evaluate.PolicyReport;
import dev.longview.evaluate.Report;
import java.util.Arrays;
import java.util.Optional;

/** What a report says of the decisions of one segment, gathered row by row. */
final class SegmentSums {
    private final Exposure own;
    private final Exposure logged;
    private double[] scores = new double[256];
    private double[] rewards = new double[256];
    private int rows;

    SegmentSums(int items) {
        own = new Exposure(items);
        logged = new Exposure(items);
    }

    /** What the policy would show. */
    Exposure own() {
        return own;
    }

    /** What was shown. */
    Exposure logged() {
        return logged;
    }

    void row(double score, double reward) {
        if (rows == scores.length) {
            scores = Arrays.copyOf(scores, 2 * rows);
            rewards = Arrays.copyOf(rewards, 2 * rows);
        }
        scores[rows] = score;
        rewards[rows++] = reward;
    }

    int rows() {
        return rows;
    }

    PolicyReport.Segment segment(String by, String value, double constant, Optional<Report> earned) {
        return new PolicyReport.Segment(by, value, fit(constant), own.summary(), logged.summary(), earned);
    }

    private ForwardFit fit(double constant) {
        double squares = 0;
        double constantSquares = 0;
        double loss = 0;
        double constantLoss = 0;
        boolean shares = true;
        for (int row = 0; row < rows; row++) {
            double y = rewards[row];
            squares += (scores[row] - y) * (scores[row] - y);
            constantSquares += (constant - y) * (constant - y);
            shares &= y >= 0 && y <= 1;
            loss += ForwardFit.logLoss(scores[row], y);
            constantLoss += ForwardFit.logLoss(constant, y);
        }
        double auc = RankAgreement.of(Arrays.copyOf(scores, rows), Arrays.copyOf(rewards, rows))
                .auc();
        return new ForwardFit(
                rows,
                squares / rows,
                constantSquares / rows,
                auc,
                shares ? loss / rows : Double.NaN,
                shares ? constantLoss / rows : Double.NaN);
    }
}
