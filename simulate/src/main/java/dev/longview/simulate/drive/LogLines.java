package dev.longview.simulate.drive;

import com.fasterxml.jackson.core.JsonGenerator;
import dev.longview.columns.Batch;
import dev.longview.columns.Column;
import dev.longview.log.Table;
import java.io.IOException;

/** Rows of the log as JSON Lines, each naming its table. What is missing is left out. */
final class LogLines {
    private LogLines() {}

    static void write(JsonGenerator json, Table table, Batch batch, int row) throws IOException {
        json.writeStartObject();
        json.writeStringField("table", table.tableName());
        for (var entry : batch.columns().entrySet()) {
            Column column = entry.getValue();
            if (!column.isMissing(row)) {
                json.writeFieldName(entry.getKey());
                value(json, column, row);
            }
        }
        json.writeEndObject();
        json.writeRaw('\n');
    }

    private static void value(JsonGenerator json, Column column, int row) throws IOException {
        switch (column) {
            case Column.Booleans booleans -> json.writeBoolean(booleans.values()[row]);
            case Column.Longs longs -> json.writeNumber(longs.values()[row]);
            case Column.Doubles(double[] values) -> json.writeNumber(values[row]);
            case Column.Texts texts -> json.writeString(texts.text(row));
            case Column.TextLists(int[] offsets, int[] codes, String[] dictionary) -> {
                json.writeStartArray();
                for (int i = offsets[row]; i < offsets[row + 1]; i++) {
                    json.writeString(dictionary[codes[i]]);
                }
                json.writeEndArray();
            }
            case Column.FloatLists lists -> {
                json.writeStartArray();
                for (float number : lists.list(row)) {
                    json.writeNumber(number);
                }
                json.writeEndArray();
            }
            case Column.TextMaps(int[] offsets, int[] keys, int[] values, String[] dictionary) -> {
                json.writeStartObject();
                for (int i = offsets[row]; i < offsets[row + 1]; i++) {
                    json.writeStringField(dictionary[keys[i]], dictionary[values[i]]);
                }
                json.writeEndObject();
            }
        }
    }
}
