package dev.longview.client;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Who came. Immutable; it has an id of its own from the beginning, so that it can be sent again. */
public final class Visit {
    private final Map<String, @Nullable Object> body;

    private Visit(Map<String, @Nullable Object> body) {
        this.body = body;
    }

    public static Visit of(String account, String member) {
        Map<String, @Nullable Object> body = new LinkedHashMap<>();
        body.put("decision_id", UUID.randomUUID().toString());
        body.put("account", account);
        body.put("member", member);
        return new Visit(body);
    }

    private Visit with(String key, @Nullable Object value) {
        Map<String, @Nullable Object> more = new LinkedHashMap<>(body);
        more.put(key, value);
        return new Visit(more);
    }

    /** Another id than the one that was made. */
    public Visit withDecisionId(String id) {
        return with("decision_id", id);
    }

    public Visit withSurface(String surface) {
        return with("surface", surface);
    }

    /** A feature, with its scope: {@code context.device}. */
    public Visit withFeature(String name, String value) {
        return with(name, value);
    }

    public Visit withFeature(String name, double value) {
        return with(name, value);
    }

    public Visit withFeature(String name, List<String> values) {
        return with(name, new ArrayList<>(values));
    }

    /** A feature of which there is no value: a visit speaks of all that the policy reads. */
    public Visit withoutValue(String name) {
        return with(name, null);
    }

    /** The items that may be shown; all when not said. */
    public Visit withCandidates(List<String> items) {
        return with("candidates", new ArrayList<>(items));
    }

    public Visit withSlateSize(int items) {
        return with("slate_size", items);
    }

    String json() {
        return Json.write(body);
    }
}
