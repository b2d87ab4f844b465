package dev.longview.policy;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class PaceTest {
    private long now;

    private List<Integer> threads(Pace pace, long together, long alone) {
        List<Integer> taken = new ArrayList<>();
        for (int stretch = 0; stretch < 10; stretch++) {
            int threads = pace.threads();
            taken.add(threads);
            // The first of each are slow, as they are compiled.
            long first = stretch < 2 ? 1_000 - 900 * stretch : 0;
            pace.timed(() -> now += first + (threads == 1 ? alone : together));
        }
        return taken;
    }

    @Test
    void threads_severalAreSlower_oneGoesOn() {
        assertThat(threads(new Pace(4, Optional.of(() -> now)), 120, 100))
                .containsExactly(4, 1, 4, 1, 4, 1, 1, 1, 1, 1);
    }

    @Test
    void threads_severalAreFaster_allGoOn() {
        assertThat(threads(new Pace(4, Optional.of(() -> now)), 60, 100)).containsExactly(4, 1, 4, 1, 4, 1, 4, 4, 4, 4);
    }

    @Test
    void threads_afterFourTimesAsManyRows_areTriedAgain() {
        Pace pace = new Pace(4, Optional.of(() -> now));
        List<Integer> taken = new ArrayList<>();
        for (int stretch = 0; stretch < 40; stretch++) {
            int threads = pace.threads();
            taken.add(threads);
            // Long batches, later on, suit several.
            int together = stretch < 20 ? 120 : 60;
            pace.timed(() -> now += threads == 1 ? 100 : together);
        }
        assertThat(taken.subList(6, 24)).containsOnly(1);
        assertThat(taken.subList(24, 30)).containsExactly(4, 1, 4, 1, 4, 1);
        assertThat(taken.subList(30, 40)).containsOnly(4);
    }

    @Test
    void threads_noClock_areAll() {
        assertThat(threads(new Pace(2, Optional.empty()), 120, 100)).containsOnly(2);
    }
}
