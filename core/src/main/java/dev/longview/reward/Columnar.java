package dev.longview.reward;

import dev.longview.outcome.Aggregate;
import dev.longview.syntax.Expression;
import dev.longview.syntax.Operator;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.DoubleBinaryOperator;
import java.util.function.DoubleUnaryOperator;

/**
 * Compiles a checked expression to closures, each a loop over all rows of a frame. Both sides of a choice are evaluated: the language
 * is total, so neither can fail. Conditions are 0 or 1.
 */
final class Columnar {
    /** The values of all rows; the array may be the frame's own. */
    interface Column {
        double[] of(Frame frame);
    }

    /** An operation whose array is its own, to be written over by the next. */
    private interface Fresh extends Column {}

    private final Domains domains;
    private final Attributes attributes;

    Columnar(Inputs inputs) {
        this.domains = inputs.domains();
        this.attributes = inputs.attributes();
    }

    Column compile(Expression e) {
        return switch (e) {
            case Expression.Numeral x -> constant(x.value());
            case Expression.Truth x -> constant(x.value() ? 1 : 0);
            case Expression.Text x -> throw new IllegalArgumentException("a text by itself: " + x.value());
            case Expression.Listing x -> throw new IllegalArgumentException("a list by itself: " + x.normalised());
            case Expression.Name x -> value(x);
            case Expression.Negative x -> map(compile(x.of()), v -> -v);
            case Expression.Not x -> map(compile(x.of()), v -> 1 - v);
            case Expression.Binary x -> binary(x);
            case Expression.Conditional x -> choice(compile(x.condition()), compile(x.then()), compile(x.otherwise()));
            case Expression.Call x -> call(x);
        };
    }

    private Column value(Expression outcome) {
        int k = domains.indexOf(outcome);
        return frame -> frame.value()[k];
    }

    private static Column attribute(int k) {
        return frame -> frame.attribute()[k];
    }

    /** The index of a category's value. */
    static double index(Domains domains, Expression category, String value) {
        return values(domains, category).indexOf(value);
    }

    /** Of a category's values, which are among some. */
    static boolean[] wanted(Domains domains, Expression category, Expression texts) {
        List<String> values = values(domains, category);
        boolean[] wanted = new boolean[values.size()];
        Trees.texts(texts).forEach(text -> wanted[values.indexOf(text)] = true);
        return wanted;
    }

    private static List<String> values(Domains domains, Expression category) {
        if (domains.at(domains.indexOf(category)).outcome().as() instanceof Aggregate.Last(List<String> values)) {
            return values;
        }
        throw new IllegalArgumentException("not a category: " + category);
    }

    private Column binary(Expression.Binary e) {
        Optional<Integer> asked = attributes.indexOf(e);
        if (asked.isPresent()) {
            Column answer = attribute(asked.get());
            return e.operator() == Operator.UNEQUAL ? map(answer, v -> 1 - v) : answer;
        }
        if (e.operator() == Operator.IN) {
            boolean[] wanted = wanted(domains, e.left(), e.right());
            return map(value(e.left()), v -> wanted[(int) v] ? 1 : 0);
        }
        boolean equality = e.operator() == Operator.EQUAL || e.operator() == Operator.UNEQUAL;
        Column a = equality && e.left() instanceof Expression.Text t
                ? constant(index(domains, e.right(), t.value()))
                : compile(e.left());
        Column b = equality && e.right() instanceof Expression.Text t
                ? constant(index(domains, e.left(), t.value()))
                : compile(e.right());
        return switch (e.operator()) {
            case OR -> zip(a, b, Math::max);
            case AND -> zip(a, b, Math::min);
            case EQUAL -> zip(a, b, (x, y) -> x == y ? 1 : 0);
            case UNEQUAL -> zip(a, b, (x, y) -> x != y ? 1 : 0);
            case LESS -> zip(a, b, (x, y) -> x < y ? 1 : 0);
            case AT_MOST -> zip(a, b, (x, y) -> x <= y ? 1 : 0);
            case MORE -> zip(a, b, (x, y) -> x > y ? 1 : 0);
            case AT_LEAST -> zip(a, b, (x, y) -> x >= y ? 1 : 0);
            case IN -> throw new AssertionError("handled above");
            case PLUS -> zip(a, b, Double::sum);
            case MINUS -> zip(a, b, (x, y) -> x - y);
            case TIMES -> zip(a, b, (x, y) -> x * y);
            case OVER -> zip(a, b, (x, y) -> x / y);
        };
    }

    private Column call(Expression.Call e) {
        Function f = Function.of(e.function()).orElseThrow();
        if (f == Function.DAYS || f == Function.HOURS) {
            double unit = f == Function.DAYS ? Function.MICROS_PER_DAY : Function.MICROS_PER_HOUR;
            return map(elapsed(e.arguments().getFirst()), micros -> micros / unit);
        }
        if (f == Function.OPINION) {
            return value(e);
        }
        if (f == Function.OR_VALUE) {
            Column known = attribute(attributes.indexOf(e).orElseThrow());
            return zip(known, compile(e.arguments().get(1)), (v, missing) -> Double.isNaN(v) ? missing : v);
        }
        List<Column> arguments = new ArrayList<>();
        e.arguments().forEach(argument -> arguments.add(compile(argument)));
        Column first = arguments.getFirst();
        return switch (f) {
            case MIN -> fold(arguments, Math::min);
            case MAX -> fold(arguments, Math::max);
            case ABS -> map(first, Math::abs);
            case EXP -> map(first, StrictMath::exp);
            case LOG -> map(first, StrictMath::log);
            case SQRT -> map(first, Math::sqrt);
            case POW -> fold(arguments, Ranges::pow);
            case CLAMP -> zip(zip(first, arguments.get(1), Math::max), arguments.get(2), Math::min);
            case DAYS, HOURS, OR_VALUE, OPINION -> throw new AssertionError("handled above");
        };
    }

    private Column elapsed(Expression time) {
        int k = domains.indexOf(time);
        return frame -> frame.elapsed()[k];
    }

    private static Column fold(List<Column> columns, DoubleBinaryOperator operator) {
        Column folded = columns.getFirst();
        for (Column column : columns.subList(1, columns.size())) {
            folded = zip(folded, column, operator);
        }
        return folded;
    }

    private static Fresh constant(double value) {
        return frame -> {
            double[] out = new double[frame.size()];
            Arrays.fill(out, value);
            return out;
        };
    }

    private static Fresh map(Column a, DoubleUnaryOperator operator) {
        return frame -> {
            double[] x = a.of(frame);
            double[] out = room(a, x);
            for (int i = 0; i < out.length; i++) {
                out[i] = operator.applyAsDouble(x[i]);
            }
            return out;
        };
    }

    private static Fresh zip(Column a, Column b, DoubleBinaryOperator operator) {
        return frame -> {
            double[] x = a.of(frame);
            double[] y = b.of(frame);
            double[] out = room(a, x);
            for (int i = 0; i < out.length; i++) {
                out[i] = operator.applyAsDouble(x[i], y[i]);
            }
            return out;
        };
    }

    private static Fresh choice(Column condition, Column then, Column otherwise) {
        return frame -> {
            double[] c = condition.of(frame);
            double[] x = then.of(frame);
            double[] y = otherwise.of(frame);
            double[] out = room(condition, c);
            for (int i = 0; i < out.length; i++) {
                out[i] = c[i] > 0 ? x[i] : y[i];
            }
            return out;
        };
    }

    private static double[] room(Column column, double[] values) {
        return column instanceof Fresh ? values : new double[values.length];
    }
}
