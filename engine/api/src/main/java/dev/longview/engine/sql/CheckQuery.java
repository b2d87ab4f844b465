package dev.longview.engine.sql;

import static dev.longview.engine.sql.Expression.all;
import static dev.longview.engine.sql.Expression.call;
import static dev.longview.engine.sql.Expression.name;

import dev.longview.columns.Batch;
import dev.longview.columns.ColumnType;
import dev.longview.engine.Check;
import dev.longview.engine.Checked;
import dev.longview.engine.Inspection;
import dev.longview.engine.sql.Expression.Function;
import dev.longview.engine.sql.Query.Select;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.SequencedMap;

/**
 * Checks that one relation answers. They are counted together, in one pass; only of a check that rows have met are the first few ids
 * asked for, by a sorted result that is cut off, so that neither takes memory by the number of rows.
 *
 * @param base the steps that make the relation
 * @param relation the step whose rows are counted; its column {@code id} names a row for a person
 */
public record CheckQuery(Query base, String relation, List<Part> parts) {
    static final String ID = "id";
    private static final String ROWS = "rows.";
    private static final String OF = "of.";
    private static final String LARGEST = "largest.";

    /**
     * One check.
     *
     * @param met by which rows, of those looked at
     * @param of which rows are looked at
     * @param measure a number of a row, of which the largest is told of those that meet it
     */
    public record Part(Check check, Expression met, Optional<Expression> of, Optional<Expression> measure) {}

    public CheckQuery {
        parts = List.copyOf(parts);
    }

    /** All checks of a log, but those about what its files are. */
    public static List<CheckQuery> of(Inspection inspection) {
        List<CheckQuery> queries = new ArrayList<>(RowChecks.of(inspection));
        queries.addAll(ServingChecks.of(inspection));
        queries.addAll(EventChecks.of(inspection));
        queries.add(MembershipChecks.of(inspection));
        queries.addAll(FeatureChecks.of(inspection));
        return queries;
    }

    static CheckQuery of(Steps steps, String relation) {
        return new CheckQuery(steps.result(Select.from(relation)), relation, List.of());
    }

    /** With a check of all rows. */
    CheckQuery check(Check check, Expression met) {
        return with(new Part(check, met, Optional.empty(), Optional.empty()));
    }

    /** With a check of some rows. */
    CheckQuery check(Check check, Expression of, Expression met) {
        return with(new Part(check, met, Optional.of(of), Optional.empty()));
    }

    CheckQuery with(Part part) {
        List<Part> more = new ArrayList<>(parts);
        more.add(part);
        return new CheckQuery(base, relation, more);
    }

    Expression column(String column) {
        return name(relation, column);
    }

    /** One row with the numbers of all checks. */
    public Query counts() {
        Select select = Select.from(relation);
        Expression.Call count = call(Function.COUNT);
        for (int i = 0; i < parts.size(); i++) {
            Part part = parts.get(i);
            select = select.output(new Expression.Filtered(count, condition(part)), ROWS + i)
                    .output(
                            part.of()
                                    .map(of -> (Expression) new Expression.Filtered(count, of))
                                    .orElse(count),
                            OF + i);
            if (part.measure().isPresent()) {
                Expression.Call largest = call(Function.MAX, part.measure().get());
                select = select.output(new Expression.Filtered(largest, condition(part)), LARGEST + i);
            }
        }
        return new Query(base.steps(), select, base.distinct());
    }

    private static Expression condition(Part part) {
        return part.of().map(of -> all(of, part.met())).orElse(part.met());
    }

    /** The columns of {@link #counts}. */
    public SequencedMap<String, ColumnType> countTypes() {
        SequencedMap<String, ColumnType> types = new LinkedHashMap<>();
        for (int i = 0; i < parts.size(); i++) {
            types.put(ROWS + i, ColumnType.BIGINT);
            types.put(OF + i, ColumnType.BIGINT);
            if (parts.get(i).measure().isPresent()) {
                types.put(LARGEST + i, ColumnType.DOUBLE);
            }
        }
        return types;
    }

    /** What {@link #counts} says of each check, in their order, without examples. */
    public List<Checked> checked(Batch counts) {
        List<Checked> checked = new ArrayList<>();
        for (int i = 0; i < parts.size(); i++) {
            long rows = counts.longs(ROWS + i)[0];
            boolean measured = parts.get(i).measure().isPresent() && rows > 0;
            OptionalDouble largest =
                    measured ? OptionalDouble.of(counts.doubles(LARGEST + i)[0]) : OptionalDouble.empty();
            checked.add(Checked.of(parts.get(i).check(), rows, counts.longs(OF + i)[0], List.of(), largest));
        }
        return checked;
    }

    /** The first ids of the rows that met a check. */
    public Query examples(int part) {
        Expression id = column(ID);
        Select select = Select.from(relation)
                .where(condition(parts.get(part)))
                .output(id, ID)
                .orderBy(id)
                .first(Checked.EXAMPLES);
        return new Query(base.steps(), select, base.distinct());
    }

    /** The column of {@link #examples}. */
    public static SequencedMap<String, ColumnType> exampleTypes() {
        SequencedMap<String, ColumnType> types = new LinkedHashMap<>();
        types.put(ID, ColumnType.TEXT);
        return types;
    }

    /** An id for a person: dialects write dates each in their way, so days come as numbers. */
    public static String example(Check check, String id) {
        return check == Check.DAY_WITHOUT_DECISIONS
                ? LocalDate.ofEpochDay(Long.parseLong(id)).toString()
                : id;
    }

    /** Two parts of an id with a slash between them. */
    static Expression id(Expression first, Expression second) {
        return call(Function.CONCAT, first, Expression.text("/"), new Expression.Cast(second, ColumnType.TEXT));
    }
}
