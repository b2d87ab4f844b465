package dev.longview.engine.duckdb;

import dev.longview.engine.Assembly;
import dev.longview.engine.Inspection;
import dev.longview.engine.Moment;
import dev.longview.log.FeatureDefinition;
import dev.longview.log.FeatureDefinition.Kind;
import dev.longview.log.Table;
import dev.longview.outcome.Aggregate;
import dev.longview.outcome.HistoryFeature;
import dev.longview.outcome.OutcomeDefinition;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedMap;

/** A log in which all is well, small enough to count by hand, and what breaks its rows. */
final class CleanLog {
    static final long HOUR = 3_600_000_000L;
    static final long DAY = 24 * HOUR;
    static final HistoryFeature PLAYS = new HistoryFeature(
            "member.plays", "play", HistoryFeature.As.COUNT, Duration.ofDays(2), false, Optional.empty());
    static final List<FeatureDefinition> FEATURES = List.of(
            new FeatureDefinition("context.device", Kind.CATEGORICAL),
            new FeatureDefinition("item.genre", Kind.CATEGORICAL),
            PLAYS.definition());

    private CleanLog() {}

    static OutcomeDefinition outcome(String name, String of, Aggregate as, boolean retractable) {
        return new OutcomeDefinition(name, of, as, Optional.empty(), Duration.ofDays(7), retractable);
    }

    static Inspection inspection() {
        List<OutcomeDefinition> outcomes = List.of(
                outcome("played", "play", new Aggregate.Occurred(), false),
                outcome("minutes", "watch", new Aggregate.Sum(600), false),
                outcome("thumb", "thumb", new Aggregate.Last(List.of("down", "none", "up")), true));
        SequencedMap<String, List<String>> cells = new LinkedHashMap<>();
        cells.put("ranking", List.of("control", "new"));
        Assembly assembly = Assembly.of(FEATURES, outcomes, Duration.ofDays(1), new Moment.At(30 * DAY))
                .remembering(List.of(PLAYS))
                .seen();
        return new Inspection(assembly, List.of("play", "watch", "thumb", "impression"), cells);
    }

    /** Four days, a decision each, for one member; 8 recommendations, 17 events. */
    static Logs log() {
        Logs log = Logs.empty();
        for (int d = 0; d < 4; d++) {
            long time = (10 + d) * DAY;
            String id = "d" + d;
            decision(log, id, time, d < 2 ? d : 2.0);
            slate(log, id, 0, "i" + d % 3, time);
            slate(log, id, 1, "i" + (d + 1) % 3, time);
            for (long position = 0; position < 2; position++) {
                event(log, id + "-seen" + position, "impression", time, "decision_id", id, "position", position);
            }
            event(log, id + "-play", "play", time + HOUR, "decision_id", id, "position", 0L);
            event(log, id + "-watch", "watch", time + HOUR, "decision_id", id, "position", 0L, "value", 7.5);
        }
        event(log, "thumb", "thumb", 11 * DAY, "decision_id", "d0", "position", 0L, "label", "up");
        log.add(Table.CANDIDATE_SETS, "candidates_id", "c", "items", List.of("i0", "i1", "i2"), "received", DAY);
        for (int i = 0; i < 3; i++) {
            log.add(Table.ITEMS, "item", "i" + i, "valid_from", DAY, "received", DAY, "item.genre", "g");
        }
        membership(log, "s0", "join", 0, 10);
        membership(log, "s1", "renew", 10, 20);
        return log;
    }

    static void decision(Logs log, String id, long time, double plays) {
        log.add(Table.DECISIONS, "decision_id", id, "account", "a", "member", "m", "time", time, "received", time);
        Map<String, Object> row = log.rows(Table.DECISIONS).getLast();
        row.put("usable_off_policy", true);
        row.put("candidates_id", "c");
        row.put("cells", List.of("ranking/new"));
        row.put("context.device", "tv");
        row.put("member.plays", plays);
    }

    static void slate(Logs log, String id, long position, String item, long time) {
        log.add(Table.SLATES, "decision_id", id, "position", position, "item", item, "received", time);
        log.rows(Table.SLATES).getLast().put("conditional_propensity", 0.5);
        log.rows(Table.SLATES).getLast().put("marginal_propensity", 0.5);
    }

    static void event(Logs log, String id, String kind, long time, Object... more) {
        log.add(Table.FEEDBACK, "event_id", id, "kind", kind, "member", "m", "time", time, "received", time + 1);
        for (int i = 0; i < more.length; i += 2) {
            log.rows(Table.FEEDBACK).getLast().put((String) more[i], more[i + 1]);
        }
    }

    static void membership(Logs log, String id, String event, long from, long to) {
        log.add(Table.MEMBERSHIPS, "event_id", id, "account", "a", "event", event, "time", from * DAY);
        Map<String, Object> row = log.rows(Table.MEMBERSHIPS).getLast();
        row.put("received", from * DAY);
        row.put("period_start", from * DAY);
        row.put("period_end", to * DAY);
    }

    /** A row to break. */
    static Map<String, Object> row(Logs log, Table table, String key, Object value) {
        return log.rows(table).stream()
                .filter(row -> value.equals(row.get(key)))
                .findFirst()
                .orElseThrow();
    }

    static Map<String, Object> decision(Logs log, String id) {
        return row(log, Table.DECISIONS, "decision_id", id);
    }

    static Map<String, Object> event(Logs log, String id) {
        return row(log, Table.FEEDBACK, "event_id", id);
    }

    static Map<String, Object> slate(Logs log, String id, long position) {
        return log.rows(Table.SLATES).stream()
                .filter(row -> id.equals(row.get("decision_id"))
                        && Long.valueOf(position).equals(row.get("position")))
                .findFirst()
                .orElseThrow();
    }

    static void again(Logs log, Table table, Map<String, Object> row, String column, Object value) {
        Map<String, Object> copy = new LinkedHashMap<>(row);
        copy.put(column, value);
        log.rows(table).add(copy);
    }
}
