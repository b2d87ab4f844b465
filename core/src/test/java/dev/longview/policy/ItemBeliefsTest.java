package dev.longview.policy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.longview.columns.Batch;
import dev.longview.columns.Column;
import dev.longview.label.Evidence;
import dev.longview.label.Posterior;
import dev.longview.log.FeatureDefinition;
import dev.longview.outcome.Assembled;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Random;
import java.util.SequencedMap;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class ItemBeliefsTest {
    private static final PolicyDefinition POLICY =
            new PolicyDefinition("p", "r", List.of(), 1, 0.1, 0, 5, new Exploration.Thompson(0.1), 1);

    /** Truth, and rows that were drawn from it. */
    private record World(double[] worth, TrainingRows rows, int[] items, double[] readings, double[] precisions) {}

    /** @param noise standard deviation of a final reward within an item */
    private static World world(int items, int rowsOfLast, double between, double noise, boolean early, long seed) {
        Random random = new Random(seed);
        double[] worth = new double[items];
        for (int i = 0; i < items; i++) {
            worth[i] = 3 + between * random.nextGaussian();
        }
        int[] shown = new int[items * rowsOfLast];
        double[] reading = new double[shown.length];
        double[] precision = new double[shown.length];
        int n = 0;
        for (int i = 0; i < items; i++) {
            // From one row to many: what is known of items differs.
            for (int row = 0; row < 1 + i * rowsOfLast / items; row++) {
                shown[n] = i;
                precision[n] = early && random.nextBoolean() ? 0.2 : 1;
                reading[n] = worth[i] + noise / Math.sqrt(precision[n]) * random.nextGaussian();
                n++;
            }
        }
        shown = Arrays.copyOf(shown, n);
        reading = Arrays.copyOf(reading, n);
        precision = Arrays.copyOf(precision, n);
        FeatureSpace space = new FeatureSpace(List.of(), FeatureSpace.DEFAULT_BITS, 0);
        TrainingRows rows = TrainingRows.builder(space, AmongMany.cappedAt(5))
                .add(batch(shown, random), reading, precision)
                .build();
        return new World(worth, rows, shown, reading, precision);
    }

    private static Batch batch(int[] items, Random random) {
        int most = Arrays.stream(items).max().orElseThrow() + 1;
        String[] names = new String[most];
        Arrays.setAll(names, i -> "t" + i);
        double[] propensity = new double[items.length];
        Arrays.setAll(propensity, row -> 0.1 + 0.9 * random.nextDouble());
        SequencedMap<String, Column> columns = new LinkedHashMap<>();
        columns.put(Assembled.ITEM, new Column.Texts(items, names));
        columns.put(Assembled.POSITION, new Column.Longs(new long[items.length], new boolean[items.length]));
        columns.put(Assembled.CONDITIONAL, new Column.Doubles(propensity));
        return Batch.of(items.length, columns);
    }

    private static double[] believed(FactorisedModel model, int items) {
        int[] all = new int[items];
        Arrays.setAll(all, i -> i);
        Vectors vectors = model.items(batch(all, new Random(1)));
        double[] context = new double[model.vectorLength()];
        model.contexts(batch(new int[] {0}, new Random(1))).read(0, context);
        double[] item = new double[model.vectorLength()];
        double[] scores = new double[items];
        for (int i = 0; i < items; i++) {
            vectors.read(i, item);
            scores[i] = model.score(context, item);
        }
        return scores;
    }

    @Test
    void of_plantedItems_nineteenOfTwentyAreWithinTheirIntervals() {
        int within = 0;
        int all = 0;
        double squared = 0;
        for (int seed = 0; seed < 5; seed++) {
            World world = world(300, 100, 0.5, 2, true, seed);
            FactorisedModel model = Learner.of(POLICY).train(world.rows).model();
            ItemBeliefs.Fitted beliefs = ItemBeliefs.of(model, world.rows);
            double[] means = believed(beliefs.means(), 300);
            double[] deviations = believed(beliefs.deviations(), 300);
            for (int i = 0; i < 300; i++) {
                double off = (means[i] - world.worth[i]) / deviations[i];
                within += Math.abs(off) < 1.96 ? 1 : 0;
                squared += off * off;
                all++;
            }
        }
        // 1,500 intervals, the items of a seed by one estimate of their spread: four binomial errors.
        assertThat(within / (double) all).isCloseTo(0.95, within(0.022));
        assertThat(squared / all).isCloseTo(1, within(0.15));
    }

    @Test
    void of_rowsOfAllPrecisions_isThePosteriorByTheSameEvidence() {
        World world = world(30, 40, 1, 1, true, 7);
        FactorisedModel model = Learner.of(POLICY).train(world.rows).model();
        ItemBeliefs.Fitted beliefs = ItemBeliefs.of(model, world.rows);
        // Without features all but the item's own term is the bias, the constant's term and the embeddings' product.
        double[] plain = believed(model, 30);
        ItemEffects effects = ItemEffects.of(1);
        for (int row = 0; row < world.items.length; row++) {
            int slot = model.space().slot(Assembled.ITEM, "t" + world.items[row]);
            double rest = plain[world.items[row]] - own(model, slot);
            effects.renew(
                    "d" + row,
                    0,
                    "t" + world.items[row],
                    new Evidence(world.readings[row] - rest, world.precisions[row], 0));
        }
        double[] means = believed(beliefs.means(), 30);
        double[] deviations = believed(beliefs.deviations(), 30);
        for (int i = 0; i < 30; i++) {
            int slot = model.space().slot(Assembled.ITEM, "t" + i);
            double rest = plain[i] - own(model, slot);
            Posterior posterior = effects.posterior("t" + i, beliefs.prior());
            assertThat(means[i] - rest).isCloseTo(posterior.mean(), within(1e-6));
            assertThat(deviations[i]).isCloseTo(1 / Math.sqrt(posterior.precision()), within(1e-6));
        }
    }

    /** What the identity adds, where all contexts are the same. */
    private static double own(FactorisedModel model, int slot) {
        double[] context = new double[model.vectorLength()];
        model.contexts(batch(new int[] {0}, new Random(1))).read(0, context);
        int id = model.index(slot);
        return model.linear[id] + context[1] * model.embeddings[id];
    }

    /** Of 128 slots nearly all are shared: by items, by countries, and by the constant of contexts. */
    @Test
    void of_featuresThatShareSlotsWithItems_addNothingToDeviations() {
        List<FeatureDefinition> features =
                List.of(new FeatureDefinition("context.country", FeatureDefinition.Kind.CATEGORICAL));
        int items = 60;
        int countries = 80;
        Random random = new Random(5);
        int[] shown = random.ints(6_000, 0, items).toArray();
        int[] country = random.ints(shown.length, 0, countries).toArray();
        double[] reading = new double[shown.length];
        double[] precision = new double[shown.length];
        Arrays.setAll(reading, row -> 0.1 * shown[row] + random.nextGaussian());
        Arrays.fill(precision, 1);
        TrainingRows rows = TrainingRows.builder(new FeatureSpace(features, 7, 0), AmongMany.cappedAt(5))
                .add(batch(shown, random).with("context.country", countries(country, countries)), reading, precision)
                .build();
        FactorisedModel model = Learner.of(POLICY).train(rows).model();
        ItemBeliefs.Fitted beliefs = ItemBeliefs.of(model, rows);
        // Nor may an item's belief move the term of a country, and with it all items there.
        for (int c = 0; c < countries; c++) {
            int slot = model.index(rows.space.slot("context.country", "c" + c));
            assertThat(beliefs.means().linear[slot]).as("country %d", c).isEqualTo(model.linear[slot]);
        }
        double unknown = Math.sqrt(beliefs.prior().variance());
        double[] context = new double[beliefs.deviations().vectorLength()];
        double[] item = new double[context.length];
        int[] all = new int[items];
        Arrays.setAll(all, i -> i);
        Vectors catalogue = beliefs.deviations().items(batch(all, random));
        for (int i = 0; i < items; i++) {
            catalogue.read(i, item);
            double alone = beliefs.deviations().bias + item[0];
            assertThat(alone).isBetween(1e-5 * unknown, unknown * (1 + 1e-12));
            // What stays of a shared slot's term is no posterior mean, so that the posterior's error is not its own.
            if (sharesASlot(rows, model, i, countries)) {
                assertThat(alone).as("item %d", i).isCloseTo(unknown, within(1e-12 * unknown));
            }
            for (int c = 0; c < countries; c++) {
                Batch visit = batch(new int[] {0}, random).with("context.country", countries(new int[] {c}, countries));
                beliefs.deviations().contexts(visit).read(0, context);
                assertThat(beliefs.deviations().score(context, item)).isEqualTo(alone);
            }
        }
    }

    private static boolean sharesASlot(TrainingRows rows, FactorisedModel model, int item, int countries) {
        int slot = model.index(rows.space.slot(Assembled.ITEM, "t" + item));
        return IntStream.range(0, countries)
                .anyMatch(c -> model.index(rows.space.slot("context.country", "c" + c)) == slot);
    }

    /** A thousand titles shown once each, five of them played: one play must not make anybody certain of a title. */
    @Test
    void of_itemsShownOnceWithRareRewards_isSureOfNone() {
        int items = 1_000;
        int[] shown = new int[items];
        double[] reading = new double[items];
        double[] precision = new double[items];
        Arrays.setAll(shown, i -> i);
        Arrays.setAll(reading, i -> i % 200 == 7 ? 1 : 0);
        for (double each : new double[] {1, 0.05}) {
            Arrays.fill(precision, each);
            FeatureSpace space = new FeatureSpace(List.of(), FeatureSpace.DEFAULT_BITS, 0);
            TrainingRows rows = TrainingRows.builder(space, new Weighting.Uniform())
                    .add(batch(shown, new Random(1)), reading, precision)
                    .build();
            ItemBeliefs.Fitted beliefs =
                    ItemBeliefs.of(Learner.of(POLICY).train(rows).model(), rows);
            double[] means = believed(beliefs.means(), items);
            double[] deviations = believed(beliefs.deviations(), items);
            // What rows scatter by, a row's precision taken into account.
            double noise = 5.0 / items * (1 - 5.0 / items) * each;
            assertThat(beliefs.prior().noise()).isCloseTo(noise, within(0.25 * noise));
            assertThat(means[7] - means[8]).isBetween(0.0, 0.1);
            assertThat(deviations[7]).isBetween(0.7 * Math.sqrt(noise / 31), 1.3 * Math.sqrt(noise / 30));
        }
    }

    private static Column.Texts countries(int[] codes, int countries) {
        String[] names = new String[countries];
        Arrays.setAll(names, c -> "c" + c);
        return new Column.Texts(codes, names);
    }

    @Test
    void of_anItemNeverShown_isBelievedToBeLikeTheOthers() {
        World world = world(60, 100, 0.5, 1, false, 3);
        ItemBeliefs.Fitted beliefs =
                ItemBeliefs.of(Learner.of(POLICY).train(world.rows).model(), world.rows);
        double[] means = believed(beliefs.means(), 61);
        assertThat(believed(beliefs.deviations(), 61)[60])
                .isCloseTo(Math.sqrt(beliefs.prior().variance()), within(1e-9));
        assertThat(beliefs.prior().variance()).isCloseTo(0.25, within(0.12));
        assertThat(beliefs.prior().noise()).isCloseTo(1, within(0.1));
        assertThat(means[60]).isCloseTo(3, within(0.4));
    }

    @Test
    void of_rewardsThatNeverDiffer_hasADeviationAboveZero() {
        World world = world(5, 3, 0, 0, false, 3);
        ItemBeliefs.Fitted beliefs =
                ItemBeliefs.of(Learner.of(POLICY).train(world.rows).model(), world.rows);
        for (double deviation : believed(beliefs.deviations(), 6)) {
            assertThat(deviation).isPositive();
        }
        assertThat(believed(beliefs.means(), 6)[0]).isCloseTo(world.worth[0], within(0.2));
    }
}
