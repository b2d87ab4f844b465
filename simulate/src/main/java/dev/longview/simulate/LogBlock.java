package dev.longview.simulate;

import dev.longview.columns.Batch;
import dev.longview.columns.BatchBuilder;
import dev.longview.columns.Column;
import dev.longview.log.FeatureDefinition;
import dev.longview.log.Table;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/** Rows of all tables of a service with the given features, until they are drained. For one thread. */
public final class LogBlock {
    public static final long SECOND = 1_000_000L;
    public static final long MINUTE = 60 * SECOND;
    public static final long DAY = 1440 * MINUTE;

    private final List<FeatureDefinition> features;
    private final Map<Table, BatchBuilder> builders = new EnumMap<>(Table.class);

    /** @param features of the service, context, member and items */
    public LogBlock(List<FeatureDefinition> features) {
        this.features = features;
        for (Table table : Table.values()) {
            builders.put(table, new BatchBuilder(table.types(features)));
        }
    }

    /** Empties the rows into the sink, table by table in the schema's order. */
    public void drainTo(LogSink sink) {
        builders.forEach((table, builder) -> {
            if (builder.size() > 0) {
                sink.rows(table, builder.build());
            }
        });
    }

    /** Some candidates as items of the catalogue, from a moment on. */
    public void items(Candidates candidates, int from, int to, long time) {
        BatchBuilder rows = rows(Table.ITEMS);
        Batch values = candidates.features();
        for (int i = from; i < to; i++) {
            rows.set("item", candidates.item(i)).set("valid_from", time).set("received", time);
            for (FeatureDefinition feature : features) {
                if (values.has(feature.name())) {
                    set(rows, feature.name(), values.column(feature.name()), i);
                }
            }
            rows.endRow();
        }
    }

    /** A set of candidates, from which decisions of this moment and later may choose. */
    public void candidates(Candidates candidates, long time) {
        rows(Table.CANDIDATE_SETS)
                .set("candidates_id", candidates.id())
                .set("items", candidates.items())
                .set("received", time)
                .endRow();
    }

    /** What was shown at a visit, a second after it; usable off-policy where every position has its propensity. */
    public void decision(Visit visit, List<String> cells, Slate slate) {
        String id = visit.decisionId();
        long received = visit.timeMicros() + SECOND;
        boolean propensities = slate.size() > 0;
        for (int p = 0; p < slate.size(); p++) {
            propensities &= slate.conditional(p) > 0;
            rows(Table.SLATES)
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
        BatchBuilder row = rows(Table.DECISIONS)
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
                .set("unusable_reason", propensities ? null : "the policy gave no propensities");
        for (int f = 0; f < features.size(); f++) {
            String name = features.get(f).name();
            if (!features.get(f).ofItem()) {
                switch (features.get(f).kind()) {
                    case NUMERIC -> row.set(name, visit.number(f));
                    case CATEGORICAL -> row.set(name, visit.text(f));
                    case MULTI_VALUED, EMBEDDING ->
                        throw new IllegalStateException("a visit has no lists, yet " + name + " is one");
                }
            }
        }
        row.endRow();
    }

    /** What the member of a visit did with the item at a position, told to the log at once; NaN is no value. */
    public void feedback(Visit visit, Slate slate, int position, String kind, String number, long time, double value) {
        rows(Table.FEEDBACK)
                .set("event_id", visit.decisionId() + "-" + kind + number)
                .set("kind", kind)
                .set("member", visit.member())
                .set("item", visit.candidates().item(slate.candidate(position)))
                .set("time", time)
                .set("received", time)
                .set("decision_id", visit.decisionId())
                .set("position", (long) position)
                .set("value", value)
                .endRow();
    }

    /** The open rows of a table. */
    public BatchBuilder rows(Table table) {
        return Objects.requireNonNull(builders.get(table));
    }

    private static void set(BatchBuilder rows, String name, Column column, int row) {
        switch (column) {
            case Column.Doubles c -> rows.set(name, c.values()[row]);
            case Column.Texts c -> rows.set(name, c.isMissing(row) ? null : c.text(row));
            case Column.TextLists c -> throw new IllegalStateException("no item of these worlds has lists: " + name);
            case Column.FloatLists c -> throw new IllegalStateException("no item of these worlds has lists: " + name);
            case Column.Longs c -> throw new IllegalStateException("no feature is a whole number: " + name);
            case Column.Booleans c -> throw new IllegalStateException("no feature is a truth: " + name);
            case Column.TextMaps c -> throw new IllegalStateException("no feature is a map: " + name);
        }
    }
}
