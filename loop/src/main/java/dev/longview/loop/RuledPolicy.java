package dev.longview.loop;

import dev.longview.config.Configuration;
import dev.longview.log.FeatureDefinition;
import dev.longview.outcome.Condition;
import dev.longview.policy.PolicyDefinition;
import dev.longview.policy.SlateRules;
import java.util.List;
import java.util.stream.Stream;

/**
 * A trained policy with the rules that its slates keep to: what can answer visits.
 *
 * @param trained its models and exploration
 * @param rules those that it was trained under, as they are declared
 */
public record RuledPolicy(TrainedPolicy trained, SlateRules rules) {
    /**
     * A policy as the workspace declares it.
     *
     * @throws Refusal when its rules have changed since it was trained, or it reads a feature that is no longer declared
     */
    public static RuledPolicy of(Configuration configuration, TrainedPolicy policy) {
        SlateRules rules = configuration
                .policy(policy.artifact().name())
                .map(PolicyDefinition::rules)
                .orElse(SlateRules.NONE);
        RuleVersions.requireSame(policy, rules);
        policy.requireDeclared(configuration);
        return new RuledPolicy(policy, rules);
    }

    /** The version of the rules, as decisions name it; empty without rules. */
    public String rulesVersion() {
        return RuleVersions.of(rules);
    }

    /** The features of visits that the policy and its rules read: those that a visit must bring. */
    public List<String> needed() {
        Stream<Condition> conditions =
                Stream.concat(rules.exclude().stream(), rules.pins().stream().flatMap(pin -> pin.where().stream()));
        return Stream.concat(
                        trained.features().stream()
                                .filter(feature -> !feature.ofItem())
                                .map(FeatureDefinition::name),
                        conditions
                                .flatMap(condition -> condition.fields().stream())
                                .filter(field -> field.source() != Condition.Source.ITEM)
                                .map(Condition.Field::name))
                .distinct()
                .toList();
    }
}
