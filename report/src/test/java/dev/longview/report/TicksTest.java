package dev.longview.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.math.BigDecimal;
import java.util.HashSet;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class TicksTest {
    @Test
    void between_randomRanges_areRoundEvenAndInside() {
        var random = new SplittableRandom(1);
        for (int trial = 0; trial < 20_000; trial++) {
            double length = Math.pow(10, random.nextDouble(-8, 9));
            double low = random.nextGaussian() * length * Math.pow(10, random.nextDouble(-2, 3));
            double high = low + length;
            int wanted = 2 + random.nextInt(7);
            List<BigDecimal> places = Ticks.between(low, high, wanted).places();
            assertThat(places.size()).isBetween(wanted / 3, wanted + 1);
            var labels = new HashSet<String>();
            for (int i = 0; i < places.size(); i++) {
                assertThat(places.get(i).doubleValue()).isBetween(low, high);
                assertThat(labels.add(Numbers.exact(places.get(i)))).isTrue();
                if (i > 0) {
                    BigDecimal step = places.get(i).subtract(places.get(i - 1));
                    assertThat(step.stripTrailingZeros().unscaledValue().intValue())
                            .isIn(1, 2, 5);
                    if (i > 1) {
                        assertThat(step).isEqualByComparingTo(places.get(i - 1).subtract(places.get(i - 2)));
                    }
                }
            }
        }
    }

    @Test
    void between_zeroToOne_areFifths() {
        assertThat(Ticks.between(0, 1, 5).places().stream().map(Numbers::exact))
                .containsExactly("0", "0.2", "0.4", "0.6", "0.8", "1");
    }

    @Test
    void between_noLength_isRefused() {
        assertThatThrownBy(() -> Ticks.between(1, 1, 5)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void numbers_ofAllKinds_readWell() {
        assertThat(Numbers.fixed(-0.0001, 2)).isEqualTo("0.00");
        assertThat(Numbers.fixed(1234567.891, 1)).isEqualTo("1\u202F234\u202F567.9");
        assertThat(Numbers.fixed(-1234, 0)).isEqualTo("−1234");
        assertThat(Numbers.signed(0.5, 1)).isEqualTo("+0.5");
        assertThat(Numbers.signed(0, 1)).isEqualTo("0.0");
        assertThat(Numbers.fixed(Double.NaN, 1)).isEqualTo("–");
        assertThat(Numbers.fixed(Double.NEGATIVE_INFINITY, 1)).isEqualTo("−∞");
        assertThat(Numbers.pValue(5e-29)).isEqualTo("5e−29");
        assertThat(Numbers.pValue(0.0159)).isEqualTo("0.016");
        assertThat(Numbers.pValue(1)).isEqualTo("1.00");
        assertThat(Numbers.exact(new BigDecimal("2E+12"))).isEqualTo("2e12");
        assertThat(Numbers.exact(new BigDecimal("0E-3"))).isEqualTo("0");
        assertThat(Numbers.decimals(0.035)).isEqualTo(3);
    }
}
