package dev.longview.cli;

import dev.longview.loop.Refusal;
import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeParseException;
import java.time.temporal.ChronoUnit;

/** Moments as people write them: a date (its midnight in UTC), ISO-8601 with an offset, or microseconds since 1970. */
final class Moments {
    private Moments() {}

    static long micros(String option, String text) {
        try {
            if (text.matches("-?\\d{9,18}")) {
                return Long.parseLong(text);
            }
            Instant instant = text.matches("\\d{4}-\\d{2}-\\d{2}")
                    ? LocalDate.parse(text).atStartOfDay().toInstant(ZoneOffset.UTC)
                    : OffsetDateTime.parse(text).toInstant();
            return ChronoUnit.MICROS.between(Instant.EPOCH, instant);
        } catch (DateTimeParseException | ArithmeticException e) {
            throw new Refusal(
                    option + ": '" + text + "' is no moment. Write a date (2026-01-31), a time with its offset"
                            + " (2026-01-31T18:30:00Z), or microseconds since 1970",
                    e);
        }
    }

    static String text(long micros) {
        return Instant.EPOCH.plus(micros, ChronoUnit.MICROS).toString();
    }
}
