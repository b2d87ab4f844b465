package dev.longview.reward;

import dev.longview.syntax.Expression;
import dev.longview.syntax.Operator;
import dev.longview.syntax.Span;
import java.util.ArrayList;
import java.util.List;

/**
 * A reward as a sum: its top-level summands. A choice between sums is the sum of choices, {@code c ? a + b : d} is {@code (c ? a : 0) +
 * (c ? b : 0) + (c ? 0 : d)}, so that a reward of the shape "played ? … : 0" has the terms that its author sees.
 */
final class Terms {
    /** Each term repeats its conditions: a choice between more than this many stays whole. */
    private static final int MOST = 1000;

    private Terms() {}

    static List<Expression> of(Expression e) {
        List<Expression> terms = new ArrayList<>();
        collect(e, false, terms);
        return List.copyOf(terms);
    }

    private static void collect(Expression e, boolean negative, List<Expression> terms) {
        switch (e) {
            case Expression.Binary(Operator operator, Expression left, Expression right, Span at)
            when operator == Operator.PLUS || operator == Operator.MINUS -> {
                collect(left, negative, terms);
                collect(right, negative != (operator == Operator.MINUS), terms);
            }
            case Expression.Negative(Expression of, Span at)
            when !(of instanceof Expression.Numeral) -> collect(of, !negative, terms);
            case Expression.Conditional(Expression condition, Expression then, Expression otherwise, Span at) -> {
                List<Expression> thens = of(then);
                List<Expression> otherwises = of(otherwise);
                boolean sums = thens.size() > 1 || otherwises.size() > 1;
                if (!sums || thens.size() + otherwises.size() > MOST) {
                    terms.add(negative ? new Expression.Negative(e, at) : e);
                    return;
                }
                Expression zero = new Expression.Numeral(0, at);
                for (Expression term : thens) {
                    add(new Expression.Conditional(condition, term, zero, at), term, negative, terms);
                }
                for (Expression term : otherwises) {
                    add(new Expression.Conditional(condition, zero, term, at), term, negative, terms);
                }
            }
            default -> terms.add(negative ? new Expression.Negative(e, e.at()) : e);
        }
    }

    private static void add(Expression choice, Expression term, boolean negative, List<Expression> terms) {
        if (!(term instanceof Expression.Numeral(double value, Span at) && value == 0)) {
            terms.add(negative ? new Expression.Negative(choice, choice.at()) : choice);
        }
    }
}
