package dev.longview.label;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import org.junit.jupiter.api.Test;

class WaitingTest {
    private static final long DAY = 86_400_000_000L;

    /** Half a final label from the first hour to day ten, a whole one after. */
    private static Waiting halfUntilDayTen() {
        double[] none = {};
        Line half = new Line(1, 1, 0, none, 0, none, 1, 0, 2, 0, 1, 1);
        // Two landmarks close to the end, so that next to nothing is interpolated towards it.
        List<Long> ages = List.of(1L, 10 * DAY - 1, 10 * DAY);
        return Waiting.of(new Readings(0.1, ages, List.of(), none, List.of(half, half), List.of()));
    }

    @Test
    void of_halfALabelUntilDayTen_sharesAreTheAreas() {
        Waiting waiting = halfUntilDayTen();
        assertThat(waiting.learnEarly().getFirst().byDay()).satisfies(byDay -> {
            assertThat(byDay.get(0)).isCloseTo(0.5, within(1e-9));
            // Of 28 days ten count half.
            assertThat(byDay.get(4)).isCloseTo((10 * 0.5 + 18) / 28, within(1e-9));
        });
        Waiting.Share week = waiting.learnEarly().get(3);
        assertThat(week.waitDays()).isEqualTo(7);
        assertThat(week.byDay().get(2)).isZero();
        assertThat(week.byDay().get(3)).isCloseTo((3 * 0.5 + 4) / 14, within(1e-9));
        assertThat(waiting.learnFinal().waitDays()).isCloseTo(10, within(1e-9));
        assertThat(waiting.learnFinal().byDay().get(3)).isCloseTo(4.0 / 14, within(1e-9));
        assertThat(waiting.ages().getFirst().precision()).isEqualTo(0.5);
    }

    @Test
    void of_labelsFinalAtOnce_refreshCostsItsMeanLag() {
        double[] none = {};
        Line whole = new Line(1, 1, 0, none, 0, none, 1, 0, 1, 0, 1, 1);
        Waiting waiting = Waiting.of(new Readings(0.1, List.of(1L, DAY), List.of(), none, List.of(whole), List.of()));
        // Information is t: of ∫t = 28²/2, a refresh every f days leaves out f/2 for 28 days. Hours are counted at
        // their ends.
        for (Waiting.Refresh refresh : waiting.refreshes()) {
            if (refresh.everyHours() != 72) {
                assertThat(refresh.cost())
                        .as("every %d hours", refresh.everyHours())
                        .isCloseTo((refresh.everyHours() + 1) / 673.0, within(1e-9));
            }
        }
        assertThat(waiting.recommendedHours()).isEqualTo(24);
    }
}
