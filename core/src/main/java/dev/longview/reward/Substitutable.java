package dev.longview.reward;

import dev.longview.outcome.Aggregate;
import dev.longview.outcome.OutcomeDefinition;
import dev.longview.syntax.Expression;
import dev.longview.syntax.Operator;
import dev.longview.syntax.Span;
import java.util.List;
import java.util.Optional;

/**
 * Whether an expression is a sum over outcomes of (a number that is known) × (amount, time, or whether something happened). Sound: one that
 * is found to be is; one that could be rearranged to be may not be found. In {@code played ? minutes : 0} minutes are chosen by another
 * outcome, in {@code min(minutes, 60)} they are bent: neither is.
 */
final class Substitutable {
    private enum Shape {
        /** Reads no outcome. */
        KNOWN,
        /** Whether something of one outcome happened. */
        EVENT,
        SUM,
        OTHER
    }

    /** @param outcome of an event, and of a sum of nothing but events of one outcome, that outcome; else empty */
    private record Found(Shape shape, String outcome) {
        static final Found KNOWN = new Found(Shape.KNOWN, "");
        static final Found SUM = new Found(Shape.SUM, "");
        static final Found OTHER = new Found(Shape.OTHER, "");

        boolean is(Shape one) {
            return shape == one;
        }

        boolean adds() {
            return shape == Shape.KNOWN || shape == Shape.SUM;
        }
    }

    private final Domains domains;

    private Substitutable(Domains domains) {
        this.domains = domains;
    }

    static boolean is(Expression checked, Inputs inputs) {
        return new Substitutable(inputs.domains()).find(checked).adds();
    }

    private Found find(Expression e) {
        return switch (e) {
            case Expression.Numeral n -> Found.KNOWN;
            case Expression.Truth t -> Found.KNOWN;
            case Expression.Text t -> Found.KNOWN;
            case Expression.Listing l -> Found.KNOWN;
            case Expression.Name name -> outcome(e).map(this::named).orElse(Found.KNOWN);
            case Expression.Negative(Expression of, Span at) -> find(of);
            case Expression.Not(Expression of, Span at) -> find(of);
            case Expression.Binary(Operator operator, Expression left, Expression right, Span at) ->
                binary(operator, left, right);
            case Expression.Conditional(Expression condition, Expression then, Expression otherwise, Span at) ->
                choice(find(condition), find(then), find(otherwise));
            case Expression.Call call -> call(call);
        };
    }

    private Optional<OutcomeDefinition> outcome(Expression e) {
        return Trees.outcome(e)
                .filter(domains.names()::contains)
                .map(name -> domains.at(domains.indexOf(name)).outcome());
    }

    private Found named(OutcomeDefinition outcome) {
        return switch (outcome.as()) {
            case Aggregate.Occurred o -> new Found(Shape.EVENT, outcome.name());
            case Aggregate.TimeToFirst t -> new Found(Shape.EVENT, outcome.name());
            case Aggregate.Count c -> Found.SUM;
            case Aggregate.Sum s -> Found.SUM;
            case Aggregate.Max m -> Found.SUM;
            // A category is compared before it is anything.
            case Aggregate.Last l -> Found.OTHER;
        };
    }

    private Found binary(Operator operator, Expression left, Expression right) {
        Found a = find(left);
        Found b = find(right);
        if (a.is(Shape.KNOWN) && b.is(Shape.KNOWN)) {
            return Found.KNOWN;
        }
        return switch (operator) {
            case PLUS, MINUS -> a.adds() && b.adds() ? sum(a, b) : Found.OTHER;
            case TIMES -> a.adds() && b.adds() && (a.is(Shape.KNOWN) || b.is(Shape.KNOWN)) ? sum(a, b) : Found.OTHER;
            case OVER -> a.adds() && b.is(Shape.KNOWN) ? a : Found.OTHER;
            case AND, OR -> sameEvent(a, b);
            case EQUAL, UNEQUAL, IN -> compared(left, a, right, b);
            case LESS, AT_MOST, MORE, AT_LEAST -> Found.OTHER;
        };
    }

    /** Of two that add. */
    private static Found sum(Found a, Found b) {
        if (a.is(Shape.KNOWN) || b.is(Shape.KNOWN)) {
            return a.is(Shape.KNOWN) ? b : a;
        }
        return a.equals(b) ? a : Found.SUM;
    }

    private static Found sameEvent(Found a, Found b) {
        if (a.is(Shape.KNOWN) || b.is(Shape.KNOWN)) {
            return a.is(Shape.EVENT) ? a : b.is(Shape.EVENT) ? b : Found.OTHER;
        }
        return a.is(Shape.EVENT) && a.equals(b) ? a : Found.OTHER;
    }

    /** A category, or whether something happened, with what is known. */
    private Found compared(Expression left, Found a, Expression right, Found b) {
        if (b.is(Shape.KNOWN)) {
            return category(left).orElse(a.is(Shape.EVENT) ? a : Found.OTHER);
        }
        return a.is(Shape.KNOWN) ? category(right).orElse(b.is(Shape.EVENT) ? b : Found.OTHER) : Found.OTHER;
    }

    /** The event of a category's value; an opinion is another outcome than the category. */
    private Optional<Found> category(Expression e) {
        return outcome(e)
                .flatMap(outcome -> outcome.as() instanceof Aggregate.Last
                        ? Optional.of(new Found(Shape.EVENT, Trees.outcome(e).orElseThrow()))
                        : Optional.empty());
    }

    private static Found choice(Found condition, Found then, Found otherwise) {
        if (!then.adds() || !otherwise.adds()) {
            return Found.OTHER;
        }
        return switch (condition.shape()) {
            case KNOWN -> sum(then, otherwise);
            case EVENT -> {
                Found steps = new Found(Shape.SUM, condition.outcome());
                boolean stepwise =
                        List.of(then, otherwise).stream().allMatch(b -> b.is(Shape.KNOWN) || b.equals(steps));
                yield stepwise ? steps : Found.OTHER;
            }
            case SUM, OTHER -> Found.OTHER;
        };
    }

    private Found call(Expression.Call call) {
        List<Found> arguments = call.arguments().stream().map(this::find).toList();
        boolean time = call.function().equals(Function.DAYS.spelling())
                || call.function().equals(Function.HOURS.spelling());
        if (time && outcome(call.arguments().getFirst()).isPresent()) {
            return Found.SUM;
        }
        return outcome(call).isEmpty() && arguments.stream().allMatch(found -> found.is(Shape.KNOWN))
                ? Found.KNOWN
                : Found.OTHER;
    }
}
