package dev.longview.outcome;

import dev.longview.log.FeatureDefinition;
import dev.longview.log.FeatureDefinition.Kind;
import dev.longview.log.Table;
import dev.longview.outcome.Condition.Field;
import dev.longview.outcome.Condition.Source;
import dev.longview.syntax.Nearest;
import dev.longview.syntax.Span;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/** What the names in a condition stand for. */
final class ConditionFields {
    private static final String EVENT = "event.";
    private static final String ITEM = "item.";
    private static final String ATTRIBUTES = "attributes.";
    private static final int MOST_LISTED = 30;

    /** Takes what is wrong with a name. */
    interface Complaints {
        void tell(Span at, String message, String advice);
    }

    private final ConditionScope scope;
    private final Complaints complaints;

    ConditionFields(ConditionScope scope, Complaints complaints) {
        this.scope = scope;
        this.complaints = complaints;
    }

    /** The field, or empty when there is none, which has been told. */
    Optional<Field> read(String name, Span at) {
        if (name.startsWith(EVENT)) {
            return scope.events()
                    ? ofEvent(name, name.substring(EVENT.length()), at)
                    : refuse(
                            at,
                            "'" + name + "' cannot be read here",
                            "nothing has happened yet to an item that might be shown; names: " + list(names()));
        }
        Optional<Source> source = decision(name);
        if (source.isEmpty()) {
            String functions =
                    List.of("shares", "present", "number").contains(name) ? "'" + name + "' is a function. " : "";
            String text = name.indexOf('.') < 0 ? "a text stands in quotes: '" + name + "'; " : "";
            return refuse(
                    at,
                    "unknown name '" + name + "'",
                    functions + meant(name) + text + "names: " + list(names())
                            + (scope.events() ? ", event.ATTRIBUTE" : ""));
        }
        if (scope.refusal().isPresent()) {
            String own = source.get() == Source.ITEM ? "; of the event's own item: event." + name : "";
            return refuse(
                    at, "'" + name + "' cannot be read here", scope.refusal().get() + own);
        }
        return feature(source.get(), name, name, at);
    }

    /** The lists that may be read, for advice. */
    String lists() {
        return list(fields().stream()
                .filter(field -> field.kind() == Kind.MULTI_VALUED)
                .map(Field::spelling)
                .toList());
    }

    private Optional<Field> ofEvent(String name, String rest, Span at) {
        if (rest.equals("value")) {
            return Optional.of(new Field(Source.EVENT_VALUE, "", Kind.NUMERIC));
        }
        if (rest.equals("label")) {
            return Optional.of(new Field(Source.EVENT_LABEL, "", Kind.CATEGORICAL));
        }
        if (rest.startsWith(ITEM)) {
            return feature(Source.EVENT_ITEM, name, rest, at);
        }
        if (rest.startsWith(ATTRIBUTES)) {
            return refuse(
                    at,
                    "'" + name + "' says attributes, which stand for themselves",
                    "write event." + rest.substring(ATTRIBUTES.length()));
        }
        if (rest.startsWith("value-") || rest.startsWith("label-")) {
            return refuse(
                    at,
                    "'" + name + "' would be an attribute of this name",
                    "conditions have no arithmetic: compare " + name.substring(0, name.indexOf('-')) + " itself");
        }
        if (Table.FEEDBACK.columns().stream().anyMatch(column -> column.name().equals(rest))) {
            return refuse(
                    at,
                    "'" + name + "' cannot be read in a condition",
                    "of an event's columns only event.value and event.label; other names are attributes");
        }
        return Optional.of(new Field(Source.EVENT_ATTRIBUTE, rest, Kind.CATEGORICAL));
    }

    private static Optional<Source> decision(String name) {
        return name.startsWith(ITEM)
                ? Optional.of(Source.ITEM)
                : name.startsWith("member.")
                        ? Optional.of(Source.MEMBER)
                        : name.startsWith("context.") ? Optional.of(Source.CONTEXT) : Optional.empty();
    }

    private Optional<Field> feature(Source source, String written, String feature, Span at) {
        if (scope.features().stream().anyMatch(each -> each.name().equals(feature) && each.kind() == Kind.EMBEDDING)) {
            return refuse(
                    at,
                    "'" + feature + "' is an embedding",
                    "its numbers mean nothing one by one; names: " + list(names()));
        }
        Optional<Field> field = scope.features().stream()
                .filter(each -> each.name().equals(feature))
                .findFirst()
                .map(each -> Condition.feature(source, each));
        if (field.isEmpty()) {
            complaints.tell(
                    at,
                    "unknown feature '" + feature + "'",
                    meant(written) + "features declared: "
                            + list(scope.features().stream()
                                    .map(FeatureDefinition::name)
                                    .toList()));
        }
        return field;
    }

    private List<Field> fields() {
        List<Field> fields = new ArrayList<>();
        if (scope.events()) {
            fields.add(new Field(Source.EVENT_VALUE, "", Kind.NUMERIC));
            fields.add(new Field(Source.EVENT_LABEL, "", Kind.CATEGORICAL));
        }
        for (FeatureDefinition feature : readable()) {
            if (feature.ofItem() && scope.events()) {
                fields.add(Condition.feature(Source.EVENT_ITEM, feature));
            }
            if (scope.refusal().isEmpty()) {
                decision(feature.name()).ifPresent(source -> fields.add(Condition.feature(source, feature)));
            }
        }
        return fields;
    }

    private List<FeatureDefinition> readable() {
        return scope.features().stream()
                .filter(feature -> feature.kind() != Kind.EMBEDDING)
                .toList();
    }

    private List<String> names() {
        return fields().stream().map(Field::spelling).toList();
    }

    private String meant(String word) {
        return Nearest.to(word, names())
                .map(near -> "did you mean '" + near + "'? ")
                .orElse("");
    }

    private static String list(List<String> words) {
        return words.isEmpty()
                ? "none"
                : words.stream()
                        .limit(MOST_LISTED)
                        .collect(Collectors.joining(", ", "", words.size() > MOST_LISTED ? ", …" : ""));
    }

    private Optional<Field> refuse(Span at, String message, String advice) {
        complaints.tell(at, message, advice);
        return Optional.empty();
    }
}
