package dev.longview.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.longview.experiment.CellComparison;
import dev.longview.experiment.ExperimentDefinition;
import dev.longview.experiment.ExperimentReport;
import dev.longview.experiment.Observed;
import dev.longview.experiment.Survival;
import java.io.IOException;
import java.io.StringReader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.SplittableRandom;
import javax.xml.parsers.DocumentBuilderFactory;
import javax.xml.parsers.ParserConfigurationException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.w3c.dom.Document;
import org.w3c.dom.Element;
import org.w3c.dom.NodeList;
import org.xml.sax.InputSource;
import org.xml.sax.SAXException;

class PageTest {
    private static final String HOSTILE = "<script>alert('x')</script> & \"q\" ]]> \u0000\uD800";

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                HOSTILE,
                "用户 žluťoučký 🙂",
                "averylongnamewithoutanyspaceinitthatgoesonandonandonandonandonandon"
            })
    void render_anyName_isWellFormedAndTheNameIsOnlyText(String name) throws Exception {
        Document page = parse(Examples.everything(name).render());
        assertThat(page.getElementsByTagName("script").getLength()).isZero();
        String printable = name.replace('\u0000', '\uFFFD').replace('\uD800', '\uFFFD');
        assertThat(page.getElementsByTagName("h1").item(0).getTextContent())
                .isEqualTo("Row ranker against popularity " + printable);
        assertThat(elements(page, "svg")).hasSize(6);
    }

    @Test
    void render_hostileNames_keepsNoMarkupOfTheirs() {
        assertThat(Examples.everything(HOSTILE).render())
                .doesNotContain("<script")
                .doesNotContain("alert('");
    }

    @Test
    void render_twice_sameBytes() {
        assertThat(Examples.everything("a").render())
                .isEqualTo(Examples.everything("a").render());
    }

    @Test
    void render_everything_asksForNothing() {
        String html = Examples.everything("").render();
        assertThat(html)
                .doesNotContain("url(")
                .doesNotContain("@import")
                .doesNotContain("src=")
                .doesNotContain("href=");
        assertThat(html).contains("default-src &#39;none&#39;");
        // In HTML a style sheet is raw text: what would have to be escaped must not be in it.
        assertThat(Stylesheet.CSS).doesNotContainPattern("[<>&\"']");
    }

    @Test
    void render_everything_namesEveryPlotForThoseWhoCannotSeeIt() throws Exception {
        Document page = parse(Examples.everything("x").render());
        var ids = new HashSet<String>();
        for (Element svg : elements(page, "svg")) {
            assertThat(svg.getElementsByTagName("title").item(0).getTextContent())
                    .isNotBlank();
            assertThat(svg.getElementsByTagName("desc").item(0).getTextContent())
                    .isNotBlank();
            assertThat(ids.add(svg.getAttribute("aria-labelledby"))).isTrue();
        }
    }

    /** By the estimate of widths, nothing sticks out of a drawing, and no two texts lie upon each other. */
    @Test
    void render_randomPlots_textsNeitherOverlapNorAreCut() throws Exception {
        var random = new SplittableRandom(3);
        for (int trial = 0; trial < 60; trial++) {
            Document page = parse(Page.titled("t")
                    .with(randomForest(random))
                    .with(Examples.chart(words(random)))
                    .with(Examples.bars(words(random)))
                    .render());
            for (Element svg : elements(page, "svg")) {
                String[] box = svg.getAttribute("viewBox").split(" ", 4);
                double width = Double.parseDouble(box[2]);
                double height = Double.parseDouble(box[3]);
                List<double[]> boxes = new ArrayList<>();
                for (Element text : elements(svg, "text")) {
                    double[] extent = extent(text);
                    assertThat(extent[0]).as(text.getTextContent()).isGreaterThan(-1);
                    assertThat(extent[1]).as(text.getTextContent()).isLessThan(width + 1);
                    assertThat(extent[3]).as(text.getTextContent()).isLessThan(height + 1);
                    for (double[] other : boxes) {
                        boolean apart = extent[1] <= other[0] + 1
                                || other[1] <= extent[0] + 1
                                || extent[3] <= other[2] + 1
                                || other[3] <= extent[2] + 1;
                        assertThat(apart)
                                .as("%s at %s", text.getTextContent(), java.util.Arrays.toString(extent))
                                .isTrue();
                    }
                    boxes.add(extent);
                }
            }
        }
    }

    private static ForestPlot randomForest(SplittableRandom random) {
        List<ForestPlot.Panel> panels = new ArrayList<>();
        for (int p = 0; p < 1 + random.nextInt(3); p++) {
            List<ForestPlot.Row> rows = new ArrayList<>();
            double scale = Math.pow(10, random.nextInt(-5, 6));
            for (int r = 0; r < 1 + random.nextInt(6); r++) {
                double value = scale * random.nextGaussian();
                double half = scale * random.nextExponential();
                rows.add(new ForestPlot.Row(words(random), new Interval(value, value - half, value + half)));
            }
            panels.add(new ForestPlot.Panel(
                    words(random),
                    random.nextBoolean() ? ForestPlot.Kind.LEVELS : ForestPlot.Kind.DIFFERENCES,
                    random.nextBoolean() ? Measure.PLAIN : Measure.PERCENT,
                    rows));
        }
        return new ForestPlot("t", "d", panels);
    }

    private static String words(SplittableRandom random) {
        StringBuilder text = new StringBuilder("m");
        for (int i = random.nextInt(40); i > 0; i--) {
            text.append(random.nextInt(6) == 0 ? ' ' : (char) ('a' + random.nextInt(26)));
        }
        return text.toString().strip();
    }

    /** Left, right, top, bottom. */
    private static double[] extent(Element text) {
        String style = text.getAttribute("class");
        double size = style.contains("small") ? Svg.SMALL : Svg.TEXT;
        double width = Lettering.width(text.getTextContent(), size);
        double x = Double.parseDouble(text.getAttribute("x"));
        double y = Double.parseDouble(text.getAttribute("y"));
        double left = style.contains("end") ? x - width : style.contains("middle") ? x - width / 2 : x;
        return new double[] {left, left + width, y - 0.75 * size, y + 0.25 * size};
    }

    @Test
    void of_experimentReport_holdsItsNumbers() throws Exception {
        var experiment = new ExperimentDefinition(
                "rows <new>",
                "rows",
                1,
                List.of(
                        new ExperimentDefinition.Cell("popular", 1, "a"),
                        new ExperimentDefinition.Cell("glad", 1, "b")));
        var report = ExperimentReport.of(
                experiment,
                new long[] {1000, 1010},
                List.of(
                        new ExperimentReport.Metric(
                                "played",
                                List.of(new Observed.Proportion(200, 1000), new Observed.Proportion(300, 1010))),
                        new ExperimentReport.Metric(
                                "still a member on day 3",
                                List.of(
                                        new Observed.Retained(
                                                Survival.ofCounts(
                                                        new long[] {0, 30, 9, 8, 0}, new long[] {0, 0, 0, 0, 953}),
                                                3),
                                        new Observed.Retained(
                                                Survival.ofCounts(
                                                        new long[] {0, 20, 9, 8, 0}, new long[] {0, 0, 0, 0, 973}),
                                                3)))),
                CellComparison.withDefaults());
        var provenance = new Block.Provenance(List.of(new Block.Provenance.Entry("as of", "2026-03-01")));
        String html = ExperimentPage.of(report, provenance).render();
        write("experiment.html", html);
        String text = parse(html).getDocumentElement().getTextContent();
        assertThat(text)
                .contains("Experiment rows <new>")
                .contains("played, glad against popular: conclusive up")
                .contains("+0.097 (+0.059 to +0.134)")
                .contains("95%");
    }

    @Test
    void with_rowsOfWrongLength_isRefused() {
        assertThatThrownBy(() -> new DataTable("c", List.of("a", "b"), List.of(List.of(DataTable.Cell.text("x")))))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("a row of 1 cells under a header of 2");
    }

    @Test
    void example_isLeftForTheEye() throws IOException {
        write("example.html", Examples.everything("").render());
        assertThat(Path.of("target/example.html")).exists();
    }

    private static void write(String file, String html) throws IOException {
        Files.writeString(Files.createDirectories(Path.of("target")).resolve(file), html);
    }

    private static Document parse(String html) throws ParserConfigurationException, IOException, SAXException {
        DocumentBuilderFactory factory = DocumentBuilderFactory.newInstance();
        factory.setNamespaceAware(false);
        return factory.newDocumentBuilder().parse(new InputSource(new StringReader(html)));
    }

    private static List<Element> elements(Document page, String name) {
        return elements(page.getDocumentElement(), name);
    }

    private static List<Element> elements(Element parent, String name) {
        NodeList nodes = parent.getElementsByTagName(name);
        List<Element> elements = new ArrayList<>();
        for (int i = 0; i < nodes.getLength(); i++) {
            elements.add((Element) nodes.item(i));
        }
        return elements;
    }
}
