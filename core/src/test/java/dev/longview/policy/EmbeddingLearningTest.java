package dev.longview.policy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import dev.longview.columns.Batch;
import dev.longview.columns.BatchBuilder;
import dev.longview.columns.ColumnType;
import dev.longview.log.FeatureDefinition;
import dev.longview.outcome.Assembled;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

/** Embeddings of items and members from outside, and rewards that are known functions of them. */
class EmbeddingLearningTest {
    private static final int SIZE = 6;
    private static final List<FeatureDefinition> FEATURES = List.of(
            new FeatureDefinition("context.hour", FeatureDefinition.Kind.NUMERIC),
            FeatureDefinition.embedding("member.taste", SIZE),
            FeatureDefinition.embedding("item.vector", SIZE));
    private static final double[] PREFERENCE = {1, -2, 0.5, 0, 3, -1};

    private interface Worth {
        double of(float[] member, float[] item);
    }

    /** Linear in numbers of very different offset and scale; the items scored were never shown, so that only the embedding can tell. */
    @Test
    void train_rewardLinearInTheEmbedding_ranksItemsNeverSeen() {
        Worth linear = (member, item) -> {
            double sum = 0;
            for (int i = 0; i < SIZE; i++) {
                sum += PREFERENCE[i] * item[i];
            }
            return sum;
        };
        FactorisedModel model = train(linear, List.of("item.vector"), 1);
        // The identities of the items shown take a part of what is theirs and not the embedding's.
        assertThat(correlation(model, linear)).isGreaterThan(0.95);
        // Without it nothing is known of them.
        assertThat(Math.abs(correlation(train(linear, List.of("context.hour"), 1), linear)))
                .isLessThan(0.3);
    }

    /** The reward is the product of the two embeddings: nothing linear in either tells anything. */
    @Test
    void train_rewardIsTheProductOfTwoEmbeddings_ranksItemsNeverSeen() {
        Worth product = (member, item) -> {
            double sum = 0;
            for (int i = 0; i < SIZE; i++) {
                sum += (double) member[i] * (item[i] - 10 * i);
            }
            return sum;
        };
        FactorisedModel model = train(product, List.of("member.taste", "item.vector"), SIZE);
        assertThat(correlation(model, product)).isGreaterThan(0.9);
    }

    @Test
    void bytes_ofAModelWithEmbeddings_areVersion2AndReadBack() {
        FactorisedModel model = train((member, item) -> item[0], List.of("context.hour", "item.vector"), 2);
        byte[] bytes = ModelBytes.write(model);
        assertThat(bytes[4]).isEqualTo((byte) ModelBytes.EMBEDDING_VERSION);
        FactorisedModel back = ModelBytes.read(bytes);
        assertThat(back.space()).isEqualTo(model.space());
        assertThat(ModelBytes.write(back)).isEqualTo(bytes);
        bytes[4] = (byte) ModelBytes.VERSION;
        assertThat(ModelBytes.write(train((member, item) -> item[0], List.of("context.hour"), 2))[4])
                .isEqualTo((byte) ModelBytes.VERSION);
    }

    @Test
    void explanation_namesTheEmbeddingOnce_andAddsUpToTheScore() {
        FactorisedModel model = train((member, item) -> item[0], List.of("member.taste", "item.vector"), 3);
        Batch rows = rows(new SplittableRandom(5), 4, 1_000, (member, item) -> 0);
        double[] context = new double[model.vectorLength()];
        double[] item = new double[model.vectorLength()];
        for (int row = 0; row < rows.size(); row++) {
            model.contexts(rows).read(row, context);
            model.items(rows).read(row, item);
            ScoreExplanation explanation = ScoreExplanation.of(model, rows, row);
            assertThat(explanation.score()).isCloseTo(model.score(context, item), within(1e-9));
            assertThat(explanation.parts())
                    .filteredOn(part -> part.context().isEmpty() && part.item().equals("item.vector"))
                    .hasSize(1);
            assertThat(explanation.parts())
                    .filteredOn(part ->
                            part.context().equals("member.taste") && part.item().equals("item.vector"))
                    .hasSize(1);
        }
    }

    @Test
    void items_embeddingMissing_isNeitherZeroNorAnyOther() {
        FactorisedModel model = train((member, item) -> item[0], List.of("item.vector"), 2);
        double[] missing = item(model, new float[0]);
        assertThat(Arrays.stream(missing).allMatch(Double::isFinite)).isTrue();
        assertThat(missing).isNotEqualTo(item(model, new float[SIZE]));
    }

    @Test
    void items_embeddingOfAnotherLength_isRefusedByItsLengths() {
        FactorisedModel model = train((member, item) -> item[0], List.of("item.vector"), 2);
        assertThatIllegalArgumentException()
                .isThrownBy(() -> item(model, new float[] {1, 2}))
                .withMessageContaining("row 0 has 2 numbers of item.vector, of which 6 are declared");
    }

    private static double[] item(FactorisedModel model, float[] vector) {
        BatchBuilder builder = builder();
        builder.set(Assembled.ITEM, "never seen").set("item.vector", vector).endRow();
        double[] read = new double[model.vectorLength()];
        model.items(builder.build()).read(0, read);
        return read;
    }

    private static FactorisedModel train(Worth worth, List<String> features, int dimensions) {
        SplittableRandom random = new SplittableRandom(11);
        Batch log = rows(random, 12_000, 0, worth);
        double[] target = log.doubles("worth").clone();
        double sd = Math.sqrt(Arrays.stream(target).map(t -> t * t).average().orElseThrow());
        // As much noise as there is signal.
        Arrays.setAll(target, row -> target[row] + sd * random.nextGaussian());
        double[] weight = new double[target.length];
        Arrays.fill(weight, 1);
        PolicyDefinition policy = new PolicyDefinition(
                "p", "r", features, dimensions, 0.1, 1e-6, 4, new Exploration.EpsilonGreedy(0.1), 1);
        TrainingRows rows = TrainingRows.builder(FeatureSpace.of(policy, FEATURES), new Weighting.Uniform())
                .add(log, target, weight)
                .build();
        return Learner.of(policy).train(rows).model();
    }

    /** Over rows of items that training never saw. */
    private static double correlation(FactorisedModel model, Worth worth) {
        Batch rows = rows(new SplittableRandom(99), 2_000, 1_000_000, worth);
        double[] context = new double[model.vectorLength()];
        double[] item = new double[model.vectorLength()];
        double[] score = new double[rows.size()];
        Vectors contexts = model.contexts(rows);
        Vectors items = model.items(rows);
        for (int row = 0; row < score.length; row++) {
            contexts.read(row, context);
            items.read(row, item);
            score[row] = model.score(context, item);
        }
        return correlation(score, rows.doubles("worth"));
    }

    private static double correlation(double[] a, double[] b) {
        double meanA = Arrays.stream(a).average().orElseThrow();
        double meanB = Arrays.stream(b).average().orElseThrow();
        double ab = 0;
        double aa = 0;
        double bb = 0;
        for (int i = 0; i < a.length; i++) {
            ab += (a[i] - meanA) * (b[i] - meanB);
            aa += (a[i] - meanA) * (a[i] - meanA);
            bb += (b[i] - meanB) * (b[i] - meanB);
        }
        return ab / Math.sqrt(aa * bb);
    }

    /** Number i of an item's embedding has mean 10·i and deviation 1. */
    private static Batch rows(SplittableRandom random, int n, int firstItem, Worth worth) {
        float[][] items = new float[300][SIZE];
        for (float[] item : items) {
            for (int i = 0; i < SIZE; i++) {
                item[i] = (float) (10 * i + random.nextGaussian());
            }
        }
        BatchBuilder builder = builder();
        for (int row = 0; row < n; row++) {
            int which = random.nextInt(items.length);
            float[] taste = new float[SIZE];
            for (int i = 0; i < SIZE; i++) {
                taste[i] = (float) random.nextGaussian();
            }
            builder.set(Assembled.ITEM, "i" + (firstItem + which))
                    .set(Assembled.POSITION, 0L)
                    .set("context.hour", random.nextDouble())
                    .set("member.taste", taste)
                    .set("item.vector", items[which])
                    .set("worth", worth.of(taste, items[which]))
                    .endRow();
        }
        return builder.build();
    }

    private static BatchBuilder builder() {
        return new BatchBuilder(Map.of(
                Assembled.ITEM,
                ColumnType.TEXT,
                Assembled.POSITION,
                ColumnType.BIGINT,
                "context.hour",
                ColumnType.DOUBLE,
                "member.taste",
                ColumnType.FLOAT_LIST,
                "item.vector",
                ColumnType.FLOAT_LIST,
                "worth",
                ColumnType.DOUBLE));
    }
}
