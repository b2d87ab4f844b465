package dev.longview.engine.sql;

import dev.longview.columns.ColumnType;
import dev.longview.engine.sql.Expression.Function;
import dev.longview.outcome.Condition;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/** How a query is written for an engine. */
public enum Dialect {
    DUCKDB {
        @Override
        public String quoted(String name) {
            return '"' + name.replace("\"", "\"\"") + '"';
        }

        @Override
        public String literal(String text) {
            // A zero byte ends DuckDB's statement, and no text of the log can hold one.
            if (text.indexOf('\0') >= 0) {
                throw new IllegalArgumentException("a text with a zero character: " + text.replace('\0', '?'));
            }
            return "'" + text.replace("'", "''") + "'";
        }

        @Override
        String call(Function function, String arguments) {
            return switch (function) {
                case MAX_BY -> "arg_max(" + arguments + ")";
                case MIN_BY -> "arg_min(" + arguments + ")";
                case ROW -> "row(" + arguments + ")";
                case SIZE -> "len(" + arguments + ")";
                case HASH -> "hash(" + arguments + ")";
                case TO_WIDE -> "CAST(" + arguments + " AS HUGEINT)";
                case ENCODE_LIST -> encoded(arguments);
                case ENCODE_NUMBERS -> "array_to_string(" + arguments + ", ',')";
                case ENCODE_MAP ->
                    encoded("list_concat(map_keys(" + arguments + "), list_transform(map_values(" + arguments
                            + "), lambda v: coalesce(v, '')))");
                case CONTAINS -> "list_contains(" + arguments + ")";
                case OVERLAP -> "list_has_any(" + arguments + ")";
                case LOOK_UP -> "map_extract_value(" + arguments + ")";
                case SPELT_NUMBER ->
                    "CASE WHEN regexp_full_match(" + arguments + ", " + literal(Condition.NUMBER) + ") THEN TRY_CAST("
                            + arguments + " AS DOUBLE) END";
                case MIN,
                        MAX,
                        SUM,
                        COUNT,
                        LEAST,
                        GREATEST,
                        ABS,
                        EXP,
                        LN,
                        SQRT,
                        POW,
                        COALESCE,
                        CONCAT,
                        IS_NAN,
                        TO_DOUBLE -> common(function, arguments);
            };
        }

        @Override
        String quotient() {
            return "//";
        }

        @Override
        String again() {
            return "NOT MATERIALIZED ";
        }

        private String encoded(String list) {
            return "array_to_string(list_transform(" + list
                    + ", lambda x: CAST(length(x) AS VARCHAR) || ':' || x), '')";
        }

        @Override
        public String type(ColumnType type) {
            return switch (type) {
                case BOOLEAN -> "BOOLEAN";
                case BIGINT -> "BIGINT";
                case DOUBLE -> "DOUBLE";
                case TEXT -> "VARCHAR";
                case TEXT_LIST -> "VARCHAR[]";
                case FLOAT_LIST -> "FLOAT[]";
                case TEXT_MAP -> "MAP(VARCHAR, VARCHAR)";
            };
        }
    },
    SPARK {
        @Override
        public String quoted(String name) {
            return '`' + name.replace("`", "``") + '`';
        }

        @Override
        public String literal(String text) {
            return "'" + text.replace("\\", "\\\\").replace("'", "\\'") + "'";
        }

        @Override
        String call(Function function, String arguments) {
            return switch (function) {
                case MAX_BY -> "max_by(" + arguments + ")";
                case MIN_BY -> "min_by(" + arguments + ")";
                case ROW -> "struct(" + arguments + ")";
                case SIZE -> "size(" + arguments + ")";
                case HASH -> "xxhash64(" + arguments + ")";
                case TO_WIDE -> "CAST(" + arguments + " AS DECIMAL(38, 0))";
                case ENCODE_LIST -> encoded(arguments);
                case ENCODE_NUMBERS -> "array_join(CAST(" + arguments + " AS ARRAY<STRING>), ',')";
                case ENCODE_MAP ->
                    encoded("concat(map_keys(" + arguments + "), transform(map_values(" + arguments
                            + "), v -> coalesce(v, '')))");
                case CONTAINS -> "array_contains(" + arguments + ")";
                case OVERLAP -> "arrays_overlap(" + arguments + ")";
                // [] and element_at fail on a key that is not there under some versions' ANSI mode.
                case LOOK_UP -> "try_element_at(" + arguments + ")";
                case SPELT_NUMBER ->
                    // Not $, which would let a newline pass that the cast then trims.
                    "CASE WHEN " + arguments + " RLIKE " + literal("^(" + Condition.NUMBER + ")\\z") + " THEN CAST("
                            + arguments + " AS DOUBLE) END";
                case MIN,
                        MAX,
                        SUM,
                        COUNT,
                        LEAST,
                        GREATEST,
                        ABS,
                        EXP,
                        LN,
                        SQRT,
                        POW,
                        COALESCE,
                        CONCAT,
                        IS_NAN,
                        TO_DOUBLE -> common(function, arguments);
            };
        }

        @Override
        String quotient() {
            return "div";
        }

        @Override
        String again() {
            return "";
        }

        private String encoded(String list) {
            return "array_join(transform(" + list + ", x -> concat(CAST(length(x) AS STRING), ':', x)), '')";
        }

        @Override
        public String type(ColumnType type) {
            return switch (type) {
                case BOOLEAN -> "BOOLEAN";
                case BIGINT -> "BIGINT";
                case DOUBLE -> "DOUBLE";
                case TEXT -> "STRING";
                case TEXT_LIST -> "ARRAY<STRING>";
                case FLOAT_LIST -> "ARRAY<FLOAT>";
                case TEXT_MAP -> "MAP<STRING, STRING>";
            };
        }
    };

    /** An identifier that may hold any character. */
    public abstract String quoted(String name);

    /** The name of a column's type. */
    public abstract String type(ColumnType type);

    /** A text as data. */
    public abstract String literal(String text);

    abstract String call(Function function, String arguments);

    abstract String quotient();

    /** Before a step whose rows are not to be kept. */
    abstract String again();

    private static String common(Function function, String arguments) {
        return switch (function) {
            case TO_DOUBLE -> "CAST(" + arguments + " AS DOUBLE)";
            case IS_NAN -> "isnan(" + arguments + ")";
            case COUNT -> "count(*)";
            case MIN, MAX, SUM, LEAST, GREATEST, ABS, EXP, LN, SQRT, POW, COALESCE, CONCAT ->
                function.name().toLowerCase(Locale.ROOT) + "(" + arguments + ")";
            case MAX_BY,
                    MIN_BY,
                    ROW,
                    SIZE,
                    HASH,
                    TO_WIDE,
                    ENCODE_LIST,
                    ENCODE_NUMBERS,
                    ENCODE_MAP,
                    CONTAINS,
                    OVERLAP,
                    LOOK_UP,
                    SPELT_NUMBER -> throw new IllegalArgumentException(function + " is another in each dialect");
        };
    }

    /** The text of a scalar expression. */
    public String render(Expression expression) {
        return expression(expression);
    }

    /** The text of a query. */
    public String render(Query query) {
        String steps = query.steps().stream()
                .map(step -> quoted(step.name()) + (step.again() ? " AS " + again() + "(\n" : " AS (\n")
                        + relation(step.relation()).indent(2) + ")")
                .collect(Collectors.joining(",\n"));
        return (steps.isEmpty() ? "" : "WITH " + steps + "\n") + select(query.result());
    }

    private String relation(Query.Relation relation) {
        return switch (relation) {
            case Query.Union(List<Query.Select> selects) ->
                selects.stream().map(this::select).collect(Collectors.joining("\nUNION ALL\n"));
            case Query.Select select -> select(select);
        };
    }

    private String select(Query.Select select) {
        StringBuilder sql = new StringBuilder("SELECT\n  ")
                .append(select.outputs().stream()
                        .map(output -> expression(output.expression()) + " AS " + quoted(output.name()))
                        .collect(Collectors.joining(",\n  ")))
                .append("\nFROM ")
                .append(scan(select.from()));
        for (Query.Join join : select.joins()) {
            sql.append(join.outer() ? "\nLEFT JOIN " : "\nJOIN ")
                    .append(scan(join.with()))
                    .append(" ON ")
                    .append(expression(join.on()));
        }
        select.where().ifPresent(condition -> sql.append("\nWHERE ").append(expression(condition)));
        if (!select.groupBy().isEmpty()) {
            sql.append("\nGROUP BY ").append(list(select.groupBy()));
        }
        if (!select.orderBy().isEmpty()) {
            sql.append("\nORDER BY ").append(ordered(select.orderBy()));
        }
        select.limit().ifPresent(rows -> sql.append("\nLIMIT ").append(rows));
        return sql.toString();
    }

    private String scan(Query.Scan scan) {
        return scan.name().equals(scan.alias())
                ? quoted(scan.name())
                : quoted(scan.name()) + " AS " + quoted(scan.alias());
    }

    private String expression(Expression expression) {
        return switch (expression) {
            case Expression.Name(String relation, String column) -> quoted(relation) + "." + quoted(column);
            case Expression.Text(String value) -> literal(value);
            case Expression.Whole(long value) -> whole(value);
            case Expression.Real(double value) -> "CAST('" + value + "' AS DOUBLE)";
            case Expression.Truth(boolean value) -> value ? "TRUE" : "FALSE";
            case Expression.Missing(ColumnType type) -> "CAST(NULL AS " + type(type) + ")";
            case Expression.Infix(Expression.Operator operator, Expression left, Expression right) ->
                "(" + expression(left) + " " + symbol(operator) + " " + expression(right) + ")";
            case Expression.Not(Expression.IsMissing(Expression operand)) ->
                "(" + expression(operand) + " IS NOT NULL)";
            case Expression.Not(Expression operand) -> "(NOT " + expression(operand) + ")";
            case Expression.IsMissing(Expression operand) -> "(" + expression(operand) + " IS NULL)";
            case Expression.When(Expression condition, Expression then, Expression otherwise) ->
                "CASE WHEN " + expression(condition) + " THEN " + expression(then) + " ELSE " + expression(otherwise)
                        + " END";
            case Expression.Call(Function function, List<Expression> arguments) -> call(function, list(arguments));
            case Expression.Cast(Expression operand, ColumnType type) ->
                "CAST(" + expression(operand) + " AS " + type(type) + ")";
            case Expression.Filtered(Expression.Call aggregate, Expression condition) ->
                expression(aggregate) + " FILTER (WHERE " + expression(condition) + ")";
            case Expression.Window window -> window(window);
        };
    }

    private String symbol(Expression.Operator operator) {
        return operator == Expression.Operator.QUOTIENT ? quotient() : operator.symbol();
    }

    private String window(Expression.Window window) {
        String arguments = list(window.arguments());
        String over = " OVER (PARTITION BY " + list(window.partition()) + " ORDER BY " + ordered(window.order());
        return switch (window.over()) {
            case ROW_NUMBER -> "row_number()" + over + ")";
            case NEXT -> "lead(" + arguments + ")" + over + ")";
            case MIN_BEFORE -> "min(" + arguments + ")" + over + " ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING)";
        };
    }

    /** The smallest long has no literal of its own in SQL: it would be a negated number that is one too large. */
    private static String whole(long value) {
        return value == Long.MIN_VALUE ? "(-9223372036854775807 - 1)" : "CAST(" + value + " AS BIGINT)";
    }

    private String ordered(List<Expression> expressions) {
        return expressions.stream()
                .map(each -> expression(each) + " ASC NULLS LAST")
                .collect(Collectors.joining(", "));
    }

    private String list(List<Expression> expressions) {
        return expressions.stream().map(this::expression).collect(Collectors.joining(", "));
    }
}
