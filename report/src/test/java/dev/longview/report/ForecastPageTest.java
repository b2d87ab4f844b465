package dev.longview.report;

import static org.assertj.core.api.Assertions.assertThat;

import dev.longview.delay.DelayReport;
import dev.longview.delay.OpinionReport;
import dev.longview.delay.Silence;
import java.io.StringReader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.Test;
import org.w3c.dom.Document;
import org.xml.sax.InputSource;

class ForecastPageTest {
    private static final long HOUR = 3_600_000_000L;

    /** Ages of 1, 2, 4, … hours; half of what is open changes, more of it the younger it is. */
    private static DelayReport report(String name, int ages, long open, boolean silent) {
        List<DelayReport.AtAge> at = new ArrayList<>();
        for (int k = 0; k < ages; k++) {
            List<DelayReport.Group> groups = new ArrayList<>();
            for (int g = 0; g < 10; g++) {
                double p = (g + 0.5) / 10;
                groups.add(new DelayReport.Group(open / 10, p, p * p, Math.max(0, p * p - 0.05), p * p + 0.05));
            }
            double left = Math.exp(-0.3 * k);
            at.add(new DelayReport.AtAge(
                    HOUR << k,
                    open,
                    0.1,
                    0.3,
                    0.31,
                    0.5 * left,
                    0.62,
                    4.1 * left,
                    0.012,
                    0.71,
                    0.02,
                    0.019,
                    1 - left,
                    groups));
        }
        return new DelayReport(name, at, silent ? Optional.of(new Silence(0, 100, 0)) : Optional.empty());
    }

    private static final OpinionReport OPINION = new OpinionReport(
            "thumb",
            "up",
            4_512,
            61_002,
            0.831,
            0.36,
            0.45,
            List.of(
                    new OpinionReport.Asked(-1, 0.431),
                    new OpinionReport.Asked(0, 0.602),
                    new OpinionReport.Asked(1, 0.774)),
            0.611,
            0.123);

    private static Page page(String name, long open) {
        return ForecastPage.of(
                "learned then",
                List.of(new ForecastPage.Outcome(
                        report(name, 9, open, true), report(name, 9, 0, false), 720 * HOUR, 48 * HOUR)),
                List.of(OPINION),
                new Block.Provenance(List.of(new Block.Provenance.Entry("as of", "2026-03-01"))));
    }

    private static Document parse(String html) throws Exception {
        return DocumentBuilderFactory.newInstance().newDocumentBuilder().parse(new InputSource(new StringReader(html)));
    }

    @Test
    void of_reports_holdsTheirNumbersAndThreePicturesAnOutcome() throws Exception {
        String html = page("completed", 12_000).render();
        Files.writeString(Files.createDirectories(Path.of("target")).resolve("forecasts.html"), html);
        Document page = parse(html);
        String text = page.getDocumentElement().getTextContent();

        // Each is drawn for a wide and for a narrow screen.
        assertThat(page.getElementsByTagName("svg").getLength()).isEqualTo(6);
        assertThat(page.getElementsByTagName("table").getLength()).isEqualTo(2);
        assertThat(text)
                .contains("When completed arrives", "events no longer count", "nor may they be late")
                .contains("1 h: 12,000 open, calibration error 0.012")
                .contains("static prior, and waiting", "label so far")
                .contains(" has stopped arriving")
                .contains("4,512 answered and 61,002 did not", "odds of the silent times 0.37", "0.7740");
        assertThat(html).doesNotContain("src=").doesNotContain("href=");
    }

    @Test
    void of_outcomeThatNothingWasOpenOf_saysSo() throws Exception {
        Document page = parse(page("played", 0).render());
        assertThat(page.getElementsByTagName("svg").getLength()).isZero();
        assertThat(page.getDocumentElement().getTextContent()).contains("could still change at any age");
    }

    @Test
    void of_hostileName_isOnlyText() throws Exception {
        String html = page("<script>alert('x')</script>", 100).render();
        parse(html);
        assertThat(html).doesNotContain("<script");
    }
}
