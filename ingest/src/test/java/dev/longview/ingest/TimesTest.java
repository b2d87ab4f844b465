package dev.longview.ingest;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class TimesTest {
    @Test
    void parse_randomMomentsAndOffsets_equalsTheJdk() {
        Random random = new Random(1);
        for (int i = 0; i < 100_000; i++) {
            long micros = random.nextLong(Times.END);
            Instant moment = Instant.EPOCH.plus(micros, ChronoUnit.MICROS);
            OffsetDateTime there = moment.atOffset(ZoneOffset.ofTotalSeconds(60 * (random.nextInt(2161) - 1080)));
            String text = DateTimeFormatter.ISO_OFFSET_DATE_TIME.format(there);
            assertThat(Times.parse(random.nextBoolean() ? text : text.replace('T', ' ')))
                    .as(text)
                    .isEqualTo(micros);
        }
    }

    @ParameterizedTest
    @CsvSource({
        "1970-01-01T00:00:00Z, 0",
        "1970-01-01T00:00Z, 0",
        "1970-01-01 01:00:00.5+01:00, 500000",
        "1970-01-01T00:00:00.1234567Z, 123456",
        "1970-01-01T01:00:00+0100, 0",
        "1970-01-01T01:00:00+01, 0",
        "2024-02-29T00:00:00Z, 1709164800000000"
    })
    void parse_formsThatAreAllowed_areThatMoment(String text, long micros) {
        assertThat(Times.parse(text)).isEqualTo(micros);
    }

    @ParameterizedTest
    @ValueSource(strings = {"2026-01-31", "2026-01-31T20:15", "2026-01-31 20:15:00", "2026-01-31T20:15:00.123"})
    void parse_noZone_isTold(String text) {
        assertThat(Times.parse(text)).isEqualTo(Times.NO_ZONE);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "yesterday",
                "2026",
                "2026-02-29T00:00:00Z",
                "2026-00-10T00:00:00Z",
                "2026-13-10T00:00:00Z",
                "2026-01-31T24:00:00Z",
                "2026-01-31T20:60:00Z",
                "2026-01-31T20:15:60Z",
                "2026-01-31T20:15:00.Z",
                "2026-01-31T20:15:00+",
                "2026-01-31T20:15:00+1:00",
                "2026-01-31T20:15:00+01:",
                "2026-01-31T20:15:00+19:00",
                "2026-01-31T20:15:00Zulu",
                "2026-01-31T20:15:00 Z",
                "-026-01-31T20:15:00Z",
                "31.01.2026 20:15"
            })
    void parse_noTime_isTold(String text) {
        assertThat(Times.parse(text)).isEqualTo(Times.NO_TIME);
    }
}
