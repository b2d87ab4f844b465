package dev.longview.loop;

import com.fasterxml.jackson.databind.JsonNode;
import dev.longview.config.Configuration;
import dev.longview.experiment.ExperimentDefinition;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/** From hypothesis to decision, for each version of a reward, as far as each exists. */
public record RewardHistory(List<Version> versions) {
    /**
     * @param declared whether {@code longview.yaml} has it now; the others are kept, or known by name from what they taught
     * @param normalised empty where its text was not kept
     */
    public record Version(
            String reward,
            String version,
            boolean declared,
            Optional<String> hypothesis,
            Optional<String> parent,
            Optional<String> normalised,
            List<Policy> policies) {}

    /** @param policy {@code NAME@VERSION} */
    public record Policy(
            String policy, String asOf, boolean inUse, List<Evaluation> evaluations, List<Experiment> experiments) {}

    /**
     * @param reward by which it was evaluated, {@code NAME@VERSION}
     * @param value per decision, of the steadiest estimator; NaN where there is none
     * @param asLogged what the log's own policy earned
     */
    public record Evaluation(
            String reward,
            String asOf,
            String estimator,
            double value,
            double low,
            double high,
            double asLogged,
            String verdict) {}

    /**
     * An experiment with a cell that the policy's version has served, as the log of the latest analysis says. One that was not analysed is
     * told with the version in use.
     *
     * @param found the sentences of its latest kept analysis
     * @param decision as {@code longview.yaml} has it
     */
    public record Experiment(String experiment, List<String> cells, List<String> found, Optional<String> decision) {}

    /**
     * @param only the reward; all when empty
     * @throws Refusal when nothing is known of it
     */
    public static RewardHistory of(Workspace workspace, Configuration configuration, Optional<String> only) {
        RewardVersions known = new RewardVersions(workspace, configuration);
        List<String> names = known.names();
        only.filter(name -> !names.contains(name)).ifPresent(name -> {
            throw Loop.unknown("reward", name, names);
        });
        KeptReports reports = new KeptReports(workspace);
        List<Version> versions = new ArrayList<>();
        for (String name : only.map(List::of).orElse(names)) {
            versions.addAll(versions(name, known, workspace, configuration, reports));
        }
        return new RewardHistory(versions);
    }

    private static List<Version> versions(
            String name, RewardVersions known, Workspace workspace, Configuration configuration, KeptReports reports) {
        Map<String, List<Policy>> policies = policies(name, workspace, configuration, reports);
        Map<String, Version> versions = new LinkedHashMap<>();
        Optional<String> declared =
                known.declared(name).map(usable -> usable.reward().version());
        for (RewardVersions.Kept kept : known.kept(name)) {
            versions.put(
                    kept.version(),
                    new Version(
                            name,
                            kept.version(),
                            declared.equals(Optional.of(kept.version())),
                            kept.definition().hypothesis(),
                            kept.definition()
                                    .parent()
                                    .map(parent -> kept.parentVersion()
                                            .map(of -> parent + "@" + of)
                                            .orElse(parent)),
                            Optional.of(kept.normalised()),
                            policies.getOrDefault(kept.version(), List.of())));
        }
        // Trained before texts were kept.
        policies.forEach((version, learned) -> versions.putIfAbsent(
                version,
                new Version(
                        name,
                        version,
                        declared.equals(Optional.of(version)),
                        Optional.empty(),
                        Optional.empty(),
                        Optional.empty(),
                        learned)));
        known.declared(name).ifPresent(usable -> {
            Version last = versions.remove(usable.reward().version());
            versions.put(
                    usable.reward().version(),
                    last != null && last.normalised().isPresent()
                            ? last
                            : new Version(
                                    name,
                                    usable.reward().version(),
                                    true,
                                    usable.definition().hypothesis(),
                                    usable.definition().parent(),
                                    Optional.of(usable.reward().normalised()),
                                    policies.getOrDefault(usable.reward().version(), List.of())));
        });
        return List.copyOf(versions.values());
    }

    /** By the reward's version. */
    private static Map<String, List<Policy>> policies(
            String reward, Workspace workspace, Configuration configuration, KeptReports reports) {
        Map<String, List<Policy>> byVersion = new LinkedHashMap<>();
        Artifacts artifacts = workspace.policies();
        List<JsonNode> evaluations = reports.evaluations();
        for (String name : artifacts.names()) {
            Optional<String> current = artifacts.current(name).map(Artifact::version);
            for (Artifact artifact : artifacts.versions(name)) {
                JsonNode learned = artifact.manifest().path("reward");
                if (!learned.path("name").asText().equals(reward)) {
                    continue;
                }
                String id = name + "@" + artifact.version();
                boolean inUse = current.equals(Optional.of(artifact.version()));
                byVersion
                        .computeIfAbsent(learned.path("version").asText(), unseen -> new ArrayList<>())
                        .add(new Policy(
                                id,
                                artifact.manifest().path("as_of").asText(),
                                inUse,
                                evaluations.stream()
                                        .filter(node ->
                                                node.path("policy").asText().equals(id))
                                        .map(RewardHistory::evaluation)
                                        .toList(),
                                experiments(artifact, inUse, configuration, reports)));
            }
        }
        return byVersion;
    }

    private static Evaluation evaluation(JsonNode node) {
        JsonNode expected = node.path("expected");
        // The last is the steadiest that the log allowed.
        JsonNode line = expected.path("lines").path(expected.path("lines").size() - 1);
        return new Evaluation(
                node.path("reward").path("name").asText() + "@"
                        + node.path("reward").path("version").asText(),
                node.path("as_of").asText(),
                line.path("estimator").asText(),
                line.path("value").asDouble(Double.NaN),
                line.path("low").asDouble(Double.NaN),
                line.path("high").asDouble(Double.NaN),
                expected.path("as_logged").path("value").asDouble(Double.NaN),
                line.path("verdict").asText());
    }

    /**
     * Those with a cell that this version has served, as the latest analysis read in the log; of an experiment that was not analysed, or
     * whose log names no version, those with a cell of its name where it is the version in use.
     */
    private static List<Experiment> experiments(
            Artifact policy, boolean inUse, Configuration configuration, KeptReports reports) {
        List<Experiment> experiments = new ArrayList<>();
        for (ExperimentDefinition experiment : configuration.experiments()) {
            List<JsonNode> analyses = reports.analyses(experiment.name());
            Optional<JsonNode> latest = analyses.isEmpty() ? Optional.empty() : Optional.of(analyses.getLast());
            List<String> cells = experiment.cells().stream()
                    .filter(cell -> cell.policy().equals(policy.name())
                            && served(cell.name(), policy, latest).orElse(inUse))
                    .map(ExperimentDefinition.Cell::name)
                    .toList();
            if (cells.isEmpty()) {
                continue;
            }
            List<String> found = new ArrayList<>();
            latest.ifPresent(analysis -> analysis.path("sentences").forEach(sentence -> found.add(sentence.asText())));
            experiments.add(new Experiment(experiment.name(), cells, found, experiment.decision()));
        }
        return experiments;
    }

    /** Whether the log says that this version served a cell; empty where it names no version of the policy. */
    private static Optional<Boolean> served(String cell, Artifact policy, Optional<JsonNode> analysis) {
        if (analysis.isEmpty()) {
            return Optional.empty();
        }
        JsonNode cells = analysis.get().path("cells");
        Set<String> named = new TreeSet<>();
        for (int i = 0; i < cells.size(); i++) {
            if (cells.path(i).asText().equals(cell)) {
                analysis.get().path("served_by").path(i).forEach(by -> named.add(by.asText()));
            }
        }
        return named.stream().anyMatch(by -> by.startsWith(policy.name() + "@"))
                ? Optional.of(named.contains(policy.name() + "@" + policy.version()))
                : Optional.empty();
    }
}
