package dev.longview.loop;

import dev.longview.columns.Batch;
import dev.longview.columns.Column;
import dev.longview.outcome.Assembled;
import java.util.HashMap;
import java.util.Map;

/** The items of a catalogue by row, and back. */
final class ItemIds {
    private final String[] items;
    private final Map<String, Integer> rows = new HashMap<>();

    private ItemIds(String[] items) {
        this.items = items;
        for (int row = 0; row < items.length; row++) {
            rows.put(items[row], row);
        }
    }

    static ItemIds of(Batch catalogue) {
        Column.Texts ids = catalogue.texts(Assembled.ITEM);
        String[] items = new String[catalogue.size()];
        for (int row = 0; row < items.length; row++) {
            items[row] = ids.text(row);
        }
        return new ItemIds(items);
    }

    int size() {
        return items.length;
    }

    String item(int row) {
        return items[row];
    }

    /** The row of an item, −1 when the catalogue has none. */
    int rowOf(String item) {
        return rows.getOrDefault(item, -1);
    }
}
