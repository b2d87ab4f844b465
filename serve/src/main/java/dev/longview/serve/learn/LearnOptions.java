package dev.longview.serve.learn;

import dev.longview.loop.GateOptions;
import java.time.Duration;

/**
 * How a service learns.
 *
 * @param every how long from the beginning of a round to the next; a round that takes longer is followed at once
 * @param window how far back decisions teach, of the service's clock
 * @param fitEvery how often forecasts of pending outcomes are fitted, of the service's clock; zero for never
 * @param learns whether policies are trained at all; else the journal is sealed, and no more
 * @param seed of the models
 * @param gate what a version must pass
 */
public record LearnOptions(
        Duration every, Duration window, Duration fitEvery, boolean learns, long seed, GateOptions gate) {
    public static final Duration SHORTEST = Duration.ofSeconds(2);

    public LearnOptions {
        if (every.compareTo(SHORTEST) < 0) {
            throw new IllegalArgumentException("the interval must be at least " + SHORTEST + ": " + every);
        }
        if (window.isNegative() || window.isZero()) {
            throw new IllegalArgumentException("the window must be above 0: " + window);
        }
    }

    /**
     * Every 45 seconds, so that with rounds of up to a quarter of a minute what came serves within a minute; of the last 56 days; forecasts
     * every day; only sealing unless {@link #learning}.
     */
    public static LearnOptions withDefaults() {
        return new LearnOptions(
                Duration.ofSeconds(45), Duration.ofDays(56), Duration.ofDays(1), false, 0, GateOptions.withDefaults());
    }

    public LearnOptions learning(boolean trains) {
        return new LearnOptions(every, window, fitEvery, trains, seed, gate);
    }

    public LearnOptions withEvery(Duration interval) {
        return new LearnOptions(interval, window, fitEvery, learns, seed, gate);
    }

    public LearnOptions withWindow(Duration back) {
        return new LearnOptions(every, back, fitEvery, learns, seed, gate);
    }

    public LearnOptions withFitEvery(Duration interval) {
        return new LearnOptions(every, window, interval, learns, seed, gate);
    }

    public LearnOptions withGate(GateOptions options) {
        return new LearnOptions(every, window, fitEvery, learns, seed, options);
    }
}
