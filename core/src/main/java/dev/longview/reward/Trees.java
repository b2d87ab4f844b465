package dev.longview.reward;

import dev.longview.syntax.Expression;
import dev.longview.syntax.Span;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Function;

/** Walks of expressions. */
final class Trees {
    private Trees() {}

    static List<Expression> children(Expression e) {
        return switch (e) {
            case Expression.Numeral n -> List.of();
            case Expression.Truth t -> List.of();
            case Expression.Text t -> List.of();
            case Expression.Name n -> List.of();
            case Expression.Negative n -> List.of(n.of());
            case Expression.Not n -> List.of(n.of());
            case Expression.Binary b -> List.of(b.left(), b.right());
            case Expression.Conditional c -> List.of(c.condition(), c.then(), c.otherwise());
            case Expression.Listing l -> l.values();
            case Expression.Call c -> c.arguments();
        };
    }

    /** Every piece, in the order of the text, a whole before its pieces. */
    static void each(Expression e, Consumer<Expression> visit) {
        visit.accept(e);
        children(e).forEach(child -> each(child, visit));
    }

    /** What is named, of outcomes, features and parts alike; functions are not. */
    static Set<String> names(Expression e) {
        Set<String> names = new LinkedHashSet<>();
        each(e, piece -> {
            if (piece instanceof Expression.Name name) {
                names.add(name.name());
            }
        });
        return names;
    }

    /** The quoted texts of a text, or of a list of them; none of all else. */
    static List<String> texts(Expression e) {
        if (e instanceof Expression.Listing(List<Expression> values, Span at)) {
            return values.stream().flatMap(value -> texts(value).stream()).toList();
        }
        return e instanceof Expression.Text(String value, Span at) ? List.of(value) : List.of();
    }

    /**
     * The key in {@link Domains} of an expression that is an outcome or an opinion: {@code thumb}, {@code opinion(thumb)}; empty for all
     * else.
     */
    static Optional<String> outcome(Expression e) {
        return switch (e) {
            case Expression.Name name -> Optional.of(name.name());
            case Expression.Call c
            when c.function().equals(dev.longview.reward.Function.OPINION.spelling())
                    && c.arguments().size() == 1
                    && c.arguments().getFirst() instanceof Expression.Name name ->
                Optional.of(Domain.opinion(name.name()));
            case Expression.Call c -> Optional.empty();
            case Expression.Binary b -> Optional.empty();
            case Expression.Conditional c -> Optional.empty();
            case Expression.Listing l -> Optional.empty();
            case Expression.Negative n -> Optional.empty();
            case Expression.Not n -> Optional.empty();
            case Expression.Numeral n -> Optional.empty();
            case Expression.Text t -> Optional.empty();
            case Expression.Truth t -> Optional.empty();
        };
    }

    /** With the names of parts replaced by what they stand for, each at the place of its name. */
    static Expression inlined(Expression e, Map<String, Expression> parts) {
        return parts.isEmpty()
                ? e
                : rebuilt(e, Function.identity(), name -> {
                    Expression part = parts.get(name.name());
                    return part == null
                            ? name
                            : rebuilt(part, at -> name.at(), same -> new Expression.Name(same.name(), name.at()));
                });
    }

    private static Expression rebuilt(
            Expression e, Function<Span, Span> place, Function<Expression.Name, Expression> names) {
        Span at = place.apply(e.at());
        return switch (e) {
            case Expression.Numeral n -> new Expression.Numeral(n.value(), at);
            case Expression.Truth t -> new Expression.Truth(t.value(), at);
            case Expression.Text t -> new Expression.Text(t.value(), at);
            case Expression.Name n -> names.apply(n);
            case Expression.Negative n -> new Expression.Negative(rebuilt(n.of(), place, names), at);
            case Expression.Not n -> new Expression.Not(rebuilt(n.of(), place, names), at);
            case Expression.Binary b ->
                new Expression.Binary(
                        b.operator(), rebuilt(b.left(), place, names), rebuilt(b.right(), place, names), at);
            case Expression.Conditional c ->
                new Expression.Conditional(
                        rebuilt(c.condition(), place, names),
                        rebuilt(c.then(), place, names),
                        rebuilt(c.otherwise(), place, names),
                        at);
            case Expression.Listing l -> new Expression.Listing(rebuilt(l.values(), place, names), at);
            case Expression.Call c -> new Expression.Call(c.function(), rebuilt(c.arguments(), place, names), at);
        };
    }

    private static List<Expression> rebuilt(
            List<Expression> all, Function<Span, Span> place, Function<Expression.Name, Expression> names) {
        List<Expression> rebuilt = new ArrayList<>();
        all.forEach(each -> rebuilt.add(rebuilt(each, place, names)));
        return List.copyOf(rebuilt);
    }
}
