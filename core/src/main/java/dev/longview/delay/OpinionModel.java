package dev.longview.delay;

import dev.longview.columns.Batch;
import dev.longview.outcome.Assembled;
import dev.longview.outcome.OutcomeDefinition;
import dev.longview.reward.Forecast;
import java.util.Arrays;
import java.util.stream.IntStream;

/**
 * What those think who say nothing: P(value | silent, s), of s what was observed, context and attributes of the item.
 *
 * <p>It is not identified from a log in which they are silent. What is taken is that whoever would answer and who would not think alike
 * <em>given s as it was in the end</em> (missing at random [1]); then P(value | silent, s) = P(value | answered, s), which is learned from
 * those who answered. {@code tilt} says how far off that may be: the odds of a better value among the silent are e^δ times those among who
 * answered with the same s [2]. δ cannot be learned.
 *
 * <p>Three models, apart: whether one answers; what is said by those who do, by s in the end; and of what that comes to as seen from an
 * earlier age, learned from the silent. The last two differ where answering goes with what is yet to come: of those who have watched ten
 * minutes, who will answer are mostly who will finish, and the silent are not.
 *
 * <p>[1] Rubin, Inference and missing data, Biometrika 1976. [2] Robins, Rotnitzky and Scharfstein, Sensitivity analysis for selection
 * bias and unmeasured confounding in missing data and causal inference models, 2000.
 *
 * @param answers log-odds of an answer, by s in the end, on top of {@code answering}
 * @param said by s in the end and which value is asked for: that one, given it or a later one
 * @param expected the same as seen from any age
 * @param answering the share of all who answered
 * @param shares of the values among those
 */
public record OpinionModel(
        OutcomeDefinition outcome,
        long end,
        TreeColumns columns,
        double answering,
        double[] shares,
        TreeModel answers,
        TreeModel said,
        TreeModel expected) {

    Opinions opinions() {
        return Opinions.of(outcome);
    }

    /** The log-odds of each value but the last, given it or a later one. */
    static float[] bases(double[] shares) {
        float[] bases = new float[shares.length - 1];
        double left = 1;
        for (int i = 0; i < bases.length; i++) {
            bases[i] = (float) BoostedEnds.logit(shares[i] / left);
            left -= shares[i];
        }
        return bases;
    }

    /**
     * For each row the distribution of the opinion, given that nothing is said and that the outcome's clock started; at the last landmark
     * and later by what is known in the end, before by what that is expected to be.
     *
     * @param tilt δ; 0 where the silent think as those who answered
     */
    public Forecast forecast(Batch assembled, double tilt) {
        int n = assembled.size();
        Opinions opinions = opinions();
        long[] ages = assembled.longs(Assembled.AGE);
        float[] rows = spread(assembled);
        double[] p = new double[n * opinions.size()];
        int[] open = IntStream.range(0, n).filter(row -> ages[row] < end).toArray();
        int[] ended = IntStream.range(0, n).filter(row -> ages[row] >= end).toArray();
        fill(expected, rows, open, p);
        fill(said, rows, ended, p);
        for (int row = 0; row < n; row++) {
            opinions.tilt(p, row * opinions.size(), tilt);
        }
        double[] support = Arrays.stream(opinions.values()).asDoubleStream().toArray();
        return new Forecast(support, p);
    }

    /** P(an answer) of each row, by what was observed in the end. */
    double[] answers(Batch assembled) {
        return answers(spread(assembled), assembled.size());
    }

    double[] answers(float[] spread, int rows) {
        float[] margins = new float[rows];
        Arrays.fill(margins, (float) BoostedEnds.logit(answering));
        answers.margins(spread, margins.clone(), margins);
        double[] p = new double[rows];
        Arrays.setAll(p, row -> BoostedEnds.sigmoid(margins[row]));
        return p;
    }

    private float[] spread(Batch assembled) {
        TreeColumns.Reader reader = columns.new Reader(assembled);
        float[] packed = new float[columns.packed()];
        float[] rows = new float[assembled.size() * columns.spread()];
        for (int row = 0; row < assembled.size(); row++) {
            reader.row(row, packed, 0);
            columns.spread(packed, 0, rows, row * columns.spread());
        }
        return rows;
    }

    private void fill(TreeModel model, float[] rows, int[] of, double[] into) {
        int width = columns.spread();
        float[] some = new float[of.length * width];
        for (int i = 0; i < of.length; i++) {
            System.arraycopy(rows, of[i] * width, some, i * width, width);
        }
        double[] found = values(model, some, of.length, shares, width);
        for (int i = 0; i < of.length; i++) {
            System.arraycopy(found, i * shares.length, into, of[i] * shares.length, shares.length);
        }
    }

    /** Distributions over values, rows × values. */
    static double[] values(TreeModel model, float[] spread, int rows, double[] shares, int width) {
        int asked = shares.length - 1;
        float[] bases = bases(shares);
        float[] features = new float[rows * asked * (width + 1)];
        float[] margins = new float[rows * asked];
        for (int row = 0; row < rows; row++) {
            for (int i = 0; i < asked; i++) {
                int at = (row * asked + i) * (width + 1);
                System.arraycopy(spread, row * width, features, at, width);
                features[at + width] = i;
                margins[row * asked + i] = bases[i];
            }
        }
        if (rows > 0) {
            model.margins(features, margins.clone(), margins);
        }
        double[] p = new double[rows * shares.length];
        for (int row = 0; row < rows; row++) {
            double left = 1;
            for (int i = 0; i < asked; i++) {
                double share = BoostedEnds.sigmoid(margins[row * asked + i]);
                p[row * shares.length + i] = left * share;
                left *= 1 - share;
            }
            p[row * shares.length + asked] = left;
        }
        return p;
    }
}
