package dev.longview.engine.sql;

import static dev.longview.engine.sql.Expression.all;
import static dev.longview.engine.sql.Expression.atMost;
import static dev.longview.engine.sql.Expression.call;
import static dev.longview.engine.sql.Expression.equal;
import static dev.longview.engine.sql.Expression.less;
import static dev.longview.engine.sql.Expression.name;
import static dev.longview.engine.sql.Served.RECOMMENDED;

import dev.longview.columns.Batch;
import dev.longview.columns.ColumnType;
import dev.longview.engine.Assembly;
import dev.longview.engine.sql.Expression.Function;
import dev.longview.engine.sql.Query.Select;
import dev.longview.log.FeatureDefinition;
import dev.longview.log.Table;
import dev.longview.outcome.Aggregate;
import dev.longview.outcome.Assembled;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.SequencedMap;
import java.util.function.Consumer;

/**
 * The query behind an assembly. Its rows are recommendations, for a range of moments in which the same features of the item are known;
 * the outcomes at all moments stand in the columns of one row, so that the log is joined and sorted once. {@link Unfolding} makes the
 * rows of the assembled batches of them.
 *
 * <p>The rules, on one row as of a moment m (docs/outcomes.md lists them with their counters):
 * <ul>
 *   <li>Rows of the log count when received by m. A key twice is one row: the earliest received. What is dated after it was received
 *       happened when it was received.
 *   <li>An event belongs to the recommendation of its decision and position; without a position to that of its item, which was received
 *       first and stands highest. One whose item is another than its position's is set aside.
 *   <li>It counts for an outcome when it happened from the clock's origin to the horizon, both included, and was received within the
 *       lateness after it happened.
 *   <li>A retraction obeys the same two rules, withdraws events of retractable outcomes from when it is received, and is itself no
 *       event. Without them a final outcome could still change.
 * </ul>
 */
public record AssemblyQuery(Assembly assembly) {

    static final String KNOWN_FROM = "known_from";
    static final String KNOWN_UNTIL = "known_until";
    private static final String CONTINUED = "continued";

    /** @throws IllegalArgumentException when outcomes have circular or unknown origins */
    public Query query() {
        return query(Slice.WHOLE);
    }

    /**
     * Only some decisions' rows, those of a slice: one slice's after the other's, in the order of time, are all, in their order.
     *
     * @throws IllegalArgumentException when outcomes have circular or unknown origins
     */
    public Query query(Slice slice) {
        List<OutcomePlan> outcomes = OutcomePlan.of(assembly);
        Served served = new Served(assembly);
        Answered answered = new Answered(assembly, outcomes);
        Steps steps = new Steps();
        served.add(steps, slice);
        List<Group> groups = Group.of(assembly, outcomes);
        List<History> history = History.of(answered);
        if (!groups.isEmpty() || !history.isEmpty()) {
            answered.addEvents(steps, slice);
            addOutcomes(steps, answered, outcomes, groups);
        }
        List<String> itemFeatures = served.itemFeatures();
        Expression time = name(RECOMMENDED, "time");
        Select select = Select.from(RECOMMENDED);
        List<Expression> known =
                new ArrayList<>(List.of(name(RECOMMENDED, "received"), name(RECOMMENDED, Served.SLATE_RECEIVED)));
        for (Group group : groups) {
            select = group.outcomesOf(select, !group.tellsSeen());
            if (group.tellsSeen()) {
                Expression seen = name(group.outcomes(), "seen");
                select = select.where(Expression.present(seen));
                known.add(seen);
            }
        }
        for (History feature : history) {
            select = select.outerJoin(
                    feature.step(), equal(name(RECOMMENDED, "decision_id"), name(feature.step(), "decision_id")));
        }
        if (answered.engages()) {
            steps.add(CONTINUED, answered.continued());
            select = select.outerJoin(
                    CONTINUED,
                    all(
                            equal(name(RECOMMENDED, "decision_id"), name(CONTINUED, "decision_id")),
                            equal(name(RECOMMENDED, "position"), name(CONTINUED, "position"))));
        }
        Expression until = Expression.whole(Long.MAX_VALUE);
        if (!itemFeatures.isEmpty()) {
            served.addItems(steps);
            select = select.outerJoin(
                    "known",
                    all(
                            equal(name(RECOMMENDED, "item"), name("known", "item")),
                            atMost(name("known", "valid_from"), time),
                            less(time, name("known", "valid_until"))));
            known.add(call(Function.COALESCE, name("known", KNOWN_FROM), Expression.whole(Long.MIN_VALUE)));
            until = call(Function.COALESCE, name("known", KNOWN_UNTIL), until);
        }
        Expression from = call(Function.GREATEST, known.toArray(Expression[]::new));
        List<Query.Output> outputs = new ArrayList<>();
        rawTypes().forEach((column, type) -> {
            Expression value = history.stream()
                    .filter(feature -> feature.feature().name().equals(column))
                    .findFirst()
                    .map(History::value)
                    .orElseGet(() -> source(column, outcomes, itemFeatures));
            outputs.add(new Query.Output(Served.readable(value, type), column));
        });
        outputs.add(new Query.Output(from, KNOWN_FROM));
        outputs.add(new Query.Output(until, KNOWN_UNTIL));
        for (Query.Output output : outputs) {
            select = select.output(output.expression(), output.name());
        }
        return steps.result(
                select.orderBy(time, name(RECOMMENDED, "decision_id"), name(RECOMMENDED, "position"), from));
    }

    /** After step {@code event}: events with the recommendations that they belong to, or are around, and what they add up to. */
    static void addOutcomes(Steps steps, Answered answered, List<OutcomePlan> outcomes, List<Group> groups) {
        answered.addAnswers(steps);
        new Described(answered.assembly()).add(steps);
        if (outcomes.stream().anyMatch(OutcomePlan::ofMemberships)) {
            Around.addMemberships(steps, answered.assembly().moment().asOf());
        }
        for (Group group : groups) {
            if (!group.recommendations()) {
                new Around(answered, outcomes, group.plans().getFirst()).add(steps);
            }
            new Clocks(answered, group).add(steps);
        }
        History.of(answered).forEach(feature -> feature.add(steps));
    }

    private static Expression source(String column, List<OutcomePlan> outcomes, List<String> itemFeatures) {
        if (itemFeatures.contains(column)) {
            return name("known", column);
        }
        if (column.startsWith("value.") || column.startsWith("first.") || column.startsWith("recent.")) {
            int index = Integer.parseInt(column.split("\\.", -1)[1]);
            return name(Group.outcomes(outcomes.get(index).group()), column);
        }
        if (column.startsWith("due.") || column.startsWith("lapsed.")) {
            int index = Integer.parseInt(column.split("\\.", -1)[1]);
            return name(outcomes.get(index).dueStep(), column);
        }
        return name(column.startsWith("continuing.") ? CONTINUED : RECOMMENDED, column);
    }

    /** The columns of the query's result in their order: those of the log, then the range of moments at the end. */
    public SequencedMap<String, ColumnType> types() {
        SequencedMap<String, ColumnType> types = rawTypes();
        types.put(KNOWN_FROM, ColumnType.BIGINT);
        types.put(KNOWN_UNTIL, ColumnType.BIGINT);
        return types;
    }

    private SequencedMap<String, ColumnType> rawTypes() {
        SequencedMap<String, ColumnType> types = new LinkedHashMap<>(logTypes());
        List<OutcomePlan> outcomes = OutcomePlan.of(assembly);
        int moments = new Answered(assembly, outcomes).moments();
        for (int moment = 0; assembly.attribution().isPresent() && moment < moments; moment++) {
            types.put(Answered.continuing(moment), ColumnType.BOOLEAN);
        }
        for (OutcomePlan plan : outcomes) {
            for (int moment = 0; moment < moments; moment++) {
                if (plan.first()) {
                    types.put(plan.firstColumn(moment), ColumnType.BIGINT);
                }
                if (plan.dueNeeded()) {
                    types.put(plan.dueColumn(moment), ColumnType.BIGINT);
                }
                if (plan.endsWithLapse()) {
                    types.put(plan.lapsedColumn(moment), ColumnType.BIGINT);
                }
                if (plan.value()) {
                    boolean category = plan.outcome().as() instanceof Aggregate.Last;
                    types.put(plan.valueColumn(moment), category ? ColumnType.BIGINT : ColumnType.DOUBLE);
                }
                if (plan.recent()) {
                    types.put(plan.recentColumn(moment), ColumnType.BIGINT);
                }
            }
        }
        return types;
    }

    /** The columns that assembled batches have besides ages and outcomes. */
    SequencedMap<String, ColumnType> logTypes() {
        SequencedMap<String, ColumnType> types = new LinkedHashMap<>();
        List<String> fixed = List.of(
                Assembled.DECISION,
                Assembled.ACCOUNT,
                Assembled.MEMBER,
                Assembled.ITEM,
                Assembled.POSITION,
                Assembled.TIME,
                Assembled.POLICY,
                Assembled.RULES,
                Assembled.CELLS,
                Assembled.CANDIDATES,
                Assembled.CONDITIONAL,
                Assembled.MARGINAL,
                Assembled.USABLE);
        SequencedMap<String, ColumnType> all = Table.DECISIONS.types(List.of());
        Table.SLATES.types(List.of()).forEach(all::putIfAbsent);
        for (String column : fixed) {
            types.put(column, all.getOrDefault(column, ColumnType.TEXT));
        }
        for (FeatureDefinition feature : assembly.features()) {
            types.put(feature.name(), feature.kind().columnType());
        }
        return types;
    }

    /** What turns the query's rows, in their order, into assembled batches. */
    public Unfolding unfolding(Consumer<Batch> sink) {
        return new Unfolding(this, OutcomePlan.of(assembly), sink);
    }
}
