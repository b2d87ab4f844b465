package dev.longview.simulate.streaming;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

/** Rewrites the page instead of comparing it when run with {@code -Dlongview.rewrite}. */
final class ParameterPageTest {
    private static final String MARK = "<!-- From here on generated: mvn test -pl simulate -am -Dtest=ParameterPageTest"
            + " -Dsurefire.failIfNoSpecifiedTests=false -Dtest.jvm.more=-Dlongview.rewrite=true -->\n";

    @Test
    void page_isWhatTheParametersSay() throws IOException {
        Path file = Path.of(System.getProperty("longview.root", ".."), "docs", "world-parameters.md");
        String page = Files.readString(file);
        String generated = page.substring(0, page.indexOf(MARK) + MARK.length()) + ParameterPage.tables();
        if (Boolean.getBoolean("longview.rewrite")) {
            Files.writeString(file, generated);
            return;
        }
        assertThat(page)
                .as("docs/world-parameters.md; a comment in it tells how to rewrite it")
                .isEqualTo(generated);
    }
}
