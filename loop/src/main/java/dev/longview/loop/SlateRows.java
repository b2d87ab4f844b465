package dev.longview.loop;

import dev.longview.columns.Batch;
import dev.longview.columns.BatchBuilder;
import dev.longview.columns.Column;
import dev.longview.columns.ColumnType;
import java.util.LinkedHashMap;
import java.util.SequencedMap;
import java.util.function.Consumer;

/** Answers visits with a row for each item shown, for whoever sends slates out: who, when, which item where, and its propensities. */
public final class SlateRows implements SlateSink {
    private static final int ROWS = 8192;

    private final ServedVisit served;
    private final Answering answering;
    private final Consumer<Batch> sink;
    private final BatchBuilder rows = new BatchBuilder(columns());

    SlateRows(ServedVisit served, Consumer<Batch> sink) {
        this.served = served;
        answering = new Answering(served);
        this.sink = sink;
    }

    /** The columns of a file of slates, named as in the log. */
    public static SequencedMap<String, ColumnType> columns() {
        SequencedMap<String, ColumnType> columns = new LinkedHashMap<>();
        columns.put("decision_id", ColumnType.TEXT);
        columns.put("account", ColumnType.TEXT);
        columns.put("member", ColumnType.TEXT);
        columns.put("time", ColumnType.BIGINT);
        columns.put("surface", ColumnType.TEXT);
        columns.put("policy", ColumnType.TEXT);
        columns.put("position", ColumnType.BIGINT);
        columns.put("item", ColumnType.TEXT);
        columns.put("conditional_propensity", ColumnType.DOUBLE);
        columns.put("marginal_propensity", ColumnType.DOUBLE);
        columns.put("marginal_error", ColumnType.DOUBLE);
        columns.put("score", ColumnType.DOUBLE);
        return columns;
    }

    @Override
    public void add(Batch visits) {
        answering.visits(visits);
        Column.Texts surfaces = visits.texts("surface");
        for (int row = 0; row < visits.size(); row++) {
            if (!answering.answer(visits, row)) {
                continue;
            }
            for (int position = 0; position < served.size(); position++) {
                rows.set("decision_id", served.decision())
                        .set("account", visits.texts("account").text(row))
                        .set("member", visits.texts("member").text(row))
                        .set("time", visits.longs("time")[row])
                        .set("policy", served.policy().id())
                        .set("position", (long) position)
                        .set("item", served.item(position))
                        .set("conditional_propensity", served.conditional(position))
                        .set("marginal_propensity", served.marginal(position))
                        .set("marginal_error", served.marginalError(position))
                        .set("score", served.score(position));
                if (!surfaces.isMissing(row)) {
                    rows.set("surface", surfaces.text(row));
                }
                rows.endRow();
            }
        }
        if (rows.size() >= ROWS) {
            sink.accept(rows.build());
        }
    }

    @Override
    public Answered answered() {
        return answering.answered();
    }

    @Override
    public void close() {
        if (rows.size() > 0) {
            sink.accept(rows.build());
        }
    }
}
