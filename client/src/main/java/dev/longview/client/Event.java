package dev.longview.client;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.UUID;

/** What a member did. Immutable; it has an id of its own from the beginning, so that it can be sent again and counts once. */
public final class Event {
    private final Map<String, Object> body;

    private Event(Map<String, Object> body) {
        this.body = body;
    }

    /** @param kind one that the service's {@code longview.yaml} declares */
    public static Event of(String kind, String member) {
        Map<String, Object> body = new LinkedHashMap<>();
        body.put("event_id", UUID.randomUUID().toString());
        body.put("kind", kind);
        body.put("member", member);
        return new Event(body);
    }

    private Event with(String key, Object value) {
        Map<String, Object> more = new LinkedHashMap<>(body);
        more.put(key, value);
        return new Event(more);
    }

    /** Another id than the one that was made. */
    public Event withId(String id) {
        return with("event_id", id);
    }

    public Event about(String item) {
        return with("item", item);
    }

    /** The recommendation that it answers. */
    public Event answering(String decisionId, int position) {
        return with("decision_id", decisionId).with("position", position);
    }

    /** When it happened, in microseconds since 1970; now when not said. */
    public Event at(long micros) {
        return with("time", micros);
    }

    public Event withValue(double value) {
        return with("value", value);
    }

    public Event withLabel(String label) {
        return with("label", label);
    }

    public Event withAttributes(Map<String, String> attributes) {
        return with("attributes", new LinkedHashMap<>(attributes));
    }

    /** Withdraws an earlier event. */
    public Event retracting(String eventId) {
        return with("retracts", eventId);
    }

    Map<String, Object> body() {
        return body;
    }
}
