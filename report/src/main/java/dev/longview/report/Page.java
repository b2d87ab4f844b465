package dev.longview.report;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * A report. Immutable: each call returns a page with one thing more.
 *
 * <pre>{@code
 * String html = Page.titled("Row ranker against popularity")
 *         .lead("28 days, 20,000 accounts")
 *         .section("Retention")
 *         .with(new ForestPlot(...))
 *         .with(new Block.Paragraph("..."))
 *         .render();
 * }</pre>
 */
public final class Page {
    /** Widths in which plots are drawn, in SVG units: about those of a sheet of paper and of a telephone. */
    static final double WIDE = 720;

    static final double NARROW = 380;

    /** Nothing may be loaded, whatever a browser's extension or a mistake of ours would add. */
    private static final String POLICY = "default-src 'none'; style-src 'unsafe-inline'";

    private record Section(String heading, List<Block> blocks) {}

    private final String title;
    private final String lead;
    private final List<Section> sections;

    private Page(String title, String lead, List<Section> sections) {
        this.title = title;
        this.lead = lead;
        this.sections = sections;
    }

    public static Page titled(String title) {
        return new Page(title, "", List.of(new Section("", List.of())));
    }

    /** A line below the title. */
    public Page lead(String line) {
        return new Page(title, line, sections);
    }

    /** Begins a section. */
    public Page section(String heading) {
        List<Section> more = new ArrayList<>(sections);
        more.add(new Section(heading, List.of()));
        return new Page(title, lead, List.copyOf(more));
    }

    /** Adds to the last section; before the first one, below the title. */
    public Page with(Block block) {
        List<Section> more = new ArrayList<>(sections);
        Section last = more.removeLast();
        List<Block> blocks = new ArrayList<>(last.blocks());
        blocks.add(block);
        more.add(new Section(last.heading(), List.copyOf(blocks)));
        return new Page(title, lead, List.copyOf(more));
    }

    /** The whole file; write it as UTF-8. */
    public String render() {
        Markup out = new Markup();
        out.open("html", "xmlns", "http://www.w3.org/1999/xhtml", "lang", "en").line();
        out.open("head").line();
        out.empty("meta", "charset", "utf-8").line();
        out.empty("meta", "name", "viewport", "content", "width=device-width, initial-scale=1")
                .line();
        out.empty("meta", "http-equiv", "Content-Security-Policy", "content", POLICY)
                .line();
        out.element("title", title).line();
        out.element("style", Stylesheet.CSS).line();
        out.close().line();
        out.open("body").line().open("main").line();
        out.element("h1", title).line();
        if (!lead.isEmpty()) {
            out.element("p", lead, "class", "lead").line();
        }
        int figures = 0;
        for (Section section : sections) {
            if (!section.heading().isEmpty()) {
                out.element("h2", section.heading()).line();
            }
            for (Block block : section.blocks()) {
                write(out, block, "figure" + ++figures);
                out.line();
            }
        }
        out.close().line().close().line().close().line();
        return "<!DOCTYPE html>\n" + out;
    }

    private static void write(Markup out, Block block, String id) {
        switch (block) {
            case Block.Paragraph(String text) -> out.element("p", text);
            case Block.Note(Block.Note.Tone tone, String text) ->
                out.open("p", "class", "note " + tone.name().toLowerCase(Locale.ROOT))
                        .element("strong", tone.word() + ".")
                        .text(" " + text)
                        .close();
            case Block.Provenance(List<Block.Provenance.Entry> entries) -> {
                out.open("dl");
                entries.forEach(entry -> out.element("dt", entry.key()).element("dd", entry.value()));
                out.close();
            }
            case DataTable table -> table(out, table);
            case ForestPlot plot ->
                figure(out, plot.title(), id, (width, own) -> new ForestDrawing(plot, width).draw(out, own));
            case LineChart chart ->
                figure(out, chart.title(), id, (width, own) -> new LineDrawing(chart, width).draw(out, own));
            case ShareBars bars ->
                figure(out, bars.title(), id, (width, own) -> new ShareDrawing(bars, width).draw(out, own));
        }
    }

    private interface Drawing {
        void draw(double width, String id);
    }

    private static void figure(Markup out, String title, String id, Drawing drawing) {
        out.open("figure").element("figcaption", title).line();
        out.open("div", "class", "wide");
        drawing.draw(WIDE, id);
        out.close().line().open("div", "class", "narrow");
        drawing.draw(NARROW, id + "-narrow");
        out.close().close();
    }

    private static void table(Markup out, DataTable table) {
        out.open("div", "class", "scroll").open("table");
        out.element("caption", table.caption()).line();
        out.open("thead").open("tr");
        for (int i = 0; i < table.header().size(); i++) {
            out.element("th", table.header().get(i), "scope", "col", "class", table.numeric(i) ? "n" : "t");
        }
        out.close().close().line().open("tbody").line();
        for (List<DataTable.Cell> row : table.rows()) {
            out.open("tr");
            for (DataTable.Cell cell : row) {
                out.element("td", cell.shown(), "class", cell instanceof DataTable.Cell.Text ? "t" : "n");
            }
            out.close().line();
        }
        out.close().close().close();
    }
}
