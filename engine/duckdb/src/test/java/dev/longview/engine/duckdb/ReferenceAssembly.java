package dev.longview.engine.duckdb;

import dev.longview.engine.Assembly;
import dev.longview.engine.Moment;
import dev.longview.log.FeatureDefinition;
import dev.longview.log.Table;
import dev.longview.outcome.Aggregate;
import dev.longview.outcome.Assembled;
import dev.longview.outcome.HistoryFeature;
import dev.longview.outcome.OutcomeDefinition;
import dev.longview.outcome.Scope;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.NullUnmarked;

/**
 * Assembly as the rules say it, with no thought of speed: each row is computed alone, from the log cut at the row's own moment, by
 * looking at everything in it.
 */
@NullUnmarked // a missing value of a row is null here
record ReferenceAssembly(Logs log, Assembly assembly, Map<Long, ReferenceEngagements> engagements) {
    ReferenceAssembly(Logs log, Assembly assembly) {
        this(log, assembly, new TreeMap<>());
    }

    List<Map<String, Object>> rows() {
        List<Map<String, Object>> rows = new ArrayList<>();
        for (Map<String, Object> decision :
                once(log.receivedBy(assembly.moment().asOf()), Table.DECISIONS)) {
            long time = happened(decision);
            switch (assembly.moment()) {
                case Moment.At(long asOf) -> add(decision, asOf, rows);
                case Moment.Ages(List<Long> ages, long asOf) -> {
                    for (long age : ages) {
                        if (time + age <= asOf) {
                            add(decision, time + age, rows);
                        }
                    }
                }
            }
        }
        rows.sort(Comparator.<Map<String, Object>, Long>comparing(row -> (Long) row.get("time"))
                .thenComparing(row -> row.get("decision_id"), ReferenceAssembly::compare)
                .thenComparing(row -> (Long) row.get("position"))
                .thenComparing(row -> (Long) row.get("age")));
        return rows;
    }

    private static boolean servedBy(String by, Object policy) {
        return by.equals(policy) || (!by.contains("@") && String.valueOf(policy).startsWith(by + "@"));
    }

    private void add(Map<String, Object> decision, long moment, List<Map<String, Object>> rows) {
        long time = happened(decision);
        if ((Long) decision.get("received") > moment
                || time < assembly.decidedFrom()
                || time >= assembly.decidedBefore()
                || (assembly.policy().isPresent() && !servedBy(assembly.policy().get(), decision.get("policy")))) {
            return;
        }
        Logs cut = log.receivedBy(moment);
        List<Map<String, Object>> slate = once(cut, Table.SLATES).stream()
                .filter(row -> row.get("decision_id").equals(decision.get("decision_id")))
                .toList();
        for (Map<String, Object> recommendation : slate) {
            List<Map<String, Object>> events = events(cut, moment).stream()
                    .filter(event -> !event.containsKey("retracts") && inTime(event))
                    .filter(event -> recommendation.equals(recommendationOf(event, slate)))
                    .toList();
            if (assembly.impressions()
                    && events.stream().noneMatch(event -> event.get("kind").equals("impression"))) {
                continue;
            }
            Map<String, Object> row = row(decision, recommendation, events, cut, moment);
            if (assembly.attribution().isPresent()) {
                row.put("continuation", engagements(cut, moment).continuation(recommendation));
            }
            rows.add(row);
        }
    }

    private List<Map<String, Object>> events(Logs cut, long moment) {
        return assembly.attribution().isPresent() ? engagements(cut, moment).events() : once(cut, Table.FEEDBACK);
    }

    private ReferenceEngagements engagements(Logs cut, long moment) {
        return engagements.computeIfAbsent(moment, unseen -> new ReferenceEngagements(cut, assembly));
    }

    private Map<String, Object> row(
            Map<String, Object> decision,
            Map<String, Object> recommendation,
            List<Map<String, Object>> events,
            Logs cut,
            long moment) {
        long time = happened(decision);
        Map<String, Object> row = new TreeMap<>();
        for (String column : List.of(
                "decision_id", "account", "member", "policy", "rules", "cells", "candidates_id", "usable_off_policy")) {
            copy(decision, column, row);
        }
        for (String column : List.of("position", "item", "conditional_propensity", "marginal_propensity")) {
            copy(recommendation, column, row);
        }
        row.put("time", time);
        row.put("age", moment - time);
        Optional<Map<String, Object>> item = cut.rows(Table.ITEMS).stream()
                .filter(version -> version.get("item").equals(recommendation.get("item"))
                        && (Long) version.get("valid_from") <= time)
                .max(by(List.of("valid_from", "received"), true));
        for (FeatureDefinition feature : assembly.features()) {
            copy(feature.ofItem() ? item.orElse(Map.of()) : decision, feature.name(), row);
        }
        for (HistoryFeature feature : assembly.history()) {
            if (!row.containsKey(feature.name())) {
                new ReferenceScopes(log, micros(assembly.lateness()))
                        .history(feature, decision)
                        .ifPresent(number -> row.put(feature.name(), number));
            }
        }
        for (OutcomeDefinition outcome : assembly.outcomes()) {
            Row of = new Row(decision, recommendation, events, cut, time, moment);
            Outcome found = outcome(outcome, of);
            if (!Double.isNaN(found.value)) {
                row.put(Assembled.value(outcome.name()), found.value);
            }
            row.put(Assembled.state(outcome.name()), found.isFinal ? 1L : 0L);
            found.origin.ifPresent(origin -> row.put(Assembled.origin(outcome.name()), origin - time));
            if (outcome.scope().reach() == Scope.Reach.NEXT_BILLING) {
                new ReferenceScopes(cut, micros(assembly.lateness()))
                        .due(decision)
                        .ifPresent(due -> row.put(Assembled.due(outcome.name()), due - time));
            }
            if (assembly.recent().contains(outcome.name())) {
                found.latest.ifPresent(latest -> row.put(Assembled.recent(outcome.name()), latest - time));
            }
        }
        return row;
    }

    private static void copy(Map<String, Object> from, String column, Map<String, Object> to) {
        Object value = from.get(column);
        if (value != null && !value.equals(List.of())) {
            to.put(column, value);
        }
    }

    private record Outcome(
            double value,
            boolean isFinal,
            Optional<Long> origin,
            Optional<Long> first,
            boolean firstIsFixed,
            Optional<Long> latest) {}

    /** A recommendation as of a moment. */
    private record Row(
            Map<String, Object> decision,
            Map<String, Object> recommendation,
            List<Map<String, Object>> events,
            Logs cut,
            long time,
            long moment) {}

    private Outcome outcome(OutcomeDefinition outcome, Row of) {
        long time = of.time;
        long moment = of.moment;
        Logs cut = of.cut;
        ReferenceScopes scopes = new ReferenceScopes(cut, assembly.lateness().toNanos() / 1000);
        Optional<Long> origin = Optional.of(time);
        boolean originIsFixed = true;
        if (outcome.from().isPresent()) {
            OutcomeDefinition from = assembly.outcomes().stream()
                    .filter(other -> other.name().equals(outcome.from().get()))
                    .findFirst()
                    .orElseThrow();
            Outcome started = outcome(from, of);
            origin = started.first;
            originIsFixed = started.firstIsFixed;
            if (origin.isEmpty()) {
                return new Outcome(value(outcome.as(), List.of(), 0), started.isFinal, origin, origin, false, origin);
            }
        }
        long start = origin.get();
        Optional<ReferenceScopes.Window> window = scopes.window(outcome, of.decision, start);
        if (window.isEmpty()) {
            return new Outcome(
                    value(outcome.as(), List.of(), 0),
                    false,
                    Optional.empty(),
                    Optional.empty(),
                    false,
                    Optional.empty());
        }
        if (outcome.scope().reach() == Scope.Reach.NEXT_BILLING) {
            originIsFixed = moment >= time + micros(assembly.lateness());
        }
        long end = window.get().end();
        List<Map<String, Object>> counted = scopes.events(outcome, of.decision, of.recommendation, of.events).stream()
                .filter(event -> event.get("kind").equals(outcome.of()))
                .filter(event -> window.get().holds(happened(event)))
                .filter(event -> outcome.where()
                        .map(condition -> scopes.holds(condition, event, of.decision, of.recommendation))
                        .orElse(true))
                .filter(event -> useful(outcome.as(), event))
                .filter(event -> !(outcome.retractable() && withdrawn(event, cut, end)))
                .sorted(by(List.of("event_id"), false))
                .sorted(Comparator.comparing(event -> (Long) event.get("received")))
                .sorted(Comparator.comparingLong(ReferenceAssembly::happened))
                .toList();
        double value = value(outcome.as(), counted, start);
        Optional<Long> first = counted.stream().map(ReferenceAssembly::happened).findFirst();
        long lateness = micros(assembly.lateness());
        boolean over = moment >= end + lateness;
        boolean nothingEarlier = first.isPresent() && moment >= first.get() + lateness;
        boolean stays = assembly.attribution().isEmpty() || !(outcome.scope() instanceof Scope.Recommendation);
        boolean decided = switch (outcome.as()) {
            case Aggregate.Occurred() ->
                value == 1
                        && (stays
                                || nothingEarlier
                                || counted.stream().anyMatch(event -> namesItsDecision(cut, event)));
            case Aggregate.Count(double max) -> stays && value == max;
            case Aggregate.Sum(double max) -> stays && value == max;
            case Aggregate.Max(double max) -> stays && value == max;
            case Aggregate.TimeToFirst() -> nothingEarlier;
            case Aggregate.Last(List<String> values) -> false;
        };
        boolean isFinal = originIsFixed && (over || (decided && !outcome.retractable()));
        boolean firstIsFixed =
                originIsFixed && first.isPresent() && (over || (nothingEarlier && !outcome.retractable()));
        Optional<Long> latest =
                counted.stream().map(ReferenceAssembly::happened).max(Long::compare);
        return new Outcome(value, isFinal, origin, first, firstIsFixed, latest);
    }

    private static boolean useful(Aggregate as, Map<String, Object> event) {
        return switch (as) {
            case Aggregate.Sum sum -> event.containsKey("value");
            case Aggregate.Max max -> event.containsKey("value");
            case Aggregate.Last(List<String> values) -> values.contains(String.valueOf(event.get("label")));
            case Aggregate.Occurred occurred -> true;
            case Aggregate.Count count -> true;
            case Aggregate.TimeToFirst first -> true;
        };
    }

    private static double value(Aggregate as, List<Map<String, Object>> counted, long start) {
        return switch (as) {
            case Aggregate.Occurred() -> counted.isEmpty() ? 0 : 1;
            case Aggregate.Count(double max) -> Math.min(max, counted.size());
            case Aggregate.Sum(double max) ->
                Math.min(
                        max,
                        counted.stream()
                                .mapToDouble(event -> Math.max(0, (Double) event.get("value")))
                                .sum());
            case Aggregate.Max(double max) ->
                Math.min(
                        max,
                        counted.stream()
                                .mapToDouble(event -> (Double) event.get("value"))
                                .reduce(0, Math::max));
            case Aggregate.TimeToFirst() -> counted.isEmpty() ? Double.NaN : happened(counted.getFirst()) - start;
            case Aggregate.Last(List<String> values) ->
                counted.isEmpty()
                        ? Math.max(0, values.indexOf("none"))
                        : values.indexOf((String) counted.getLast().get("label"));
        };
    }

    private static boolean namesItsDecision(Logs cut, Map<String, Object> event) {
        return once(cut, Table.FEEDBACK).stream()
                .anyMatch(row -> row.get("event_id").equals(event.get("event_id")) && row.containsKey("decision_id"));
    }

    private boolean withdrawn(Map<String, Object> event, Logs cut, long end) {
        return once(cut, Table.FEEDBACK).stream()
                .filter(other -> event.get("event_id").equals(other.get("retracts")) && inTime(other))
                .min(Comparator.comparing((Map<String, Object> other) -> (Long) other.get("received"))
                        .thenComparingLong(ReferenceAssembly::happened))
                .filter(retraction -> happened(retraction) <= end)
                .isPresent();
    }

    static Map<String, Object> recommendationOf(Map<String, Object> event, List<Map<String, Object>> slate) {
        if (slate.isEmpty() || !slate.getFirst().get("decision_id").equals(event.get("decision_id"))) {
            return Map.of();
        }
        if (event.containsKey("position")) {
            return slate.stream()
                    .filter(row -> row.get("position").equals(event.get("position")))
                    .filter(row ->
                            !event.containsKey("item") || event.get("item").equals(row.get("item")))
                    .findFirst()
                    .orElse(Map.of());
        }
        return slate.stream()
                .filter(row -> Objects.equals(row.get("item"), event.get("item")))
                .min(by(List.of("received", "position"), false))
                .orElse(Map.of());
    }

    private boolean inTime(Map<String, Object> event) {
        return (Long) event.get("received") - happened(event) <= micros(assembly.lateness());
    }

    static long happened(Map<String, Object> row) {
        return Math.min((Long) row.get("time"), (Long) row.get("received"));
    }

    private static long micros(java.time.Duration duration) {
        return duration.toNanos() / 1000;
    }

    /** Each key's row that was received first; of several, the first by its columns, missing ones last. */
    static List<Map<String, Object>> once(Logs from, Table table) {
        List<String> key = switch (table) {
            case DECISIONS -> List.of("decision_id");
            case SLATES -> List.of("decision_id", "position");
            case FEEDBACK -> List.of("event_id");
            case MEMBERSHIPS -> List.of("event_id");
            case CANDIDATE_SETS, ITEMS -> throw new IllegalArgumentException();
        };
        List<String> order = switch (table) {
            case DECISIONS ->
                List.of(
                        "received",
                        "time",
                        "account",
                        "member",
                        "policy",
                        "rules",
                        "candidates_id",
                        "usable_off_policy",
                        "cells",
                        "context.device",
                        "member.tenure",
                        "member.plays",
                        "member.minutes",
                        "member.longest",
                        "member.since",
                        "member.share");
            case SLATES -> List.of("received", "item", "conditional_propensity", "marginal_propensity");
            case FEEDBACK ->
                List.of(
                        "received",
                        "time",
                        "kind",
                        "decision_id",
                        "position",
                        "item",
                        "value",
                        "label",
                        "retracts",
                        "member",
                        "attributes");
            case MEMBERSHIPS -> List.of("received", "time", "account", "event", "period_end");
            case CANDIDATE_SETS, ITEMS -> throw new IllegalArgumentException();
        };
        Map<List<Object>, Map<String, Object>> first = new LinkedHashMap<>();
        for (Map<String, Object> row : from.rows(table)) {
            List<Object> id = key.stream().map(row::get).toList();
            first.merge(id, row, (a, b) -> by(order, false).compare(a, b) <= 0 ? a : b);
        }
        return List.copyOf(first.values());
    }

    /** @param features whether item features decide last */
    static Comparator<Map<String, Object>> by(List<String> columns, boolean features) {
        List<String> all = new ArrayList<>(columns);
        if (features) {
            all.addAll(List.of("item.genre", "item.tags"));
        }
        return (a, b) -> all.stream()
                .mapToInt(column -> compare(value(a, column), value(b, column)))
                .filter(order -> order != 0)
                .findFirst()
                .orElse(0);
    }

    /** A log has no missing lists, only empty ones. */
    private static Object value(Map<String, Object> row, String column) {
        return column.equals("cells") || column.equals("item.tags")
                ? row.getOrDefault(column, List.of())
                : row.get(column);
    }

    /** As the queries write a map down to compare it. */
    private static String text(Map<?, ?> map) {
        StringBuilder text = new StringBuilder();
        map.keySet()
                .forEach(key -> text.append(((String) key).length()).append(':').append(key));
        map.values()
                .forEach(value ->
                        text.append(((String) value).length()).append(':').append(value));
        return text.toString();
    }

    @SuppressWarnings({"unchecked", "rawtypes"})
    private static int compare(Object a, Object b) {
        if (a == null || b == null) {
            return Boolean.compare(a == null, b == null);
        }
        return switch (a) {
            case String text ->
                Arrays.compareUnsigned(
                        text.getBytes(StandardCharsets.UTF_8), ((String) b).getBytes(StandardCharsets.UTF_8));
            case List<?> list -> {
                List<?> other = (List<?>) b;
                for (int i = 0; i < Math.min(list.size(), other.size()); i++) {
                    if (compare(list.get(i), other.get(i)) != 0) {
                        yield compare(list.get(i), other.get(i));
                    }
                }
                yield Integer.compare(list.size(), other.size());
            }
            case Map<?, ?> map -> compare(text(map), text((Map<?, ?>) b));
            default -> ((Comparable) a).compareTo(b);
        };
    }
}
