package dev.longview.loop;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.longview.policy.SlateRules;

/** The rules of a policy's slates in its manifest: {@code {"slate_rules": {"version": …, "text": …}}}; nothing without rules. */
final class RuleVersions {
    private static final String KEY = "slate_rules";

    private RuleVersions() {}

    /** A hash of what they say; empty without rules. */
    static String of(SlateRules rules) {
        return rules.isEmpty() ? "" : new Digest().text(rules.canonical()).shortHex();
    }

    static void write(SlateRules rules, ObjectNode manifest) {
        if (!rules.isEmpty()) {
            manifest.putObject(KEY).put("version", of(rules)).put("text", rules.canonical());
        }
    }

    static String read(JsonNode manifest) {
        return manifest.path(KEY).path("version").asText("");
    }

    /** @throws Refusal when the policy was trained under other rules than are declared: its name would stand for two policies */
    static void requireSame(TrainedPolicy policy, SlateRules declared) {
        String now = of(declared);
        String then = read(policy.artifact().manifest());
        if (!now.equals(then)) {
            throw new Refusal("policy " + policy.id() + " was trained under "
                    + (then.isEmpty() ? "no rules" : "rules " + then) + " for its slates, and longview.yaml declares "
                    + (now.isEmpty() ? "none" : now) + " now: decisions would not tell which they kept to. Train it"
                    + " again: longview policy train " + policy.artifact().name());
        }
    }
}
