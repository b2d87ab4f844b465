package dev.longview.experiment;

import java.util.ArrayList;
import java.util.List;

/**
 * An experiment's analysis: the sample-ratio check first, then each metric, each cell against the control.
 *
 * @param experiment its name
 * @param level of every interval
 * @param cells names, the control first
 * @param sampleRatio over all accounts that were exposed
 * @param metrics in the order given
 */
public record ExperimentReport(
        String experiment, double level, List<String> cells, SampleRatio sampleRatio, List<MetricLine> metrics) {
    /**
     * A metric as it was observed.
     *
     * @param cells in the experiment's order, all of one kind
     */
    public record Metric(String name, List<? extends Observed> cells) {
        public Metric {
            cells = List.copyOf(cells);
        }
    }

    /**
     * @param levels of each cell by itself, the control first
     * @param against of each other cell, against the control
     */
    public record MetricLine(String name, List<Long> accounts, List<Estimate> levels, List<Comparison> against) {
        public MetricLine {
            accounts = List.copyOf(accounts);
            levels = List.copyOf(levels);
            against = List.copyOf(against);
        }
    }

    public ExperimentReport {
        cells = List.copyOf(cells);
        metrics = List.copyOf(metrics);
    }

    /**
     * @param exposed accounts in each cell, in the experiment's order: what the sample-ratio check counts
     * @throws IllegalArgumentException where there are fewer than two cells, or a metric lacks one
     */
    public static ExperimentReport of(
            ExperimentDefinition experiment, long[] exposed, List<Metric> metrics, CellComparison comparison) {
        List<String> names =
                experiment.cells().stream().map(ExperimentDefinition.Cell::name).toList();
        if (names.size() < 2) {
            throw new IllegalArgumentException(
                    "experiment %s has %d cells; a comparison needs 2".formatted(experiment.name(), names.size()));
        }
        double[] weights = experiment.cells().stream()
                .mapToDouble(ExperimentDefinition.Cell::weight)
                .toArray();
        List<MetricLine> lines = new ArrayList<>();
        for (Metric metric : metrics) {
            if (metric.cells().size() != names.size()) {
                throw new IllegalArgumentException("metric %s was observed in %d cells; experiment %s has %d: %s"
                        .formatted(metric.name(), metric.cells().size(), experiment.name(), names.size(), names));
            }
            Observed control = metric.cells().getFirst();
            lines.add(new MetricLine(
                    metric.name(),
                    metric.cells().stream().map(Observed::accounts).toList(),
                    metric.cells().stream().map(comparison::level).toList(),
                    metric.cells().stream()
                            .skip(1)
                            .map(cell -> comparison.compare(control, cell))
                            .toList()));
        }
        return new ExperimentReport(
                experiment.name(), comparison.level(), names, SampleRatio.of(exposed, weights), lines);
    }

    /** What it comes to, for a person: a line for the check, then one per metric and cell. */
    public List<String> sentences() {
        List<String> sentences = new ArrayList<>();
        sentences.add(sampleRatio.sentence());
        for (MetricLine line : metrics) {
            for (int i = 0; i < line.against().size(); i++) {
                sentences.add("%s, %s against %s: %s."
                        .formatted(
                                line.name(),
                                cells.get(i + 1),
                                cells.getFirst(),
                                line.against().get(i).verdict().sentence()));
            }
        }
        return sentences;
    }
}
