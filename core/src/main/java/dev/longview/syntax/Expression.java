package dev.longview.syntax;

import java.util.List;

/** A text as a tree. Parentheses are not kept: {@link #normalised()} puts back those that are needed. */
public sealed interface Expression {
    Span at();

    record Numeral(double value, Span at) implements Expression {}

    record Truth(boolean value, Span at) implements Expression {}

    /** What stands in quotes. */
    record Text(String value, Span at) implements Expression {}

    /** What the language has under this name: an outcome, a feature. */
    record Name(String name, Span at) implements Expression {}

    record Negative(Expression of, Span at) implements Expression {}

    record Not(Expression of, Span at) implements Expression {}

    record Binary(Operator operator, Expression left, Expression right, Span at) implements Expression {}

    record Conditional(Expression condition, Expression then, Expression otherwise, Span at) implements Expression {}

    /** Values in brackets. */
    record Listing(List<Expression> values, Span at) implements Expression {}

    record Call(String function, List<Expression> arguments, Span at) implements Expression {}

    /** The one spelling of this tree: parsing it gives the same tree, and equal trees have equal spellings. */
    default String normalised() {
        StringBuilder out = new StringBuilder();
        print(0, out);
        return out.toString();
    }

    private void print(int loosest, StringBuilder out) {
        int own = switch (this) {
            case Conditional c -> 0;
            case Binary b -> b.operator.precedence;
            case Numeral n -> Operator.TIGHTEST + 1;
            case Truth t -> Operator.TIGHTEST + 1;
            case Text t -> Operator.TIGHTEST + 1;
            case Name n -> Operator.TIGHTEST + 1;
            case Negative n -> Operator.TIGHTEST + 1;
            case Not n -> Operator.TIGHTEST + 1;
            case Call c -> Operator.TIGHTEST + 1;
            case Listing l -> Operator.TIGHTEST + 1;
        };
        if (own < loosest) {
            out.append('(');
            print(0, out);
            out.append(')');
            return;
        }
        switch (this) {
            case Numeral(double value, Span at) -> out.append(spelling(value));
            case Truth(boolean value, Span at) -> out.append(value);
            case Text(String value, Span at) -> out.append(quoted(value));
            case Name(String name, Span at) -> out.append(name);
            case Negative(Expression of, Span at) -> of.print(Operator.TIGHTEST + 1, out.append('-'));
            case Not(Expression of, Span at) -> of.print(Operator.TIGHTEST + 1, out.append('!'));
            case Binary(Operator operator, Expression left, Expression right, Span at) -> {
                left.print(own == Operator.RELATION ? own + 1 : own, out);
                right.print(own + 1, out.append(' ').append(operator.symbol).append(' '));
            }
            case Conditional(Expression condition, Expression then, Expression otherwise, Span at) -> {
                condition.print(1, out);
                then.print(1, out.append(" ? "));
                otherwise.print(0, out.append(" : "));
            }
            case Call(String function, List<Expression> arguments, Span at) ->
                print(arguments, "(", ")", out.append(function));
            case Listing(List<Expression> values, Span at) -> print(values, "[", "]", out);
        }
    }

    private static void print(List<Expression> all, String open, String close, StringBuilder out) {
        String between = open;
        for (Expression each : all) {
            each.print(0, out.append(between));
            between = ", ";
        }
        out.append(all.isEmpty() ? open : "").append(close);
    }

    /** A text as the grammar reads it. */
    static String quoted(String value) {
        return "'" + value.replace("\\", "\\\\").replace("'", "\\'").replace("\n", "\\\n") + "'";
    }

    /** A number as the grammar reads it. */
    static String spelling(double value) {
        return value == Math.rint(value) && Math.abs(value) < 1e15
                ? Long.toString((long) value)
                : Double.toString(value);
    }
}
