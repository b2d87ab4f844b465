package dev.longview.delay;

import dev.longview.columns.Batch;
import dev.longview.columns.Column;
import dev.longview.outcome.Assembled;
import dev.longview.reward.Forecast;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.DoubleUnaryOperator;

/**
 * Judges a model by recommendations that it was not fitted on: those decided later. Takes their rows at landmark ages, in canonical order;
 * only recommendations with a row at the last landmark count.
 *
 * <pre>{@code
 * var evaluation = DelayEvaluation.of(model);
 * engine.assemble(laterDecisions, evaluation::add);
 * DelayReport report = evaluation.report();
 * }</pre>
 */
public final class DelayEvaluation {
    private static final double LEAST = 1e-9;
    /** What is left for any other end where what was received is taken for it. */
    private static final double OTHERWISE = 1e-3;

    private static final int GROUPS = 10;
    /** E|z| of a standard normal. */
    private static final double ABSOLUTE = Math.sqrt(2 / Math.PI);

    private final DelayModel model;
    private final Levels levels;
    private final Paths paths;
    private final double[] prior;
    private final int[] states;
    private final double[] values;
    private final long[] at;
    private final double[] means;
    private final double[][] probabilities;
    private final Reliability[] changes;
    private final double[][] sums;
    private final double[] variances;
    private final long[] happened;
    private final long[] arrived;
    private final Map<String, double[]> items = new TreeMap<>();
    private final Arrivals arrivals;
    private int first = -1;
    private int last;
    private long time;
    private String account = "";
    private String item = "";
    private boolean counts;

    private DelayEvaluation(DelayModel model) {
        this.model = model;
        levels = model.chain.levels();
        paths = new Paths(model.landmarks);
        int landmarks = model.landmarks.bins() + 1;
        states = new int[landmarks];
        values = new double[landmarks];
        means = new double[landmarks];
        variances = new double[landmarks];
        happened = new long[landmarks];
        arrived = new long[landmarks];
        arrivals = new Arrivals(model.chain, model.landmarks, model.clock);
        at = new long[landmarks];
        probabilities = new double[landmarks][levels.size()];
        changes = new Reliability[landmarks];
        sums = new double[landmarks][6];
        for (int k = 0; k < landmarks; k++) {
            changes[k] = new Reliability();
        }
        prior = new double[levels.size()];
        for (int level = 0; level < prior.length; level++) {
            prior[level] = (model.summary().finals().get(level) + 0.5)
                    / (model.summary().finished() + 0.5 * prior.length);
        }
    }

    public static DelayEvaluation of(DelayModel model) {
        return new DelayEvaluation(model);
    }

    /**
     * Of a model that is given no other outcome's end.
     *
     * @throws IllegalArgumentException when an age is no landmark of the model, or rows are out of order
     */
    public DelayEvaluation add(Batch landmarkRows) {
        boolean[] all = new boolean[landmarkRows.size()];
        Arrays.fill(all, true);
        return add(landmarkRows, all, model.forecast(landmarkRows));
    }

    /**
     * The same of some recommendations.
     *
     * @param counted by row whether its recommendation is one of them, the same for all of its rows
     * @param forecast the model's, given nothing else; see {@link JointForecast#alone}
     */
    public DelayEvaluation add(Batch landmarkRows, boolean[] counted, Forecast forecast) {
        Observed observed = Observed.of(model.chain, landmarkRows);
        long[] times = landmarkRows.has(Assembled.TIME) ? landmarkRows.longs(Assembled.TIME) : new long[0];
        long[] positions = model.clock.of(model.outcome().name(), landmarkRows);
        Optional<Column.Texts> accounts = DelayLearner.accounts(landmarkRows);
        Optional<Column.Texts> itsItems =
                landmarkRows.has(Assembled.ITEM) ? Optional.of(landmarkRows.texts(Assembled.ITEM)) : Optional.empty();
        paths.add(landmarkRows, new Paths.Sink() {
            @Override
            public void row(int row, int landmark) {
                first = first < 0 ? landmark : first;
                counts = counted[row];
                time = times.length > 0 ? times[row] : 0;
                account = accounts.map(of -> of.isMissing(row) ? "" : of.text(row))
                        .orElse("");
                at[landmark] = positions[row];
                item = itsItems.map(of -> of.text(row)).orElse("");
                last = landmark;
                states[landmark] = observed.states()[row];
                values[landmark] = observed.values()[row];
                keep(forecast, row, landmark);
            }

            @Override
            public void end() {
                close();
            }
        });
        return this;
    }

    private void keep(Forecast forecast, int row, int landmark) {
        double[] support = forecast.support();
        double[] byLevel = probabilities[landmark];
        Arrays.fill(byLevel, 0);
        means[landmark] = 0;
        double squares = 0;
        for (int point = 0; point < support.length; point++) {
            double p = forecast.probability()[row * support.length + point];
            byLevel[levels.of(support[point])] += p;
            double measure = levels.measure(support[point]);
            means[landmark] += p * measure;
            squares += p * measure * measure;
        }
        variances[landmark] = Math.max(0, squares - means[landmark] * means[landmark]);
    }

    private void close() {
        Chain chain = model.chain;
        if (first >= 0) {
            arrivals.path(time, account, at, states, first, last);
        }
        // A billing that is further away than the longest period has not passed by the last landmark: what comes of it
        // is not known.
        boolean ended = last == model.landmarks.bins() && !(model.clock.billed() && !model.clock.passed(at[last]));
        boolean finished = counts && ended && states[last] != chain.unborn();
        for (int k = first; k < last && finished; k++) {
            arrives(k);
            if (!chain.isPending(states[k])) {
                continue;
            }
            int level = chain.level(states[k]);
            int end = chain.level(states[last]);
            changes[k].add(1 - probabilities[k][level], level != end);
            sums[k][0] += levels.measure(values[k]);
            sums[k][1] += means[k];
            sums[k][2] += levels.measure(values[last]);
            sums[k][3] -= Math.log(Math.max(LEAST, probabilities[k][end]));
            sums[k][4] -= Math.log(Math.max(LEAST, prior[end]));
            sums[k][5] -= Math.log(level == end ? 1 - OTHERWISE : OTHERWISE / Math.max(1, levels.size() - 1));
            double[] of = items.computeIfAbsent(item, unseen -> new double[2 * sums.length]);
            of[2 * k] += means[k] - levels.measure(values[last]);
            of[2 * k + 1] += variances[k];
        }
        first = -1;
    }

    private void arrives(int landmark) {
        Chain chain = model.chain;
        if (chain.level(states[last]) != levels.absent()) {
            boolean born = states[landmark] != chain.unborn();
            happened[landmark]++;
            arrived[landmark] += born && chain.level(states[landmark]) != levels.absent() ? 1 : 0;
        }
    }

    /** Of all recommendations so far whose rows are complete, and of the last one. */
    public DelayReport report() {
        paths.end(new Paths.Sink() {
            @Override
            public void row(int row, int landmark) {}

            @Override
            public void end() {
                close();
            }
        });
        List<DelayReport.AtAge> ages = new ArrayList<>();
        for (int k = 0; k < model.landmarks.bins(); k++) {
            long open = changes[k].size();
            double n = open == 0 ? Double.NaN : open;
            ages.add(new DelayReport.AtAge(
                    model.landmarks.age(k),
                    open,
                    sums[k][0] / n,
                    sums[k][1] / n,
                    sums[k][2] / n,
                    sums[k][3] / n,
                    sums[k][4] / n,
                    sums[k][5] / n,
                    changes[k].calibrationError(),
                    changes[k].auc(),
                    byItem(2 * k, Math::abs) / n,
                    ABSOLUTE * byItem(2 * k + 1, Math::sqrt) / n,
                    happened[k] == 0 ? Double.NaN : (double) arrived[k] / happened[k],
                    changes[k].groups(GROUPS)));
        }
        return new DelayReport(model.outcome().name(), ages, arrivals.silence());
    }

    private double byItem(int at, DoubleUnaryOperator of) {
        return items.values().stream()
                .mapToDouble(sum -> of.applyAsDouble(sum[at]))
                .sum();
    }
}
