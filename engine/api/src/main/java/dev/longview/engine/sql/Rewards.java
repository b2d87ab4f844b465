package dev.longview.engine.sql;

import static dev.longview.engine.sql.Expression.call;

import dev.longview.columns.ColumnType;
import dev.longview.engine.sql.Expression.Function;
import dev.longview.log.FeatureDefinition;
import dev.longview.outcome.Aggregate;
import dev.longview.outcome.Assembled;
import dev.longview.outcome.OutcomeDefinition;
import dev.longview.reward.Reward;
import dev.longview.syntax.Expression.Binary;
import dev.longview.syntax.Expression.Conditional;
import dev.longview.syntax.Expression.Listing;
import dev.longview.syntax.Expression.Name;
import dev.longview.syntax.Expression.Negative;
import dev.longview.syntax.Expression.Not;
import dev.longview.syntax.Expression.Numeral;
import dev.longview.syntax.Expression.Text;
import dev.longview.syntax.Expression.Truth;
import dev.longview.syntax.Operator;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/**
 * Rewards as expressions over a relation with the columns of {@link Assembled}: the same value, row by row, as {@link Reward#evaluate}.
 *
 * <p>Sums, products, quotients, comparisons and square roots are the same bits, a zero's sign apart; {@code exp}, {@code log} and
 * {@code pow} are the engine's, which differ in the last digit. An outcome's value is read as it is by the reward: brought within what is
 * declared, an event that has not come as its whole horizon.
 */
public final class Rewards {
    private static final double MICROS_PER_DAY = 86_400e6;
    private static final double MICROS_PER_HOUR = 3_600e6;
    private static final Expression NO = new Expression.Truth(false);

    private final String relation;
    private final Map<String, OutcomeDefinition> outcomes = new HashMap<>();
    private final Map<String, FeatureDefinition> features = new HashMap<>();

    private Rewards(String relation, List<OutcomeDefinition> outcomes, List<FeatureDefinition> features) {
        this.relation = relation;
        outcomes.forEach(outcome -> this.outcomes.put(outcome.name(), outcome));
        features.forEach(feature -> this.features.put(feature.name(), feature));
    }

    /**
     * @param relation that has the columns
     * @param outcomes those that the reward was compiled with
     * @param features likewise
     */
    public static Expression of(
            Reward reward, String relation, List<OutcomeDefinition> outcomes, List<FeatureDefinition> features) {
        return new Rewards(relation, outcomes, features).number(reward.expression());
    }

    /** The reward of every row of a relation, with what tells the row. */
    public static Query query(
            Reward reward, String relation, List<OutcomeDefinition> outcomes, List<FeatureDefinition> features) {
        return new Query(
                List.of(),
                Query.Select.from(relation)
                        .keep(relation, Assembled.DECISION, Assembled.POSITION, Assembled.ITEM)
                        .output(of(reward, relation, outcomes, features), "reward"),
                List.of());
    }

    private Expression number(dev.longview.syntax.Expression e) {
        return switch (e) {
            case Numeral x -> new Expression.Real(x.value());
            case Negative(Numeral x, var at) -> new Expression.Real(-x.value());
            case Negative x -> Expression.times(new Expression.Real(-1), number(x.of()));
            case Name x -> amount(x.name());
            case Binary x -> arithmetic(x);
            case Conditional x -> Expression.when(condition(x.condition()), number(x.then()), number(x.otherwise()));
            case dev.longview.syntax.Expression.Call x -> function(x);
            case Truth x -> throw unchecked(x);
            case Text x -> throw unchecked(x);
            case Listing x -> throw unchecked(x);
            case Not x -> throw unchecked(x);
        };
    }

    private Expression condition(dev.longview.syntax.Expression e) {
        return switch (e) {
            case Truth x -> new Expression.Truth(x.value());
            case Not x -> Expression.not(condition(x.of()));
            case Name x -> happened(x.name());
            case Conditional x ->
                Expression.when(condition(x.condition()), condition(x.then()), condition(x.otherwise()));
            case Binary x -> relation(x);
            case Numeral x -> throw unchecked(x);
            case Negative x -> throw unchecked(x);
            case Text x -> throw unchecked(x);
            case Listing x -> throw unchecked(x);
            case dev.longview.syntax.Expression.Call x -> throw unchecked(x);
        };
    }

    private static IllegalArgumentException unchecked(dev.longview.syntax.Expression e) {
        return new IllegalArgumentException("not what a checked reward has here: " + e.normalised());
    }

    private Expression arithmetic(Binary e) {
        return switch (e.operator()) {
            case PLUS -> Expression.plus(number(e.left()), number(e.right()));
            case MINUS -> Expression.minus(number(e.left()), number(e.right()));
            case TIMES -> Expression.times(number(e.left()), number(e.right()));
            case OVER -> over(number(e.left()), number(e.right()));
            case OR, AND, EQUAL, UNEQUAL, LESS, AT_MOST, MORE, AT_LEAST, IN -> throw unchecked(e);
        };
    }

    private static Expression over(Expression left, Expression right) {
        return new Expression.Infix(Expression.Operator.OVER, left, right);
    }

    private Expression relation(Binary e) {
        return switch (e.operator()) {
            case OR -> Expression.any(condition(e.left()), condition(e.right()));
            case AND -> Expression.all(condition(e.left()), condition(e.right()));
            case EQUAL, IN -> equal(e);
            case UNEQUAL -> Expression.not(equal(e));
            case LESS -> Expression.less(number(e.left()), number(e.right()));
            case AT_MOST -> Expression.atMost(number(e.left()), number(e.right()));
            case MORE -> Expression.less(number(e.right()), number(e.left()));
            case AT_LEAST -> Expression.atMost(number(e.right()), number(e.left()));
            case PLUS, MINUS, TIMES, OVER -> throw unchecked(e);
        };
    }

    /** Texts are on one side of what is compared with a category or a feature. */
    private Expression equal(Binary e) {
        List<String> left = texts(e.left());
        List<String> right = texts(e.right());
        if (!right.isEmpty()) {
            return among(e.left(), right);
        }
        if (!left.isEmpty()) {
            return among(e.right(), left);
        }
        return isCondition(e.left())
                ? Expression.equal(condition(e.left()), condition(e.right()))
                : Expression.equal(number(e.left()), number(e.right()));
    }

    private static List<String> texts(dev.longview.syntax.Expression e) {
        return switch (e) {
            case Text x -> List.of(x.value());
            case Listing x ->
                x.values().stream().flatMap(value -> texts(value).stream()).toList();
            case Numeral x -> List.of();
            case Truth x -> List.of();
            case Name x -> List.of();
            case Negative x -> List.of();
            case Not x -> List.of();
            case Binary x -> List.of();
            case Conditional x -> List.of();
            case dev.longview.syntax.Expression.Call x -> List.of();
        };
    }

    private Expression among(dev.longview.syntax.Expression of, List<String> texts) {
        String name = name(of);
        FeatureDefinition feature = features.get(name);
        List<Expression> each = new ArrayList<>();
        for (String text : texts) {
            if (feature == null) {
                each.add(Expression.equal(
                        value(name), new Expression.Real(values(name).indexOf(text))));
            } else {
                Expression column = Expression.name(relation, name);
                Expression found = feature.kind() == FeatureDefinition.Kind.MULTI_VALUED
                        ? call(Function.CONTAINS, column, Expression.text(text))
                        : Expression.equal(column, Expression.text(text));
                each.add(call(Function.COALESCE, found, NO));
            }
        }
        return Expression.any(each.getFirst(), each.subList(1, each.size()).toArray(Expression[]::new));
    }

    /** The outcome or feature that is meant; who was silent has no opinion, so that an opinion is what was said. */
    private static String name(dev.longview.syntax.Expression e) {
        if (e instanceof dev.longview.syntax.Expression.Call call
                && call.function().equals("opinion")) {
            return name(call.arguments().getFirst());
        }
        if (e instanceof Name name) {
            return name.name();
        }
        throw unchecked(e);
    }

    private boolean isCondition(dev.longview.syntax.Expression e) {
        return switch (e) {
            case Truth x -> true;
            case Not x -> true;
            case Name x ->
                outcome(x.name()).as() instanceof Aggregate.Occurred
                        || outcome(x.name()).as() instanceof Aggregate.TimeToFirst;
            case Conditional x -> isCondition(x.then());
            case Binary x ->
                x.operator() != Operator.PLUS
                        && x.operator() != Operator.MINUS
                        && x.operator() != Operator.TIMES
                        && x.operator() != Operator.OVER;
            case Numeral x -> false;
            case Negative x -> false;
            case Text x -> false;
            case Listing x -> false;
            case dev.longview.syntax.Expression.Call x -> false;
        };
    }

    private OutcomeDefinition outcome(String name) {
        OutcomeDefinition outcome = outcomes.get(name);
        if (outcome == null) {
            throw new IllegalArgumentException(
                    "the reward reads '" + name + "'; outcomes given are " + outcomes.keySet());
        }
        return outcome;
    }

    private List<String> values(String category) {
        if (outcome(category).as() instanceof Aggregate.Last(List<String> values)) {
            return values;
        }
        throw new IllegalArgumentException("'" + category + "' is no category");
    }

    private Expression value(String outcome) {
        return Expression.name(relation, Assembled.value(outcome));
    }

    private Expression happened(String name) {
        Expression value = value(name);
        return outcome(name).as() instanceof Aggregate.TimeToFirst
                ? known(value)
                : Expression.less(new Expression.Real(0), value);
    }

    /** A time that has not come is missing in a file and may be NaN elsewhere. */
    private static Expression known(Expression value) {
        return Expression.all(Expression.present(value), Expression.not(call(Function.IS_NAN, value)));
    }

    private Expression amount(String name) {
        return switch (outcome(name).as()) {
            case Aggregate.Count(double max) -> clamped(value(name), 0, max);
            case Aggregate.Sum(double max) -> clamped(value(name), 0, max);
            case Aggregate.Max(double max) -> clamped(value(name), 0, max);
            case Aggregate.Occurred o -> throw new IllegalArgumentException("'" + name + "' is a condition");
            case Aggregate.TimeToFirst t -> throw new IllegalArgumentException("'" + name + "' is a time");
            case Aggregate.Last l -> throw new IllegalArgumentException("'" + name + "' is a category");
        };
    }

    private static Expression clamped(Expression value, double low, double high) {
        return call(
                Function.LEAST, call(Function.GREATEST, value, new Expression.Real(low)), new Expression.Real(high));
    }

    private Expression function(dev.longview.syntax.Expression.Call e) {
        dev.longview.syntax.Expression first = e.arguments().getFirst();
        return switch (e.function()) {
            case "min" -> call(Function.LEAST, numbers(e.arguments()));
            case "max" -> call(Function.GREATEST, numbers(e.arguments()));
            case "abs" -> call(Function.ABS, number(first));
            case "exp" -> call(Function.EXP, number(first));
            case "log" -> call(Function.LN, number(first));
            case "sqrt" -> call(Function.SQRT, number(first));
            case "pow" -> call(Function.POW, numbers(e.arguments()));
            case "clamp" ->
                call(
                        Function.LEAST,
                        call(Function.GREATEST, numbers(e.arguments().subList(0, 2))),
                        number(e.arguments().getLast()));
            case "days" -> over(elapsed(name(first)), new Expression.Real(MICROS_PER_DAY));
            case "hours" -> over(elapsed(name(first)), new Expression.Real(MICROS_PER_HOUR));
            case "orValue" -> orValue(name(first), number(e.arguments().getLast()));
            default -> throw unchecked(e);
        };
    }

    private Expression[] numbers(List<dev.longview.syntax.Expression> arguments) {
        return arguments.stream().map(this::number).toArray(Expression[]::new);
    }

    private Expression elapsed(String time) {
        double horizon = TimeUnit.MICROSECONDS.convert(outcome(time).finalAfter());
        Expression value = value(time);
        return Expression.when(known(value), clamped(value, 0, horizon), new Expression.Real(horizon));
    }

    private Expression orValue(String feature, Expression otherwise) {
        Expression column = new Expression.Cast(Expression.name(relation, feature), ColumnType.DOUBLE);
        return Expression.when(known(column), clamped(column, -Reward.LARGEST, Reward.LARGEST), otherwise);
    }
}
