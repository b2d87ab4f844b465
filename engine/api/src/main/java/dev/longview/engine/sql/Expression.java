package dev.longview.engine.sql;

import dev.longview.columns.ColumnType;
import java.util.List;

/** A scalar, an aggregate or a window value of a query. */
public sealed interface Expression {

    /** A column of a relation that the query reads. */
    record Name(String relation, String column) implements Expression {}

    record Text(String value) implements Expression {}

    record Whole(long value) implements Expression {}

    record Real(double value) implements Expression {}

    record Truth(boolean value) implements Expression {}

    record Missing(ColumnType type) implements Expression {}

    record Infix(Operator operator, Expression left, Expression right) implements Expression {}

    record Not(Expression operand) implements Expression {}

    record IsMissing(Expression operand) implements Expression {}

    record When(Expression condition, Expression then, Expression otherwise) implements Expression {}

    record Call(Function function, List<Expression> arguments) implements Expression {
        public Call {
            arguments = List.copyOf(arguments);
        }
    }

    record Cast(Expression operand, ColumnType type) implements Expression {}

    /** An aggregate over those rows only for which the condition holds. */
    record Filtered(Call aggregate, Expression condition) implements Expression {}

    /** A value over the rows of a partition, in an order, missing values last. */
    record Window(Over over, List<Expression> arguments, List<Expression> partition, List<Expression> order)
            implements Expression {
        public Window {
            arguments = List.copyOf(arguments);
            partition = List.copyOf(partition);
            order = List.copyOf(order);
        }
    }

    enum Operator {
        PLUS("+"),
        MINUS("-"),
        TIMES("*"),
        OVER("/"),
        EQUAL("="),
        LESS("<"),
        AT_MOST("<="),
        /** Of whole numbers, without the remainder, towards zero; each dialect has a symbol of its own. */
        QUOTIENT("/"),
        AND("AND"),
        OR("OR");

        private final String symbol;

        Operator(String symbol) {
            this.symbol = symbol;
        }

        String symbol() {
            return symbol;
        }
    }

    /** What a window computes. */
    enum Over {
        /** 1 for the first row. */
        ROW_NUMBER,
        /** The argument of the next row; missing for the last. */
        NEXT,
        /** The smallest argument of the rows before this one; missing for the first. */
        MIN_BEFORE
    }

    /** Functions that both dialects have, some under another name. */
    enum Function {
        MIN,
        MAX,
        SUM,
        /** The number of rows, without an argument. */
        COUNT,
        LEAST,
        GREATEST,
        ABS,
        EXP,
        /** The natural logarithm. */
        LN,
        SQRT,
        POW,
        COALESCE,
        /** The first argument where the second is largest. */
        MAX_BY,
        /** The first argument where the second is smallest. */
        MIN_BY,
        /** Several values as one, ordered by the first, then the second, … */
        ROW,
        /** A 64-bit hash of the arguments: equal for equal arguments. */
        HASH,
        IS_NAN,
        /** Texts, none of them missing, one after the other. */
        CONCAT,
        /** How many elements a list has that is not missing. */
        SIZE,
        TO_DOUBLE,
        /** A double rounded to a whole number of at least 38 decimal digits, whose sum does not depend on the order. */
        TO_WIDE,
        /** A list of texts as one text, each element as its length in code points, a colon and itself. */
        ENCODE_LIST,
        /** A list of numbers as one text, with commas between them. */
        ENCODE_NUMBERS,
        /** A map as the list of its keys, then its values, encoded like a list. */
        ENCODE_MAP,
        /** Whether the first argument, a list, has the second; missing or false when it has not, or the second is missing. */
        CONTAINS,
        /** Whether two lists have an element in common that is not missing; missing or false when they have not. */
        OVERLAP,
        /** The value of the first argument, a map, under the second; missing where there is none. */
        LOOK_UP,
        /** A text as a DOUBLE where it spells a number, as conditions say; else missing. */
        SPELT_NUMBER
    }

    static Expression name(String relation, String column) {
        return new Name(relation, column);
    }

    static Expression whole(long value) {
        return new Whole(value);
    }

    static Expression text(String value) {
        return new Text(value);
    }

    static Call call(Function function, Expression... arguments) {
        return new Call(function, List.of(arguments));
    }

    static Expression plus(Expression left, Expression right) {
        return new Infix(Operator.PLUS, left, right);
    }

    static Expression minus(Expression left, Expression right) {
        return new Infix(Operator.MINUS, left, right);
    }

    static Expression times(Expression left, Expression right) {
        return new Infix(Operator.TIMES, left, right);
    }

    static Expression equal(Expression left, Expression right) {
        return new Infix(Operator.EQUAL, left, right);
    }

    static Expression less(Expression left, Expression right) {
        return new Infix(Operator.LESS, left, right);
    }

    static Expression atMost(Expression left, Expression right) {
        return new Infix(Operator.AT_MOST, left, right);
    }

    static Expression not(Expression operand) {
        return new Not(operand);
    }

    static Expression missing(Expression operand) {
        return new IsMissing(operand);
    }

    static Expression present(Expression operand) {
        return not(missing(operand));
    }

    static Expression when(Expression condition, Expression then, Expression otherwise) {
        return new When(condition, then, otherwise);
    }

    static Expression all(Expression first, Expression... rest) {
        Expression all = first;
        for (Expression next : rest) {
            all = new Infix(Operator.AND, all, next);
        }
        return all;
    }

    static Expression any(Expression first, Expression... rest) {
        Expression any = first;
        for (Expression next : rest) {
            any = new Infix(Operator.OR, any, next);
        }
        return any;
    }
}
