package dev.longview.loop;

import dev.longview.columns.Batch;
import dev.longview.config.Configuration;
import dev.longview.engine.Assembly;
import dev.longview.engine.Checked;
import dev.longview.engine.Engine;
import dev.longview.engine.Finding;
import dev.longview.engine.Inspection;
import dev.longview.engine.Moment;
import dev.longview.engine.TableSummary;
import dev.longview.experiment.ExperimentDefinition;
import dev.longview.log.FeedbackKind;
import dev.longview.outcome.Assembled;
import dev.longview.outcome.Attribution;
import dev.longview.outcome.HistoryFeature;
import dev.longview.outcome.OutcomeDefinition;
import dev.longview.policy.PolicyDefinition;
import dev.longview.reward.Reward;
import dev.longview.reward.RewardDefinition;
import dev.longview.syntax.Nearest;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Collectors;

/**
 * What every station works on: the workspace, its configuration, its log.
 *
 * @param progress told about long work
 */
public record Loop(Workspace workspace, Configuration configuration, Engine engine, Progress progress) {

    /** The latest {@code received} of the log: the moment that "now" means where none is given. */
    public long latest() {
        long latest = engine.describe().stream()
                .mapToLong(TableSummary::lastReceived)
                .max()
                .orElse(0);
        if (latest == 0) {
            throw new Refusal("the log of " + workspace.root()
                    + " is empty. Fill it with: longview import, or longview simulate");
        }
        return latest;
    }

    /** @throws Refusal when there is no reward of this name */
    public Reward reward(String name) {
        RewardDefinition definition = configuration
                .reward(name)
                .orElseThrow(() -> unknown(
                        "reward",
                        name,
                        configuration.rewards().stream()
                                .map(RewardDefinition::name)
                                .toList()));
        return RewardVersions.compile(definition, configuration);
    }

    /** @throws Refusal when there is no policy of this name */
    public PolicyDefinition policy(String name) {
        return configuration
                .policy(name)
                .orElseThrow(() -> unknown(
                        "policy",
                        name,
                        configuration.policies().stream()
                                .map(PolicyDefinition::name)
                                .toList()));
    }

    /** @throws Refusal when there is no experiment of this name */
    public ExperimentDefinition experiment(String name) {
        return configuration
                .experiment(name)
                .orElseThrow(() -> unknown(
                        "experiment",
                        name,
                        configuration.experiments().stream()
                                .map(ExperimentDefinition::name)
                                .toList()));
    }

    /** Streams recommendations as of the window's moment, with the outcomes given. */
    long assemble(Window window, List<OutcomeDefinition> outcomes, Consumer<Batch> sink) {
        EmbeddingSizes sizes = EmbeddingSizes.of(configuration.features());
        return engine.assemble(
                assembly(window, outcomes, new Moment.At(window.asOf())),
                batch -> sink.accept(sizes.checked(batch, Assembled.DECISION)));
    }

    /** Streams a row for each recommendation and age. */
    long assembleAges(Window window, List<OutcomeDefinition> outcomes, List<Long> ages, Consumer<Batch> sink) {
        return engine.assemble(assembly(window, outcomes, new Moment.Ages(ages, window.asOf())), sink);
    }

    /** The counters of the rows that the written rules set aside. */
    List<Finding> findings(Window window, List<OutcomeDefinition> outcomes) {
        return engine.findings(assembly(window, outcomes, new Moment.At(window.asOf())));
    }

    /** What named checks find. */
    List<Checked> check(Window window) {
        SequencedMap<String, List<String>> cells = new LinkedHashMap<>();
        configuration
                .experiments()
                .forEach(experiment -> cells.put(
                        experiment.name(),
                        experiment.cells().stream()
                                .map(ExperimentDefinition.Cell::name)
                                .toList()));
        List<String> kinds =
                configuration.feedback().stream().map(FeedbackKind::name).toList();
        return engine.check(
                new Inspection(assembly(window, configuration.outcomes(), new Moment.At(window.asOf())), kinds, cells));
    }

    private Assembly assembly(Window window, List<OutcomeDefinition> outcomes, Moment moment) {
        return new Assembly(
                configuration.features(),
                outcomes,
                configuration.lateness(),
                moment,
                window.from(),
                window.before(),
                window.servedBy(),
                configuration.impressions(),
                configuration.attribution(),
                configuration.history(),
                recalled(outcomes));
    }

    /** Trees read how long ago the latest event of their outcomes was. */
    private Set<String> recalled(List<OutcomeDefinition> outcomes) {
        Set<String> read = configuration.delays().stream()
                .filter(delay -> delay.trees().isPresent() || delay.opinion().isPresent())
                .flatMap(delay -> DeclaredForecasts.read(delay).stream())
                .collect(Collectors.toSet());
        return outcomes.stream()
                .map(OutcomeDefinition::name)
                .filter(read::contains)
                .collect(Collectors.toSet());
    }

    /** Whether what is recommended to a member engaged with it already is learned from. */
    boolean continuationsTrain() {
        return configuration.attribution().map(Attribution::continuations).orElse(true);
    }

    /** What decides, besides the definitions of outcomes, which events count: equal texts for equal rules. */
    String rules() {
        return "lateness " + configuration.lateness()
                + configuration
                        .attribution()
                        .map(rules -> " " + rules.canonical())
                        .orElse("")
                + (configuration.impressions() ? " impressions" : "");
    }

    /** Besides the reward and the features' kinds, what decides about a policy's rows: equal texts for equal rules. */
    String rulesOf(PolicyDefinition policy) {
        Set<String> features = new HashSet<>(policy.features());
        features.addAll(reward(policy.reward()).features());
        return rules() + (continuationsTrain() ? "" : " without continuations") + "; " + rememberedAs(features);
    }

    /** Besides its version and the outcomes, what decides about a reward's values: equal texts for equal rules. */
    String rulesOf(Reward reward) {
        return reward.features().isEmpty() ? rules() : rules() + "; " + rememberedAs(reward.features());
    }

    /** How the features of members' histories among these are made. */
    private String rememberedAs(Set<String> features) {
        return configuration.history().stream()
                .filter(feature -> features.contains(feature.name()))
                .map(HistoryFeature::canonical)
                .collect(Collectors.joining("; "));
    }

    /** The definitions of these outcomes, in the order of the configuration. */
    List<OutcomeDefinition> outcomes(List<String> names) {
        return configuration.outcomes().stream()
                .filter(outcome -> names.contains(outcome.name()))
                .toList();
    }

    static Refusal unknown(String what, String name, List<String> known) {
        Optional<String> nearest = Nearest.to(name, known);
        return new Refusal("there is no " + what + " '" + name + "'"
                + nearest.map(near -> "; did you mean '" + near + "'?").orElse(".") + " Declared in longview.yaml: "
                + (known.isEmpty() ? "none" : String.join(", ", known)));
    }
}
