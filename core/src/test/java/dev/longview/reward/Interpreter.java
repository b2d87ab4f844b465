package dev.longview.reward;

import dev.longview.syntax.Expression;
import dev.longview.syntax.Lexer;
import dev.longview.syntax.Parser;
import dev.longview.syntax.Problem;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * The slow reference: one row, one node at a time, straight from the meaning of the language. A part is evaluated where it is named; nothing
 * is written out. Of the compiler under test it uses the grammar alone.
 */
final class Interpreter {
    private static final List<String> THUMBS = List.of("down", "none", "up");
    private static final Map<String, Double> HORIZON = Map.of("seen", 7 * Sample.DAY, "completed", 28 * Sample.DAY);

    private final Map<String, Double> row;
    private final Map<String, Object> features;
    private final Map<String, Expression> parts = new HashMap<>();

    /** @param row outcomes by name; under {@link Sample#OPINION} what the silent would say, where that is known */
    Interpreter(Map<String, Double> row, Map<String, Object> features, Map<String, String> parts) {
        this.row = row;
        this.features = features;
        parts.forEach((name, text) -> this.parts.put(name, parse(text)));
    }

    static Expression parse(String text) {
        List<Problem> problems = new ArrayList<>();
        return Parser.parse(text, Checker.LANGUAGE, Lexer.tokens(text, Checker.LANGUAGE, problems), problems)
                .orElseThrow();
    }

    double number(Expression e) {
        return (Double) value(e);
    }

    private boolean condition(Expression e) {
        Object value = value(e);
        return value instanceof Time time ? !Double.isNaN(time.micros) : (Boolean) value;
    }

    private record Time(double micros, double horizon) {
        double elapsed() {
            return Double.isNaN(micros) ? horizon : micros;
        }
    }

    /** What equals nothing. */
    private static final Object MISSING = new Object();

    private Object value(Expression e) {
        return switch (e) {
            case Expression.Numeral x -> x.value();
            case Expression.Truth x -> x.value();
            case Expression.Text x -> x.value();
            case Expression.Listing x -> x.values().stream().map(this::value).toList();
            case Expression.Name x -> named(x.name());
            case Expression.Negative x -> -number(x.of());
            case Expression.Not x -> !condition(x.of());
            case Expression.Conditional x -> condition(x.condition()) ? value(x.then()) : value(x.otherwise());
            case Expression.Binary x -> binary(x);
            case Expression.Call x -> call(x);
        };
    }

    private Object named(String name) {
        Expression part = parts.get(name);
        if (part != null) {
            return value(part);
        }
        if (name.indexOf('.') > 0) {
            return features.getOrDefault(name, MISSING);
        }
        double v = Sample.at(row, name);
        return switch (name) {
            case "played" -> v == 1;
            case "thumb" -> THUMBS.get((int) v);
            case "seen", "completed" -> new Time(v, Sample.at(HORIZON, name));
            default -> v;
        };
    }

    private Object binary(Expression.Binary x) {
        return switch (x.operator()) {
            case OR -> condition(x.left()) || condition(x.right());
            case AND -> condition(x.left()) && condition(x.right());
            case EQUAL -> same(x);
            case UNEQUAL -> !same(x);
            case LESS -> number(x.left()) < number(x.right());
            case AT_MOST -> number(x.left()) <= number(x.right());
            case MORE -> number(x.left()) > number(x.right());
            case AT_LEAST -> number(x.left()) >= number(x.right());
            case IN -> ((List<?>) value(x.right())).contains(value(x.left()));
            case PLUS -> number(x.left()) + number(x.right());
            case MINUS -> number(x.left()) - number(x.right());
            case TIMES -> number(x.left()) * number(x.right());
            case OVER -> number(x.left()) / number(x.right());
        };
    }

    private boolean same(Expression.Binary x) {
        Object left = value(x.left());
        Object right = value(x.right());
        if (left instanceof Double a && right instanceof Double b) {
            return a.doubleValue() == b.doubleValue();
        }
        boolean texts = left instanceof String || right instanceof String;
        return texts ? left.equals(right) : condition(x.left()) == condition(x.right());
    }

    private Object call(Expression.Call x) {
        Expression first = x.arguments().getFirst();
        return switch (x.function()) {
            case "days" -> ((Time) value(first)).elapsed() / 86_400e6;
            case "hours" -> ((Time) value(first)).elapsed() / 3_600e6;
            case "opinion" -> THUMBS.get((int) (double) row.getOrDefault(Sample.OPINION, Sample.at(row, "thumb")));
            case "orValue" ->
                value(first) instanceof Double known && !known.isNaN()
                        ? Math.max(-1e100, Math.min(1e100, known))
                        : value(x.arguments().get(1));
            default ->
                call(
                        x.function(),
                        x.arguments().stream().mapToDouble(this::number).toArray());
        };
    }

    private static double call(String function, double[] a) {
        return switch (function) {
            case "min" -> Arrays.stream(a).min().getAsDouble();
            case "max" -> Arrays.stream(a).max().getAsDouble();
            case "abs" -> Math.abs(a[0]);
            case "exp" -> StrictMath.exp(a[0]);
            case "log" -> StrictMath.log(a[0]);
            case "sqrt" -> StrictMath.sqrt(a[0]);
            case "pow" -> StrictMath.pow(a[0], a[1]);
            case "clamp" -> a[0] < a[1] ? a[1] : a[0] > a[2] ? a[2] : a[0];
            default -> throw new IllegalArgumentException(function);
        };
    }
}
