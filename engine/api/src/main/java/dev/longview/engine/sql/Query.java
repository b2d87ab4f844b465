package dev.longview.engine.sql;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * Named steps, and the result.
 *
 * @param steps each may read those before it
 * @param distinct what the engine provides besides the tables of the log
 */
public record Query(List<Step> steps, Select result, List<Distinct> distinct) {
    public Query {
        steps = List.copyOf(steps);
        distinct = List.copyOf(distinct);
    }

    /**
     * An intermediate relation with a name.
     *
     * @param again whether reading it again, where it is wanted twice, is cheaper than keeping its rows
     */
    public record Step(String name, Relation relation, boolean again) {}

    /** What a step is. */
    public sealed interface Relation {}

    /** The rows of all, duplicates included; all have the same columns. */
    public record Union(List<Select> selects) implements Relation {
        public Union {
            selects = List.copyOf(selects);
        }

        public static Union of(Select... selects) {
            return new Union(List.of(selects));
        }
    }

    /** A table of the log, or an earlier step, under its own name or another. */
    public record Scan(String name, String alias) {}

    /** A column of the result. */
    public record Output(Expression expression, String name) {}

    /** A further relation, each pair of rows for which the condition holds; {@code outer} keeps rows without a pair. */
    public record Join(Scan with, Expression on, boolean outer) {}

    /** Rows, filtered, grouped, ordered. */
    public record Select(
            Scan from,
            List<Join> joins,
            Optional<Expression> where,
            List<Output> outputs,
            List<Expression> groupBy,
            List<Expression> orderBy,
            OptionalInt limit)
            implements Relation {
        public Select {
            joins = List.copyOf(joins);
            outputs = List.copyOf(outputs);
            groupBy = List.copyOf(groupBy);
            orderBy = List.copyOf(orderBy);
        }

        public static Select from(String name) {
            return from(name, name);
        }

        public static Select from(String name, String alias) {
            return new Select(
                    new Scan(name, alias),
                    List.of(),
                    Optional.empty(),
                    List.of(),
                    List.of(),
                    List.of(),
                    OptionalInt.empty());
        }

        public Select join(String name, Expression on) {
            return join(name, name, on);
        }

        public Select join(String name, String alias, Expression on) {
            return joined(new Join(new Scan(name, alias), on, false));
        }

        public Select outerJoin(String name, Expression on) {
            return outerJoin(name, name, on);
        }

        public Select outerJoin(String name, String alias, Expression on) {
            return joined(new Join(new Scan(name, alias), on, true));
        }

        /** One condition more. */
        public Select where(Expression condition) {
            Expression both =
                    where.map(first -> Expression.all(first, condition)).orElse(condition);
            return new Select(from, joins, Optional.of(both), outputs, groupBy, orderBy, limit);
        }

        public Select output(Expression expression, String name) {
            return new Select(
                    from, joins, where, appended(outputs, new Output(expression, name)), groupBy, orderBy, limit);
        }

        /** Outputs that keep their column's name. */
        public Select keep(String relation, List<String> columns) {
            Select all = this;
            for (String column : columns) {
                all = all.output(Expression.name(relation, column), column);
            }
            return all;
        }

        public Select keep(String relation, String... columns) {
            return keep(relation, List.of(columns));
        }

        public Select groupBy(Expression... expressions) {
            return new Select(from, joins, where, outputs, List.of(expressions), orderBy, limit);
        }

        public Select orderBy(Expression... expressions) {
            return new Select(from, joins, where, outputs, groupBy, List.of(expressions), limit);
        }

        /** Only the first rows of the order. */
        public Select first(int rows) {
            return new Select(from, joins, where, outputs, groupBy, orderBy, OptionalInt.of(rows));
        }

        private Select joined(Join join) {
            return new Select(from, appended(joins, join), where, outputs, groupBy, orderBy, limit);
        }

        private static <T> List<T> appended(List<T> list, T last) {
            List<T> all = new ArrayList<>(list);
            all.add(last);
            return all;
        }
    }
}
