package dev.longview.engine.sql;

import static dev.longview.engine.sql.Expression.all;
import static dev.longview.engine.sql.Expression.any;
import static dev.longview.engine.sql.Expression.equal;
import static dev.longview.engine.sql.Expression.less;
import static dev.longview.engine.sql.Expression.missing;
import static dev.longview.engine.sql.Expression.name;
import static dev.longview.engine.sql.Expression.present;
import static dev.longview.engine.sql.Expression.text;
import static dev.longview.engine.sql.Expression.when;
import static dev.longview.engine.sql.Expression.whole;

import dev.longview.columns.ColumnType;
import dev.longview.engine.Check;
import dev.longview.engine.Inspection;
import dev.longview.engine.sql.Query.Select;
import dev.longview.log.MembershipEvent;
import java.util.ArrayList;
import java.util.List;

/** Checks of what happened to memberships, in each account's order. */
final class MembershipChecks {
    private static final String EVENT = "membership";

    private MembershipChecks() {}

    static CheckQuery of(Inspection inspection) {
        Steps steps = new Steps();
        List<String> columns = List.of("account", "member", "event", "plan", "period_start", "period_end", "voluntary");
        steps.once(
                EVENT,
                "memberships",
                List.of("event_id"),
                List.of("account", "event", "time"),
                withTime(columns),
                inspection.assembly().moment().asOf());
        Expression start = name(EVENT, "period_start");
        Expression end = name(EVENT, "period_end");
        Expression begins = any(is(MembershipEvent.JOIN), is(MembershipEvent.REJOIN));
        Expression counts = any(begins, is(MembershipEvent.RENEW), is(MembershipEvent.LAPSE));
        List<Expression> account = List.of(name(EVENT, "account"));
        // Of events at one time the one that is not a renewal comes first: a rejoin and its first period can be one
        // moment.
        List<Expression> order = List.of(
                name(EVENT, "time"), when(is(MembershipEvent.RENEW), whole(1), whole(0)), name(EVENT, "event_id"));
        Expression joined = when(begins, name(EVENT, "time"), new Expression.Missing(ColumnType.BIGINT));
        steps.add(
                "status",
                Select.from(EVENT)
                        .where(counts)
                        .output(
                                new Expression.Window(
                                        Expression.Over.NEXT, List.of(name(EVENT, "event_id")), account, order),
                                "next_id")
                        .output(
                                new Expression.Window(
                                        Expression.Over.NEXT, List.of(name(EVENT, "event")), account, order),
                                "next_event")
                        .output(
                                new Expression.Window(Expression.Over.MIN_BEFORE, List.of(joined), account, order),
                                "joined")
                        .keep(EVENT, "event_id", "event"));
        steps.add(
                "period",
                Select.from(EVENT)
                        .where(all(any(begins, is(MembershipEvent.RENEW)), present(start), present(end)))
                        .output(end, "period_end")
                        .output(start, "period_start")
                        .output(name(EVENT, "event_id"), "event_id")
                        .output(
                                new Expression.Window(
                                        Expression.Over.NEXT,
                                        List.of(name(EVENT, "event_id")),
                                        account,
                                        List.of(start, name(EVENT, "event_id"))),
                                "next_id")
                        .output(
                                new Expression.Window(
                                        Expression.Over.NEXT,
                                        List.of(start),
                                        account,
                                        List.of(start, name(EVENT, "event_id"))),
                                "next_start"));
        Expression ended = name("period", "period_end");
        Expression renewal = equal(name("status", "event"), text(MembershipEvent.RENEW.word()));
        Expression renewedNext = equal(name("status", "next_event"), text(MembershipEvent.RENEW.word()));
        Expression lapse = equal(name("status", "event"), text(MembershipEvent.LAPSE.word()));
        steps.add(
                "checked",
                Query.Union.of(
                        row(
                                "period",
                                name("period", "event_id"),
                                "backwards",
                                less(ended, name("period", "period_start"))),
                        row("period", name("period", "next_id"), "overlaps", less(name("period", "next_start"), ended))
                                .where(present(name("period", "next_id"))),
                        row("status", name("status", "event_id"), "joins", missing(name("status", "joined")))
                                .where(renewal),
                        row("status", name("status", "next_id"), "lapses", lapse)
                                .where(renewedNext)));
        CheckQuery query = CheckQuery.of(steps, "checked");
        Expression met = query.column("met");
        return query.check(Check.PERIODS_OVERLAP, about(query, "overlaps"), met)
                .check(Check.PERIOD_BACKWARDS, about(query, "backwards"), met)
                .check(Check.RENEW_WITHOUT_JOIN, about(query, "joins"), met)
                .check(Check.RENEW_AFTER_LAPSE, about(query, "lapses"), met);
    }

    private static List<String> withTime(List<String> columns) {
        // The order of Listing.memberships, so that the engine finds duplicates once for both.
        List<String> all = new ArrayList<>(columns);
        all.add("time");
        return all;
    }

    private static Select row(String from, Expression id, String about, Expression met) {
        return Select.from(from)
                .output(id, CheckQuery.ID)
                .output(text(about), "about")
                .output(met, "met");
    }

    private static Expression about(CheckQuery query, String about) {
        return equal(query.column("about"), text(about));
    }

    private static Expression is(MembershipEvent event) {
        return equal(name(EVENT, "event"), text(event.word()));
    }
}
