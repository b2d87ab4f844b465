package dev.longview.engine.sql;

import static dev.longview.engine.sql.Expression.call;

import dev.longview.columns.ColumnType;
import dev.longview.engine.sql.Expression.Function;
import dev.longview.log.FeatureDefinition.Kind;
import dev.longview.outcome.Condition;
import dev.longview.outcome.Condition.Comparison;
import dev.longview.outcome.Condition.Field;
import dev.longview.outcome.Condition.Node;
import dev.longview.outcome.Condition.Term;

/** Conditions on events as expressions that are true or false, and never missing: see {@link Condition}. */
public final class Conditions {
    private static final Expression FALSE = new Expression.Truth(false);

    private final java.util.function.Function<Field, Expression> columns;

    private Conditions(java.util.function.Function<Field, Expression> columns) {
        this.columns = columns;
    }

    /**
     * @param columns what a field is in the query: DOUBLE, TEXT or TEXT_LIST as its kind says; of an attribute {@link #attribute} of the
     *     map
     */
    public static Expression of(Condition condition, java.util.function.Function<Field, Expression> columns) {
        return new Conditions(columns).node(condition.root());
    }

    /** The text of a map of texts under a name; missing when there is none. */
    public static Expression attribute(Expression map, String name) {
        return call(Function.LOOK_UP, map, Expression.text(name));
    }

    private Expression node(Node node) {
        return switch (node) {
            case Condition.Truth(boolean value) -> new Expression.Truth(value);
            case Condition.And(Node left, Node right) -> Expression.all(node(left), node(right));
            case Condition.Or(Node left, Node right) -> Expression.any(node(left), node(right));
            case Condition.Not(Node of) -> Expression.not(node(of));
            case Condition.Compare(Comparison comparison, Term left, Term right) ->
                known(compare(comparison, term(left), term(right)));
            case Condition.In(Term text, Field list) -> known(call(Function.CONTAINS, term(list), term(text)));
            case Condition.Shares(Field left, Field right) -> known(call(Function.OVERLAP, term(left), term(right)));
            case Condition.Present(Field field) -> Expression.present(term(field));
        };
    }

    private static Expression compare(Comparison comparison, Expression left, Expression right) {
        return switch (comparison) {
            case EQUAL -> Expression.equal(left, right);
            case UNEQUAL -> Expression.not(Expression.equal(left, right));
            case LESS -> Expression.less(left, right);
            case AT_MOST -> Expression.atMost(left, right);
        };
    }

    private static Expression known(Expression truth) {
        return call(Function.COALESCE, truth, FALSE);
    }

    private Expression term(Term term) {
        return switch (term) {
            case Condition.Numeral(double value) -> new Expression.Real(value);
            case Condition.Text(String value) -> Expression.text(value);
            case Condition.AsNumber(Field text) -> call(Function.SPELT_NUMBER, columns.apply(text));
            case Field field
            when field.kind() == Kind.NUMERIC -> {
                Expression column = columns.apply(field);
                yield Expression.when(call(Function.IS_NAN, column), new Expression.Missing(ColumnType.DOUBLE), column);
            }
            case Field field -> columns.apply(field);
        };
    }
}
