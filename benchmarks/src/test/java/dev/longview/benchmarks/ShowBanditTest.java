package dev.longview.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.longview.label.Evidence;
import dev.longview.simulate.published.ImpatientShows;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

class ShowBanditTest {
    private static ShowBandit.Learned learned;

    @BeforeAll
    static void learn() {
        learned = ShowBandit.Learned.of(200, 1_000);
    }

    /** A hundred days, of which sixty pass before anybody who waits knows anything. */
    @Test
    void averageRegret_hundredDays_methodsComeInTheirOrder() {
        PairedSeeds seeds = ShowBandit.fiftyShows(learned, 100, 50, 4);
        double readings = seeds.of("readings").mean();

        // Regrets of one trial have a deviation of about 0.2, so that means of four differ by 0.14 by chance.
        assertThat(readings).isLessThan(seeds.of("plug_in").mean() - 0.05);
        assertThat(readings).isCloseTo(seeds.of("filter").mean(), within(0.25));
        assertThat(seeds.of("plug_in").mean()).isLessThan(seeds.of("wait").mean() - 0.3);
        assertThat(seeds.of("no_delay").mean()).isLessThan(seeds.of("wait").mean() - 0.6);
        assertThat(seeds.of("wait").mean()).isLessThan(seeds.of("random").mean() - 0.1);
        assertThat(seeds.of("day_two").mean())
                .isBetween(readings + 0.5, seeds.of("random").mean() + 0.1);
        // The fifty published shows: random recommendations lose 2.11.
        assertThat(seeds.of("random").mean()).isCloseTo(2.11, within(0.03));
    }

    /** A show is gone before its first trace is complete: who waits learns nothing, who reads early labels does. */
    @Test
    @Tag("thorough")
    void averageRegret_movingCatalogue_readingsLearnAndWaitingDoesNot() {
        PairedSeeds seeds = ShowBandit.movingCatalogue(learned, 140, 50, 90, 2);

        assertThat(seeds.difference("wait", "random").mean()).isCloseTo(0, within(1e-12));
        assertThat(seeds.of("readings").mean()).isLessThan(seeds.of("random").mean() - 0.2);
        assertThat(seeds.of("readings").mean()).isCloseTo(seeds.of("filter").mean(), within(0.25));
    }

    @Test
    void evidence_ofNewShows_isUnbiasedAndAsPreciseAsItSays() {
        ImpatientShows shows = ImpatientShows.draw(77, 300);
        int traces = 400;
        for (int days : new int[] {4, 14, 40}) {
            double bias = 0;
            double slope = 0;
            double squares = 0;
            double noise = 0;
            Evidence one = learned.readings().evidence(0, days);
            for (int show = 0; show < shows.size(); show++) {
                int s = show;
                double[] z = IntStream.range(0, traces)
                        .mapToDouble(n -> learned.readings()
                                .evidence(shows.trace(s, n), days)
                                .value())
                        .toArray();
                double mean = IntStream.range(0, traces)
                        .mapToDouble(n -> z[n])
                        .average()
                        .orElseThrow();
                double theta =
                        shows.meanStickiness(show) - learned.readings().prior().mean();
                bias += (mean - learned.readings().prior().mean() - theta) / shows.size();
                slope += theta * (mean - learned.readings().prior().mean());
                squares += theta * theta;
                for (double value : z) {
                    noise += (value - mean) * (value - mean) / (traces - 1.0) / shows.size();
                }
            }

            // The slopes of 200 shows with a thousand traces each have an error of 4% to 10%, at four days.
            assertThat(slope / squares).as("slope at %d days", days).isCloseTo(1, within(0.2));
            assertThat(bias).as("bias at %d days", days).isCloseTo(0, within(0.3));
            assertThat(noise).isCloseTo(learned.readings().prior().noise() / one.precision(), within(0.15 * noise));
        }
    }

    @Test
    void difference_ofPairs_isThatOfStudentsInterval() {
        PairedSeeds seeds = PairedSeeds.run("test", List.of("a", "b"), 3, seed -> new double[] {seed * 2, seed});

        // 0, 1, 2: mean 1, deviation 1, t of two degrees of freedom 4.303.
        assertThat(seeds.difference("a", "b").mean()).isCloseTo(1, within(1e-12));
        assertThat(seeds.difference("a", "b").high()).isCloseTo(1 + 4.3027 / Math.sqrt(3), within(1e-4));
        assertThat(seeds.of("b").low()).isCloseTo(1 - 4.3027 / Math.sqrt(3), within(1e-4));
    }
}
