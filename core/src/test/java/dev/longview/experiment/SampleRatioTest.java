package dev.longview.experiment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Test;

class SampleRatioTest {
    @Test
    void of_casesOfScipy_hasTheirPValues() throws IOException {
        for (JsonNode c : Cases.read("srm.json").get("cases")) {
            SampleRatio check = SampleRatio.of(
                    StreamSupport.stream(c.get("users").spliterator(), false)
                            .mapToLong(JsonNode::asLong)
                            .toArray(),
                    StreamSupport.stream(c.get("weights").spliterator(), false)
                            .mapToDouble(JsonNode::asDouble)
                            .toArray());
            double expected = c.get("chi2_positive_weight_cells").asDouble();
            assertThat(check.pValue()).as(c.toString()).isCloseTo(expected, within(1e-9 * expected));
            assertThat(check.misplaced())
                    .isEqualTo(c.get("usersInZeroWeightCells").asLong());
        }
    }

    /** χ² = 2 · 30²/530 = 3.396 with one degree of freedom. */
    @Test
    void of_twoEvenCells_isTheChiSquareByHand() {
        SampleRatio check = SampleRatio.of(new long[] {500, 560}, new double[] {1, 1});
        assertThat(check.pValue()).isCloseTo(0.065346, within(1e-6));
        assertThat(check.mismatch()).isFalse();
        assertThat(check.expected()).containsExactly(530.0, 530.0);
    }

    @Test
    void mismatch_accountsInACellOfWeightZero_isOne() {
        SampleRatio check = SampleRatio.of(new long[] {1000, 1000, 1}, new double[] {1, 1, 0});
        assertThat(check.pValue()).isEqualTo(1);
        assertThat(check.mismatch()).isTrue();
        assertThat(check.sentence()).contains("1 accounts are in cells of weight 0");
    }

    @Test
    void of_noWeight_isRefused() {
        assertThatThrownBy(() -> SampleRatio.of(new long[] {1, 2}, new double[] {0, 0}))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("a weight above 0");
    }
}
