package dev.longview.loop;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Random;
import org.junit.jupiter.api.Test;

class ScoreDriftTest {
    private static final int CONTEXTS = 500;
    private static final int ITEMS = 40;
    private static final double BETWEEN_ITEMS = 0.1;

    private final Random random = new Random(3);

    /** @param between how far apart contexts are, {@code level} how far all items of one move, {@code step} how far each does */
    private ScoreDrift drift(double between, double level, double step) {
        ScoreDrift drift = new ScoreDrift();
        for (int c = 0; c < CONTEXTS; c++) {
            double own = between * random.nextGaussian();
            double moves = level * random.nextGaussian();
            double[] before = new double[ITEMS];
            double[] after = new double[ITEMS];
            for (int i = 0; i < ITEMS; i++) {
                before[i] = own + BETWEEN_ITEMS * random.nextGaussian();
                after[i] = before[i] + moves + step * random.nextGaussian();
            }
            drift.add(after, before);
        }
        return drift;
    }

    @Test
    void add_levelsThatMoveFromContextToContext_areNoShift() {
        ScoreDrift drift = drift(0, 5, 0);
        assertThat(drift.shift()).isCloseTo(0, within(1e-12));
        assertThat(drift.agreement()).isCloseTo(1, within(1e-12));
    }

    /** Else a policy that turns the order of items upside down would look near, by the distance between members. */
    @Test
    void add_contextsFarApart_areNoYardstick() {
        double items = Math.sqrt((ITEMS - 1.0) / ITEMS) * BETWEEN_ITEMS;
        for (double between : new double[] {0, 3}) {
            assertThat(drift(between, 0, 0).deviation())
                    .as("contexts apart by %s", between)
                    .isCloseTo(items, within(4 * items / Math.sqrt(2.0 * CONTEXTS * ITEMS)));
        }
    }

    @Test
    void add_itemsThatMove_areTheirMeanDistance() {
        // The mean of |N(0, 1)| is the root of 2/π.
        double expected = 0.2 * Math.sqrt(2 / Math.PI) * Math.sqrt((ITEMS - 1.0) / ITEMS);
        assertThat(drift(1, 1, 0.2).shift())
                .isCloseTo(expected, within(4 * 0.2 * 0.61 / Math.sqrt((double) CONTEXTS * ITEMS)));
    }
}
