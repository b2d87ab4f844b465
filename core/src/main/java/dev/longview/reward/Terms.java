package dev.longview.reward;

import dev.longview.syntax.Expression;
import dev.longview.syntax.Operator;
import dev.longview.syntax.Span;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;

/**
 * A reward as a sum: its top-level summands. A choice between sums is the sum of choices, {@code c ? a + b : d} is {@code (c ? a : 0) +
 * (c ? b : 0) + (c ? 0 : d)}, so that a reward of the shape "played ? … : 0" has the terms that its author sees.
 */
final class Terms {
    /** Each term repeats its conditions: a choice between more than this many stays whole. */
    private static final int MOST = 1000;

    /**
     * A summand.
     *
     * @param part the only named part that makes its value; empty when there is none, or several
     * @param tree with the parts written out
     */
    record Term(Optional<String> part, Expression tree) {}

    private Terms() {}

    /** The only part that the value of a term is made of: those in conditions only decide whether it counts. */
    static Optional<String> part(Expression term, Predicate<String> isPart) {
        Set<String> found = new LinkedHashSet<>();
        values(term, isPart, found);
        return found.size() == 1 ? Optional.of(found.iterator().next()) : Optional.empty();
    }

    private static void values(Expression e, Predicate<String> isPart, Set<String> found) {
        if (e instanceof Expression.Name(String name, Span at) && isPart.test(name)) {
            found.add(name);
        }
        List<Expression> children = Trees.children(e);
        (e instanceof Expression.Conditional ? children.subList(1, 3) : children)
                .forEach(child -> values(child, isPart, found));
    }

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
