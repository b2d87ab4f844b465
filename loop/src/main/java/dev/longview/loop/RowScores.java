package dev.longview.loop;

import dev.longview.columns.Batch;
import dev.longview.outcome.Assembled;
import dev.longview.policy.FactorisedModel;
import dev.longview.policy.Vectors;

/** What a policy's own models say of logged rows, of each item where it stood; the mean of several. */
final class RowScores {
    private RowScores() {}

    static double[] of(TrainedPolicy policy, Batch batch) {
        double[] scores = new double[batch.size()];
        int own = policy.exploration().replicas();
        for (FactorisedModel model : policy.models().subList(0, own)) {
            add(model, batch, 1.0 / own, scores);
        }
        return scores;
    }

    /** Adds a model's scores, weighed. */
    static void add(FactorisedModel model, Batch batch, double weight, double[] scores) {
        Vectors contexts = model.contexts(batch);
        Vectors items = model.items(batch);
        double[] context = new double[model.vectorLength()];
        double[] item = new double[model.vectorLength()];
        long[] positions = batch.longs(Assembled.POSITION);
        for (int row = 0; row < scores.length; row++) {
            contexts.read(row, context);
            items.read(row, item);
            int position = Math.clamp(positions[row], 0, Integer.MAX_VALUE);
            scores[row] += weight * (model.score(context, item) + model.positionTerm(position));
        }
    }
}
