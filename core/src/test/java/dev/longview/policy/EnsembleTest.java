package dev.longview.policy;

import static org.assertj.core.api.Assertions.assertThat;

import dev.longview.columns.Batch;
import dev.longview.columns.BatchBuilder;
import dev.longview.columns.ColumnType;
import dev.longview.outcome.Assembled;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

/** Models trained on bootstraps of one log disagree where it says little, and agree where it says much. */
class EnsembleTest {
    private static final int REPLICAS = 24;

    /** Items shown 16 and 400 times: standard errors of their means are 5 to 1. 24 replicas tell a spread to 15%. */
    @Test
    void scores_ofReplicas_spreadAsTheItemsStandardError() {
        Map<String, Integer> shown = new LinkedHashMap<>();
        shown.put("seldom", 16);
        shown.put("often", 400);
        SequencedMap<String, ColumnType> types = new LinkedHashMap<>();
        types.put(Assembled.ITEM, ColumnType.TEXT);
        types.put(Assembled.POSITION, ColumnType.BIGINT);
        types.put(Assembled.CONDITIONAL, ColumnType.DOUBLE);
        BatchBuilder rows = new BatchBuilder(types);
        shown.forEach((item, times) -> {
            for (int i = 0; i < times; i++) {
                rows.set(Assembled.ITEM, item)
                        .set(Assembled.POSITION, 0L)
                        .set(Assembled.CONDITIONAL, 0.5)
                        .endRow();
            }
        });
        Batch log = rows.build();
        SplittableRandom random = new SplittableRandom(2);
        double[] rewards = new double[log.size()];
        Arrays.setAll(rewards, i -> random.nextGaussian());
        PolicyDefinition policy =
                new PolicyDefinition("p", "r", List.of(), 1, 0.1, 0, 20, new Exploration.Ensemble(REPLICAS, 0.1), 1);
        BatchBuilder items = new BatchBuilder(Map.of(Assembled.ITEM, ColumnType.TEXT));
        shown.keySet().forEach(item -> items.set(Assembled.ITEM, item).endRow());
        Batch catalogue = items.build();
        double[][] scores = new double[REPLICAS][2];
        for (int replica = 0; replica < REPLICAS; replica++) {
            Bootstrap bootstrap = new Bootstrap(1, replica);
            double[] weights = new double[log.size()];
            Arrays.setAll(weights, bootstrap::count);
            FactorisedModel model = Learner.of(policy)
                    .withRidge(0.1)
                    .withSeed(replica)
                    .train(TrainingRows.builder(FeatureSpace.of(policy, List.of()), new Weighting.Uniform())
                            .add(log, rewards, weights)
                            .build())
                    .model();
            double[] context = new double[model.vectorLength()];
            Scorer.of(model, catalogue).score(context, scores[replica]);
        }
        double seldom = spread(scores, 0);
        double often = spread(scores, 1);
        assertThat(seldom).isBetween(0.1, 0.5);
        assertThat(seldom / often).isBetween(2.0, 9.0);
    }

    private static double spread(double[][] scores, int item) {
        double mean =
                Arrays.stream(scores).mapToDouble(of -> of[item]).average().orElseThrow();
        return Math.sqrt(Arrays.stream(scores)
                .mapToDouble(of -> (of[item] - mean) * (of[item] - mean))
                .average()
                .orElseThrow());
    }
}
