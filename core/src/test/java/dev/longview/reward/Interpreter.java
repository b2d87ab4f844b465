package dev.longview.reward;

import dev.longview.syntax.Expression;
import dev.longview.syntax.Lexer;
import dev.longview.syntax.Parser;
import dev.longview.syntax.Problem;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

/** The slow reference: one row, one node at a time, straight from the meaning of the language. */
final class Interpreter {
    private static final List<String> THUMBS = List.of("down", "none", "up");
    private static final Map<String, Double> HORIZON = Map.of("seen", 7 * Sample.DAY, "completed", 28 * Sample.DAY);

    private final Map<String, Double> row;

    Interpreter(Map<String, Double> row) {
        this.row = row;
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

    private Object value(Expression e) {
        return switch (e) {
            case Expression.Numeral x -> x.value();
            case Expression.Truth x -> x.value();
            case Expression.Text x -> x.value();
            case Expression.Name x -> {
                double v = Sample.at(row, x.name());
                yield switch (x.name()) {
                    case "played" -> v == 1;
                    case "thumb" -> THUMBS.get((int) v);
                    case "seen", "completed" -> new Time(v, Sample.at(HORIZON, x.name()));
                    default -> v;
                };
            }
            case Expression.Negative x -> -number(x.of());
            case Expression.Not x -> !condition(x.of());
            case Expression.Conditional x -> condition(x.condition()) ? value(x.then()) : value(x.otherwise());
            case Expression.Binary x -> binary(x);
            case Expression.Call x -> call(x);
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
            case IN -> throw new IllegalArgumentException("no operator of rewards");
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
        return left instanceof String ? left.equals(right) : condition(x.left()) == condition(x.right());
    }

    private double call(Expression.Call x) {
        if (x.function().equals("days")) {
            return ((Time) value(x.arguments().getFirst())).elapsed() / 86_400e6;
        }
        if (x.function().equals("hours")) {
            return ((Time) value(x.arguments().getFirst())).elapsed() / 3_600e6;
        }
        double[] a = x.arguments().stream().mapToDouble(this::number).toArray();
        return switch (x.function()) {
            case "min" -> Arrays.stream(a).min().getAsDouble();
            case "max" -> Arrays.stream(a).max().getAsDouble();
            case "abs" -> Math.abs(a[0]);
            case "exp" -> StrictMath.exp(a[0]);
            case "log" -> StrictMath.log(a[0]);
            case "sqrt" -> StrictMath.sqrt(a[0]);
            case "pow" -> StrictMath.pow(a[0], a[1]);
            case "clamp" -> a[0] < a[1] ? a[1] : a[0] > a[2] ? a[2] : a[0];
            default -> throw new IllegalArgumentException(x.function());
        };
    }
}
