package dev.longview.loop;

import dev.longview.columns.Batch;
import dev.longview.columns.Column;
import dev.longview.outcome.Assembled;
import dev.longview.policy.Scorer;
import java.util.HashMap;
import java.util.Map;

/** The items of a catalogue by row, and back. */
interface ItemIds {
    int size();

    String item(int row);

    /** The row of an item, −1 when the catalogue has none. */
    int rowOf(String item);

    static ItemIds of(Batch catalogue) {
        Column.Texts ids = catalogue.texts(Assembled.ITEM);
        Map<String, Integer> rows = new HashMap<>();
        for (int row = 0; row < catalogue.size(); row++) {
            rows.put(ids.text(row), row);
        }
        return new ItemIds() {
            @Override
            public int size() {
                return catalogue.size();
            }

            @Override
            public String item(int row) {
                return ids.text(row);
            }

            @Override
            public int rowOf(String item) {
                return rows.getOrDefault(item, -1);
            }
        };
    }

    /** Those that a scorer has anyway. */
    static ItemIds of(Scorer scorer) {
        return new ItemIds() {
            @Override
            public int size() {
                return scorer.size();
            }

            @Override
            public String item(int row) {
                return scorer.item(row);
            }

            @Override
            public int rowOf(String item) {
                return scorer.rowOf(item);
            }
        };
    }
}
