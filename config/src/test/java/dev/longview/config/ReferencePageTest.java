package dev.longview.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

/** Rewrites the page instead of comparing it when run with {@code -Dlongview.rewrite}. */
class ReferencePageTest {
    private static final String MARK = "<!-- From here on generated: mvn test -pl config -am -Dtest=ReferencePageTest"
            + " -Dtest.jvm.more=-Dlongview.rewrite=true -->\n";

    @Test
    void page_isWhatTheSchemaSays() throws IOException {
        Path file = Path.of(System.getProperty("longview.root", ".."), "docs", "config.md");
        String page = Files.readString(file);
        String generated = page.substring(0, page.indexOf(MARK) + MARK.length()) + ReferencePage.tables();
        if (Boolean.getBoolean("longview.rewrite")) {
            Files.writeString(file, generated);
            return;
        }
        assertThat(page)
                .as("docs/config.md; its first lines tell how to rewrite it")
                .isEqualTo(generated);
    }
}
