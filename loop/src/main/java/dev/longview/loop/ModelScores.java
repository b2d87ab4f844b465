package dev.longview.loop;

import dev.longview.columns.Batch;
import dev.longview.policy.FactorisedModel;
import dev.longview.policy.Scorer;
import dev.longview.policy.Vectors;
import java.util.ArrayList;
import java.util.List;

/** The scores that each model of a policy gives the candidates of a visit. For one thread; buffers are reused. */
final class ModelScores {
    private final List<FactorisedModel> models;
    private final List<Scorer> scorers;
    private final int replicas;
    private final List<Vectors> contexts = new ArrayList<>();
    private final double[][] vectors;
    private final double[][] scores;

    /** @param replicas how many of the models tell what the policy takes an item to be worth */
    ModelScores(List<FactorisedModel> models, List<Scorer> scorers, int replicas) {
        this.replicas = replicas;
        this.models = models;
        this.scorers = scorers;
        vectors = models.stream().map(model -> new double[model.vectorLength()]).toArray(double[][]::new);
        scores = new double[models.size()][scorers.getFirst().size()];
    }

    /** The batch whose rows are asked for next. */
    ModelScores visits(Batch batch) {
        contexts.clear();
        models.forEach(model -> contexts.add(model.contexts(batch)));
        return this;
    }

    /**
     * Model × candidate: {@code [m][i]} is what model m gives {@code rows[i]}.
     *
     * @param rows of the catalogue, ascending
     */
    double[][] score(int visit, int[] rows) {
        for (int m = 0; m < models.size(); m++) {
            contexts.get(m).read(visit, vectors[m]);
            if (rows.length == scorers.get(m).size()) {
                scorers.get(m).score(vectors[m], scores[m]);
            } else {
                scorers.get(m).score(vectors[m], rows, rows.length, scores[m]);
            }
        }
        return scores;
    }

    /** Of a candidate that was scored, the mean of what the policy takes it to be worth: what the log is told. */
    double mean(int candidate) {
        double sum = 0;
        for (int model = 0; model < replicas; model++) {
            sum += scores[model][candidate];
        }
        return sum / replicas;
    }
}
