package dev.longview.experiment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;

class ExperimentReportTest {
    private static final ExperimentDefinition EXPERIMENT = AllocationTest.experiment("salt", 1, 1, 1, 1);

    private static final ExperimentReport.Metric PLAYED = new ExperimentReport.Metric(
            "played",
            List.of(
                    new Observed.Proportion(200, 1000),
                    new Observed.Proportion(300, 1000),
                    new Observed.Proportion(205, 1000)));

    @Test
    void of_threeCells_saysWhatEachComesTo() {
        ExperimentReport report = ExperimentReport.of(
                EXPERIMENT, new long[] {1000, 1000, 1000}, List.of(PLAYED), CellComparison.withDefaults());
        assertThat(report.sentences())
                .containsExactly(
                        "The cells hold the accounts that their weights say (p = 1.0).",
                        "played, c1 against c0: conclusive up: by +0.100 (+0.0621 to +0.137).",
                        "played, c2 against c0: inconclusive: could be between −0.0302 and +0.0402.");
        assertThat(report.metrics().getFirst().levels()).hasSize(3);
        assertThat(report.metrics().getFirst().against().getFirst().verdict()).isInstanceOf(Verdict.Up.class);
    }

    @Test
    void of_cellsThatDoNotHoldTheirShare_saysSoFirst() {
        ExperimentReport report = ExperimentReport.of(
                EXPERIMENT, new long[] {1000, 1000, 1200}, List.of(PLAYED), CellComparison.withDefaults());
        assertThat(report.sampleRatio().mismatch()).isTrue();
        assertThat(report.sentences().getFirst()).startsWith("Sample-ratio mismatch (p = ");
    }

    @Test
    void of_metricWithoutACell_isRefused() {
        var metric = new ExperimentReport.Metric("played", List.of(new Observed.Proportion(1, 2)));
        assertThatThrownBy(() -> ExperimentReport.of(
                        EXPERIMENT, new long[] {1, 1, 1}, List.of(metric), CellComparison.withDefaults()))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("metric played was observed in 1 cells; experiment test has 3: [c0, c1, c2]");
    }
}
