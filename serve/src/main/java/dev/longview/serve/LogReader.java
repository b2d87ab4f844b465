package dev.longview.serve;

import dev.longview.columns.Batch;
import dev.longview.columns.Column;
import dev.longview.config.Configuration;
import dev.longview.engine.Engine;
import dev.longview.engine.Selection;
import dev.longview.log.Table;
import dev.longview.serve.decide.Decision;
import dev.longview.serve.decide.DecisionLines;
import dev.longview.serve.journal.Key;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.locks.ReentrantLock;

/** Finds single rows in the log: slow, and rarely asked for. An engine of its own, one question at a time. */
final class LogReader implements AutoCloseable {
    private static final Selection ALL = Selection.received(Long.MIN_VALUE, Long.MAX_VALUE - 1);

    private final Engine engine;
    private final Configuration configuration;
    private final ReentrantLock lock = new ReentrantLock();

    LogReader(Engine engine, Configuration configuration) {
        this.engine = engine;
        this.configuration = configuration;
    }

    /** The line of a decision that is in the log. */
    Optional<byte[]> decision(String id) {
        lock.lock();
        try {
            List<Batch> decisions = new ArrayList<>();
            engine.rows(Table.DECISIONS, configuration.features(), ALL.where("decision_id", id), decisions::add);
            if (decisions.isEmpty() || decisions.getFirst().size() == 0) {
                return Optional.empty();
            }
            List<Batch> slates = new ArrayList<>();
            engine.rows(Table.SLATES, List.of(), ALL.where("decision_id", id), slates::add);
            return Optional.of(line(id, decisions.getFirst(), slates));
        } finally {
            lock.unlock();
        }
    }

    private byte[] line(String id, Batch found, List<Batch> slates) {
        Batch row = first(found);
        Map<Long, Decision.Shown> shown = new TreeMap<>();
        for (Batch slate : slates) {
            for (int i = 0; i < slate.size(); i++) {
                double marginal = slate.doubles("marginal_propensity")[i];
                shown.putIfAbsent(
                        slate.longs("position")[i],
                        new Decision.Shown(
                                slate.texts("item").text(i),
                                slate.doubles("conditional_propensity")[i],
                                Double.isNaN(marginal) ? Optional.empty() : Optional.of(marginal),
                                slate.doubles("score")[i]));
            }
        }
        Column.TextLists cells = row.textLists("cells");
        Decision decision = new Decision(
                id,
                text(row, "policy"),
                cells.isMissing(0)
                        ? List.of()
                        : Arrays.stream(cells.codes(), 0, cells.offsets()[1])
                                .mapToObj(code -> cells.dictionary()[code])
                                .toList(),
                row.longs("time")[0],
                row.longs("seed")[0],
                text(row, "candidates_id"),
                List.copyOf(shown.values()));
        return new DecisionLines(configuration.features()).decision(decision, row);
    }

    private static String text(Batch row, String column) {
        Column.Texts texts = row.texts(column);
        return texts.isMissing(0) ? "" : texts.text(0);
    }

    /** The first of the rows: a row that repeats it says the same. */
    private static Batch first(Batch rows) {
        Map<String, Column> columns = new HashMap<>();
        rows.columns()
                .forEach((name, column) -> columns.put(
                        name,
                        switch (column) {
                            case Column.Doubles(double[] values) -> new Column.Doubles(Arrays.copyOf(values, 1));
                            case Column.Longs(long[] values, boolean[] missing) ->
                                new Column.Longs(
                                        Arrays.copyOf(values, 1), Arrays.copyOf(missing, Math.min(1, missing.length)));
                            case Column.Booleans(boolean[] values, boolean[] missing) ->
                                new Column.Booleans(
                                        Arrays.copyOf(values, 1), Arrays.copyOf(missing, Math.min(1, missing.length)));
                            case Column.Texts(int[] codes, String[] dictionary) ->
                                new Column.Texts(Arrays.copyOf(codes, 1), dictionary);
                            case Column.TextLists(int[] offsets, int[] codes, String[] dictionary) ->
                                new Column.TextLists(Arrays.copyOf(offsets, 2), codes, dictionary);
                            case Column.FloatLists(int[] offsets, float[] values) ->
                                new Column.FloatLists(Arrays.copyOf(offsets, 2), values);
                            case Column.TextMaps(int[] offsets, int[] keys, int[] values, String[] dictionary) ->
                                new Column.TextMaps(Arrays.copyOf(offsets, 2), keys, values, dictionary);
                        }));
        return Batch.of(1, columns);
    }

    /** The keys of the decisions and events received from a moment on, the oldest first. */
    List<Key> keys(long from) {
        lock.lock();
        try {
            List<Key> keys = new ArrayList<>();
            Map<Table, String> identities = new LinkedHashMap<>();
            identities.put(Table.DECISIONS, "decision_id");
            identities.put(Table.FEEDBACK, "event_id");
            identities.put(Table.MEMBERSHIPS, "event_id");
            identities.forEach((table, identity) ->
                    engine.rows(table, List.of(), Selection.received(from, Long.MAX_VALUE - 1), rows -> {
                        Column.Texts ids = rows.texts(identity);
                        for (int row = 0; row < rows.size(); row++) {
                            keys.add(Key.of(table, ids.text(row)));
                        }
                    }));
            return keys;
        } finally {
            lock.unlock();
        }
    }

    @Override
    public void close() {
        engine.close();
    }
}
