package dev.longview.cli;

import dev.longview.columns.Batch;
import dev.longview.engine.Engine;
import dev.longview.engine.SegmentWriter;
import dev.longview.log.FeatureDefinition;
import dev.longview.log.Table;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

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

    void rows(Table table, Batch batch) {
        writers.computeIfAbsent(table, unseen -> engine.write(unseen, segment, features))
                .append(batch);
    }

    /** Makes all rows visible: decisions last, so that whoever finds a decision finds its slate and candidates too. */
    void publish() {
        writers.forEach((table, writer) -> {
            if (table != Table.DECISIONS) {
                writer.publish();
            }
        });
        SegmentWriter decisions = writers.get(Table.DECISIONS);
        if (decisions != null) {
            decisions.publish();
        }
    }

    @Override
    public void close() {
        writers.values().forEach(SegmentWriter::close);
    }
}
