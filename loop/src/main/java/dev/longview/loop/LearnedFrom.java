package dev.longview.loop;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.longview.engine.Upkeep.ForgottenDecision;
import java.util.List;
import java.util.stream.Stream;

/**
 * Which decisions an artifact has learned from, as its manifest says: a policy's baseline has rows of its own.
 *
 * @param manifest the window as {@link Provenance} writes it; what it leaves out has no bound
 */
record LearnedFrom(JsonNode manifest) {
    private static final String BASELINE = "baseline";
    private static final String OF_BASELINE = "baseline_learned";
    private static final List<String> KEYS = List.of(
            "as_of",
            "as_of_micros",
            "decided_from",
            "decided_from_micros",
            "decided_before",
            "decided_before_micros",
            "served_by",
            "cold_start",
            BASELINE,
            OF_BASELINE);

    /** Says in a policy's manifest which version its baseline is, and what that has learned from. */
    static void writeBaseline(TrainedPolicy baseline, ObjectNode manifest) {
        manifest.put(BASELINE, baseline.id());
        ObjectNode learned = manifest.putObject(OF_BASELINE);
        JsonNode its = baseline.artifact().manifest();
        KEYS.stream().filter(its::has).forEach(key -> learned.set(key, its.get(key)));
    }

    /** Its own, then those of the baselines below it. */
    static List<LearnedFrom> all(JsonNode manifest, Artifacts policies) {
        LearnedFrom own = new LearnedFrom(manifest);
        return Stream.concat(Stream.of(own), own.baselines(policies).stream()).toList();
    }

    /**
     * Of a policy's baseline, and of the ones below that. Earlier versions do not say it: then the baseline's own manifest does, and where
     * that is gone, all that was known when the policy was trained is taken.
     */
    List<LearnedFrom> baselines(Artifacts policies) {
        if (manifest.has(OF_BASELINE)) {
            return all(manifest.get(OF_BASELINE), policies);
        }
        return manifest.has(BASELINE) ? all(kept(manifest.path(BASELINE).asText(), policies), policies) : List.of();
    }

    private JsonNode kept(String id, Artifacts policies) {
        return policies.versions(id.substring(0, Math.max(0, id.indexOf('@')))).stream()
                .filter(artifact -> id.equals(artifact.name() + "@" + artifact.version()))
                .map(Artifact::manifest)
                .findFirst()
                .orElseGet(() -> JsonNodeFactory.instance.objectNode().put("as_of_micros", asOf()));
    }

    /** Whether some decisions of a window may be among them. */
    boolean overlaps(Window window) {
        return !coldStart() && from() < window.before() && window.from() < before();
    }

    /** Whether a decision is among them. */
    boolean has(ForgottenDecision decision) {
        return !coldStart()
                && decision.received() <= asOf()
                && decision.time() >= from()
                && decision.time() < micros("decided_before_micros", Long.MAX_VALUE)
                && (!manifest.has("served_by")
                        || Window.served(manifest.path("served_by").asText(), decision.policy()));
    }

    /** Whether they may reach back before a moment. */
    boolean reachesBefore(long moment) {
        return !coldStart() && from() < moment;
    }

    /** All of them were made before it; of what has learned from none {@link Long#MIN_VALUE}. */
    long before() {
        return coldStart() ? Long.MIN_VALUE : Math.min(micros("decided_before_micros", Long.MAX_VALUE), asOf());
    }

    /** Nothing received later was known. */
    long asOf() {
        return micros("as_of_micros", Long.MAX_VALUE);
    }

    private long from() {
        return micros("decided_from_micros", Long.MIN_VALUE);
    }

    private boolean coldStart() {
        return manifest.path("cold_start").asBoolean();
    }

    private long micros(String key, long otherwise) {
        return manifest.path(key).asLong(otherwise);
    }
}
