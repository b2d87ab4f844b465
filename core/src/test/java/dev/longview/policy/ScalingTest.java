package dev.longview.policy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.longview.columns.Batch;
import dev.longview.columns.Column;
import dev.longview.log.FeatureDefinition;
import dev.longview.outcome.Assembled;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Random;
import java.util.SequencedMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ScalingTest {
    private static final int ROWS = 20_000;
    private static final FeatureSpace SPACE = new FeatureSpace(
            List.of(new FeatureDefinition("context.hour", FeatureDefinition.Kind.NUMERIC)),
            FeatureSpace.DEFAULT_BITS,
            0);

    private static TrainingRows rows(double[] hours) {
        SequencedMap<String, Column> columns = new LinkedHashMap<>();
        columns.put(Assembled.ITEM, new Column.Texts(new int[hours.length], new String[] {"i"}));
        columns.put(Assembled.POSITION, new Column.Longs(new long[hours.length], new boolean[hours.length]));
        columns.put("context.hour", new Column.Doubles(hours));
        double[] rewards = new double[hours.length];
        Arrays.setAll(rewards, row -> row % 3);
        double[] ones = new double[hours.length];
        Arrays.fill(ones, 1);
        return TrainingRows.builder(SPACE, new Weighting.Uniform())
                .add(Batch.of(hours.length, columns), rewards, ones)
                .build();
    }

    private static double[] hours() {
        Random random = new Random(1);
        double[] hours = new double[ROWS];
        Arrays.setAll(hours, row -> random.nextInt(24));
        return hours;
    }

    /** Wherever they stand: first, last, or so often that they would be most of the variance together. */
    @ParameterizedTest
    @ValueSource(doubles = {1e6, -1e12, 1e300, Double.MAX_VALUE})
    void scaling_withSomeAbsurdNumbers_isThatOfTheOthers(double absurd) {
        double[] sane = hours();
        double[] hostile = Arrays.copyOf(sane, ROWS + 20);
        Arrays.fill(hostile, ROWS, hostile.length, absurd);
        hostile[0] = absurd;
        Scaling expected = rows(Arrays.copyOfRange(sane, 1, ROWS)).scaling;
        Scaling found = rows(hostile).scaling;
        assertThat(found.mean()[0]).isCloseTo(expected.mean()[0], within(1e-9));
        assertThat(found.deviation()[0]).isCloseTo(expected.deviation()[0], within(1e-9));
        assertThat(Math.abs(found.apply(0, absurd))).isEqualTo(Scaling.MOST);
    }

    @Test
    void scaling_ofNumbersWithoutAbsurdOnes_isTheirMeanAndDeviation() {
        Random random = new Random(2);
        double[] heavy = new double[ROWS];
        // Log-normal: the largest is hundreds of times the median, and counts.
        Arrays.setAll(heavy, row -> Math.exp(1.5 * random.nextGaussian()));
        double mean = Arrays.stream(heavy).average().orElseThrow();
        double square =
                Arrays.stream(heavy).map(x -> (x - mean) * (x - mean)).average().orElseThrow();
        Scaling found = rows(heavy).scaling;
        assertThat(found.mean()[0]).isCloseTo(mean, within(1e-9));
        assertThat(found.deviation()[0]).isCloseTo(Math.sqrt(square) * SPACE.spread()[0], within(1e-6));
    }

    /** Where nearly all are 0 nothing tells what is far out: all count. */
    @Test
    void scaling_ofANumberThatIsSeldomSet_countsAll() {
        double[] seldom = new double[ROWS];
        seldom[5] = 500;
        seldom[50] = 700;
        assertThat(rows(seldom).scaling.mean()[0]).isCloseTo(1200.0 / ROWS, within(1e-9));
    }
}
