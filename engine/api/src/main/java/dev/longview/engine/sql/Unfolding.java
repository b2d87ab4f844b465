package dev.longview.engine.sql;

import dev.longview.columns.Batch;
import dev.longview.columns.Column;
import dev.longview.columns.ColumnType;
import dev.longview.engine.Moment;
import dev.longview.outcome.Assembled;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Predicate;

/**
 * Makes assembled batches of the rows of an {@link AssemblyQuery}: each is one recommendation at all moments, and becomes a row for each
 * moment at which it was known.
 */
public final class Unfolding {
    private final List<OutcomePlan> outcomes;
    private final Moment moment;
    private final int moments;
    private final Finality finality;
    private final Rebatching batches;

    Unfolding(AssemblyQuery query, List<OutcomePlan> outcomes, Consumer<Batch> sink) {
        this.outcomes = outcomes;
        this.moment = query.assembly().moment();
        Answered answered = new Answered(query.assembly(), outcomes);
        this.moments = answered.moments();
        this.finality = new Finality(outcomes, answered.lateness());
        SequencedMap<String, ColumnType> types = query.logTypes();
        types.put(Assembled.AGE, ColumnType.BIGINT);
        if (answered.engages()) {
            types.put(Assembled.CONTINUATION, ColumnType.BOOLEAN);
        }
        for (OutcomePlan plan : outcomes) {
            String name = plan.outcome().name();
            types.put(Assembled.value(name), ColumnType.DOUBLE);
            types.put(Assembled.state(name), ColumnType.BIGINT);
            types.put(Assembled.origin(name), ColumnType.BIGINT);
            if (plan.dueNeeded()) {
                types.put(Assembled.due(name), ColumnType.BIGINT);
            }
            if (plan.recent()) {
                types.put(Assembled.recent(name), ColumnType.BIGINT);
            }
        }
        this.batches = new Rebatching(types, sink);
    }

    /** Columns of unfolded rows, computed here; the others are gathered from {@code source}. */
    private static final class Computed {
        private final int[] source;
        private final long[] age;
        private final double[][] value;
        private final long[][] state;
        private final long[][] origin;
        private final boolean[][] noOrigin;
        private final long[][] due;
        private final boolean[][] noDue;
        private final long[][] recent;
        private final boolean[][] noRecent;
        private final boolean[] continuation;
        private int size;

        Computed(int capacity, int outcomes) {
            source = new int[capacity];
            age = new long[capacity];
            continuation = new boolean[capacity];
            value = new double[outcomes][capacity];
            state = new long[outcomes][capacity];
            origin = new long[outcomes][capacity];
            noOrigin = new boolean[outcomes][capacity];
            due = new long[outcomes][capacity];
            noDue = new boolean[outcomes][capacity];
            recent = new long[outcomes][capacity];
            noRecent = new boolean[outcomes][capacity];
        }
    }

    /** Takes the next rows of the query. */
    public void add(Batch raw) {
        long[] time = raw.longs(Assembled.TIME);
        long[] from = raw.longs(AssemblyQuery.KNOWN_FROM);
        long[] until = raw.longs(AssemblyQuery.KNOWN_UNTIL);
        Column[][] first = new Column[moments][];
        Column[][] value = new Column[moments][];
        Column[][] due = new Column[moments][];
        Column[][] lapsed = new Column[moments][];
        Column[][] recent = new Column[moments][];
        Column[] continuing = new Column[moments];
        for (int m = 0; m < moments; m++) {
            int moment = m;
            first[m] = columns(raw, OutcomePlan::first, plan -> plan.firstColumn(moment));
            value[m] = columns(raw, OutcomePlan::value, plan -> plan.valueColumn(moment));
            recent[m] = columns(raw, OutcomePlan::recent, plan -> plan.recentColumn(moment));
            due[m] = columns(raw, OutcomePlan::dueNeeded, plan -> plan.dueColumn(moment));
            lapsed[m] = columns(raw, OutcomePlan::endsWithLapse, plan -> plan.lapsedColumn(moment));
            String column = Answered.continuing(m);
            continuing[m] = raw.column(raw.has(column) ? column : Assembled.TIME);
        }
        Computed computed = new Computed(raw.size() * moments, outcomes.size());
        for (int row = 0; row < raw.size(); row++) {
            for (int m = 0; m < moments; m++) {
                long now = now(time[row], m);
                if (now >= from[row] && now < until[row] && now <= moment.asOf()) {
                    computed.continuation[computed.size] =
                            continuing[m] instanceof Column.Booleans is && is.values()[row];
                    recall(recent[m], row, time[row], computed);
                    bill(due[m], lapsed[m], row, time[row], computed);
                    compute(first[m], value[m], row, time[row], now, computed);
                }
            }
        }
        send(raw, computed);
    }

    private long now(long time, int m) {
        return switch (moment) {
            case Moment.At(long asOf) -> asOf;
            case Moment.Ages(List<Long> ages, long asOf) -> time + ages.get(m);
        };
    }

    /** By outcome; the column of times where an outcome has none, which is then not read. */
    private Column[] columns(Batch raw, Predicate<OutcomePlan> there, Function<OutcomePlan, String> name) {
        return outcomes.stream()
                .map(plan -> raw.column(there.test(plan) ? name.apply(plan) : Assembled.TIME))
                .toArray(Column[]::new);
    }

    /** When billing is due, and whether the membership lapsed before that. */
    private void bill(Column[] due, Column[] lapsed, int row, long time, Computed computed) {
        for (OutcomePlan plan : outcomes) {
            int k = plan.index();
            if (plan.dueNeeded()) {
                boolean known = due[k] instanceof Column.Longs && !due[k].isMissing(row);
                long at = known ? ((Column.Longs) due[k]).values()[row] : Finality.NEVER;
                finality.due(k, at);
                computed.noDue[k][computed.size] = !known;
                computed.due[k][computed.size] = known ? at - time : 0;
                boolean left = plan.endsWithLapse() && lapsed[k] instanceof Column.Longs && !lapsed[k].isMissing(row);
                finality.lapsed(k, left ? ((Column.Longs) lapsed[k]).values()[row] : Finality.NEVER);
            }
        }
    }

    private void compute(Column[] first, Column[] value, int row, long time, long now, Computed computed) {
        for (OutcomePlan plan : outcomes) {
            int k = plan.index();
            if (plan.first() && first[k] instanceof Column.Longs times && !times.isMissing(row)) {
                finality.first(k, times.values()[row]);
            } else {
                finality.noFirst(k);
            }
            finality.raw(k, plan.value() ? number(value[k], row) : Double.NaN);
        }
        finality.decide(time, now);
        int at = computed.size++;
        computed.source[at] = row;
        computed.age[at] = now - time;
        for (int k = 0; k < outcomes.size(); k++) {
            computed.value[k][at] = finality.value(k);
            computed.state[k][at] = finality.state(k);
            computed.noOrigin[k][at] = !finality.started(k);
            computed.origin[k][at] = finality.started(k) ? finality.origin(k) - time : 0;
        }
    }

    private void recall(Column[] recent, int row, long time, Computed computed) {
        for (OutcomePlan plan : outcomes) {
            int k = plan.index();
            boolean known = plan.recent() && recent[k] instanceof Column.Longs && !recent[k].isMissing(row);
            computed.noRecent[k][computed.size] = !known;
            computed.recent[k][computed.size] = known ? ((Column.Longs) recent[k]).values()[row] - time : 0;
        }
    }

    private static double number(Column column, int row) {
        return switch (column) {
            case Column.Doubles(double[] values) -> values[row];
            case Column.Longs longs -> longs.isMissing(row) ? Double.NaN : longs.values()[row];
            case Column.Booleans other -> throw new IllegalArgumentException("not a number: " + other.type());
            case Column.Texts other -> throw new IllegalArgumentException("not a number: " + other.type());
            case Column.FloatLists other -> throw new IllegalArgumentException("not a number: " + other.type());
            case Column.TextLists other -> throw new IllegalArgumentException("not a number: " + other.type());
            case Column.TextMaps other -> throw new IllegalArgumentException("not a number: " + other.type());
        };
    }

    private void send(Batch raw, Computed computed) {
        int n = computed.size;
        Map<String, Column> own = new HashMap<>();
        own.put(Assembled.AGE, new Column.Longs(Arrays.copyOf(computed.age, n), new boolean[0]));
        own.put(Assembled.CONTINUATION, new Column.Booleans(Arrays.copyOf(computed.continuation, n), new boolean[0]));
        for (OutcomePlan plan : outcomes) {
            int k = plan.index();
            String name = plan.outcome().name();
            own.put(Assembled.value(name), new Column.Doubles(Arrays.copyOf(computed.value[k], n)));
            own.put(Assembled.state(name), new Column.Longs(Arrays.copyOf(computed.state[k], n), new boolean[0]));
            own.put(
                    Assembled.origin(name),
                    new Column.Longs(Arrays.copyOf(computed.origin[k], n), Arrays.copyOf(computed.noOrigin[k], n)));
            if (plan.dueNeeded()) {
                own.put(
                        Assembled.due(name),
                        new Column.Longs(Arrays.copyOf(computed.due[k], n), Arrays.copyOf(computed.noDue[k], n)));
            }
            if (plan.recent()) {
                own.put(
                        Assembled.recent(name),
                        new Column.Longs(Arrays.copyOf(computed.recent[k], n), Arrays.copyOf(computed.noRecent[k], n)));
            }
        }
        batches.add(raw.columns(), computed.source, own, n);
    }

    /** @return the number of rows in all */
    public long finish() {
        return batches.finish();
    }
}
