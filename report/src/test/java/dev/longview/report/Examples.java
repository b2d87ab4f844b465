package dev.longview.report;

import dev.longview.report.DataTable.Cell;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.IntStream;

/** A page with one of everything, with names as given. */
final class Examples {
    private Examples() {}

    static Page everything(String name) {
        return Page.titled("Row ranker against popularity " + name)
                .lead("28 days, 20,000 accounts, intervals of 95% " + name)
                .with(new Block.Note(Block.Note.Tone.RESULT, "Members of the new cell stay longer. " + name))
                .with(new Block.Note(Block.Note.Tone.WARNING, "The cells do not hold what their weights say. " + name))
                .with(new Block.Paragraph(
                        "A proxy that moves in a week is worth little where it moves against retention. "
                                + "The table beside tells both, and by how much they could still be wrong. " + name))
                .section("Differences " + name)
                .with(forest(name))
                .with(table(name))
                .section("Over time " + name)
                .with(chart(name))
                .section("What was recommended " + name)
                .with(bars(name))
                .section("Where this comes from")
                .with(new Block.Provenance(List.of(
                        new Block.Provenance.Entry("as of", "2026-03-01T00:00:00Z"),
                        new Block.Provenance.Entry("log", "sha256:9f3c41d0a1b2c3d4e5f60718293a4b5c6d7e8f90 " + name),
                        new Block.Provenance.Entry("experiment " + name, "row-ranker"),
                        new Block.Provenance.Entry("seed", "20260301"))));
    }

    static ForestPlot forest(String name) {
        return new ForestPlot(
                "Each metric against the control " + name,
                "Points with whiskers " + name,
                List.of(
                        new ForestPlot.Panel(
                                "Relative lift " + name,
                                ForestPlot.Kind.DIFFERENCES,
                                Measure.PERCENT,
                                List.of(
                                        row("retained on day 28 " + name, 0.021, 0.004, 0.038),
                                        row("plays per impression", -0.034, -0.061, -0.006),
                                        row("minutes watched, adjusted by the month before", 0.011, -0.012, 0.035),
                                        row(
                                                "cancellations within a week of a price change that was announced by"
                                                        + " mail",
                                                0.05,
                                                -0.02,
                                                Double.POSITIVE_INFINITY),
                                        row("thumbs", Double.NaN, Double.NaN, Double.NaN))),
                        new ForestPlot.Panel(
                                "Minutes a day",
                                ForestPlot.Kind.LEVELS,
                                Measure.PLAIN,
                                List.of(
                                        row("control", 12_345.2, 12_010, 12_680.4),
                                        row("row ranker", 12_802.9, 12_466, 13_139.8)))));
    }

    private static ForestPlot.Row row(String label, double value, double low, double high) {
        return new ForestPlot.Row(label, new Interval(value, low, high));
    }

    static DataTable table(String name) {
        return new DataTable(
                "All numbers " + name,
                List.of("Metric " + name, "Accounts", "Difference", "Relative", "p"),
                List.of(
                        List.of(
                                Cell.text("retained on day 28 " + name),
                                Cell.count(20_000),
                                Cell.difference(new Interval(0.0171, 0.0032, 0.031), Measure.PLAIN),
                                Cell.difference(new Interval(0.021, 0.004, 0.038), Measure.PERCENT),
                                new Cell.PValue(0.0159)),
                        List.of(
                                Cell.text("plays per impression"),
                                Cell.count(1_000),
                                Cell.difference(new Interval(-0.0012, -0.0022, -0.0002), Measure.PLAIN),
                                Cell.difference(new Interval(-0.034, -0.061, -0.006), Measure.PERCENT),
                                new Cell.PValue(5e-29))));
    }

    static LineChart chart(String name) {
        var random = new SplittableRandom(1);
        List<LineChart.Series> series = new ArrayList<>();
        String[] names = {"popularity " + name, "click-through", "expected enjoyment", "with both corrections"};
        for (int s = 0; s < names.length; s++) {
            int index = s;
            double[] level = {1};
            List<LineChart.Point> points = IntStream.rangeClosed(0, index == 3 ? 12 : 60)
                    .mapToObj(i -> {
                        int day = index == 3 ? 5 * i : i;
                        level[0] *= 1 - (0.004 + 0.001 * index) * (index == 3 ? 5 : 1) * (0.5 + random.nextDouble());
                        double half = 0.002 * Math.sqrt(day);
                        return index < 2
                                ? new LineChart.Point(day, new Interval(level[0], level[0] - half, level[0] + half))
                                : LineChart.Point.of(day, day == 30 && index == 2 ? Double.NaN : level[0]);
                    })
                    .toList();
            series.add(new LineChart.Series(names[s], points));
        }
        return new LineChart(
                "Accounts that are still members " + name,
                "Four curves that fall " + name,
                "days since joining " + name,
                "share of accounts " + name,
                Measure.PERCENT,
                series);
    }

    static ShareBars bars(String name) {
        return new ShareBars(
                "What the members finished " + name,
                "Four bars of shares " + name,
                List.of("completed", "still watching", "abandoned " + name, "never started", "unseen"),
                List.of(
                        new ShareBars.Bar("popularity " + name, List.of(12.0, 30.0, 25.0, 31.0, 2.0)),
                        new ShareBars.Bar("click-through", List.of(10.0, 25.0, 45.0, 19.5, 0.5)),
                        new ShareBars.Bar(
                                "row ranker that learns from expected rewards", List.of(20.0, 41.0, 9.0, 30.0, 0.0)),
                        new ShareBars.Bar("empty", List.of(0.0, 0.0, 0.0, 0.0, 0.0))));
    }
}
