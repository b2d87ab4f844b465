package dev.longview.cli;

import dev.longview.columns.Batch;
import dev.longview.columns.BatchBuilder;
import dev.longview.columns.ColumnType;
import dev.longview.log.FeatureDefinition;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.SequencedMap;

/** One visit of the streaming service, as a batch of its features. */
final class VisitBatch {
    private VisitBatch() {}

    static Batch of(List<FeatureDefinition> features, String device, double hour, double tenure, String favourite) {
        SequencedMap<String, ColumnType> types = new LinkedHashMap<>();
        features.stream()
                .filter(feature -> !feature.ofItem())
                .forEach(feature -> types.put(feature.name(), feature.kind().columnType()));
        BatchBuilder row = new BatchBuilder(types);
        row.set("context.device", device)
                .set("context.hour", hour)
                .set("member.tenure_days", tenure)
                .set("member.favourite", favourite)
                .endRow();
        return row.build();
    }
}
