package dev.longview.ingest;

import dev.longview.log.Table;
import dev.longview.syntax.Nearest;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** What to do about a column that a table does not have. */
final class UnknownColumn {
    private UnknownColumn() {}

    /** @param known the table's columns, declared features among them */
    static String advice(Table table, String column, Collection<String> known) {
        List<String> names = new ArrayList<>(known);
        Optional<String> near = Nearest.to(column, names).map(name -> "did you mean '" + name + "'? ");
        String short60 = RowProblems.shortened(column);
        Optional<Table> carrier = Stream.of(Table.values())
                .filter(candidate -> candidate.featurePrefixes().stream().anyMatch(column::startsWith))
                .findFirst();
        if (carrier.isPresent() && carrier.get() == table) {
            return near.orElse("") + "a feature must be declared; in longview.yaml, below features, add: " + short60
                    + ": numeric (or categorical, or multi-valued)";
        }
        if (carrier.isPresent()) {
            return near.orElse("") + "such features belong to the table "
                    + carrier.get().tableName();
        }
        String prefix = column + ".";
        if (table.featurePrefixes().contains(prefix)) {
            return "features are flat: write \"" + prefix + "device\": \"tv\", one key each";
        }
        return near.map(String::strip)
                .orElseGet(() ->
                        "there is no such column; columns of " + table.tableName() + ": " + String.join(", ", names));
    }
}
