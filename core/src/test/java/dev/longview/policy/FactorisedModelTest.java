package dev.longview.policy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import dev.longview.columns.Batch;
import dev.longview.columns.BatchBuilder;
import dev.longview.columns.ColumnType;
import dev.longview.log.FeatureDefinition;
import dev.longview.log.FeatureDefinition.Kind;
import dev.longview.outcome.Assembled;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class FactorisedModelTest {
    private static final List<FeatureDefinition> FEATURES = List.of(
            new FeatureDefinition("context.device", Kind.CATEGORICAL),
            new FeatureDefinition("member.tenure", Kind.NUMERIC),
            new FeatureDefinition("item.genres", Kind.MULTI_VALUED),
            new FeatureDefinition("item.year", Kind.NUMERIC));
    private static final FeatureSpace SPACE = new FeatureSpace(FEATURES, 10, 3);
    private final FactorisedModel model = trained();

    @Test
    void score_catalogue_equalsItemByItem() {
        BatchBuilder builder = builder();
        for (int i = 0; i < 1_300; i++) {
            row(builder, "item-" + i, "tv", i, List.of("drama", "g" + i % 7), 1900 + i % 100);
        }
        Batch batch = builder.build();
        Scorer scorer = Scorer.of(model, batch);
        Vectors contexts = model.contexts(batch);
        Vectors items = model.items(batch);
        double[] context = new double[model.vectorLength()];
        double[] item = new double[model.vectorLength()];
        double[] scores = new double[1_300];
        double[] some = new double[2];
        contexts.read(5, context);
        scorer.score(context, scores);
        scorer.score(context, new int[] {1_299, 600}, 2, some);
        for (int i = 0; i < 1_300; i++) {
            items.read(i, item);
            assertThat(scores[i]).isCloseTo(model.score(context, item), within(1e-6));
        }
        assertThat(some).containsExactly(scores[1_299], scores[600]);
        assertThat(scorer.rowOf("item-600")).isEqualTo(600);
        assertThat(scorer.rowOf("nothing")).isEqualTo(-1);
    }

    @Test
    void items_unknownId_areScoredByTheirFeaturesAlone() {
        double[] known = item("a", List.of("drama"), 2000);
        double[] unknown = item("never seen", List.of("drama"), 2000);
        double[] other = item("never seen either", List.of("drama"), 2000);
        double[] blank = item("never seen", List.of("no such genre"), 2000);
        assertThat(unknown).isEqualTo(other).isNotEqualTo(known).isNotEqualTo(blank);
        assertThat(unknown[0]).isNotZero();
    }

    @Test
    void items_numericIsMissingOrInfinite_areFiniteAndAlike() {
        double[] missing = item("a", List.of("drama"), Double.NaN);
        assertThat(item("a", List.of("drama"), Double.POSITIVE_INFINITY)).isEqualTo(missing);
        assertThat(Arrays.stream(missing).allMatch(Double::isFinite)).isTrue();
        assertThat(Arrays.stream(item("a", List.of("drama"), 1e300)).allMatch(Double::isFinite))
                .isTrue();
    }

    @Test
    void scaling_valuesSeen_isTheirMeanAndDeviation() {
        Scaling.Builder builder = new Scaling.Builder(new double[] {1, 1});
        for (double value : new double[] {1, 2, 3, 6}) {
            builder.add(0, value);
        }
        builder.add(1, 5);
        Scaling scaling = builder.build();
        assertThat(scaling.apply(0, 3 + Math.sqrt(3.5))).isCloseTo(1, within(1e-12));
        assertThat(scaling.apply(0, -1e300)).isEqualTo(-Scaling.MOST);
        assertThat(scaling.apply(1, 5)).isZero();
    }

    @Test
    void slot_manyValues_fillTheSpaceEvenlyAndMoveWithTheSeed() {
        int[] count = new int[64];
        int same = 0;
        FeatureSpace small = SPACE.withBits(6);
        for (int i = 0; i < 64_000; i++) {
            count[small.slot("f", "value " + i)]++;
            same += small.slot("f", "value " + i) == small.withSeed(4).slot("f", "value " + i) ? 1 : 0;
        }
        double chi2 = Arrays.stream(count)
                .mapToDouble(c -> (c - 1000.0) * (c - 1000.0) / 1000)
                .sum();
        // 63 degrees of freedom: 120 is beyond the 0.9999 quantile.
        assertThat(chi2).isLessThan(120);
        assertThat(same).isBetween(800, 1_200);
    }

    @Test
    void of_featureNotDeclared_namesWhatIs() {
        PolicyDefinition policy = new PolicyDefinition(
                "home", "r", List.of("item.yaer"), 1, 0.1, 0, 1, new Exploration.EpsilonGreedy(0.1), 1);
        assertThatIllegalArgumentException()
                .isThrownBy(() -> FeatureSpace.of(policy, FEATURES))
                .withMessageContaining("item.yaer")
                .withMessageContaining("item.year");
    }

    @Test
    void catalogue_itemTwice_isRefused() {
        BatchBuilder builder = builder();
        row(builder, "a", "tv", 1, List.of(), 1);
        row(builder, "a", "tv", 1, List.of(), 1);
        Batch batch = builder.build();
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Scorer.of(model, batch))
                .withMessageContaining("'a'");
    }

    @Test
    void bytes_readBack_areTheSameModel() {
        byte[] bytes = ModelBytes.write(model);
        FactorisedModel back = ModelBytes.read(bytes);
        assertThat(ModelBytes.write(back)).isEqualTo(bytes);
        assertThat(back.space()).isEqualTo(model.space());
        assertThat(back.positionTerm(1)).isEqualTo(model.positionTerm(1)).isNotZero();
        double[] vector = new double[back.vectorLength()];
        BatchBuilder builder = builder();
        row(builder, "a", "tv", 3, List.of("drama"), 2000);
        back.items(builder.build()).read(0, vector);
        assertThat(vector).isEqualTo(item("a", List.of("drama"), 2000));
    }

    @Test
    void bytes_cutAnywhereOrChangedAnywhere_areRefused() {
        byte[] bytes = ModelBytes.write(model);
        for (int length = 0; length < bytes.length; length++) {
            byte[] cut = Arrays.copyOf(bytes, length);
            assertThatIllegalArgumentException().isThrownBy(() -> ModelBytes.read(cut));
            byte[] changed = bytes.clone();
            changed[length] ^= 0x10;
            assertThatIllegalArgumentException().isThrownBy(() -> ModelBytes.read(changed));
        }
    }

    @Test
    void bytes_laterVersion_tellsBothVersions() {
        byte[] bytes = ModelBytes.write(model);
        bytes[4] = 9;
        assertThatIllegalArgumentException()
                .isThrownBy(() -> ModelBytes.read(bytes))
                .withMessageContaining("version 9")
                .withMessageContaining("version 1");
    }

    private double[] item(String id, List<String> genres, double year) {
        BatchBuilder builder = builder();
        row(builder, id, "tv", 1, genres, year);
        double[] vector = new double[model.vectorLength()];
        model.items(builder.build()).read(0, vector);
        return vector;
    }

    private static FactorisedModel trained() {
        BatchBuilder builder = builder();
        for (int i = 0; i < 60; i++) {
            List<String> genres = i % 2 == 0 ? List.of("drama") : List.of("drama", "kids");
            row(
                    builder,
                    i % 3 == 0 ? "a" : "b",
                    i % 4 == 0 ? "tv" : "phone",
                    i,
                    genres,
                    i % 5 == 0 ? Double.NaN : 1990 + i);
        }
        Batch batch = builder.build();
        double[] target = new double[60];
        double[] weight = new double[60];
        Arrays.setAll(target, i -> (i % 7) / 7.0);
        Arrays.fill(weight, 1);
        TrainingRows rows = TrainingRows.builder(SPACE, new Weighting.Uniform())
                .add(batch, target, weight)
                .build();
        List<String> names = FEATURES.stream().map(FeatureDefinition::name).toList();
        return Learner.of(new PolicyDefinition("p", "r", names, 2, 0.1, 0, 2, new Exploration.EpsilonGreedy(0.1), 1))
                .train(rows)
                .model();
    }

    private static BatchBuilder builder() {
        return new BatchBuilder(Map.of(
                Assembled.ITEM,
                ColumnType.TEXT,
                Assembled.POSITION,
                ColumnType.BIGINT,
                "context.device",
                ColumnType.TEXT,
                "member.tenure",
                ColumnType.DOUBLE,
                "item.genres",
                ColumnType.TEXT_LIST,
                "item.year",
                ColumnType.DOUBLE));
    }

    private static void row(
            BatchBuilder builder, String item, String device, long n, List<String> genres, double year) {
        builder.set(Assembled.ITEM, item).set(Assembled.POSITION, n % 2).set("context.device", device);
        builder.set("member.tenure", (double) n)
                .set("item.genres", genres)
                .set("item.year", year)
                .endRow();
    }
}
