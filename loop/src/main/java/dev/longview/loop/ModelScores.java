package dev.longview.loop;

import dev.longview.columns.Batch;
import dev.longview.policy.FactorisedModel;
import dev.longview.policy.Scorer;
import dev.longview.policy.Vectors;
import java.util.ArrayList;
import java.util.List;

/** Those of models that are trained here. */
final class ModelScores implements CandidateScores {
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

    @Override
    public ModelScores visits(Batch batch) {
        contexts.clear();
        models.forEach(model -> contexts.add(model.contexts(batch)));
        return this;
    }

    @Override
    public double[][] score(int visit, int[] rows) {
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

    @Override
    public double mean(int candidate) {
        double sum = 0;
        for (int model = 0; model < replicas; model++) {
            sum += scores[model][candidate];
        }
        return sum / replicas;
    }
}
