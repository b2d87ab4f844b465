package dev.longview.engine.duckdb;

import dev.longview.columns.Batch;
import dev.longview.columns.ColumnType;
import dev.longview.engine.Check;
import dev.longview.engine.Checked;
import dev.longview.engine.duckdb.Snapshot.Segment;
import dev.longview.engine.sql.CheckQuery;
import dev.longview.engine.sql.Query;
import dev.longview.log.FeatureDefinition;
import dev.longview.log.Table;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.SequencedMap;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Consumer;

/** Asks the queries of checks one after the other, so that none holds memory while another runs. */
final class Checking {
    /** What reads a query's rows. */
    interface Reader {
        void read(Query query, SequencedMap<String, ColumnType> types, Consumer<Batch> sink);
    }

    private final Reader reader;
    private final Map<Check, Checked> checked = new EnumMap<>(Check.class);

    Checking(Reader reader) {
        this.reader = reader;
    }

    /** In the order of the checks. */
    List<Checked> checked() {
        return List.copyOf(checked.values());
    }

    void ask(CheckQuery query) {
        List<Checked> counted = new ArrayList<>();
        reader.read(query.counts(), query.countTypes(), batch -> counted.addAll(query.checked(batch)));
        for (int i = 0; i < counted.size(); i++) {
            Checked without = counted.get(i);
            Check check = query.parts().get(i).check();
            List<String> examples = without.rows() == 0 ? List.of() : examples(query, i);
            checked.put(check, Checked.of(check, without.rows(), without.of(), examples, without.largest()));
        }
    }

    private List<String> examples(CheckQuery query, int part) {
        List<String> examples = new ArrayList<>();
        reader.read(query.examples(part), CheckQuery.exampleTypes(), batch -> {
            var ids = batch.texts(CheckQuery.exampleTypes().firstEntry().getKey());
            for (int row = 0; row < batch.size(); row++) {
                examples.add(CheckQuery.example(query.parts().get(part).check(), ids.text(row)));
            }
        });
        return examples;
    }

    /** Columns that files have and nothing declares. */
    void columns(Snapshot snapshot, LogFiles files, List<FeatureDefinition> features) {
        Set<String> strange = new TreeSet<>();
        Set<String> all = new TreeSet<>();
        for (Table table : Table.values()) {
            List<Segment> segments = snapshot.segments(table);
            if (segments.isEmpty()) {
                continue;
            }
            Set<String> known = table.types(features).keySet();
            files.footers(segments).values().stream()
                    .flatMap(footer -> footer.types().keySet().stream())
                    .filter(column -> !column.equals(CompactedFiles.COLUMN))
                    .forEach(column -> {
                        all.add(table.tableName() + "/" + column);
                        if (!known.contains(column)) {
                            strange.add(table.tableName() + "/" + column);
                        }
                    });
        }
        List<String> examples = strange.stream().limit(Checked.EXAMPLES).toList();
        checked.put(
                Check.UNDECLARED_COLUMN,
                Checked.of(Check.UNDECLARED_COLUMN, strange.size(), all.size(), examples, OptionalDouble.empty()));
    }
}
