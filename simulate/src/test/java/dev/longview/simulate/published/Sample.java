package dev.longview.simulate.published;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.function.IntToDoubleFunction;
import java.util.stream.IntStream;

/**
 * A mean with what it takes to compare it.
 *
 * @param deviation of one value
 */
record Sample(double mean, double deviation, int size) {
    static Sample of(int size, IntToDoubleFunction value) {
        double[] values = IntStream.range(0, size).mapToDouble(value).toArray();
        double mean =
                IntStream.range(0, size).mapToDouble(i -> values[i]).average().orElseThrow();
        double squares = IntStream.range(0, size)
                .mapToDouble(i -> (values[i] - mean) * (values[i] - mean))
                .sum();
        return new Sample(mean, Math.sqrt(squares / (size - 1)), size);
    }

    double error() {
        return deviation / Math.sqrt(size);
    }

    /** Fails unless the figure lies within 3.5 standard errors of the mean, to which is added that of the figure itself. */
    void assertAgrees(String what, double figure, double errorOfFigure) {
        double error = Math.hypot(error(), errorOfFigure);
        assertThat(mean)
                .as("%s, figure %.4g, n = %d, error %.2g", what, figure, size, error)
                .isBetween(figure - 3.5 * error, figure + 3.5 * error);
    }
}
