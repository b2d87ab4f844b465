package dev.longview.simulate.streaming;

import dev.longview.columns.BatchBuilder;
import dev.longview.log.MembershipEvent;
import dev.longview.log.Table;
import dev.longview.simulate.Candidates;
import dev.longview.simulate.LogBlock;
import dev.longview.simulate.LogSink;
import dev.longview.simulate.Slate;
import dev.longview.simulate.Visit;
import java.util.List;

/** Rows of all tables, gathered by one block of members on one day. */
final class LogRows {
    static final long MINUTE = LogBlock.MINUTE;
    static final long DAY = LogBlock.DAY;
    private static final long SECOND = LogBlock.SECOND;

    private final LogBlock block;
    private final boolean kept;

    /** @param kept false where nobody reads the log: then no row is made */
    LogRows(boolean kept) {
        this.kept = kept;
        this.block = new LogBlock(kept ? SimulatedLog.FEATURES : List.of());
    }

    /** Empties the rows into the sink, table by table in the schema's order. */
    void drainTo(LogSink sink) {
        block.drainTo(sink);
    }

    void item(Title title, long start) {
        if (!kept) {
            return;
        }
        long from = start + title.arrival() * DAY;
        rows(Table.ITEMS)
                .set("item", title.item())
                .set("valid_from", from)
                .set("received", Math.max(from, start))
                .set("item.genre", title.genreName())
                .set("item.kind", title.kindName())
                .set("item.runtime", (double) title.runtime())
                .endRow();
    }

    void candidates(Candidates candidates, long time) {
        if (kept) {
            block.candidates(candidates, time);
        }
    }

    void decision(Visit visit, List<String> cells, Slate slate) {
        if (kept) {
            block.decision(visit, cells, slate);
        }
    }

    void feedback(Event event, String member) {
        if (!kept) {
            return;
        }
        BatchBuilder row = rows(Table.FEEDBACK)
                .set("event_id", eventId(event, event.number))
                .set("kind", event.kind)
                .set("member", member)
                .set("item", event.item)
                .set("time", event.time)
                .set("received", event.received)
                .set("value", event.value)
                .set("label", event.label);
        if (event.retracts >= 0) {
            row.set("retracts", eventId(event, event.retracts));
        }
        if (event.visit != Watching.ORGANIC) {
            row.set("decision_id", Watching.decisionId(event.visit, event.member))
                    .set("position", (long) event.position);
        }
        row.endRow();
    }

    boolean kept() {
        return kept;
    }

    /** That a position was really seen; named by its decision, so that it takes no number of the member's events. */
    void impression(Event event, Visit visit) {
        rows(Table.FEEDBACK)
                .set("event_id", "i-" + visit.decisionId() + "-" + event.position)
                .set("kind", event.kind)
                .set("member", visit.member())
                .set("item", event.item)
                .set("time", event.time)
                .set("received", event.received)
                .set("decision_id", visit.decisionId())
                .set("position", (long) event.position)
                .endRow();
    }

    private static String eventId(Event event, int number) {
        return "e" + event.day + "-" + event.member + "-" + number;
    }

    /** What a membership event says of the period: that one begins, that the last one ends, or nothing. */
    enum Period {
        BEGINS,
        ENDS,
        NONE
    }

    void membership(
            String account, MembershipEvent event, Period period, long start, int day, int hour, boolean voluntary) {
        if (!kept) {
            return;
        }
        long time = start + day * DAY + hour * 60L * MINUTE;
        BatchBuilder row = rows(Table.MEMBERSHIPS)
                .set("event_id", event.word() + "-" + account + "-" + day)
                .set("account", account)
                .set("event", event.word())
                .set("plan", "standard")
                .set("time", time)
                // What happened before the world began, the log got when it began.
                .set("received", Math.max(time, start) + SECOND);
        long midnight = start + day * DAY;
        switch (period) {
            case BEGINS -> row.set("period_start", midnight).set("period_end", midnight + World.BILLING_DAYS * DAY);
            case ENDS ->
                row.set("period_start", midnight - World.BILLING_DAYS * DAY)
                        .set("period_end", midnight)
                        .set("voluntary", voluntary);
            case NONE -> {}
        }
        row.endRow();
    }

    private BatchBuilder rows(Table table) {
        return block.rows(table);
    }
}
