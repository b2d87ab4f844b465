package dev.longview.policy;

import dev.longview.columns.Batch;
import dev.longview.columns.BatchBuilder;
import dev.longview.columns.ColumnType;
import dev.longview.log.FeatureDefinition;
import dev.longview.log.FeatureDefinition.Kind;
import dev.longview.outcome.Assembled;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;

/**
 * A world of factorised rewards, of which the best choice is known: numeric and categorical attributes of contexts and items, an
 * appeal of each item of its own, click probability sigmoid(intercept + 1.2 · score), logged by a policy that is partly good.
 */
final class SyntheticBandit {
    static final int CANDIDATES = 10;
    private final SplittableRandom random;
    private final int items;
    private final double intercept;
    private final int tokens;
    private final double[][] contextWeights = new double[5][5];
    private final double[][] numbers;
    private final int[][] labels;
    private final double[] appeal;
    private final double[] scores = new double[CANDIDATES];

    SyntheticBandit(int items, double intercept, int tokens, long seed) {
        this.items = items;
        this.intercept = intercept;
        this.tokens = tokens;
        random = new SplittableRandom(seed);
        numbers = new double[items][5];
        labels = new int[items][4];
        appeal = new double[items];
        for (double[] row : contextWeights) {
            fill(row);
        }
        for (int i = 0; i < items; i++) {
            fill(numbers[i]);
            appeal[i] = 0.5 * random.nextGaussian();
            for (int j = 0; j < 4; j++) {
                labels[i][j] = random.nextInt(12);
            }
        }
    }

    List<FeatureDefinition> features() {
        List<FeatureDefinition> features = new ArrayList<>();
        for (int j = 0; j < tokens; j++) {
            features.add(new FeatureDefinition("context.c" + j, Kind.CATEGORICAL));
        }
        for (int j = 0; j < 10; j++) {
            features.add(new FeatureDefinition("member.x" + j, Kind.NUMERIC));
        }
        for (int j = 0; j < 4; j++) {
            features.add(new FeatureDefinition("item.g" + j, Kind.CATEGORICAL));
        }
        for (int j = 0; j < 5; j++) {
            features.add(new FeatureDefinition("item.y" + j, Kind.NUMERIC));
        }
        return features;
    }

    PolicyDefinition policy(int epochs) {
        List<String> names = features().stream().map(FeatureDefinition::name).toList();
        return new PolicyDefinition("p", "r", names, 16, 0.1, 0, epochs, new Exploration.EpsilonGreedy(0.1), 1);
    }

    /** Logged decisions, one row each: reward in column {@code reward}. */
    Batch log(int decisions) {
        BatchBuilder builder = builder(Map.of(
                Assembled.POSITION,
                ColumnType.BIGINT,
                Assembled.CONDITIONAL,
                ColumnType.DOUBLE,
                "reward",
                ColumnType.DOUBLE));
        for (int r = 0; r < decisions; r++) {
            Visit visit = visit();
            double[] weights = new double[CANDIDATES];
            double sum = 0;
            for (int a = 0; a < CANDIDATES; a++) {
                weights[a] = Math.exp(2 * (visit.score(a) + random.nextGaussian()));
                sum += weights[a];
            }
            double at = random.nextDouble();
            int chosen = -1;
            double propensity = 0;
            while (at >= 0 && chosen < CANDIDATES - 1) {
                propensity = 0.2 / CANDIDATES + 0.8 * weights[++chosen] / sum;
                at -= propensity;
            }
            visit.write(builder);
            item(builder, visit.candidates[chosen]);
            builder.set(Assembled.POSITION, 0L).set(Assembled.CONDITIONAL, propensity);
            builder.set("reward", random.nextDouble() < visit.probability(chosen) ? 1.0 : 0.0);
            builder.endRow();
        }
        return builder.build();
    }

    /** (value of the model's greedy choice − uniform) / (optimum − uniform), by true probabilities, on new decisions. */
    double share(FactorisedModel model, int decisions) {
        BatchBuilder catalogue = builder(Map.of());
        for (int i = 0; i < items; i++) {
            item(catalogue, i);
            catalogue.endRow();
        }
        Scorer scorer = Scorer.of(model, catalogue.build());
        double[] context = new double[model.vectorLength()];
        double greedy = 0;
        double uniform = 0;
        double optimum = 0;
        for (int r = 0; r < decisions; r++) {
            Visit visit = visit();
            BatchBuilder builder = builder(Map.of());
            visit.write(builder);
            builder.endRow();
            model.contexts(builder.build()).read(0, context);
            scorer.score(context, visit.candidates, CANDIDATES, scores);
            int best = 0;
            double most = 0;
            for (int a = 0; a < CANDIDATES; a++) {
                best = scores[a] > scores[best] ? a : best;
                most = Math.max(most, visit.probability(a));
                uniform += visit.probability(a) / CANDIDATES;
            }
            greedy += visit.probability(best);
            optimum += most;
        }
        return (greedy - uniform) / (optimum - uniform);
    }

    private BatchBuilder builder(Map<String, ColumnType> more) {
        Map<String, ColumnType> types = new LinkedHashMap<>(more);
        types.put(Assembled.ITEM, ColumnType.TEXT);
        features().forEach(feature -> types.put(feature.name(), feature.kind().columnType()));
        return new BatchBuilder(types);
    }

    private void item(BatchBuilder builder, int item) {
        builder.set(Assembled.ITEM, "item-" + item);
        for (int j = 0; j < 4; j++) {
            builder.set("item.g" + j, "" + labels[item][j]);
        }
        for (int j = 0; j < 5; j++) {
            builder.set("item.y" + j, numbers[item][j]);
        }
    }

    private Visit visit() {
        double[] x = new double[10];
        fill(x);
        int[] c = random.ints(tokens, 0, 20).toArray();
        int[] candidates = random.ints(0, items).distinct().limit(CANDIDATES).toArray();
        return new Visit(x, c, candidates);
    }

    private void fill(double[] values) {
        for (int i = 0; i < values.length; i++) {
            values[i] = random.nextGaussian();
        }
    }

    private final class Visit {
        private final double[] x;
        private final int[] c;
        private final int[] candidates;

        Visit(double[] x, int[] c, int[] candidates) {
            this.x = x;
            this.c = c;
            this.candidates = candidates;
        }

        double score(int a) {
            int item = candidates[a];
            double sum = appeal[item] + (tokens > 0 && c[0] % 12 == labels[item][0] ? 0.8 : 0);
            for (int i = 0; i < 5; i++) {
                for (int j = 0; j < 5; j++) {
                    sum += x[i] * contextWeights[i][j] * numbers[item][j] / Math.sqrt(5);
                }
            }
            return sum;
        }

        double probability(int a) {
            return 1 / (1 + Math.exp(-intercept - 1.2 * score(a)));
        }

        void write(BatchBuilder builder) {
            for (int j = 0; j < 10; j++) {
                builder.set("member.x" + j, x[j]);
            }
            for (int j = 0; j < tokens; j++) {
                builder.set("context.c" + j, "" + c[j]);
            }
        }
    }
}
