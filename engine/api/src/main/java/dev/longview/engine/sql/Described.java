package dev.longview.engine.sql;

import static dev.longview.engine.sql.Expression.all;
import static dev.longview.engine.sql.Expression.any;
import static dev.longview.engine.sql.Expression.atMost;
import static dev.longview.engine.sql.Expression.equal;
import static dev.longview.engine.sql.Expression.minus;
import static dev.longview.engine.sql.Expression.name;
import static dev.longview.engine.sql.Expression.text;
import static dev.longview.engine.sql.Expression.whole;

import dev.longview.engine.Assembly;
import dev.longview.engine.sql.Query.Select;
import dev.longview.outcome.Condition;
import dev.longview.outcome.HistoryFeature;
import dev.longview.outcome.OutcomeDefinition;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;

/**
 * What conditions read besides the event: features of its item as they were known when the event was received, and of the recommended
 * item as they were known when the decision was. So what a condition says of an event never changes, and a final outcome stays final.
 */
record Described(Assembly assembly) {
    private static final String EVENT_ITEM = "event_item";
    private static final String SLATE_ITEM = "slate_item";

    /** Whether any condition reads attributes of events. */
    static boolean readsAttributes(Assembly assembly) {
        return new Described(assembly)
                .conditions()
                .anyMatch(condition -> reads(condition, Condition.Source.EVENT_ATTRIBUTE));
    }

    private Stream<Condition> conditions() {
        return Stream.concat(
                assembly.outcomes().stream().map(OutcomeDefinition::where).flatMap(Optional::stream),
                assembly.history().stream().map(HistoryFeature::where).flatMap(Optional::stream));
    }

    private static boolean reads(Condition condition, Condition.Source source) {
        return condition.fields().stream().anyMatch(field -> field.source() == source);
    }

    private Set<String> features(Condition.Source source) {
        Set<String> names = new TreeSet<>();
        conditions()
                .flatMap(condition -> condition.fields().stream())
                .filter(field -> field.source() == source)
                .forEach(field -> names.add(field.name()));
        return names;
    }

    /** Steps {@code event_item} and {@code slate_item}, as far as conditions read them. */
    void add(Steps steps) {
        Set<String> ofEvents = features(Condition.Source.EVENT_ITEM);
        if (!ofEvents.isEmpty()) {
            Expression ofKind = kinds().stream()
                    .map(kind -> equal(name("event", "kind"), text(kind)))
                    .reduce((a, b) -> any(a, b))
                    .orElseThrow();
            Select versions = Select.from("event").where(ofKind).keep("event", "event_id");
            Expression happened = Steps.happened("event");
            add(
                    steps,
                    EVENT_ITEM,
                    versions,
                    new Known(name("event", "item"), happened, name("event", "received")),
                    List.of("event_id"),
                    List.copyOf(ofEvents));
        }
        Set<String> ofSlates = features(Condition.Source.ITEM);
        if (!ofSlates.isEmpty()) {
            Select versions = Select.from("served")
                    .join("slate", equal(name("served", "decision_id"), name("slate", "decision_id")))
                    .keep("slate", "decision_id", "position");
            add(
                    steps,
                    SLATE_ITEM,
                    versions,
                    new Known(name("slate", "item"), name("served", "time"), name("served", "received")),
                    List.of("decision_id", "position"),
                    List.copyOf(ofSlates));
        }
    }

    private List<String> kinds() {
        Stream<String> ofOutcomes = assembly.outcomes().stream()
                .filter(outcome -> outcome.where()
                        .filter(condition -> reads(condition, Condition.Source.EVENT_ITEM))
                        .isPresent())
                .map(OutcomeDefinition::of);
        Stream<String> ofHistory = assembly.history().stream()
                .filter(feature -> feature.where()
                        .filter(condition -> reads(condition, Condition.Source.EVENT_ITEM))
                        .isPresent())
                .map(HistoryFeature::of);
        return Stream.concat(ofOutcomes, ofHistory).distinct().toList();
    }

    /** An item, as valid at a time, and known by a moment. */
    private record Known(Expression item, Expression validAt, Expression by) {}

    private static void add(
            Steps steps, String step, Select rows, Known known, List<String> key, List<String> features) {
        Select versions = rows.join(
                "items",
                all(
                        equal(known.item, name("items", "item")),
                        atMost(name("items", "valid_from"), known.validAt),
                        atMost(name("items", "received"), known.by)));
        List<Expression> partition = rows.outputs().stream()
                .filter(output -> key.contains(output.name()))
                .map(Query.Output::expression)
                .toList();
        List<Expression> latest = new ArrayList<>();
        for (String column : List.of("valid_from", "received")) {
            latest.add(minus(whole(0), name("items", column)));
        }
        latest.addAll(Steps.names("items", features));
        String ranked = step + "_ranked";
        steps.add(
                ranked,
                versions.keep("items", features)
                        .output(
                                new Expression.Window(Expression.Over.ROW_NUMBER, List.of(), partition, latest),
                                "rank"));
        List<String> kept = new ArrayList<>(key);
        kept.addAll(features);
        steps.add(
                step,
                Select.from(ranked).where(equal(name(ranked, "rank"), whole(1))).keep(ranked, kept));
    }

    /** The events of a group with what its conditions read. */
    Select joined(Select select, Group group) {
        List<Condition> conditions = group.plans().stream()
                .map(plan -> plan.outcome().where())
                .flatMap(Optional::stream)
                .toList();
        return joined(select, group.relation(), conditions, group.byPosition());
    }

    static Select joined(Select select, String events, List<Condition> conditions, boolean byPosition) {
        Select more = select;
        Expression sameDecision = equal(name(events, "decision_id"), name(SLATE_ITEM, "decision_id"));
        if (conditions.stream().anyMatch(condition -> reads(condition, Condition.Source.EVENT_ITEM))) {
            more = more.outerJoin(EVENT_ITEM, equal(name(events, "event_id"), name(EVENT_ITEM, "event_id")));
        }
        if (byPosition && conditions.stream().anyMatch(condition -> reads(condition, Condition.Source.ITEM))) {
            more = more.outerJoin(
                    SLATE_ITEM, all(sameDecision, equal(name(events, "position"), name(SLATE_ITEM, "position"))));
        }
        if (conditions.stream()
                .anyMatch(condition ->
                        reads(condition, Condition.Source.MEMBER) || reads(condition, Condition.Source.CONTEXT))) {
            more = more.join("served", equal(name(events, "decision_id"), name("served", "decision_id")));
        }
        return more;
    }

    /** Whether a condition holds for a row of events; never missing. */
    static Expression holds(Condition condition, String events) {
        return Conditions.of(condition, field -> switch (field.source()) {
            case EVENT_VALUE -> name(events, "value");
            case EVENT_LABEL -> name(events, "label");
            case EVENT_ATTRIBUTE -> Conditions.attribute(name(events, Answered.ATTRIBUTES), field.name());
            case EVENT_ITEM -> name(EVENT_ITEM, field.name());
            case ITEM -> name(SLATE_ITEM, field.name());
            case MEMBER, CONTEXT -> name("served", field.name());
        });
    }
}
