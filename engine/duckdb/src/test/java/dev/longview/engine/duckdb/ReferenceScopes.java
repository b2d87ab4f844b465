package dev.longview.engine.duckdb;

import dev.longview.log.Table;
import dev.longview.outcome.Condition;
import dev.longview.outcome.HistoryFeature;
import dev.longview.outcome.OutcomeDefinition;
import dev.longview.outcome.Scope;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalDouble;
import org.jspecify.annotations.NullUnmarked;

/** What outcomes of members and accounts look at, conditions, and members' history, with no thought of speed. */
@NullUnmarked // a missing value of a row is null here
record ReferenceScopes(Logs cut, long lateness) {

    /** From the first to the last time that counts; retractions may come until the end. */
    record Window(long start, long last, long end) {
        boolean holds(long time) {
            return time >= start && time <= last;
        }
    }

    private static long micros(Duration duration) {
        return duration.toNanos() / 1000;
    }

    private boolean inTime(Map<String, Object> event) {
        return (Long) event.get("received") - ReferenceAssembly.happened(event) <= lateness;
    }

    Optional<Window> window(OutcomeDefinition outcome, Map<String, Object> decision, long start) {
        long horizon = micros(outcome.finalAfter());
        long decided = ReferenceAssembly.happened(decision);
        return switch (outcome.scope().reach()) {
            case AFTER -> Optional.of(new Window(start, start + horizon, start + horizon));
            case BEFORE -> Optional.of(new Window(decided - horizon, decided - 1, decided));
            case NEXT_BILLING ->
                due(decision).map(due -> {
                    long last =
                            Math.min(due + horizon, lapsed(outcome, decision).orElse(Long.MAX_VALUE));
                    return new Window(decided + 1, last, last);
                });
        };
    }

    /** When the membership that can renew was left. */
    private Optional<Long> lapsed(OutcomeDefinition outcome, Map<String, Object> decision) {
        boolean memberships = outcome.scope() instanceof Scope.Account(Scope.Source source, Scope.Reach reach)
                && source == Scope.Source.MEMBERSHIPS;
        boolean ends = memberships && !List.of("join", "rejoin").contains(outcome.of());
        return ReferenceAssembly.once(cut, Table.MEMBERSHIPS).stream()
                .filter(event -> ends
                        && event.get("account").equals(decision.get("account"))
                        && event.get("event").equals("lapse")
                        && inTime(event)
                        && ReferenceAssembly.happened(event) > ReferenceAssembly.happened(decision))
                .map(ReferenceAssembly::happened)
                .min(Comparator.naturalOrder());
    }

    Optional<Long> due(Map<String, Object> decision) {
        long decided = ReferenceAssembly.happened(decision);
        return ReferenceAssembly.once(cut, Table.MEMBERSHIPS).stream()
                .filter(event -> event.get("account").equals(decision.get("account"))
                        && List.of("join", "renew", "rejoin", "lapse").contains((String) event.get("event"))
                        && inTime(event)
                        && ReferenceAssembly.happened(event) <= decided)
                .max(Comparator.<Map<String, Object>>comparingLong(ReferenceAssembly::happened)
                        .thenComparing(event -> (Long) event.get("received"))
                        .thenComparing(event -> (String) event.get("event_id")))
                .filter(latest -> !latest.get("event").equals("lapse"))
                .map(latest -> (Long) latest.get("period_end"))
                .filter(due -> due > decided);
    }

    List<Map<String, Object>> events(
            OutcomeDefinition outcome,
            Map<String, Object> decision,
            Map<String, Object> recommendation,
            List<Map<String, Object>> own) {
        return switch (outcome.scope()) {
            case Scope.Recommendation() -> own;
            case Scope.Member(boolean otherItems, Scope.Reach reach) ->
                ReferenceAssembly.once(cut, Table.FEEDBACK).stream()
                        .filter(event -> event.get("member").equals(decision.get("member"))
                                && !event.containsKey("retracts")
                                && inTime(event)
                                && !(otherItems && Objects.equals(event.get("item"), recommendation.get("item"))))
                        .toList();
            case Scope.Account(Scope.Source source, Scope.Reach reach) -> {
                List<Map<String, Object>> events = new ArrayList<>();
                Table table = source == Scope.Source.DECISIONS ? Table.DECISIONS : Table.MEMBERSHIPS;
                for (Map<String, Object> row : ReferenceAssembly.once(cut, table)) {
                    if (row.get("account").equals(decision.get("account"))
                            && inTime(row)
                            && !(table == Table.DECISIONS
                                    && row.get("decision_id").equals(decision.get("decision_id")))) {
                        Map<String, Object> event = new HashMap<>(row);
                        event.put("kind", table == Table.DECISIONS ? "decision" : row.get("event"));
                        event.putIfAbsent("event_id", row.get("decision_id"));
                        events.add(event);
                    }
                }
                yield events;
            }
        };
    }

    boolean holds(
            Condition condition,
            Map<String, Object> event,
            Map<String, Object> decision,
            Map<String, Object> recommendation) {
        return condition.holds(field -> {
            Map<String, Object> from = switch (field.source()) {
                case EVENT_VALUE, EVENT_LABEL -> event;
                case EVENT_ATTRIBUTE -> attributes(event);
                case EVENT_ITEM ->
                    item(event.get("item"), ReferenceAssembly.happened(event), (Long) event.get("received"));
                case ITEM ->
                    item(recommendation.get("item"), ReferenceAssembly.happened(decision), (Long)
                            decision.get("received"));
                case MEMBER, CONTEXT -> decision;
            };
            String name = switch (field.source()) {
                case EVENT_VALUE -> "value";
                case EVENT_LABEL -> "label";
                case EVENT_ATTRIBUTE, EVENT_ITEM, ITEM, MEMBER, CONTEXT -> field.name();
            };
            return Optional.ofNullable(from.get(name));
        });
    }

    @SuppressWarnings("unchecked")
    private static Map<String, Object> attributes(Map<String, Object> event) {
        return (Map<String, Object>) event.getOrDefault("attributes", Map.of());
    }

    private Map<String, Object> item(Object item, long validAt, long by) {
        return cut.rows(Table.ITEMS).stream()
                .filter(version -> version.get("item").equals(item)
                        && (Long) version.get("valid_from") <= validAt
                        && (Long) version.get("received") <= by)
                .min(Comparator.<Map<String, Object>>comparingLong(version -> -(Long) version.get("valid_from"))
                        .thenComparingLong(version -> -(Long) version.get("received"))
                        .thenComparing(ReferenceAssembly.by(List.of("item.genre", "item.tags"), false)))
                .orElse(Map.of());
    }

    OptionalDouble history(HistoryFeature feature, Map<String, Object> decision) {
        long decided = ReferenceAssembly.happened(decision);
        Logs then = cut.receivedBy(decided);
        List<Map<String, Object>> past = ReferenceAssembly.once(then, Table.FEEDBACK).stream()
                .filter(event -> event.get("kind").equals(feature.of())
                        && event.get("member").equals(decision.get("member"))
                        && !event.containsKey("retracts")
                        && inTime(event)
                        && ReferenceAssembly.happened(event) < decided
                        && ReferenceAssembly.happened(event) >= decided - micros(feature.over()))
                .filter(event -> !feature.retractable()
                        || ReferenceAssembly.once(then, Table.FEEDBACK).stream()
                                .noneMatch(
                                        other -> event.get("event_id").equals(other.get("retracts")) && inTime(other)))
                .toList();
        List<Map<String, Object>> held = past.stream()
                .filter(event -> feature.where()
                        .map(condition -> holds(condition, event, decision, Map.of()))
                        .orElse(true))
                .toList();
        double[] values = held.stream()
                .filter(event -> event.containsKey("value"))
                .mapToDouble(event -> (Double) event.get("value"))
                .toArray();
        return switch (feature.as()) {
            case COUNT -> OptionalDouble.of(held.size());
            case SUM -> OptionalDouble.of(java.util.Arrays.stream(values).sum());
            case MAX -> java.util.Arrays.stream(values).max();
            case DAYS_SINCE -> {
                var latest =
                        held.stream().mapToLong(ReferenceAssembly::happened).max();
                yield latest.isEmpty()
                        ? OptionalDouble.empty()
                        : OptionalDouble.of((decided - latest.getAsLong()) * (1 / 86_400e6));
            }
            case SHARE ->
                past.isEmpty() ? OptionalDouble.empty() : OptionalDouble.of((double) held.size() / past.size());
        };
    }
}
