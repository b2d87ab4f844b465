package dev.longview.cli;

import dev.longview.config.Durations;
import dev.longview.loop.Refusal;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** Ages of recommendations on the command line, as durations; in microseconds inside. */
final class Ages {
    private Ages() {}

    static List<Long> micros(List<String> texts) {
        return texts.stream().map(Ages::micros).toList();
    }

    private static long micros(String text) {
        return Durations.parse(text)
                .map(TimeUnit.MICROSECONDS::convert)
                .orElseThrow(() -> new Refusal("--ages: '" + text
                        + "' is no duration; write a whole number and a unit, by commas: 1d,7d,4w. Units: "
                        + Durations.UNITS));
    }

    static String text(long micros) {
        return Durations.spell(Duration.of(micros, ChronoUnit.MICROS));
    }
}
