package dev.longview.delay;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class ReliabilityTest {
    @Test
    void groups_calibratedPredictions_areTenOfEqualSizeWhoseIntervalsCoverThem() {
        Reliability reliability = new Reliability();
        SplittableRandom random = new SplittableRandom(3);
        for (int i = 0; i < 20_000; i++) {
            double p = random.nextDouble() * random.nextDouble();
            reliability.add(p, random.nextDouble() < p);
        }

        List<DelayReport.Group> groups = reliability.groups(10);

        assertThat(groups).hasSize(10);
        assertThat(groups.stream().mapToLong(DelayReport.Group::size).sum()).isEqualTo(20_000);
        int covered = 0;
        for (DelayReport.Group group : groups) {
            assertThat(group.size()).isBetween(1_800L, 2_300L);
            assertThat(group.low()).isLessThan(group.observed());
            assertThat(group.high()).isGreaterThan(group.observed());
            covered += group.low() <= group.predicted() && group.predicted() <= group.high() ? 1 : 0;
        }
        // Each with 0.95: fewer than eight of ten have a probability of 0.01.
        assertThat(covered).isGreaterThanOrEqualTo(8);
    }

    /** Wilson's interval of 1 in 10, as in Brown, Cai and DasGupta (2001): 0.0179 to 0.4042. */
    @Test
    void groups_oneInTen_hasWilsonsInterval() {
        Reliability reliability = new Reliability();
        for (int i = 0; i < 10; i++) {
            reliability.add(0.2, i == 0);
        }
        DelayReport.Group group = reliability.groups(10).getFirst();
        assertThat(group.size()).isEqualTo(10);
        assertThat(group.predicted()).isCloseTo(0.2, within(1e-12));
        assertThat(group.low()).isCloseTo(0.0179, within(5e-5));
        assertThat(group.high()).isCloseTo(0.4042, within(5e-5));
    }

    @Test
    void groups_nothing_areNone() {
        assertThat(new Reliability().groups(10)).isEmpty();
    }
}
