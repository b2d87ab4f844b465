package dev.longview.cli;

import dev.longview.columns.Batch;
import dev.longview.engine.Contradiction;
import dev.longview.engine.Engine;
import dev.longview.engine.Published;
import dev.longview.engine.SegmentWriter;
import dev.longview.log.FeatureDefinition;
import dev.longview.log.Table;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Takes rows of all tables and publishes them together, as segments of one name. */
final class EngineSink implements AutoCloseable {
    private final Engine engine;
    private final String segment;
    private final List<FeatureDefinition> features;
    private final Map<Table, SegmentWriter> writers = new EnumMap<>(Table.class);

    EngineSink(Engine engine, String segment, List<FeatureDefinition> features) {
        this.engine = engine;
        this.segment = segment;
        this.features = features;
    }

    /** The name that its rows get. */
    String segment() {
        return segment;
    }

    void rows(Table table, Batch batch) {
        writers.computeIfAbsent(table, unseen -> engine.write(unseen, segment, features))
                .append(batch);
    }

    /** A decision among these rows that the log, or another of them, has otherwise. */
    Optional<Contradiction> contradiction() {
        return engine.contradiction(writers.values());
    }

    /** Makes all rows visible at once: whoever finds a decision finds its slate and candidates too. */
    Published publish() {
        return engine.publish(writers.values());
    }

    @Override
    public void close() {
        writers.values().forEach(SegmentWriter::close);
    }
}
