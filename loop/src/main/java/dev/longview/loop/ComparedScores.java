package dev.longview.loop;

import dev.longview.columns.Batch;
import dev.longview.policy.FactorisedModel;
import dev.longview.policy.Restrictions;
import dev.longview.policy.Scorer;
import dev.longview.policy.Slate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * What a policy makes of a catalogue in some contexts, beside the version in use: whether its scores are finite, how little it shows of an
 * item, and how far its scores have moved. Of several models their own mean counts, as in the log.
 */
final class ComparedScores {
    private final TrainedPolicy candidate;
    private final Optional<TrainedPolicy> current;
    private final List<Scorer> scorers;
    private final int items;

    private String infinite = "";
    private String leastItem = "";
    private double least = Double.POSITIVE_INFINITY;
    private final ScoreDrift drift = new ScoreDrift();

    private ComparedScores(TrainedPolicy candidate, Optional<TrainedPolicy> current, List<Scorer> scorers, int items) {
        this.candidate = candidate;
        this.current = current;
        this.scorers = scorers;
        this.items = items;
    }

    /** The models whose contexts are read: the candidate's, then those in use. */
    static List<FactorisedModel> models(TrainedPolicy candidate, Optional<TrainedPolicy> current) {
        List<FactorisedModel> models = new ArrayList<>(candidate.models());
        current.ifPresent(inUse -> models.addAll(inUse.models()));
        return models;
    }

    /** @param contexts by visit, a vector for each of {@link #models} */
    static ComparedScores of(
            TrainedPolicy candidate, Optional<TrainedPolicy> current, Batch catalogue, List<double[][]> contexts) {
        List<Scorer> scorers = models(candidate, current).stream()
                .map(model -> Scorer.of(model, catalogue))
                .toList();
        ComparedScores compared = new ComparedScores(candidate, current, scorers, catalogue.size());
        for (double[][] context : contexts) {
            if (compared.isFinite()) {
                compared.add(context);
            }
        }
        return compared;
    }

    private void add(double[][] context) {
        double[][] scores = new double[scorers.size()][items];
        for (int m = 0; m < scores.length; m++) {
            scorers.get(m).score(context[m], scores[m]);
        }
        int own = candidate.models().size();
        for (int m = 0; m < own; m++) {
            for (int i = 0; i < items; i++) {
                if (!Double.isFinite(scores[m][i])) {
                    infinite = "its score of item '" + scorers.get(m).item(i) + "' is " + scores[m][i];
                    return;
                }
            }
        }
        shown(scores);
        current.ifPresent(inUse -> drift.add(
                mean(scores, 0, candidate.exploration().replicas()),
                mean(scores, own, inUse.exploration().replicas())));
    }

    private void shown(double[][] scores) {
        double[][] own = Arrays.copyOf(scores, candidate.models().size());
        double[] probabilities = new double[items];
        candidate.sampler().probabilities(own, items, Restrictions.none(), new int[0], 0, new Slate(1), probabilities);
        for (int i = 0; i < items; i++) {
            // NaN is the least of all, and stays it.
            if (!Double.isNaN(least) && !(probabilities[i] >= least)) {
                least = probabilities[i];
                leastItem = scorers.getFirst().item(i);
            }
        }
    }

    private static double[] mean(double[][] scores, int from, int models) {
        double[] mean = new double[scores[from].length];
        for (int m = from; m < from + models; m++) {
            for (int i = 0; i < mean.length; i++) {
                mean[i] += scores[m][i] / models;
            }
        }
        return mean;
    }

    /** Whether all scores of the candidate are numbers; of what is not nothing else is known. */
    boolean isFinite() {
        return infinite.isEmpty();
    }

    /** Which score is not finite. */
    String infinite() {
        return infinite;
    }

    /** The least probability of an item at the first position, as a share of a uniform draw's. */
    double leastShare() {
        return least * items;
    }

    /** The item that is shown least. */
    String leastItem() {
        return leastItem;
    }

    /** How far scores have moved from those in use. */
    ScoreDrift drift() {
        return drift;
    }
}
