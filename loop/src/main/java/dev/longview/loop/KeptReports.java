package dev.longview.loop;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.longview.evaluate.Report;
import dev.longview.evaluate.Result;
import dev.longview.evaluate.Verdict;
import dev.longview.experiment.Comparison;
import dev.longview.experiment.ExperimentReport;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;

/**
 * What evaluations and experiments came to, as {@code reports/evaluation/*.json} and {@code reports/experiment/*.json}: so that it can be
 * told later which reward led to what. The same work again writes the same file.
 */
final class KeptReports {
    private final Path evaluations;
    private final Path experiments;

    KeptReports(Workspace workspace) {
        evaluations = workspace.reports().resolve("evaluation");
        experiments = workspace.reports().resolve("experiment");
    }

    /** @param policy what was evaluated, {@code NAME@VERSION} of a trained one */
    void keep(String policy, PolicyEvaluation.Result result, Window window, long seed) {
        ObjectNode node = Provenance.of("evaluation", policy, window);
        node.put("policy", policy).put("evaluated", result.policy());
        node.putObject("reward").put("name", result.reward()).put("version", result.rewardVersion());
        node.put("seed", seed)
                .put("decisions", result.decisions())
                .put("per_decision", result.perDecision())
                .put("settled_share", result.settledShare());
        result.notes().forEach(node.withArray("notes")::add);
        write(node.putObject("expected"), result.expected());
        write(node.putObject("so_far"), result.soFar());
        result.readings().ifPresent(report -> write(node.putObject("readings"), report));
        result.settled().ifPresent(report -> write(node.putObject("settled"), report));
        String id = new Digest().text(node.toString()).shortHex();
        new JsonFile(evaluations.resolve(id + ".json")).write(node);
    }

    private static void write(ObjectNode node, Report report) {
        node.put("accounts", report.accounts());
        number(
                node.putObject("as_logged"),
                report.onPolicy().value(),
                report.onPolicy().low(),
                report.onPolicy().high());
        ArrayNode lines = node.putArray("lines");
        for (Report.Line line : report.lines()) {
            Result result = line.result();
            ObjectNode each = lines.addObject().put("estimator", line.estimator());
            number(each, result.value(), result.low(), result.high());
            each.put("effective_size", result.effectiveSize());
            each.put(
                    "verdict",
                    switch (result.verdict()) {
                        case Verdict.Usable() -> "usable";
                        case Verdict.Weak weak -> "weak";
                        case Verdict.Unusable unusable -> "unusable";
                    });
        }
    }

    /** What is not a number or has no bound is left out: JSON has no word for it. */
    private static void number(ObjectNode node, double value, double low, double high) {
        put(node, "value", value);
        put(node, "low", low);
        put(node, "high", high);
    }

    private static void put(ObjectNode node, String name, double value) {
        if (Double.isFinite(value)) {
            node.put(name, value);
        }
    }

    /** @param served by cell, the policies that the log names, {@code NAME@VERSION} for trained ones */
    void keep(ExperimentReport report, Window window, int retentionDay, List<Set<String>> served) {
        ObjectNode node = Provenance.of("experiment", report.experiment(), window);
        node.put("retention_day", retentionDay);
        node.put("comparable", !report.sampleRatio().mismatch());
        report.cells().forEach(node.withArray("cells")::add);
        ArrayNode servedBy = node.putArray("served_by");
        served.forEach(policies -> policies.forEach(servedBy.addArray()::add));
        ArrayNode metrics = node.putArray("metrics");
        for (ExperimentReport.MetricLine line : report.metrics()) {
            ArrayNode against = metrics.addObject().put("name", line.name()).putArray("against");
            for (Comparison comparison : line.against()) {
                ObjectNode each = against.addObject();
                number(
                        each,
                        comparison.difference().value(),
                        comparison.difference().low(),
                        comparison.difference().high());
                put(each, "p", comparison.pValue());
            }
        }
        report.sentences().forEach(node.withArray("sentences")::add);
        String id = new Digest().text(node.toString()).shortHex();
        new JsonFile(experiments.resolve(report.experiment()).resolve(id + ".json")).write(node);
    }

    List<JsonNode> evaluations() {
        return read(evaluations);
    }

    List<JsonNode> analyses(String experiment) {
        return read(experiments.resolve(experiment));
    }

    private static List<JsonNode> read(Path folder) {
        return JsonFile.in(folder).stream()
                .map(file -> file.read("Delete it"))
                .sorted((a, b) -> Long.compare(
                        a.path("as_of_micros").asLong(), b.path("as_of_micros").asLong()))
                .toList();
    }
}
