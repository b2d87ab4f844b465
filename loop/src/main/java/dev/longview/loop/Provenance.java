package dev.longview.loop;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Optional;

/** The part of a manifest that every artifact and report has: from what, as of when, by which code. No wall time: that is no cause. */
final class Provenance {
    private Provenance() {}

    static ObjectNode of(String kind, String name, Window window) {
        ObjectNode node = JsonNodeFactory.instance.objectNode();
        node.put("kind", kind);
        node.put("name", name);
        node.put("as_of", text(window.asOf()));
        node.put("as_of_micros", window.asOf());
        if (window.from() != Long.MIN_VALUE) {
            node.put("decided_from", text(window.from())).put("decided_from_micros", window.from());
        }
        if (window.before() != Long.MAX_VALUE) {
            node.put("decided_before", text(window.before())).put("decided_before_micros", window.before());
        }
        window.servedBy().ifPresent(version -> node.put("served_by", version));
        node.put("code", code());
        return node;
    }

    /** ISO-8601 in UTC. */
    static String text(long micros) {
        return Instant.EPOCH.plus(micros, ChronoUnit.MICROS).toString();
    }

    private static String code() {
        return "longview "
                + Optional.ofNullable(Provenance.class.getPackage().getImplementationVersion())
                        .orElse("(not from a jar)");
    }
}
