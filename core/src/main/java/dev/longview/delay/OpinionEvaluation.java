package dev.longview.delay;

import dev.longview.columns.Batch;
import dev.longview.outcome.Aggregate;
import dev.longview.outcome.Assembled;
import java.util.ArrayList;
import java.util.List;

/** Judges an {@link OpinionModel} on rows at the last landmark, whose outcome is final. */
public final class OpinionEvaluation {
    /** What is assumed of the silent: worse, alike, better. */
    public static final List<Double> TILTS = List.of(-1.0, 0.0, 1.0);

    private static final double RARELY = 0.01;
    private static final double LEAST = 1e-9;

    private final OpinionModel model;
    private final Opinions opinions;
    private final Chain chain;
    private final double[] asked = new double[TILTS.size()];
    private long answered;
    private long silent;
    private double best;
    private double logLoss;
    private double priorLogLoss;
    private double weights;
    private double weightedBest;
    private long rarely;

    private OpinionEvaluation(OpinionModel model) {
        this.model = model;
        opinions = model.opinions();
        chain = BoostedBytes.alone(model.outcome());
    }

    public static OpinionEvaluation of(OpinionModel model) {
        return new OpinionEvaluation(model);
    }

    /** @param counted by row whether it is one of those to be judged by; rows of other ages are passed over */
    public OpinionEvaluation add(Batch landmarkRows, boolean[] counted) {
        Observed observed = Observed.of(chain, landmarkRows);
        boolean[] pending = Observed.pending(landmarkRows, model.outcome().name());
        long[] ages = landmarkRows.longs(Assembled.AGE);
        double[] chance = model.answers(landmarkRows);
        double[][] forecasts = TILTS.stream()
                .map(tilt -> model.forecast(landmarkRows, tilt).probability())
                .toArray(double[][]::new);
        for (int row = 0; row < counted.length; row++) {
            boolean ended = !pending[row] && observed.states()[row] != chain.unborn();
            if (counted[row] && ages[row] == model.end() && ended) {
                add(opinions.indexOf(observed.values()[row]), row, chance[row], forecasts);
            }
        }
        return this;
    }

    private void add(int value, int row, double chance, double[][] forecasts) {
        int size = opinions.size();
        if (value < 0) {
            silent++;
            rarely += chance < RARELY ? 1 : 0;
            for (int tilt = 0; tilt < forecasts.length; tilt++) {
                asked[tilt] += forecasts[tilt][(row + 1) * size - 1];
            }
            return;
        }
        boolean isBest = value == size - 1;
        answered++;
        best += isBest ? 1 : 0;
        weights += 1 / chance;
        weightedBest += isBest ? 1 / chance : 0;
        logLoss -= Math.log(Math.max(LEAST, forecasts[TILTS.indexOf(0.0)][row * size + value]));
        priorLogLoss -= Math.log(Math.max(LEAST, model.shares()[value]));
        for (int tilt = 0; tilt < forecasts.length; tilt++) {
            asked[tilt] += isBest ? 1 : 0;
        }
    }

    public OpinionReport report() {
        List<OpinionReport.Asked> under = new ArrayList<>();
        for (int tilt = 0; tilt < asked.length; tilt++) {
            under.add(new OpinionReport.Asked(TILTS.get(tilt), asked[tilt] / (answered + silent)));
        }
        List<String> labels = ((Aggregate.Last) model.outcome().as()).values();
        double n = answered == 0 ? Double.NaN : answered;
        return new OpinionReport(
                model.outcome().name(),
                labels.get(opinions.values()[opinions.size() - 1]),
                answered,
                silent,
                best / n,
                logLoss / n,
                priorLogLoss / n,
                under,
                weightedBest / weights,
                silent == 0 ? Double.NaN : (double) rarely / silent);
    }
}
