package dev.longview.benchmarks;

import dev.longview.columns.ColumnType;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.SequencedMap;

/** The join of {@link LogJoin} as somebody would write it by hand who knows that his events are orderly. */
record HandWritten(GeneratedLog log) {
    static final List<String> OF_DECISIONS = List.of(
            "decision_id",
            "account",
            "member",
            "time",
            "received",
            "policy",
            "cells",
            "candidates_id",
            "usable_off_policy");
    static final List<String> OF_SLATES =
            List.of("decision_id", "position", "item", "conditional_propensity", "marginal_propensity", "received");
    static final List<String> OF_FEEDBACK =
            List.of("event_id", "kind", "time", "received", "decision_id", "position", "value", "label");

    /** Duplicates count twice: it does not look for them. */
    String plain() {
        return joined(log.scan("feedback"));
    }

    /** The same in the order that learning needs. */
    String ordered() {
        return plain() + "\nORDER BY d.time, d.decision_id, s.position";
    }

    /** In that order, and each event once. */
    String once() {
        return joined("(SELECT * FROM " + log.scan("feedback")
                        + " QUALIFY row_number() OVER (PARTITION BY event_id ORDER BY received) = 1)")
                + "\nORDER BY d.time, d.decision_id, s.position";
    }

    private String joined(String events) {
        return """
            WITH answer AS (
              SELECT f.decision_id, f.position, f.kind, f.time, f.value, f.label, d.time AS decided
              FROM %s f JOIN %s d ON f.decision_id = d.decision_id
              WHERE f.received <= %d AND f.received - f.time <= 172800000000
                AND f.time >= d.time AND f.time <= d.time + 2419200000000
            ), outcome AS (
              SELECT decision_id, position,
                min(time) FILTER (WHERE kind = 'play' AND time <= decided + 86400000000) AS played,
                sum(value) FILTER (WHERE kind = 'watch') AS watched,
                arg_max(CASE label WHEN 'down' THEN 0::BIGINT WHEN 'none' THEN 1 WHEN 'up' THEN 2 END, time)
                  FILTER (WHERE kind = 'thumb') AS thumb
              FROM answer GROUP BY decision_id, position
            )
            SELECT d.decision_id, d.account, d.member, s.item, s.position, d.time, d.policy, array_to_string(d.cells, ',') AS cells,
              d.candidates_id, s.conditional_propensity, s.marginal_propensity, d.usable_off_policy, o.played, o.watched, o.thumb
            FROM %s d JOIN %s s ON d.decision_id = s.decision_id
            LEFT JOIN outcome o ON o.decision_id = s.decision_id AND o.position = s.position\
            """.formatted(
                        events, log.scan("decisions"), GeneratedLog.AS_OF, log.scan("decisions"), log.scan("slates"));
    }

    static SequencedMap<String, ColumnType> types() {
        SequencedMap<String, ColumnType> types = new LinkedHashMap<>();
        List.of("decision_id", "account", "member", "item").forEach(name -> types.put(name, ColumnType.TEXT));
        List.of("position", "time").forEach(name -> types.put(name, ColumnType.BIGINT));
        List.of("policy", "cells", "candidates_id").forEach(name -> types.put(name, ColumnType.TEXT));
        List.of("conditional_propensity", "marginal_propensity").forEach(name -> types.put(name, ColumnType.DOUBLE));
        types.put("usable_off_policy", ColumnType.BOOLEAN);
        types.put("played", ColumnType.BIGINT);
        types.put("watched", ColumnType.DOUBLE);
        types.put("thumb", ColumnType.BIGINT);
        return types;
    }

    /** Reads every byte that the join needs, and does next to nothing with it. */
    List<String> scans() {
        return List.of(
                scanned("decisions", OF_DECISIONS), scanned("slates", OF_SLATES), scanned("feedback", OF_FEEDBACK));
    }

    private String scanned(String table, List<String> columns) {
        return "SELECT (bit_xor(hash(" + String.join(", ", columns) + ")) % 1000)::BIGINT FROM " + log.scan(table);
    }
}
