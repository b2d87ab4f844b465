package dev.longview.reward;

import dev.longview.syntax.Expression;
import dev.longview.syntax.Operator;
import dev.longview.syntax.Span;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;

/**
 * Interval analysis, a row at a time or thousands: between what bounds can an expression's value lie, when each outcome lies between
 * bounds of its own?
 *
 * <p>Sound, not tight: an outcome named twice counts as two. Every operation here rounds monotonically, so that bounds computed with
 * rounding hold for values computed with rounding. Conditions are 0 to 1. A feature that is a number has no bounds: it may be compared,
 * chosen, and brought within bounds by min, max and clamp, but not reckoned with before.
 *
 * <p>Moore, Interval analysis, 1966.
 */
final class Ranges {
    /** Values beyond ± this are refused: squares of what is allowed must not overflow. */
    static final double LARGEST = 1e100;

    /**
     * What an operation would be undefined for.
     *
     * @param advice given the piece of text that it is about
     */
    record Hazard(Span at, String message, UnaryOperator<String> advice) {}

    record Bounds(double[] low, double[] high) {}

    private final Domains domains;
    private final Attributes attributes;
    private final Frame low;
    private final Frame high;
    private final Consumer<Hazard> hazards;
    private final int n;

    /** @param hazards may be told one more than once */
    Ranges(Inputs inputs, Frame low, Frame high, Consumer<Hazard> hazards) {
        this.domains = inputs.domains();
        this.attributes = inputs.attributes();
        this.low = low;
        this.high = high;
        this.hazards = hazards;
        this.n = low.size();
    }

    Bounds of(Expression e) {
        return switch (e) {
            case Expression.Numeral x -> constant(x.value());
            case Expression.Truth x -> constant(x.value() ? 1 : 0);
            case Expression.Text x -> constant(0);
            case Expression.Listing x -> constant(0);
            case Expression.Name x -> outcome(x);
            case Expression.Negative x -> {
                Bounds of = bounded(x.of());
                Bounds out = fresh();
                for (int i = 0; i < n; i++) {
                    set(out, i, -of.high[i], -of.low[i]);
                }
                yield out;
            }
            case Expression.Not x -> {
                Bounds of = of(x.of());
                Bounds out = fresh();
                for (int i = 0; i < n; i++) {
                    set(out, i, 1 - of.high[i], 1 - of.low[i]);
                }
                yield out;
            }
            case Expression.Binary x -> binary(x);
            case Expression.Conditional x -> choice(of(x.condition()), of(x.then()), of(x.otherwise()));
            case Expression.Call x -> call(x);
        };
    }

    /** Of what must have bounds: an arithmetic operand, a whole reward. */
    Bounds bounded(Expression e) {
        Bounds out = of(e);
        for (int i = 0; i < n; i++) {
            double l = out.low[i];
            double h = out.high[i];
            if (Double.isInfinite(l) || Double.isInfinite(h)) {
                boolean below = Double.isInfinite(l);
                boolean above = Double.isInfinite(h);
                // What stands for a missing value tells the size that is usual.
                double usual = usual(e);
                String floor = Expression.spelling(Math.min(0, h));
                String ceiling = Expression.spelling(Math.max(powerOfTen(10 * usual), l));
                hazards.accept(new Hazard(
                        e.at(),
                        "this may be as " + (above ? "large" : "small") + " as a feature can be"
                                + (above && below ? ", or as small" : "") + ": it has no bounds",
                        piece -> "write "
                                + (above && below
                                        ? "clamp(" + piece + ", " + floor + ", " + ceiling + ")"
                                        : above
                                                ? "min(" + piece + ", " + ceiling + ")"
                                                : "max(" + piece + ", " + floor + ")")
                                + " with the bounds that you mean"));
                out = constant(1);
            }
        }
        return out;
    }

    /** What stands for a missing feature, where one is written out. */
    private static double usual(Expression e) {
        double[] found = {100};
        Trees.each(e, piece -> {
            if (piece instanceof Expression.Call call
                    && call.function().equals(Function.OR_VALUE.spelling())
                    && call.arguments().get(1) instanceof Expression.Numeral missing
                    && missing.value() > 0) {
                found[0] = missing.value();
            }
        });
        return found[0];
    }

    /** The power of ten at or above. */
    private static double powerOfTen(double size) {
        return Math.pow(10, Math.ceil(Math.log10(size)));
    }

    private Bounds outcome(Expression e) {
        int k = domains.indexOf(e);
        return new Bounds(low.value()[k], high.value()[k]);
    }

    private Bounds choice(Bounds c, Bounds then, Bounds otherwise) {
        Bounds out = fresh();
        for (int i = 0; i < n; i++) {
            if (c.low[i] > 0) {
                set(out, i, then.low[i], then.high[i]);
            } else if (c.high[i] <= 0) {
                set(out, i, otherwise.low[i], otherwise.high[i]);
            } else {
                set(out, i, Math.min(then.low[i], otherwise.low[i]), Math.max(then.high[i], otherwise.high[i]));
            }
        }
        return out;
    }

    private Bounds binary(Expression.Binary e) {
        Optional<Integer> asked = attributes.indexOf(e);
        if (asked.isPresent()) {
            return answer(asked.get(), e.operator() == Operator.UNEQUAL);
        }
        if (e.operator() == Operator.IN) {
            return among(outcome(e.left()), Columnar.wanted(domains, e.left(), e.right()));
        }
        boolean equality = e.operator() == Operator.EQUAL || e.operator() == Operator.UNEQUAL;
        boolean arithmetic = switch (e.operator()) {
            case PLUS, MINUS, TIMES, OVER -> true;
            case OR, AND, EQUAL, UNEQUAL, LESS, AT_MOST, MORE, AT_LEAST, IN -> false;
        };
        Bounds a = equality && e.left() instanceof Expression.Text t
                ? index(t, e.right())
                : arithmetic ? bounded(e.left()) : of(e.left());
        Bounds b = equality && e.right() instanceof Expression.Text t
                ? index(t, e.left())
                : arithmetic ? bounded(e.right()) : of(e.right());
        Bounds out = fresh();
        for (int i = 0; i < n; i++) {
            double al = a.low[i];
            double ah = a.high[i];
            double bl = b.low[i];
            double bh = b.high[i];
            switch (e.operator()) {
                case OR -> set(out, i, Math.max(al, bl), Math.max(ah, bh));
                case AND -> set(out, i, Math.min(al, bl), Math.min(ah, bh));
                case EQUAL -> truth(out, i, al == ah && bl == bh && al == bl, al <= bh && bl <= ah);
                case UNEQUAL -> truth(out, i, ah < bl || bh < al, !(al == ah && bl == bh && al == bl));
                case LESS -> truth(out, i, ah < bl, al < bh);
                case AT_MOST -> truth(out, i, ah <= bl, al <= bh);
                case MORE -> truth(out, i, al > bh, ah > bl);
                case AT_LEAST -> truth(out, i, al >= bh, ah >= bl);
                case IN -> throw new AssertionError("handled above");
                case PLUS -> set(out, i, al + bl, ah + bh);
                case MINUS -> set(out, i, al - bh, ah - bl);
                case TIMES -> hull(out, i, al * bl, al * bh, ah * bl, ah * bh);
                case OVER -> {
                    if (bl <= 0 && bh >= 0) {
                        hazards.accept(new Hazard(
                                e.right().at(),
                                "this divides by " + spoken(bl, bh) + ", which may be 0",
                                piece -> "write / max(" + piece + ", 1), or keep it away from 0 otherwise"));
                        set(out, i, 1, 1);
                    } else {
                        hull(out, i, al / bl, al / bh, ah / bl, ah / bh);
                    }
                }
            }
        }
        return arithmetic ? finite(e.at(), out) : out;
    }

    private Bounds answer(int k, boolean denied) {
        Bounds out = new Bounds(low.attribute()[k], high.attribute()[k]);
        if (denied) {
            Bounds not = fresh();
            for (int i = 0; i < n; i++) {
                set(not, i, 1 - out.high[i], 1 - out.low[i]);
            }
            return not;
        }
        return out;
    }

    private Bounds among(Bounds category, boolean[] wanted) {
        Bounds out = fresh();
        for (int i = 0; i < n; i++) {
            boolean surely = true;
            boolean possibly = false;
            for (int v = (int) category.low[i]; v <= (int) category.high[i]; v++) {
                surely &= wanted[v];
                possibly |= wanted[v];
            }
            truth(out, i, surely, possibly);
        }
        return out;
    }

    private Bounds index(Expression.Text text, Expression category) {
        return constant(Columnar.index(domains, category, text.value()));
    }

    private Bounds call(Expression.Call e) {
        Function f = Function.of(e.function()).orElseThrow();
        List<Expression> arguments = e.arguments();
        if (f == Function.OPINION) {
            return outcome(e);
        }
        boolean bounds = f == Function.MIN || f == Function.MAX;
        Bounds a = switch (f) {
            case DAYS, HOURS -> elapsed(arguments.getFirst());
            case OR_VALUE -> answer(attributes.indexOf(e).orElseThrow(), false);
            case MIN, MAX, CLAMP, OPINION -> of(arguments.getFirst());
            case ABS, EXP, LOG, SQRT, POW -> bounded(arguments.getFirst());
        };
        Bounds b = arguments.size() > 1 ? bounds ? of(arguments.get(1)) : bounded(arguments.get(1)) : a;
        Bounds c = arguments.size() > 2 ? bounds ? of(arguments.get(2)) : bounded(arguments.get(2)) : a;
        Bounds out = fresh();
        for (int i = 0; i < n; i++) {
            double al = a.low[i];
            double ah = a.high[i];
            switch (f) {
                case MIN -> set(out, i, Math.min(al, b.low[i]), Math.min(ah, b.high[i]));
                case MAX -> set(out, i, Math.max(al, b.low[i]), Math.max(ah, b.high[i]));
                case ABS -> set(out, i, al >= 0 ? al : ah <= 0 ? -ah : 0, Math.max(Math.abs(al), Math.abs(ah)));
                case EXP -> set(out, i, StrictMath.exp(al), StrictMath.exp(ah));
                case LOG -> {
                    if (al > 0) {
                        set(out, i, StrictMath.log(al), StrictMath.log(ah));
                    } else {
                        undefined(
                                e,
                                out,
                                i,
                                "log of " + spoken(al, ah) + ": it needs more than 0",
                                "write log(1 + x), or log(max(x, 1))");
                    }
                }
                case SQRT -> {
                    if (al >= 0) {
                        set(out, i, Math.sqrt(al), Math.sqrt(ah));
                    } else {
                        undefined(
                                e,
                                out,
                                i,
                                "sqrt of " + spoken(al, ah) + ": it needs at least 0",
                                "write sqrt(max(x, 0))");
                    }
                }
                case POW -> power(e, out, i, al, ah, b.low[i], b.high[i]);
                case CLAMP -> {
                    if (b.high[i] <= c.low[i]) {
                        set(out, i, clamp(al, b.low[i], c.low[i]), clamp(ah, b.high[i], c.high[i]));
                    } else {
                        undefined(
                                e,
                                out,
                                i,
                                "clamp to at least " + spoken(b.low[i], b.high[i]) + " and at most "
                                        + spoken(c.low[i], c.high[i]),
                                "write clamp(x, low, high) with low at most high");
                    }
                }
                case OR_VALUE -> set(out, i, Double.isNaN(al) ? b.low[i] : al, Double.isNaN(ah) ? b.high[i] : ah);
                case OPINION -> throw new AssertionError("handled above");
                case DAYS -> set(out, i, al / Function.MICROS_PER_DAY, ah / Function.MICROS_PER_DAY);
                case HOURS -> set(out, i, al / Function.MICROS_PER_HOUR, ah / Function.MICROS_PER_HOUR);
            }
        }
        return bounds ? rest(f, arguments, out) : f == Function.OR_VALUE ? out : finite(e.at(), out);
    }

    private Bounds rest(Function f, List<Expression> arguments, Bounds out) {
        for (Expression argument : arguments.subList(2, arguments.size())) {
            Bounds next = of(argument);
            for (int i = 0; i < n; i++) {
                if (f == Function.MIN) {
                    set(out, i, Math.min(out.low[i], next.low[i]), Math.min(out.high[i], next.high[i]));
                } else {
                    set(out, i, Math.max(out.low[i], next.low[i]), Math.max(out.high[i], next.high[i]));
                }
            }
        }
        return out;
    }

    /** Monotone in either argument for a positive base, so extremes are at corners; and whole powers of any base. */
    private void power(Expression.Call e, Bounds out, int i, double al, double ah, double bl, double bh) {
        boolean whole = bl == bh && bl == Math.rint(bl);
        boolean defined = al > 0 || (bl >= 0 && (al >= 0 || whole)) || (whole && ah < 0);
        if (!defined) {
            undefined(
                    e,
                    out,
                    i,
                    "pow of " + spoken(al, ah) + " to the " + spoken(bl, bh) + " may be undefined",
                    "keep the base above 0, with max(x, 1) say, or the exponent a whole number of at least 0");
            return;
        }
        hull(out, i, pow(al, bl), pow(al, bh), pow(ah, bl), pow(ah, bh));
        if (al < 0 && ah > 0 && bl > 0) {
            out.low[i] = Math.min(out.low[i], 0);
        }
    }

    static double clamp(double x, double low, double high) {
        return Math.min(Math.max(x, low), high);
    }

    static double pow(double base, double exponent) {
        return StrictMath.pow(base, exponent);
    }

    private Bounds elapsed(Expression time) {
        int k = domains.indexOf(time);
        return new Bounds(low.elapsed()[k], high.elapsed()[k]);
    }

    private void undefined(Expression.Call e, Bounds out, int i, String message, String advice) {
        hazards.accept(new Hazard(e.at(), message, piece -> advice));
        set(out, i, 1, 1);
    }

    private Bounds finite(Span at, Bounds out) {
        for (int i = 0; i < n; i++) {
            if (!(out.low[i] >= -LARGEST && out.high[i] <= LARGEST)) {
                hazards.accept(new Hazard(
                        at,
                        "this may reach " + spoken(out.low[i], out.high[i]) + ", values must stay within ±" + LARGEST,
                        piece -> "bound what goes in: min(x, high) or clamp(x, low, high)"));
                set(out, i, 1, 1);
            }
        }
        return out;
    }

    private static String spoken(double low, double high) {
        return low == high ? Expression.spelling(low) : Expression.spelling(low) + " to " + Expression.spelling(high);
    }

    private Bounds constant(double value) {
        Bounds out = fresh();
        Arrays.fill(out.low, value);
        Arrays.fill(out.high, value);
        return out;
    }

    private Bounds fresh() {
        return new Bounds(new double[n], new double[n]);
    }

    private static void hull(Bounds out, int i, double a, double b, double c, double d) {
        set(out, i, Math.min(Math.min(a, b), Math.min(c, d)), Math.max(Math.max(a, b), Math.max(c, d)));
    }

    private static void truth(Bounds out, int i, boolean surely, boolean possibly) {
        set(out, i, surely ? 1 : 0, possibly ? 1 : 0);
    }

    private static void set(Bounds out, int i, double low, double high) {
        out.low[i] = low;
        out.high[i] = high;
    }
}
