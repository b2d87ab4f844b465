package dev.longview.reward;

import dev.longview.syntax.Expression;
import dev.longview.syntax.Operator;
import dev.longview.syntax.Problem;
import dev.longview.syntax.Span;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.stream.IntStream;

/** Finds conditions that hold always or never, whatever the outcomes turn out to be: nobody means to write them. */
final class Constants {
    /** Of how many pieces a condition is looked at whole, and how many such conditions of a text. */
    private static final int MOST_PIECES = 32;

    private static final int MOST_LOOKED_AT = 500;
    private static final int MOST_COMBINATIONS = 256;

    private final String source;
    private final Vocabulary vocabulary;
    private final Map<String, Expression> parts;
    private final List<Problem> problems;
    private int looked;

    Constants(String source, Vocabulary vocabulary, Map<String, Expression> parts, List<Problem> problems) {
        this.source = source;
        this.vocabulary = vocabulary;
        this.parts = parts;
        this.problems = problems;
    }

    /** Tells the innermost ones. */
    void tell(Expression e) {
        find(e, false);
    }

    /**
     * Whether there is one within, which has been told.
     *
     * @param condition whether the expression stands for a condition to decide by
     */
    private boolean find(Expression e, boolean condition) {
        return switch (e) {
            case Expression.Truth t -> condition && told(t.at(), t.value(), "write the rest without it");
            case Expression.Not n -> find(n.of(), true);
            case Expression.Conditional c -> {
                boolean within = find(c.condition(), true);
                within |= find(c.then(), condition);
                within |= find(c.otherwise(), condition);
                yield within;
            }
            case Expression.Binary b -> {
                boolean joined = b.operator() == Operator.AND || b.operator() == Operator.OR;
                boolean within = find(b.left(), joined);
                within |= find(b.right(), joined);
                yield within || (isCondition(b.operator()) && constant(b));
            }
            case Expression.Negative n -> find(n.of(), false);
            case Expression.Call c -> {
                boolean within = false;
                for (Expression argument : c.arguments()) {
                    within |= find(argument, false);
                }
                yield within;
            }
            case Expression.Listing l -> false;
            case Expression.Name n -> false;
            case Expression.Numeral n -> false;
            case Expression.Text t -> false;
        };
    }

    private static boolean isCondition(Operator operator) {
        return switch (operator) {
            case OR, AND, EQUAL, UNEQUAL, LESS, AT_MOST, MORE, AT_LEAST, IN -> true;
            case PLUS, MINUS, TIMES, OVER -> false;
        };
    }

    private boolean constant(Expression.Binary b) {
        Expression tree = Trees.inlined(b, parts);
        int[] pieces = {0};
        Trees.each(tree, piece -> pieces[0]++);
        boolean whole = pieces[0] <= MOST_PIECES && looked < MOST_LOOKED_AT;
        Inputs inputs = Inputs.of(tree, vocabulary);
        Ways ways = whole
                ? Ways.of(
                        inputs.domains(),
                        IntStream.range(0, inputs.domains().size()).boxed().toList(),
                        MOST_COMBINATIONS)
                : Ways.NONE;
        looked += ways.combinations() > 1 ? 1 : 0;
        OptionalInt always = always(tree, inputs, ways);
        if (always.isEmpty()) {
            return false;
        }
        boolean holds = always.getAsInt() == 1;
        return told(b.at(), holds, advice(b, holds));
    }

    /** What a condition comes to whatever happens: 0 or 1; empty when it depends. */
    private static OptionalInt always(Expression condition, Inputs inputs, Ways ways) {
        Completions anything = Completions.ofAnything(inputs);
        double first = Double.NaN;
        for (int turn = 0; turn < ways.combinations(); turn++) {
            Ranges.Bounds bounds =
                    anything.bounds(condition, false, new int[1], ways, ways.turn(turn), Settlement.IMPOSSIBLE);
            double low = bounds.low()[0];
            if (low != bounds.high()[0] || (turn > 0 && low != first)) {
                return OptionalInt.empty();
            }
            first = low;
        }
        return OptionalInt.of((int) first);
    }

    private String advice(Expression.Binary b, boolean holds) {
        return switch (b.operator()) {
            case AND -> "the two exclude each other: join them with ||, or correct one";
            case OR -> "one of the two holds in any case: join them with &&, or correct one";
            case EQUAL, UNEQUAL, LESS, AT_MOST, MORE, AT_LEAST -> {
                String left = sizes(b.left());
                String right = sizes(b.right());
                yield left.isEmpty() || right.isEmpty()
                        ? "compare with something that it can be, or " + removal(holds)
                        : left + (b.right() instanceof Expression.Numeral ? "" : ", " + right) + ": compare within, or "
                                + removal(holds);
            }
            case IN -> "the list has all its values: leave some out, or " + removal(holds);
            case PLUS, MINUS, TIMES, OVER -> throw new AssertionError("no condition");
        };
    }

    private static String removal(boolean holds) {
        return "remove the comparison" + (holds ? "" : " with what hangs on it");
    }

    /** "minutes is 0 to 6000"; empty for what is no number. */
    private String sizes(Expression e) {
        Expression tree = Trees.inlined(e, parts);
        boolean number = !(tree instanceof Expression.Text)
                && !(tree instanceof Expression.Truth)
                && !(tree instanceof Expression.Not)
                && !(tree instanceof Expression.Binary b && isCondition(b.operator()))
                && !(tree instanceof Expression.Name n
                        && Inputs.of(n, vocabulary).domains().size() > 0
                        && isWord(n));
        if (!number) {
            return "";
        }
        Ranges.Bounds bounds = Settlement.anywhere(tree, Inputs.of(tree, vocabulary), false, Settlement.IMPOSSIBLE);
        double low = bounds.low()[0];
        double high = bounds.high()[0];
        return Compiler.piece(source, e.at()) + " is " + Expression.spelling(low)
                + (low == high ? "" : " to " + Expression.spelling(high));
    }

    private boolean isWord(Expression.Name name) {
        Domains domains = Inputs.of(name, vocabulary).domains();
        return switch (domains.at(domains.indexOf(name)).outcome().as()) {
            case dev.longview.outcome.Aggregate.Occurred o -> true;
            case dev.longview.outcome.Aggregate.TimeToFirst t -> true;
            case dev.longview.outcome.Aggregate.Last l -> true;
            case dev.longview.outcome.Aggregate.Count c -> false;
            case dev.longview.outcome.Aggregate.Sum s -> false;
            case dev.longview.outcome.Aggregate.Max m -> false;
        };
    }

    private boolean told(Span at, boolean holds, String advice) {
        problems.add(Problem.at(
                source,
                at,
                "'" + Compiler.piece(source, at) + "' is " + (holds ? "always" : "never") + " true",
                advice));
        return true;
    }
}
