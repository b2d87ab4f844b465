package dev.longview.reward;

import dev.longview.syntax.Expression;
import dev.longview.syntax.Operator;
import dev.longview.syntax.Span;
import java.util.Arrays;
import java.util.List;
import java.util.function.Consumer;

/**
 * Interval analysis, a row at a time or thousands: between what bounds can an expression's value lie, when each outcome lies between
 * bounds of its own?
 *
 * <p>Sound, not tight: an outcome named twice counts as two. Every operation here rounds monotonically, so that bounds computed with
 * rounding hold for values computed with rounding. Conditions are 0 to 1.
 *
 * <p>Moore, Interval analysis, 1966.
 */
final class Ranges {
    /** Values beyond ± this are refused: squares of what is allowed must not overflow. */
    static final double LARGEST = 1e100;

    /** What an operation would be undefined for. */
    record Hazard(Span at, String message, String advice) {}

    record Bounds(double[] low, double[] high) {}

    private final Domains domains;
    private final Frame low;
    private final Frame high;
    private final Consumer<Hazard> hazards;
    private final int n;

    Ranges(Domains domains, Frame low, Frame high, Consumer<Hazard> hazards) {
        this.domains = domains;
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
            case Expression.Name x -> {
                int k = domains.indexOf(x.name());
                yield new Bounds(low.value()[k], high.value()[k]);
            }
            case Expression.Negative x -> {
                Bounds of = of(x.of());
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
            case Expression.Call x -> finite(x.at(), call(x));
        };
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
        boolean equality = e.operator() == Operator.EQUAL || e.operator() == Operator.UNEQUAL;
        Bounds a = equality && e.left() instanceof Expression.Text t ? index(t, e.right()) : of(e.left());
        Bounds b = equality && e.right() instanceof Expression.Text t ? index(t, e.left()) : of(e.right());
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
                case IN -> throw new AssertionError("an operator of conditions only");
                case PLUS -> set(out, i, al + bl, ah + bh);
                case MINUS -> set(out, i, al - bh, ah - bl);
                case TIMES -> hull(out, i, al * bl, al * bh, ah * bl, ah * bh);
                case OVER -> {
                    if (bl <= 0 && bh >= 0) {
                        hazards.accept(new Hazard(
                                e.right().at(),
                                "this divides by " + spoken(bl, bh) + ", which may be 0",
                                "keep it away from 0, with max(…, 1) say"));
                        set(out, i, 1, 1);
                    } else {
                        hull(out, i, al / bl, al / bh, ah / bl, ah / bh);
                    }
                }
            }
        }
        return finite(e.at(), out);
    }

    private Bounds index(Expression.Text text, Expression category) {
        return constant(Columnar.index(domains, category, text.value()));
    }

    private Bounds call(Expression.Call e) {
        Function f = Function.of(e.function()).orElseThrow();
        List<Expression> arguments = e.arguments();
        Bounds a = f == Function.DAYS || f == Function.HOURS ? elapsed(arguments.getFirst()) : of(arguments.getFirst());
        Bounds b = arguments.size() > 1 ? of(arguments.get(1)) : a;
        Bounds c = arguments.size() > 2 ? of(arguments.get(2)) : a;
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
                case DAYS -> set(out, i, al / Function.MICROS_PER_DAY, ah / Function.MICROS_PER_DAY);
                case HOURS -> set(out, i, al / Function.MICROS_PER_HOUR, ah / Function.MICROS_PER_HOUR);
            }
        }
        return f == Function.MIN || f == Function.MAX ? rest(f, arguments, out) : out;
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
        if (!(time instanceof Expression.Name name)) {
            throw new IllegalArgumentException("not a time: " + time);
        }
        int k = domains.indexOf(name.name());
        return new Bounds(low.elapsed()[k], high.elapsed()[k]);
    }

    private void undefined(Expression.Call e, Bounds out, int i, String message, String advice) {
        hazards.accept(new Hazard(e.at(), message, advice));
        set(out, i, 1, 1);
    }

    private Bounds finite(Span at, Bounds out) {
        for (int i = 0; i < n; i++) {
            if (!(out.low[i] >= -LARGEST && out.high[i] <= LARGEST)) {
                hazards.accept(new Hazard(
                        at,
                        "this may reach " + spoken(out.low[i], out.high[i]) + ", values must stay within ±" + LARGEST,
                        "bound it: min(x, high) or clamp(x, low, high)"));
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
