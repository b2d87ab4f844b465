package dev.longview.ingest;

import dev.longview.columns.Batch;
import dev.longview.columns.Column;
import dev.longview.log.Table;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** A sink that keeps every row as a map of its values; what is missing has no key. */
final class Collected implements BatchSink {
    private final Map<Table, List<Map<String, Object>>> rows = new EnumMap<>(Table.class);
    private int largest;

    @Override
    public void accept(Table table, Batch batch) {
        largest = Math.max(largest, batch.size());
        rows.computeIfAbsent(table, unseen -> new ArrayList<>()).addAll(rows(batch));
    }

    List<Map<String, Object>> of(Table table) {
        return rows.getOrDefault(table, List.of());
    }

    static double number(Map<String, Object> row, String column) {
        return row.get(column) instanceof Double number ? number : Double.NaN;
    }

    int largest() {
        return largest;
    }

    static List<Map<String, Object>> rows(Batch batch) {
        List<Map<String, Object>> rows = new ArrayList<>();
        for (int i = 0; i < batch.size(); i++) {
            Map<String, Object> row = new LinkedHashMap<>();
            int at = i;
            batch.columns().forEach((name, column) -> {
                if (!column.isMissing(at)) {
                    row.put(name, value(column, at));
                }
            });
            rows.add(row);
        }
        return rows;
    }

    private static Object value(Column column, int row) {
        return switch (column) {
            case Column.Booleans booleans -> booleans.values()[row];
            case Column.Longs longs -> longs.values()[row];
            case Column.Doubles doubles -> doubles.values()[row];
            case Column.Texts texts -> texts.text(row);
            case Column.TextLists lists ->
                Arrays.stream(lists.codes(), lists.offsets()[row], lists.offsets()[row + 1])
                        .mapToObj(code -> lists.dictionary()[code])
                        .toList();
            case Column.FloatLists lists -> {
                List<Object> list = new ArrayList<>();
                for (float each : lists.list(row)) {
                    list.add(each);
                }
                yield list;
            }
            case Column.TextMaps maps -> {
                Map<String, String> map = new LinkedHashMap<>();
                for (int k = maps.offsets()[row]; k < maps.offsets()[row + 1]; k++) {
                    map.put(maps.dictionary()[maps.keys()[k]], maps.dictionary()[maps.values()[k]]);
                }
                yield map;
            }
        };
    }
}
