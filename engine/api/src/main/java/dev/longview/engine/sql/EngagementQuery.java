package dev.longview.engine.sql;

import static dev.longview.engine.sql.Expression.all;
import static dev.longview.engine.sql.Expression.any;
import static dev.longview.engine.sql.Expression.atMost;
import static dev.longview.engine.sql.Expression.call;
import static dev.longview.engine.sql.Expression.equal;
import static dev.longview.engine.sql.Expression.minus;
import static dev.longview.engine.sql.Expression.missing;
import static dev.longview.engine.sql.Expression.name;
import static dev.longview.engine.sql.Expression.not;
import static dev.longview.engine.sql.Expression.present;
import static dev.longview.engine.sql.Expression.text;
import static dev.longview.engine.sql.Expression.when;
import static dev.longview.engine.sql.Expression.whole;

import dev.longview.columns.Batch;
import dev.longview.columns.ColumnType;
import dev.longview.engine.Assembly;
import dev.longview.engine.sql.Expression.Function;
import dev.longview.engine.sql.Query.Select;
import dev.longview.log.FeedbackKind;
import dev.longview.outcome.Attribution;
import dev.longview.outcome.Engagements;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.Set;
import java.util.function.Consumer;

/**
 * What {@link Engagements} needs: for each member and item with an event that may open an engagement, the showings of the item, then the
 * events, each in the order of time. {@link #attributing} makes two relations of it, {@value #WON} and {@value #CONTINUING}, that an
 * {@link AssemblyQuery} with attribution reads beside the log.
 *
 * <p>All decisions count, not only those of the assembly: one outside of it can own what would else be another's.
 */
public record EngagementQuery(Assembly assembly, Attribution rules) {
    /** Events that name no decision, with the decision and position that they belong to at the moments of {@code [since, until)}. */
    public static final String WON = "won";
    /** Recommendations that are continuations at the moments of {@code [since, until)}. */
    public static final String CONTINUING = "continuing";

    static final String MEMBER = "member";
    static final String ITEM = "item";
    static final String IS_EVENT = "is_event";
    /** When the decision was served, or the event happened. */
    static final String AT = "at";

    static final String SHOWN = "shown";
    /** When all of it had been received; of a showing that came too late to win anything, never. */
    static final String KNOWN = "known";

    static final String EVENT = "event_id";
    static final String DECISION = "decision_id";
    static final String POSITION = "position";
    static final String OPENS = "opens";
    private static final String TIE = "tie";

    /** The query of an assembly that attributes by engagements; empty for one that does not. */
    public static Optional<EngagementQuery> of(Assembly assembly) {
        return assembly.attribution().map(rules -> new EngagementQuery(assembly, rules));
    }

    /** Columns of {@value #WON}. */
    public static SequencedMap<String, ColumnType> wonTypes() {
        SequencedMap<String, ColumnType> types = new LinkedHashMap<>();
        types.put(EVENT, ColumnType.TEXT);
        types.putAll(continuingTypes());
        return types;
    }

    /** Columns of {@value #CONTINUING}. */
    public static SequencedMap<String, ColumnType> continuingTypes() {
        SequencedMap<String, ColumnType> types = new LinkedHashMap<>();
        types.put(DECISION, ColumnType.TEXT);
        types.put(POSITION, ColumnType.BIGINT);
        types.put("since", ColumnType.BIGINT);
        types.put("until", ColumnType.BIGINT);
        return types;
    }

    public static SequencedMap<String, ColumnType> types() {
        SequencedMap<String, ColumnType> types = new LinkedHashMap<>();
        types.put(MEMBER, ColumnType.TEXT);
        types.put(ITEM, ColumnType.TEXT);
        types.put(IS_EVENT, ColumnType.BOOLEAN);
        types.put(AT, ColumnType.BIGINT);
        types.put(SHOWN, ColumnType.BIGINT);
        types.put(KNOWN, ColumnType.BIGINT);
        types.put(EVENT, ColumnType.TEXT);
        types.put(DECISION, ColumnType.TEXT);
        types.put(POSITION, ColumnType.BIGINT);
        types.put(OPENS, ColumnType.BOOLEAN);
        return types;
    }

    /** What takes the query's rows, in their order. */
    public Attributing attributing(Consumer<Batch> won, Consumer<Batch> continuing) {
        return new Attributing(assembly.moment(), rules, won, continuing);
    }

    public Query query() {
        Assembly everyDecision = new Assembly(
                List.of(),
                List.of(),
                assembly.lateness(),
                assembly.moment(),
                Long.MIN_VALUE,
                Long.MAX_VALUE,
                Optional.empty(),
                assembly.impressions(),
                Optional.empty(),
                List.of(),
                Set.of());
        Steps steps = new Steps();
        new Served(everyDecision).add(steps);
        Answered answered = new Answered(everyDecision, List.of());
        answered.addEvents(steps);
        Expression counts = all(missing(name("event", "retracts")), answered.inTime(), present(name("event", "item")));
        Expression opens = equal(name("event", "kind"), text(rules.openedBy()));
        steps.add(
                "engaged",
                Select.from("event")
                        .where(all(counts, opens))
                        .keep("event", "member", "item")
                        .groupBy(name("event", "member"), name("event", "item")));
        if (assembly.impressions()) {
            answered.addAnswers(steps);
        }
        steps.add("appearing", Query.Union.of(showings(answered.lateness()), events(counts, opens)));
        Select result = Select.from("appearing");
        for (String column : types().keySet()) {
            result = result.output(name("appearing", column), column);
        }
        return steps.result(result.orderBy(
                name("appearing", MEMBER),
                name("appearing", ITEM),
                name("appearing", IS_EVENT),
                name("appearing", AT),
                name("appearing", TIE),
                name("appearing", EVENT),
                name("appearing", DECISION),
                name("appearing", POSITION),
                name("appearing", SHOWN)));
    }

    private Select showings(long lateness) {
        Expression decided = name("served", "time");
        Expression known = call(Function.GREATEST, name("served", "received"), name("slate", "received"));
        Expression shown = decided;
        Select showings = Select.from("served")
                .join("slate", equal(name("served", "decision_id"), name("slate", "decision_id")))
                .join(
                        "engaged",
                        all(
                                equal(name("served", "member"), name("engaged", "member")),
                                equal(name("slate", "item"), name("engaged", "item"))));
        Expression inTime = atMost(minus(known, decided), whole(lateness));
        if (assembly.impressions()) {
            showings = showings.join(
                    "answer",
                    all(
                            equal(name("slate", "decision_id"), name("answer", "decision_id")),
                            equal(name("slate", "position"), name("answer", "position"))));
            shown = call(Function.GREATEST, decided, name("answer", "happened"));
            known = call(Function.GREATEST, known, name("answer", "received"));
        }
        return showings.output(name("served", "member"), MEMBER)
                .output(name("slate", "item"), ITEM)
                .output(truth(false), IS_EVENT)
                .output(decided, AT)
                .output(shown, SHOWN)
                .output(when(inTime, known, whole(Engagements.OPEN)), KNOWN)
                .output(new Expression.Missing(ColumnType.TEXT), EVENT)
                .output(name("slate", "decision_id"), DECISION)
                .output(name("slate", "position"), POSITION)
                .output(truth(false), OPENS)
                .output(whole(0), TIE);
    }

    private static Select events(Expression counts, Expression opens) {
        return Select.from("event")
                .join(
                        "engaged",
                        all(
                                equal(name("event", "member"), name("engaged", "member")),
                                equal(name("event", "item"), name("engaged", "item"))))
                .where(all(
                        counts,
                        not(equal(name("event", "kind"), text(FeedbackKind.IMPRESSION))),
                        any(opens, missing(name("event", "decision_id")))))
                .output(name("event", "member"), MEMBER)
                .output(name("event", "item"), ITEM)
                .output(truth(true), IS_EVENT)
                .output(Steps.happened("event"), AT)
                .output(name("event", "received"), SHOWN)
                .output(name("event", "received"), KNOWN)
                .output(name("event", "event_id"), EVENT)
                .output(name("event", "decision_id"), DECISION)
                .output(name("event", "position"), POSITION)
                .output(opens, OPENS)
                .output(name("event", "received"), TIE);
    }

    private static Expression truth(boolean value) {
        return equal(whole(0), whole(value ? 0 : 1));
    }
}
