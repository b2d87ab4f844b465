package dev.longview.cli;

import dev.longview.columns.Batch;
import dev.longview.loop.Answered;
import dev.longview.loop.Refusal;
import dev.longview.loop.SlateSink;
import dev.longview.loop.SlateTables;

/** Slates on their way into the log, which takes no second answer to the same visit. */
record LoggedSlates(SlateTables tables, EngineSink sink) implements SlateSink {
    @Override
    public void add(Batch visits) {
        tables.add(visits);
    }

    @Override
    public Answered answered() {
        return tables.answered();
    }

    /** @throws Refusal when the log has another answer to a visit: readers would take some of both for one slate */
    @Override
    public void close() {
        tables.close();
        sink.contradiction().ifPresent(there -> {
            String where = there.segment().equals(sink.segment())
                    ? "twice among these, and each time otherwise"
                    : "in the log already, and otherwise: in segment " + there.segment();
            throw new Refusal("decision " + there.decisionId() + " is " + where
                    + ". A visit is decided once; nothing was written. Where these are further decisions, give their"
                    + " rows a surface or a decision_id of their own; where they are not, leave out --log");
        });
    }
}
