package dev.longview.serve.member;

import dev.longview.columns.Batch;
import dev.longview.columns.Column;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/**
 * An event, as far as a history reads it.
 *
 * @param value NaN when there is none
 * @param retracts the event that it withdraws
 */
public record FeedbackEvent(
        String id,
        String kind,
        String member,
        Optional<String> item,
        long time,
        long received,
        double value,
        Optional<String> label,
        Map<String, String> attributes,
        Optional<String> retracts) {

    /** When it happened, which is not after it was received: a clock that runs ahead is set back. */
    public long happened() {
        return Math.min(time, received);
    }

    /** A row of the log's feedback, received when it says, or at another moment. */
    public static FeedbackEvent of(Batch rows, int row, long received) {
        return new FeedbackEvent(
                rows.texts("event_id").text(row),
                rows.texts("kind").text(row),
                rows.texts("member").text(row),
                text(rows, "item", row),
                rows.longs("time")[row],
                received,
                rows.doubles("value")[row],
                text(rows, "label", row),
                attributes(rows, row),
                text(rows, "retracts", row));
    }

    private static Optional<String> text(Batch rows, String column, int row) {
        Column.Texts texts = rows.texts(column);
        return texts.isMissing(row) ? Optional.empty() : Optional.of(texts.text(row));
    }

    private static Map<String, String> attributes(Batch rows, int row) {
        if (!(rows.column("attributes")
                        instanceof Column.TextMaps(int[] offsets, int[] keys, int[] values, String[] dictionary))
                || offsets[row] == offsets[row + 1]) {
            return Map.of();
        }
        Map<String, String> map = new HashMap<>();
        for (int i = offsets[row]; i < offsets[row + 1]; i++) {
            map.put(dictionary[keys[i]], dictionary[values[i]]);
        }
        return map;
    }
}
