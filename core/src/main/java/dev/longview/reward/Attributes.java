package dev.longview.reward;

import dev.longview.columns.Batch;
import dev.longview.columns.Column;
import dev.longview.log.FeatureDefinition;
import dev.longview.log.FeatureDefinition.Kind;
import dev.longview.syntax.Expression;
import dev.longview.syntax.Operator;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * What an expression asks of the features of context, member and item, each question once. They are known when a decision is served:
 * never pending. A missing text is none of those asked for, so that every question has an answer.
 */
final class Attributes {
    sealed interface Question {
        FeatureDefinition feature();

        /** Whether the feature is, or has among its own, one of these texts: 0 or 1. */
        record Among(FeatureDefinition feature, List<String> texts) implements Question {}

        /** The number, within ± {@link Ranges#LARGEST}; NaN where it is missing. */
        record Amount(FeatureDefinition feature) implements Question {}
    }

    private final Map<String, FeatureDefinition> declared;
    private final List<Question> all = new ArrayList<>();
    private final Map<Question, Integer> index = new HashMap<>();

    /** @param tree a checked one */
    Attributes(Expression tree, Map<String, FeatureDefinition> declared) {
        this.declared = declared;
        Trees.each(
                tree,
                e -> question(e).ifPresent(asked -> {
                    if (index.putIfAbsent(asked, all.size()) == null) {
                        all.add(asked);
                    }
                }));
    }

    /** The question that an expression is, answered by a column of its own; of an unequal, what it denies. */
    Optional<Integer> indexOf(Expression e) {
        return question(e).map(asked -> {
            Integer k = index.get(asked);
            if (k == null) {
                throw new IllegalArgumentException("not of this reward: " + e.normalised());
            }
            return k;
        });
    }

    /** Their names, in alphabetical order. */
    Set<String> names() {
        Set<String> names = new TreeSet<>();
        all.forEach(asked -> names.add(asked.feature().name()));
        return names;
    }

    /** A line for each feature, equal for equal meanings only. */
    List<String> canonical() {
        Set<String> lines = new TreeSet<>();
        all.forEach(asked -> lines.add(
                "feature " + asked.feature().name() + " " + asked.feature().kind()));
        return List.copyOf(lines);
    }

    private Optional<Question> question(Expression e) {
        return switch (e) {
            case Expression.Call c
            when c.function().equals(Function.OR_VALUE.spelling()) ->
                feature(c.arguments().getFirst()).map(Question.Amount::new);
            case Expression.Binary b
            when b.operator() == Operator.EQUAL || b.operator() == Operator.UNEQUAL || b.operator() == Operator.IN ->
                feature(b.left())
                        .flatMap(feature -> among(feature, b.right()))
                        .or(() -> feature(b.right()).flatMap(feature -> among(feature, b.left())));
            case Expression.Binary b -> Optional.empty();
            case Expression.Call c -> Optional.empty();
            case Expression.Conditional c -> Optional.empty();
            case Expression.Listing l -> Optional.empty();
            case Expression.Name n -> Optional.empty();
            case Expression.Negative n -> Optional.empty();
            case Expression.Not n -> Optional.empty();
            case Expression.Numeral n -> Optional.empty();
            case Expression.Text t -> Optional.empty();
            case Expression.Truth t -> Optional.empty();
        };
    }

    private static Optional<Question> among(FeatureDefinition feature, Expression texts) {
        LinkedHashSet<String> wanted = new LinkedHashSet<>(Trees.texts(texts));
        return wanted.isEmpty() || feature.kind() == Kind.NUMERIC
                ? Optional.empty()
                : Optional.of(new Question.Among(feature, List.copyOf(new TreeSet<>(wanted))));
    }

    private Optional<FeatureDefinition> feature(Expression e) {
        return e instanceof Expression.Name name ? Optional.ofNullable(declared.get(name.name())) : Optional.empty();
    }

    /** The answers of all rows. */
    double[][] values(Batch batch) {
        double[][] values = new double[all.size()][];
        for (int k = 0; k < values.length; k++) {
            values[k] = switch (all.get(k)) {
                case Question.Amount(FeatureDefinition feature) -> amounts(feature, batch);
                case Question.Among(FeatureDefinition feature, List<String> texts) ->
                    feature.kind() == Kind.MULTI_VALUED
                            ? anyOf(batch.textLists(present(feature, batch)), texts)
                            : oneOf(batch.texts(present(feature, batch)), texts);
            };
        }
        return values;
    }

    private static String present(FeatureDefinition feature, Batch batch) {
        if (!batch.has(feature.name())) {
            throw new IllegalArgumentException("the reward reads " + feature.name()
                    + ", which the rows do not have. Assemble them with the features that the workspace declares");
        }
        return feature.name();
    }

    private static double[] amounts(FeatureDefinition feature, Batch batch) {
        double[] stored = batch.doubles(present(feature, batch));
        double[] values = new double[stored.length];
        for (int i = 0; i < values.length; i++) {
            values[i] = Double.isNaN(stored[i]) ? stored[i] : Math.clamp(stored[i], -Ranges.LARGEST, Ranges.LARGEST);
        }
        return values;
    }

    private static double[] oneOf(Column.Texts column, List<String> texts) {
        boolean[] wanted = wanted(column.dictionary(), texts);
        double[] values = new double[column.size()];
        for (int i = 0; i < values.length; i++) {
            int code = column.codes()[i];
            values[i] = code >= 0 && wanted[code] ? 1 : 0;
        }
        return values;
    }

    private static double[] anyOf(Column.TextLists column, List<String> texts) {
        boolean[] wanted = wanted(column.dictionary(), texts);
        double[] values = new double[column.size()];
        for (int i = 0; i < values.length; i++) {
            for (int j = column.offsets()[i]; j < column.offsets()[i + 1]; j++) {
                int code = column.codes()[j];
                if (code >= 0 && wanted[code]) {
                    values[i] = 1;
                }
            }
        }
        return values;
    }

    private static boolean[] wanted(String[] dictionary, List<String> texts) {
        boolean[] wanted = new boolean[dictionary.length];
        for (int code = 0; code < wanted.length; code++) {
            wanted[code] = texts.contains(dictionary[code]);
        }
        return wanted;
    }

    /** One row of bounds that hold for every row, the lower or the upper. */
    double[][] anywhere(boolean upper) {
        return all.stream()
                .map(asked -> switch (asked) {
                    case Question.Among among -> new double[] {upper ? 1 : 0};
                    case Question.Amount amount ->
                        new double[] {upper ? Double.POSITIVE_INFINITY : Double.NEGATIVE_INFINITY};
                })
                .toArray(double[][]::new);
    }
}
