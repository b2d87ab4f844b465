package dev.longview.serve;

import dev.longview.columns.Batch;
import dev.longview.columns.Column;
import dev.longview.config.Configuration;
import dev.longview.engine.Engine;
import dev.longview.engine.Selection;
import dev.longview.log.Table;
import dev.longview.serve.decide.DecisionLines;
import dev.longview.serve.journal.Key;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
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
            return Optional.of(DecisionLines.logged(decisions.getFirst(), slates));
        } finally {
            lock.unlock();
        }
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
            identities.forEach((table, identity) -> engine.rows(
                    table,
                    List.of(),
                    Selection.received(from, Long.MAX_VALUE - 1).only(identity),
                    rows -> {
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
