package dev.longview.simulate.streaming;

import dev.longview.columns.BatchBuilder;
import dev.longview.log.Table;
import dev.longview.simulate.Candidates;
import dev.longview.simulate.LogSink;
import dev.longview.simulate.Slate;
import dev.longview.simulate.Visit;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Rows of all tables, gathered by one block of members on one day. */
final class LogRows {
    static final long MINUTE = 60_000_000L;
    static final long DAY = 1440 * MINUTE;
    private static final long SECOND = 1_000_000L;

    private final Map<Table, BatchBuilder> builders = new EnumMap<>(Table.class);

    LogRows() {
        for (Table table : Table.values()) {
            builders.put(table, new BatchBuilder(table.types(SimulatedLog.FEATURES)));
        }
    }

    /** Empties the rows into the sink, table by table in the schema's order. */
    void drainTo(LogSink sink) {
        builders.forEach((table, builder) -> {
            if (builder.size() > 0) {
                sink.rows(table, builder.build());
            }
        });
    }

    void item(Title title, long start) {
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
        rows(Table.CANDIDATE_SETS)
                .set("candidates_id", candidates.id())
                .set("items", candidates.items())
                .set("received", time)
                .endRow();
    }

    void decision(Visit visit, List<String> cells, Slate slate) {
        String id = visit.decisionId();
        long received = visit.timeMicros() + SECOND;
        boolean propensities = slate.size() > 0;
        BatchBuilder positions = rows(Table.SLATES);
        for (int p = 0; p < slate.size(); p++) {
            propensities &= slate.conditional(p) > 0;
            positions
                    .set("decision_id", id)
                    .set("position", (long) p)
                    .set("item", visit.candidates().item(slate.candidate(p)))
                    .set("conditional_propensity", slate.conditional(p))
                    .set("marginal_propensity", slate.marginal(p))
                    .set("marginal_error", slate.marginalError(p))
                    .set("score", slate.score(p))
                    .set("received", received)
                    .endRow();
        }
        rows(Table.DECISIONS)
                .set("decision_id", id)
                .set("account", visit.account())
                .set("member", visit.member())
                .set("time", visit.timeMicros())
                .set("received", received)
                .set("surface", "home")
                .set("policy", slate.policy())
                .set("cells", cells)
                .set("seed", visit.seed())
                .set("candidates_id", visit.candidates().id())
                .set("usable_off_policy", propensities)
                .set("unusable_reason", propensities ? null : "the policy gave no propensities")
                .set("context.device", visit.text(SimulatedLog.DEVICE))
                .set("context.hour", visit.number(SimulatedLog.HOUR))
                .set("member.tenure_days", visit.number(SimulatedLog.TENURE_DAYS))
                .set("member.favourite", visit.text(SimulatedLog.FAVOURITE))
                .endRow();
    }

    /** An event without value or label; the caller adds these and ends the row. */
    BatchBuilder feedback(
            String id,
            String kind,
            String member,
            String item,
            long time,
            long received,
            @Nullable String decisionId,
            int position) {
        BatchBuilder row = rows(Table.FEEDBACK)
                .set("event_id", id)
                .set("kind", kind)
                .set("member", member)
                .set("item", item)
                .set("time", time)
                .set("received", received);
        return decisionId == null ? row : row.set("decision_id", decisionId).set("position", (long) position);
    }

    /** @param event join, renew, lapse or rejoin */
    void membership(String account, String event, long start, int day, int hour) {
        long time = start + day * DAY + hour * 60L * MINUTE;
        BatchBuilder row = rows(Table.MEMBERSHIPS)
                .set("event_id", event + "-" + account + "-" + day)
                .set("account", account)
                .set("event", event)
                .set("plan", "standard")
                .set("time", time)
                // What happened before the world began, the log got when it began.
                .set("received", Math.max(time, start) + SECOND);
        if ("lapse".equals(event)) {
            row.set("period_start", time - World.BILLING_DAYS * DAY)
                    .set("period_end", time)
                    .set("voluntary", true);
        } else {
            row.set("period_start", time).set("period_end", time + World.BILLING_DAYS * DAY);
        }
        row.endRow();
    }

    private BatchBuilder rows(Table table) {
        return Objects.requireNonNull(builders.get(table));
    }
}
