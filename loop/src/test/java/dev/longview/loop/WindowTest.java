package dev.longview.loop;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class WindowTest {
    @ParameterizedTest
    @CsvSource({
        "glad, glad, true",
        "glad, glad@0123, true",
        "glad, gladly@0123, false",
        "glad, glad2, false",
        "glad@0123, glad@0123, true",
        "glad@0123, glad@01234, false",
        "glad@0123, glad, false"
    })
    void served_byANameOrAVersion_isThatVersionOrAnyOfTheName(String by, String policy, boolean served) {
        assertThat(Window.served(by, policy)).isEqualTo(served);
    }
}
