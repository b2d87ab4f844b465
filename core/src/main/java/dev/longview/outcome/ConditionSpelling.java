package dev.longview.outcome;

import dev.longview.outcome.Condition.And;
import dev.longview.outcome.Condition.AsNumber;
import dev.longview.outcome.Condition.Compare;
import dev.longview.outcome.Condition.Comparison;
import dev.longview.outcome.Condition.Field;
import dev.longview.outcome.Condition.In;
import dev.longview.outcome.Condition.Node;
import dev.longview.outcome.Condition.Not;
import dev.longview.outcome.Condition.Numeral;
import dev.longview.outcome.Condition.Or;
import dev.longview.outcome.Condition.Present;
import dev.longview.outcome.Condition.Shares;
import dev.longview.outcome.Condition.Term;
import dev.longview.outcome.Condition.Text;
import dev.longview.outcome.Condition.Truth;
import dev.longview.syntax.Expression;
import dev.longview.syntax.Operator;
import dev.longview.syntax.Span;
import java.util.List;

/** A checked condition as the tree that it would be parsed to, which knows how to spell itself. */
final class ConditionSpelling {
    private static final Span NOWHERE = new Span(0, 0);

    private ConditionSpelling() {}

    static Expression of(Node node) {
        return switch (node) {
            case Truth(boolean value) -> new Expression.Truth(value, NOWHERE);
            case And(Node left, Node right) -> binary(Operator.AND, of(left), of(right));
            case Or(Node left, Node right) -> binary(Operator.OR, of(left), of(right));
            case Not(Node inner) -> new Expression.Not(of(inner), NOWHERE);
            case Compare(Comparison comparison, Term left, Term right) ->
                binary(operator(comparison), of(left), of(right));
            case In(Term text, Field list) -> binary(Operator.IN, of(text), of(list));
            case Shares(Field left, Field right) -> call("shares", of(left), of(right));
            case Present(Field field) -> call("present", of(field));
        };
    }

    private static Expression of(Term term) {
        return switch (term) {
            case Numeral(double value) ->
                value < 0
                        ? new Expression.Negative(new Expression.Numeral(-value, NOWHERE), NOWHERE)
                        : new Expression.Numeral(value, NOWHERE);
            case Text(String value) -> new Expression.Text(value, NOWHERE);
            case AsNumber(Field text) -> call("number", of(text));
            case Field field -> new Expression.Name(field.spelling(), NOWHERE);
        };
    }

    private static Operator operator(Comparison comparison) {
        return switch (comparison) {
            case EQUAL -> Operator.EQUAL;
            case UNEQUAL -> Operator.UNEQUAL;
            case LESS -> Operator.LESS;
            case AT_MOST -> Operator.AT_MOST;
        };
    }

    private static Expression binary(Operator operator, Expression left, Expression right) {
        return new Expression.Binary(operator, left, right, NOWHERE);
    }

    private static Expression call(String function, Expression... arguments) {
        return new Expression.Call(function, List.of(arguments), NOWHERE);
    }
}
