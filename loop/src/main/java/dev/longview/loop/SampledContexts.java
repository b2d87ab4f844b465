package dev.longview.loop;

import dev.longview.columns.Batch;
import dev.longview.columns.Column;
import dev.longview.outcome.Assembled;
import dev.longview.policy.FactorisedModel;
import dev.longview.policy.Vectors;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;

/**
 * Contexts of a window's decisions as the vectors of some models: of more decisions than are wanted those whose ids have the smallest
 * hashes, so that the same window gives the same decisions.
 */
final class SampledContexts {
    private final List<FactorisedModel> models;
    private final int most;
    private final TreeMap<Double, double[][]> sampled = new TreeMap<>();

    private SampledContexts(List<FactorisedModel> models, int most) {
        this.models = models;
        this.most = most;
    }

    /**
     * By decision, a vector for each model.
     *
     * @throws Refusal when the window has no decision
     */
    static List<double[][]> of(Loop loop, String reward, Window window, List<FactorisedModel> models, int most) {
        SampledContexts contexts = new SampledContexts(models, most);
        List<String> outcomes = loop.reward(reward).outcomes();
        loop.assemble(window, loop.outcomes(outcomes), contexts::add);
        if (contexts.sampled.isEmpty()) {
            throw new Refusal("there is no decision in this window to compare scores in");
        }
        return new ArrayList<>(contexts.sampled.values());
    }

    private void add(Batch batch) {
        List<Vectors> vectors =
                models.stream().map(model -> model.contexts(batch)).toList();
        Column.Texts decisions = batch.texts(Assembled.DECISION);
        for (int row = 0; row < batch.size(); row++) {
            if (row > 0 && decisions.codes()[row] == decisions.codes()[row - 1]) {
                continue;
            }
            double hash = Accounts.uniform(decisions.text(row));
            if (sampled.size() < most || hash < sampled.lastKey()) {
                double[][] read = new double[models.size()][];
                for (int m = 0; m < read.length; m++) {
                    read[m] = new double[models.get(m).vectorLength()];
                    vectors.get(m).read(row, read[m]);
                }
                sampled.put(hash, read);
                if (sampled.size() > most) {
                    sampled.pollLastEntry();
                }
            }
        }
    }
}
