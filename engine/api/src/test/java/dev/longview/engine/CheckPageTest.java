package dev.longview.engine;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** docs/validate.md has the checks and their thresholds as the code has them. */
class CheckPageTest {
    private static final Path PAGE = Path.of(System.getProperty("longview.root", "../.."), "docs", "validate.md");
    private static final Pattern BLOCK = Pattern.compile("<!-- checks -->\n.*<!-- end -->", Pattern.DOTALL);

    @Test
    void page_everyCheckAndThreshold_isThatOfTheCode() throws IOException {
        String page = Files.readString(PAGE);
        String written = BLOCK.matcher(page)
                .replaceFirst(Matcher.quoteReplacement("<!-- checks -->\n\n" + table() + "\n<!-- end -->"));
        if (Boolean.getBoolean("longview.rewrite")) {
            Files.writeString(PAGE, written);
            return;
        }
        assertThat(page)
                .as("docs/validate.md; to write it anew: mvn test -pl engine/api -am -Dtest=CheckPageTest"
                        + " -Dsurefire.failIfNoSpecifiedTests=false -Dtest.jvm.more=-Dlongview.rewrite=true")
                .isEqualTo(written);
    }

    private static String table() {
        StringBuilder table =
                new StringBuilder("| check | counts | WARN above | FAIL above | to do |\n|---|---|---|---|---|\n");
        for (Check check : Check.values()) {
            table.append("| `%s` | %s | %s | %s | %s |\n"
                    .formatted(
                            check.checkName(),
                            check.meaning(),
                            share(check.warnAbove()),
                            share(check.failAbove()),
                            check.fix()));
        }
        return table.toString();
    }

    private static String share(double threshold) {
        return threshold == Check.NEVER
                ? "never"
                : threshold == 0
                        ? "0"
                        : BigDecimal.valueOf(threshold)
                                        .movePointRight(2)
                                        .stripTrailingZeros()
                                        .toPlainString()
                                + "%";
    }
}
