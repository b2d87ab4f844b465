package dev.longview.experiment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import dev.longview.experiment.ExperimentDefinition.Cell;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;
import org.apache.commons.statistics.distribution.ChiSquaredDistribution;
import org.junit.jupiter.api.Test;

class AllocationTest {
    @Test
    void position_ofTheCasesOfGrowthBook_isTheirs() throws IOException {
        JsonNode cases = Cases.read("hashing_growthbook.json");
        int compared = 0;
        for (JsonNode c : cases.get("hash")) {
            if (c.get("version").asInt() == 2) {
                assertThat(Allocation.position(
                                c.get("seed").asText(), c.get("value").asText()))
                        .isEqualTo(c.get("expected").asDouble());
                compared++;
            }
        }
        for (JsonNode c : cases.get("computedAscii")) {
            assertThat(Allocation.position(
                            c.get("seed").asText(), c.get("value").asText()))
                    .isEqualTo(c.get("v2").asDouble());
            compared++;
        }
        for (JsonNode c : cases.get("nonAscii").get("vectors")) {
            assertThat(Allocation.position(
                            c.get("seed").asText(), c.get("value").asText()))
                    .as("UTF-8, not UTF-16 units")
                    .isEqualTo(c.get("utf8_v2").asDouble());
            compared++;
        }
        assertThat(compared).isGreaterThan(800);
    }

    /** Published in GrowthBook's specification; enough to see the hash change without the shared files. */
    @Test
    void position_ofPublishedVectors_isTheirs() {
        assertThat(Allocation.position("seed", "a")).isEqualTo(0.0505);
        assertThat(Allocation.position("foo", "def")).isEqualTo(0.2019);
        assertThat(Allocation.position("90850943850283058242805", "123")).isEqualTo(0.7516);
    }

    @Test
    void index_manyAccounts_fillsCellsByTheirWeights() {
        double share = 0.4;
        double[] weights = {5, 3, 0, 2};
        Allocation allocation = Allocation.of(experiment("salt", share, weights));
        int n = 200_000;
        long[] observed = new long[5];
        for (int i = 0; i < n; i++) {
            observed[allocation.index("account-" + i).orElse(4)]++;
        }
        double[] expected = {0.4 * 0.5 * n, 0.4 * 0.3 * n, 0, 0.4 * 0.2 * n, 0.6 * n};
        assertThat(observed[2]).isZero();
        // Seeded by the ids: one draw of a p-value, which a sound hash leaves below 0.001 once in a thousand salts.
        assertThat(chiSquare(observed, expected, 3)).isGreaterThan(0.001);
    }

    @Test
    void index_manySalts_pValuesAreUniform() {
        int salts = 200;
        int n = 5_000;
        long[] tenths = new long[10];
        for (int s = 0; s < salts; s++) {
            Allocation allocation = Allocation.of(experiment("experiment-" + s, 1, 1, 1, 1));
            long[] observed = new long[3];
            for (int i = 0; i < n; i++) {
                observed[allocation.index(Integer.toString(i)).orElseThrow()]++;
            }
            double p = chiSquare(observed, new double[] {n / 3.0, n / 3.0, n / 3.0}, 2);
            tenths[(int) Math.min(9, p * 10)]++;
        }
        double[] even = new double[10];
        java.util.Arrays.fill(even, salts / 10.0);
        assertThat(chiSquare(tenths, even, 9)).isGreaterThan(0.001);
    }

    @Test
    void index_twoExperimentsWithLikeSalts_isIndependent() {
        int pairs = 60;
        List<Double> p = new ArrayList<>();
        for (int s = 0; s < pairs; s++) {
            Allocation one = Allocation.of(experiment("row-" + s, 1, 1, 1));
            Allocation other = Allocation.of(experiment("row-" + (s + 1), 1, 1, 1));
            int n = 20_000;
            long[] both = new long[4];
            for (int i = 0; i < n; i++) {
                String account = "a" + i;
                both[2 * one.index(account).orElseThrow() + other.index(account).orElseThrow()]++;
            }
            double rows = both[0] + both[1];
            double columns = both[0] + both[2];
            double total = n;
            double[] expected = {
                rows * columns / total,
                rows * (total - columns) / total,
                (total - rows) * columns / total,
                (total - rows) * (total - columns) / total
            };
            p.add(chiSquare(both, expected, 1));
        }
        assertThat(p.stream().mapToDouble(x -> x).min().orElseThrow()).isGreaterThan(0.0001);
        // The mean of 60 uniforms has standard error 0.037.
        assertThat(p.stream().mapToDouble(x -> x).average().orElseThrow()).isCloseTo(0.5, within(4 * 0.037));
    }

    @Test
    void index_shareIsRaised_movesNobodyBetweenCells() {
        Allocation small = Allocation.of(experiment("s", 0.1, 1, 2, 3));
        Allocation large = Allocation.of(experiment("s", 0.7, 1, 2, 3));
        for (int i = 0; i < 20_000; i++) {
            OptionalInt before = small.index("m" + i);
            if (before.isPresent()) {
                assertThat(large.index("m" + i)).isEqualTo(before);
            }
        }
    }

    @Test
    void of_impossibleNumbers_saysWhich() {
        assertThatThrownBy(() -> Allocation.of(experiment("s", 0, 1, 1)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("share must be above 0 and at most 1: 0.0");
        assertThatThrownBy(() -> Allocation.of(experiment("s", 1, 1, Double.NaN)))
                .hasMessageContaining("cell c1: weight must be a number of at least 0: NaN");
        assertThatThrownBy(() -> Allocation.of(experiment("s", 1, 0, 0))).hasMessageContaining("weights sum to 0.0");
    }

    static ExperimentDefinition experiment(String salt, double share, double... weights) {
        List<Cell> cells = new ArrayList<>();
        for (int i = 0; i < weights.length; i++) {
            cells.add(new Cell("c" + i, weights[i], "policy"));
        }
        return new ExperimentDefinition("test", salt, share, cells);
    }

    private static double chiSquare(long[] observed, double[] expected, int degrees) {
        double statistic = 0;
        for (int i = 0; i < observed.length; i++) {
            if (expected[i] > 0) {
                statistic += Math.pow(observed[i] - expected[i], 2) / expected[i];
            }
        }
        return ChiSquaredDistribution.of(degrees).survivalProbability(statistic);
    }
}
