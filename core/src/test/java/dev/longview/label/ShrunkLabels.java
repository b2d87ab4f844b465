package dev.longview.label;

import java.util.List;
import java.util.SplittableRandom;

/**
 * Items whose effects, and a predictor whose shrinkage, are known: y = θ + 2x + noise, ŷ = p + ρ(θ − m) + own·x + e + noise, where e is
 * the same for all rows of an item. Noises of y and ŷ go together.
 */
record ShrunkLabels(double slope, double noise, double shared, double contextInLabel) {
    static final double MEAN = 1;
    static final double PREDICTED = 0.8;
    static final double ITEM_DEVIATION = 0.3;
    static final double CONTEXT = 2;
    static final List<Long> AGES = List.of(1_000L, 2_000L);

    /** One item: its effect, the error that its rows share, and the share of its rows with x = 1. */
    record Item(double effect, double error, double mix) {}

    Item item(SplittableRandom random) {
        double effect = MEAN + ITEM_DEVIATION * random.nextGaussian();
        // Better items are shown more in the better context: what a pooled regression takes for an effect of the
        // context.
        double mix = effect > MEAN ? 0.8 : 0.2;
        return new Item(effect, Math.sqrt(shared) * random.nextGaussian(), mix);
    }

    /** Final reward, label, x. */
    double[] row(Item item, SplittableRandom random) {
        double x = random.nextDouble() < item.mix ? 1 : 0;
        double u = random.nextGaussian();
        double fin = item.effect + CONTEXT * x + u;
        double label = PREDICTED
                + slope * (item.effect - MEAN)
                + item.error
                + contextInLabel * x
                + Math.sqrt(noise) * (0.6 * u + 0.8 * random.nextGaussian());
        return new double[] {fin, label, x};
    }

    /** Items with 5 to 105 rows each, of a type. */
    void fill(ReadingLearner learner, String type, int items, SplittableRandom random) {
        for (int i = 0; i < items; i++) {
            Item item = item(random);
            int rows = 5 + random.nextInt(101);
            for (int r = 0; r < rows; r++) {
                double[] row = row(item, random);
                learner.add(type + i, type, new double[] {row[1], Double.NaN}, row[0], new double[] {row[2]});
            }
        }
    }

    Readings fit(int items, SplittableRandom random) {
        ReadingLearner learner = ReadingLearner.of(AGES, 1);
        fill(learner, "", items, random);
        return readings(learner);
    }

    static Readings readings(ReadingLearner learner) {
        return switch (learner.fit(List.of("heavy"))) {
            case ReadingLearner.Result.Fitted(Readings readings) -> readings;
            case ReadingLearner.Result.Unreadable(String reason) -> throw new AssertionError(reason);
        };
    }
}
