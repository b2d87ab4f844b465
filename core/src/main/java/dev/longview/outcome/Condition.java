package dev.longview.outcome;

import dev.longview.log.FeatureDefinition;
import dev.longview.log.FeatureDefinition.Kind;
import dev.longview.syntax.Problem;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * A checked condition on an event: {@code event.value >= 5 && event.item.kind == 'film' && shares(event.item.genres, item.genres)}.
 *
 * <p>It is read with two truth values. A comparison, {@code in} or {@code shares} of which a side is missing is false, {@code !=} too;
 * {@code !} negates that, so that {@code !(a == b)} holds where {@code a} is missing and {@code a != b} does not. NaN is missing. An
 * element of a list that is missing equals nothing. {@code number(x)} is the number that a text spells, missing when it spells none; an
 * attribute, which is a text, is read so where it is compared with a number.
 *
 * @param root what it says
 */
public record Condition(Node root) {
    /**
     * A text that {@code number(x)} reads: a decimal number in at most 100 digits before and after the dot and an exponent of at most two.
     * Within these limits all engines agree; beyond them some overflow and others do not.
     */
    public static final String NUMBER = "[-+]?([0-9]{1,100}([.][0-9]{0,100})?|[.][0-9]{1,100})([eE][-+]?[0-9]{1,2})?";

    private static final Pattern SPELT_NUMBER = Pattern.compile(NUMBER);

    /** What compiling a condition came to. */
    public sealed interface Compilation {
        record Compiled(Condition condition) implements Compilation {}

        /** @param problems all that were found, in the order of the text; at least one */
        record Refused(List<Problem> problems) implements Compilation {
            public Refused {
                problems = List.copyOf(problems);
            }
        }
    }

    /** A part that holds or does not. */
    public sealed interface Node {}

    public record Truth(boolean value) implements Node {}

    public record And(Node left, Node right) implements Node {}

    public record Or(Node left, Node right) implements Node {}

    public record Not(Node of) implements Node {}

    /** Both sides are numbers, or both texts; texts are equal or not, and have no order. {@code a > b} is {@code b < a}. */
    public record Compare(Comparison comparison, Term left, Term right) implements Node {}

    /** Whether a list has the text among its elements. */
    public record In(Term text, Field list) implements Node {}

    /** Whether two lists have an element in common. */
    public record Shares(Field left, Field right) implements Node {}

    public record Present(Field field) implements Node {}

    public enum Comparison {
        EQUAL,
        UNEQUAL,
        LESS,
        AT_MOST
    }

    /** A value. */
    public sealed interface Term {
        /** {@code NUMERIC} or {@code CATEGORICAL}; {@code MULTI_VALUED} of a field only. */
        Kind kind();
    }

    public record Numeral(double value) implements Term {
        @Override
        public Kind kind() {
            return Kind.NUMERIC;
        }
    }

    public record Text(String value) implements Term {
        @Override
        public Kind kind() {
            return Kind.CATEGORICAL;
        }
    }

    /** The number that a text spells, as {@link #NUMBER} says; else missing. */
    public record AsNumber(Field text) implements Term {
        @Override
        public Kind kind() {
            return Kind.NUMERIC;
        }
    }

    /**
     * What is read of an event, or of the decision and recommendation that it answers.
     *
     * @param name an attribute's name, or a feature's with its scope ({@code item.genres}); empty for value and label
     */
    public record Field(Source source, String name, Kind kind) implements Term {
        /** As conditions call it. */
        public String spelling() {
            return switch (source) {
                case EVENT_VALUE -> "event.value";
                case EVENT_LABEL -> "event.label";
                case EVENT_ATTRIBUTE, EVENT_ITEM -> "event." + name;
                case ITEM, MEMBER, CONTEXT -> name;
            };
        }
    }

    public enum Source {
        EVENT_VALUE,
        EVENT_LABEL,
        /** Of the event's map of texts. */
        EVENT_ATTRIBUTE,
        /** A feature of the item that the event is about. */
        EVENT_ITEM,
        /** A feature of the recommended item. */
        ITEM,
        /** As it was when the decision was served, like {@link #CONTEXT}. */
        MEMBER,
        CONTEXT;

        /** Whether the event alone tells it. */
        public boolean ofEvent() {
            return this == EVENT_VALUE || this == EVENT_LABEL || this == EVENT_ATTRIBUTE || this == EVENT_ITEM;
        }
    }

    /** Checks a condition as it is written in {@code longview.yaml}. */
    public static Compilation compile(String source, ConditionScope scope) {
        return ConditionChecker.compile(source, scope);
    }

    /** All that is read, in the order of the text, each once. */
    public Set<Field> fields() {
        Set<Field> fields = new LinkedHashSet<>();
        collect(root, fields);
        return fields;
    }

    private static void collect(Node node, Collection<Field> fields) {
        switch (node) {
            case Truth t -> {}
            case And(Node left, Node right) -> {
                collect(left, fields);
                collect(right, fields);
            }
            case Or(Node left, Node right) -> {
                collect(left, fields);
                collect(right, fields);
            }
            case Not(Node of) -> collect(of, fields);
            case Compare(Comparison comparison, Term left, Term right) -> {
                field(left).ifPresent(fields::add);
                field(right).ifPresent(fields::add);
            }
            case In(Term text, Field list) -> {
                field(text).ifPresent(fields::add);
                fields.add(list);
            }
            case Shares(Field left, Field right) -> fields.addAll(List.of(left, right));
            case Present(Field field) -> fields.add(field);
        }
    }

    private static Optional<Field> field(Term term) {
        return switch (term) {
            case Field field -> Optional.of(field);
            case AsNumber(Field text) -> Optional.of(text);
            case Numeral n -> Optional.empty();
            case Text t -> Optional.empty();
        };
    }

    /** The one spelling of this condition: compiling it gives an equal condition, and equal conditions have equal spellings. */
    public String normalised() {
        return ConditionSpelling.of(root).normalised();
    }

    /** A text that is equal for equal meanings only; part of a version. It tells the kinds of the features, which equality depends on. */
    public String canonical() {
        Set<String> kinds = new TreeSet<>();
        for (Field field : fields()) {
            if (!field.name().isEmpty() && field.source() != Source.EVENT_ATTRIBUTE) {
                kinds.add(field.spelling() + " " + field.kind());
            }
        }
        return normalised() + kinds.stream().collect(Collectors.joining(", ", " of (", ")"));
    }

    /**
     * Whether the condition holds, field by field and slowly: what engines are held against.
     *
     * @param values of a field: a {@link Double}, a {@link String}, or a {@link Collection} of texts, as its kind says; empty when missing
     */
    public boolean holds(Function<Field, Optional<Object>> values) {
        return new Row(values).holds(root);
    }

    /** A feature, as a field read from where {@code source} says. */
    static Field feature(Source source, FeatureDefinition feature) {
        return new Field(source, feature.name(), feature.kind());
    }

    private record Row(Function<Field, Optional<Object>> values) {
        boolean holds(Node node) {
            return switch (node) {
                case Truth(boolean value) -> value;
                case And(Node left, Node right) -> holds(left) && holds(right);
                case Or(Node left, Node right) -> holds(left) || holds(right);
                case Not(Node of) -> !holds(of);
                case Compare(Comparison comparison, Term left, Term right) ->
                    value(left)
                            .flatMap(a -> value(right).map(b -> compare(comparison, a, b)))
                            .orElse(false);
                case In(Term text, Field list) ->
                    value(text).map(t -> elements(list).contains(t)).orElse(false);
                case Shares(Field left, Field right) -> elements(left).stream().anyMatch(elements(right)::contains);
                case Present(Field field) -> value(field).isPresent();
            };
        }

        private static boolean compare(Comparison comparison, Object left, Object right) {
            if (left instanceof Double a && right instanceof Double b) {
                double x = a;
                double y = b;
                return switch (comparison) {
                    case EQUAL -> x == y;
                    case UNEQUAL -> x != y;
                    case LESS -> x < y;
                    case AT_MOST -> x <= y;
                };
            }
            return left.equals(right) == (comparison == Comparison.EQUAL);
        }

        private Optional<Object> value(Term term) {
            return switch (term) {
                case Numeral(double value) -> Optional.of(value);
                case Text(String value) -> Optional.of(value);
                case Field field ->
                    values.apply(field).filter(value -> !(value instanceof Double number && number.isNaN()));
                case AsNumber(Field text) ->
                    values.apply(text)
                            .map(Object::toString)
                            .filter(spelt -> SPELT_NUMBER.matcher(spelt).matches())
                            .map(Double::valueOf);
            };
        }

        /** Those that are there. */
        private Set<Object> elements(Field list) {
            Set<Object> elements = new LinkedHashSet<>();
            if (values.apply(list).orElse(null) instanceof Collection<?> all) {
                for (Object element : all) {
                    if (element != null) {
                        elements.add(element);
                    }
                }
            }
            return elements;
        }
    }
}
