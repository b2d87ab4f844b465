package dev.longview.reward;

import static java.lang.invoke.MethodType.methodType;

import dev.longview.outcome.Aggregate;
import dev.longview.syntax.Expression;
import dev.longview.syntax.Operator;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.util.List;
import java.util.Optional;

/**
 * Compiles a checked expression to one loop over the rows, in which a choice evaluates one side only. Bit for bit what {@link Columnar}
 * gives, and several times as fast, since nothing goes through memory between two operations; but it takes milliseconds to make, so that
 * it is made only for what is evaluated often.
 *
 * <p>The body is a tree of method handles over (values, elapsed, row), bound into a {@link RowLoop} of its own.
 */
final class Fused {
    /** Expressions of more nodes are left to {@link Columnar}: just-in-time compilers give up on large methods. */
    private static final int MOST_NODES = 400;

    private static final MethodHandles.Lookup HERE = MethodHandles.lookup();
    private static final Class<?>[] ROW = {double[][].class, double[][].class, int.class};
    private static final MethodType ONE = methodType(double.class, double.class);
    private static final MethodType TWO = methodType(double.class, double.class, double.class);
    private static final MethodType COMPARISON = methodType(boolean.class, double.class, double.class);

    private final Domains domains;
    private final Attributes attributes;
    private final boolean stored;
    private int nodes;

    private Fused(Inputs inputs, boolean stored) {
        this.domains = inputs.domains();
        this.attributes = inputs.attributes();
        this.stored = stored;
    }

    /** The loop; nothing where an expression is too large for one. */
    static Optional<Columnar.Column> compile(Expression expression, Inputs inputs) {
        return compile(expression, new Fused(inputs, false));
    }

    /** The same over values as a batch stores them, which the loop makes normal as it reads them: no column is copied before. */
    static Optional<Columnar.Column> compileStored(Expression expression, Inputs inputs) {
        return compile(expression, new Fused(inputs, true));
    }

    private static Optional<Columnar.Column> compile(Expression expression, Fused fused) {
        fused.count(expression);
        if (fused.nodes > MOST_NODES) {
            return Optional.empty();
        }
        try {
            MethodHandle body = fused.number(expression);
            MethodHandles.Lookup defined = HERE.defineHiddenClassWithClassData(template(), body, true);
            MethodHandle constructor = defined.findConstructor(defined.lookupClass(), methodType(void.class));
            return Optional.of((Columnar.Column) constructor.invoke());
        } catch (RuntimeException | Error e) {
            throw e;
        } catch (Throwable e) {
            throw new AssertionError("a loop over rows can be defined", e);
        }
    }

    /** The class file of the loop: the one thing that core reads, out of its own jar. */
    private static byte[] template() {
        try (InputStream bytes = RowLoop.class.getResourceAsStream(RowLoop.class.getSimpleName() + ".class")) {
            if (bytes == null) {
                throw new AssertionError("a class stands beside its neighbours");
            }
            return bytes.readAllBytes();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void count(Expression e) {
        nodes++;
        if (nodes > MOST_NODES) {
            return;
        }
        switch (e) {
            case Expression.Numeral x -> {}
            case Expression.Truth x -> {}
            case Expression.Text x -> {}
            case Expression.Listing x -> leave();
            case Expression.Name x -> {}
            case Expression.Negative x -> count(x.of());
            case Expression.Not x -> count(x.of());
            case Expression.Binary x -> {
                if (attributes.indexOf(x).isPresent()) {
                    leave();
                }
                count(x.left());
                count(x.right());
            }
            case Expression.Conditional x -> {
                count(x.condition());
                count(x.then());
                count(x.otherwise());
            }
            case Expression.Call x -> {
                Function f = Function.of(x.function()).orElseThrow();
                if (f == Function.OPINION || f == Function.OR_VALUE) {
                    leave();
                }
                x.arguments().forEach(this::count);
            }
        }
    }

    /** What asks features, opinions or lists is not worth a loop yet: it is left to {@link Columnar}. */
    private void leave() {
        nodes = MOST_NODES + 1;
    }

    private boolean isCondition(Expression e) {
        return switch (e) {
            case Expression.Truth x -> true;
            case Expression.Not x -> true;
            case Expression.Name x ->
                switch (domains.at(domains.indexOf(x)).outcome().as()) {
                    case Aggregate.Occurred o -> true;
                    case Aggregate.TimeToFirst t -> true;
                    case Aggregate.Last l -> false;
                    case Aggregate.Count c -> false;
                    case Aggregate.Sum s -> false;
                    case Aggregate.Max m -> false;
                };
            case Expression.Binary x ->
                switch (x.operator()) {
                    case OR, AND, EQUAL, UNEQUAL, LESS, AT_MOST, MORE, AT_LEAST, IN -> true;
                    case PLUS, MINUS, TIMES, OVER -> false;
                };
            case Expression.Conditional x -> isCondition(x.then());
            case Expression.Numeral x -> false;
            case Expression.Text x -> false;
            case Expression.Listing x -> false;
            case Expression.Negative x -> false;
            case Expression.Call x -> false;
        };
    }

    /** (values, elapsed, row) → double. */
    private MethodHandle number(Expression e) {
        return switch (e) {
            case Expression.Numeral x -> constant(x.value());
            case Expression.Name x -> value(domains.indexOf(x));
            case Expression.Negative x -> map(operation("negative", ONE), number(x.of()));
            case Expression.Binary x -> zip(operation(x.operator()), number(x.left()), number(x.right()));
            case Expression.Conditional x ->
                MethodHandles.guardWithTest(condition(x.condition()), number(x.then()), number(x.otherwise()));
            case Expression.Call x -> call(x);
            case Expression.Truth x -> throw notANumber(x);
            case Expression.Not x -> throw notANumber(x);
            case Expression.Text x -> throw notANumber(x);
            case Expression.Listing x -> throw notANumber(x);
        };
    }

    /** (values, elapsed, row) → boolean. */
    private MethodHandle condition(Expression e) {
        return switch (e) {
            case Expression.Truth x -> truth(x.value());
            case Expression.Name x -> happened(domains.indexOf(x));
            case Expression.Not x -> MethodHandles.guardWithTest(condition(x.of()), truth(false), truth(true));
            case Expression.Conditional x ->
                MethodHandles.guardWithTest(condition(x.condition()), condition(x.then()), condition(x.otherwise()));
            case Expression.Binary x ->
                switch (x.operator()) {
                    case OR -> MethodHandles.guardWithTest(condition(x.left()), truth(true), condition(x.right()));
                    case AND -> MethodHandles.guardWithTest(condition(x.left()), condition(x.right()), truth(false));
                    case EQUAL -> equality("equal", x);
                    case UNEQUAL -> equality("unequal", x);
                    case LESS, AT_MOST, MORE, AT_LEAST ->
                        zip(operation(comparison(x.operator()), COMPARISON), number(x.left()), number(x.right()));
                    case IN, PLUS, MINUS, TIMES, OVER -> throw notACondition(x);
                };
            case Expression.Numeral x -> throw notACondition(x);
            case Expression.Text x -> throw notACondition(x);
            case Expression.Listing x -> throw notACondition(x);
            case Expression.Negative x -> throw notACondition(x);
            case Expression.Call x -> throw notACondition(x);
        };
    }

    private static String comparison(Operator operator) {
        return switch (operator) {
            case LESS -> "less";
            case AT_MOST -> "atMost";
            case MORE -> "more";
            case AT_LEAST -> "atLeast";
            case OR, AND, EQUAL, UNEQUAL, IN, PLUS, MINUS, TIMES, OVER ->
                throw new IllegalArgumentException("not a comparison: " + operator);
        };
    }

    private MethodHandle equality(String operation, Expression.Binary e) {
        if (isCondition(e.left())) {
            MethodHandle same = operation(operation, methodType(boolean.class, boolean.class, boolean.class));
            return zip(same, condition(e.left()), condition(e.right()));
        }
        return zip(operation(operation, COMPARISON), operand(e.left(), e.right()), operand(e.right(), e.left()));
    }

    private MethodHandle operand(Expression e, Expression other) {
        return e instanceof Expression.Text text ? constant(Columnar.index(domains, other, text.value())) : number(e);
    }

    private MethodHandle call(Expression.Call e) {
        Function f = Function.of(e.function()).orElseThrow();
        if (f == Function.DAYS || f == Function.HOURS) {
            if (!(e.arguments().getFirst() instanceof Expression.Name name)) {
                throw new IllegalArgumentException(
                        "not a time: " + e.arguments().getFirst());
            }
            double unit = f == Function.DAYS ? Function.MICROS_PER_DAY : Function.MICROS_PER_HOUR;
            return zip(operation(Operator.OVER), elapsed(domains.indexOf(name)), constant(unit));
        }
        List<MethodHandle> arguments = e.arguments().stream().map(this::number).toList();
        MethodHandle first = arguments.getFirst();
        return switch (f) {
            case MIN -> fold(found(Math.class, "min", TWO), arguments);
            case MAX -> fold(found(Math.class, "max", TWO), arguments);
            case ABS -> map(found(Math.class, "abs", ONE), first);
            case EXP -> map(found(StrictMath.class, "exp", ONE), first);
            case LOG -> map(found(StrictMath.class, "log", ONE), first);
            case SQRT -> map(found(Math.class, "sqrt", ONE), first);
            case POW -> fold(found(Ranges.class, "pow", TWO), arguments);
            case CLAMP ->
                zip(
                        found(Math.class, "min", TWO),
                        zip(found(Math.class, "max", TWO), first, arguments.get(1)),
                        arguments.get(2));
            case DAYS, HOURS, OR_VALUE, OPINION -> throw new AssertionError("handled above");
        };
    }

    private static MethodHandle fold(MethodHandle operation, List<MethodHandle> arguments) {
        MethodHandle folded = arguments.getFirst();
        for (MethodHandle argument : arguments.subList(1, arguments.size())) {
            folded = zip(operation, folded, argument);
        }
        return folded;
    }

    private static MethodHandle operation(Operator operator) {
        return switch (operator) {
            case PLUS -> found(Double.class, "sum", TWO);
            case MINUS -> operation("minus", TWO);
            case TIMES -> operation("times", TWO);
            case OVER -> operation("over", TWO);
            case OR, AND, EQUAL, UNEQUAL, LESS, AT_MOST, MORE, AT_LEAST, IN ->
                throw new IllegalArgumentException("not of numbers: " + operator);
        };
    }

    private static MethodHandle operation(String name, MethodType type) {
        return found(Scalars.class, name, type);
    }

    private static MethodHandle found(Class<?> owner, String name, MethodType type) {
        try {
            return HERE.findStatic(owner, name, type);
        } catch (ReflectiveOperationException e) {
            throw new LinkageError(owner + " has no " + name + type, e);
        }
    }

    private MethodHandle value(int k) {
        MethodHandle read = leaf("value", k);
        Domain domain = domains.at(k);
        return stored && !(domain.outcome().as() instanceof Aggregate.Last)
                ? map(MethodHandles.insertArguments(operation("within", TWO), 0, domain.highest()), read)
                : read;
    }

    private MethodHandle happened(int k) {
        String name = stored && domains.at(k).isTime() ? "isNumber" : "isTrue";
        return map(operation(name, methodType(boolean.class, double.class)), leaf("value", k));
    }

    private MethodHandle elapsed(int k) {
        return stored
                ? map(
                        MethodHandles.insertArguments(
                                operation("elapsed", TWO), 0, domains.at(k).horizon()),
                        leaf("value", k))
                : leaf("elapsed", k);
    }

    private static MethodHandle leaf(String of, int k) {
        MethodType type = methodType(double.class, int.class, double[][].class, double[][].class, int.class);
        return MethodHandles.insertArguments(operation(of, type), 0, k);
    }

    private static MethodHandle constant(double value) {
        return MethodHandles.dropArguments(MethodHandles.constant(double.class, value), 0, ROW);
    }

    private static MethodHandle truth(boolean value) {
        return MethodHandles.dropArguments(MethodHandles.constant(boolean.class, value), 0, ROW);
    }

    private static MethodHandle map(MethodHandle operation, MethodHandle a) {
        return MethodHandles.filterReturnValue(a, operation);
    }

    private static MethodHandle zip(MethodHandle operation, MethodHandle a, MethodHandle b) {
        MethodHandle both = MethodHandles.collectArguments(MethodHandles.collectArguments(operation, 1, b), 0, a);
        return MethodHandles.permuteArguments(both, methodType(operation.type().returnType(), ROW), 0, 1, 2, 0, 1, 2);
    }

    private static IllegalArgumentException notANumber(Expression e) {
        return new IllegalArgumentException("not a number: " + e.normalised());
    }

    private static IllegalArgumentException notACondition(Expression e) {
        return new IllegalArgumentException("not a condition: " + e.normalised());
    }
}
