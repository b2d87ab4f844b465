package dev.longview.ingest;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class SeenIdsTest {
    /** At 200,000 ids, one is taken for another once in a thousand million. */
    @Test
    void add_manyIdsThatAreAlike_areEachNewOnceAndKnownThen() {
        SeenIds seen = new SeenIds();
        for (int day = 0; day < 10; day++) {
            for (int member = 0; member < 10_000; member++) {
                assertThat(seen.add("d" + day + "-" + member)).isTrue();
                assertThat(seen.add(day + "d-" + member)).isTrue();
            }
        }

        assertThat(seen.add("d3-77")).isFalse();
        assertThat(seen.add("9d-9999")).isFalse();
        assertThat(seen.add("d10-0")).isTrue();
        assertThat(seen.add("")).isTrue();
        assertThat(seen.add("")).isFalse();
    }
}
