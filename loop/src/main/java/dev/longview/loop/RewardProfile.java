package dev.longview.loop;

import com.fasterxml.jackson.databind.JsonNode;
import dev.longview.config.Configuration;
import dev.longview.outcome.OutcomeDefinition;
import dev.longview.policy.PolicyDefinition;
import dev.longview.reward.Reward;
import dev.longview.reward.RewardDefinition;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * All that a workspace knows of one version of a reward: what it means, where it comes from, and who uses it.
 *
 * @param declared whether {@code longview.yaml} has this version now
 * @param is as it was written
 * @param ancestors its parent, the parent's parent, …
 * @param low the least value that it can take
 * @param high the greatest
 * @param terms its top-level summands
 * @param expectedBy how labels come to its expectation where everything is pending
 * @param policies declared ones that learn this name
 * @param trained policies that have learned a version of it, this one or another
 * @param labels label sets of a version of it
 */
public record RewardProfile(
        String reward,
        String version,
        boolean declared,
        Optional<String> hypothesis,
        String is,
        String normalised,
        List<Ancestor> ancestors,
        double low,
        double high,
        List<Outcome> outcomes,
        List<String> terms,
        String expectedBy,
        List<String> policies,
        List<Trained> trained,
        List<LabelSet> labels) {
    /** Whom it was refined from. */
    public record Ancestor(String reward, String version, Optional<String> hypothesis) {}

    /**
     * What it is computed from.
     *
     * @param as how events become a value
     * @param from the outcome that starts the clock; the decision when empty
     * @param finalAfter the horizon, from the clock's start
     * @param forecast whether a delayed-feedback model is declared for it
     */
    public record Outcome(
            String name, String of, String as, Optional<String> from, String finalAfter, boolean forecast) {}

    /** @param thisVersion whether it learned the version that is shown */
    public record Trained(String policy, String rewardVersion, boolean thisVersion, String asOf, boolean inUse) {}

    /** @param thisVersion whether these are labels of the version that is shown */
    public record LabelSet(String id, String rewardVersion, boolean thisVersion, String asOf, long rows) {}

    /**
     * @param name as {@code longview.yaml} has it, or {@code NAME@VERSION}
     * @throws Refusal when there is no such reward
     */
    public static RewardProfile of(Workspace workspace, Configuration configuration, String name) {
        RewardVersions versions = new RewardVersions(workspace, configuration);
        RewardVersions.Usable usable = versions.require(name);
        RewardDefinition definition = usable.definition();
        Reward reward = usable.reward();
        return new RewardProfile(
                definition.name(),
                reward.version(),
                usable.declared(),
                definition.hypothesis(),
                definition.is(),
                reward.normalised(),
                ancestors(definition, versions),
                reward.range().low(),
                reward.range().high(),
                reward.outcomes().stream()
                        .map(outcome -> outcome(configuration.outcome(outcome).orElseThrow(), configuration))
                        .toList(),
                reward.terms(),
                ExpectedBy.of(reward, configuration),
                configuration.policies().stream()
                        .filter(policy -> policy.reward().equals(definition.name()))
                        .map(PolicyDefinition::name)
                        .toList(),
                trained(workspace, definition.name(), reward.version()),
                labels(workspace, definition.name(), reward.version()));
    }

    private static List<Ancestor> ancestors(RewardDefinition definition, RewardVersions versions) {
        List<Ancestor> ancestors = new ArrayList<>();
        Optional<RewardVersions.Usable> parent = definition.parent().flatMap(versions::declared);
        while (parent.isPresent()) {
            RewardDefinition of = parent.get().definition();
            ancestors.add(new Ancestor(of.name(), parent.get().reward().version(), of.hypothesis()));
            parent = of.parent().flatMap(versions::declared);
        }
        return ancestors;
    }

    private static Outcome outcome(OutcomeDefinition outcome, Configuration configuration) {
        return new Outcome(
                outcome.name(),
                outcome.of(),
                outcome.as().canonical(),
                outcome.from(),
                outcome.finalAfter().toString(),
                configuration.delay(outcome.name()).isPresent());
    }

    private static List<Trained> trained(Workspace workspace, String reward, String version) {
        Artifacts policies = workspace.policies();
        List<Trained> trained = new ArrayList<>();
        for (String name : policies.names()) {
            Optional<String> current = policies.current(name).map(Artifact::version);
            for (Artifact artifact : policies.versions(name)) {
                JsonNode learned = artifact.manifest().path("reward");
                if (learned.path("name").asText().equals(reward)) {
                    String its = learned.path("version").asText();
                    trained.add(new Trained(
                            name + "@" + artifact.version(),
                            its,
                            its.equals(version),
                            artifact.manifest().path("as_of").asText(),
                            current.equals(Optional.of(artifact.version()))));
                }
            }
        }
        return trained;
    }

    private static List<LabelSet> labels(Workspace workspace, String reward, String version) {
        return JsonFile.in(workspace.labels().resolve(reward)).stream()
                .map(file -> file.read("Label again: longview label --reward " + reward))
                .map(node -> new LabelSet(
                        node.path("id").asText(),
                        node.path("reward_version").asText(),
                        node.path("reward_version").asText().equals(version),
                        node.path("as_of").asText(),
                        node.path("rows").asLong()))
                .toList();
    }
}
