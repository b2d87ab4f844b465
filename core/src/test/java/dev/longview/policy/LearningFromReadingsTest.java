package dev.longview.policy;

import static org.assertj.core.api.Assertions.assertThat;

import dev.longview.columns.Batch;
import dev.longview.columns.BatchBuilder;
import dev.longview.columns.ColumnType;
import dev.longview.label.Line;
import dev.longview.label.Reading;
import dev.longview.label.Readings;
import dev.longview.outcome.Assembled;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

/**
 * Half of the items are young: their labels are 1 + 0.3(θ − 1) and noise of variance 0.25, where a final one is θ and noise of variance 1.
 * What a learner makes of 200 rows of each is known: with a ridge of 30 and scale 1, a final label's weight is 200/230, a reading's
 * 72/102 at its precision of 0.36.
 */
class LearningFromReadingsTest {
    private static final int ITEMS = 60;
    private static final int ROWS = 200;
    private static final double DEVIATION = 0.3;
    private static final Readings READINGS = new Readings(
            0.1,
            List.of(1L, 2L),
            List.of(),
            new double[0],
            List.of(new Line(1, 1, 1, new double[0], 1, new double[0], 0.3, 0, 0.25, 0, DEVIATION * DEVIATION, 1)),
            List.of());

    private record Log(Batch rows, double[] labels, long[] ages, double[] truth) {}

    private static Log log(SplittableRandom random) {
        double[] truth = new double[ITEMS];
        for (int i = 0; i < ITEMS; i++) {
            truth[i] = 1 + DEVIATION * random.nextGaussian();
        }
        BatchBuilder rows = new BatchBuilder(Map.of(
                Assembled.ITEM,
                ColumnType.TEXT,
                Assembled.POSITION,
                ColumnType.BIGINT,
                Assembled.CONDITIONAL,
                ColumnType.DOUBLE));
        double[] labels = new double[ITEMS * ROWS];
        long[] ages = new long[labels.length];
        for (int r = 0; r < labels.length; r++) {
            int item = r % ITEMS;
            ages[r] = item % 2 == 0 ? 1 : 2;
            labels[r] = ages[r] == 1
                    ? 1 + 0.3 * (truth[item] - 1) + 0.5 * random.nextGaussian()
                    : truth[item] + random.nextGaussian();
            rows.set(Assembled.ITEM, "i" + item)
                    .set(Assembled.POSITION, 0L)
                    .set(Assembled.CONDITIONAL, 1.0 / ITEMS)
                    .endRow();
        }
        return new Log(rows.build(), labels, ages, truth);
    }

    @Test
    void train_halfOfTheItemsYoung_readingsTellThemApartAndExpectationsDoNot() {
        double plain = 0;
        double read = 0;
        double reference = 0;
        for (int seed = 0; seed < 5; seed++) {
            Log log = log(new SplittableRandom(seed));
            double[] ones = new double[log.labels.length];
            double[] values = new double[ones.length];
            double[] precisions = new double[ones.length];
            double[] shrunk = new double[ITEMS];
            for (int r = 0; r < ones.length; r++) {
                Reading reading = READINGS.read(OptionalInt.empty(), log.ages[r], log.labels[r], new double[0], 1);
                ones[r] = 1;
                values[r] = reading.value();
                precisions[r] = reading.precision();
                shrunk[r % ITEMS] += reading.precision() * (reading.value() - 1) / (ROWS * reading.precision() + 30);
            }
            plain += youngError(log, scores(log, log.labels, ones));
            read += youngError(log, scores(log, values, precisions));
            for (int item = 0; item < ITEMS; item += 2) {
                reference += square(1 + shrunk[item] - log.truth[item]);
            }
        }
        // In expectation 0.49·0.09 = 0.044 an item, against (30/102)²·0.09 + 72/102² = 0.015.
        assertThat(read).isLessThan(0.6 * plain);
        // Gradient steps in one order are not the exact ridge: half as much again is allowed.
        assertThat(read).isLessThan(1.5 * reference);
    }

    private static double[] scores(Log log, double[] targets, double[] weights) {
        PolicyDefinition policy =
                new PolicyDefinition("p", "r", List.of(), 1, 0.1, 0, 10, new Exploration.EpsilonGreedy(0), 1);
        TrainingRows rows = TrainingRows.builder(FeatureSpace.of(policy, List.of()), new Weighting.Uniform())
                .add(log.rows, targets, weights)
                .build();
        FactorisedModel model = Learner.of(policy).train(rows).model();
        BatchBuilder catalogue = new BatchBuilder(Map.of(Assembled.ITEM, ColumnType.TEXT));
        for (int i = 0; i < ITEMS; i++) {
            catalogue.set(Assembled.ITEM, "i" + i).endRow();
        }
        Scorer scorer = Scorer.of(model, catalogue.build());
        double[] context = new double[model.vectorLength()];
        model.contexts(log.rows).read(0, context);
        double[] scores = new double[ITEMS];
        scorer.score(context, scores);
        return scores;
    }

    private static double youngError(Log log, double[] scores) {
        double sum = 0;
        for (int item = 0; item < ITEMS; item += 2) {
            sum += square(scores[item] - log.truth[item]);
        }
        return sum;
    }

    private static double square(double x) {
        return x * x;
    }
}
