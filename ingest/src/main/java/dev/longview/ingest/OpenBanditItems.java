package dev.longview.ingest;

import dev.longview.log.Table;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** The items of a campaign and their features. */
final class OpenBanditItems {
    private static final List<String> COLUMNS =
            List.of("item_id", "item_feature_0", "item_feature_1", "item_feature_2", "item_feature_3");

    private record Features(double number, List<String> categories) {}

    private final String campaign;
    private final Map<Integer, Features> items = new TreeMap<>();

    private OpenBanditItems(String campaign) {
        this.campaign = campaign;
    }

    /** @throws ImportException when the file is not such a table; without its items no impression can be read */
    static OpenBanditItems read(Path file, String campaign) {
        OpenBanditItems read = new OpenBanditItems(campaign);
        try (InputStream content = Source.open(file, Progress.NONE)) {
            NamedFields rows = new NamedFields(content, COLUMNS);
            if (!rows.missing().isEmpty()) {
                throw new ImportException(file + ", line 1: no column " + String.join(", ", rows.missing()));
            }
            while (rows.next()) {
                read.add(rows, file);
            }
            if (rows.failure().isPresent()) {
                throw new ImportException(file + " can be read only in part: "
                        + rows.failure().get().getMessage());
            }
        } catch (IOException e) {
            throw new ImportException("cannot close " + file + ": " + e.getMessage(), e);
        }
        if (read.items.isEmpty()) {
            throw new ImportException(file + " has no items");
        }
        return read;
    }

    private void add(NamedFields row, Path file) {
        try {
            int id = Integer.parseInt(row.text("item_id"));
            double number = Double.parseDouble(row.text("item_feature_0"));
            List<String> categories =
                    List.of(row.text("item_feature_1"), row.text("item_feature_2"), row.text("item_feature_3"));
            if (id < 0 || !Double.isFinite(number) || items.put(id, new Features(number, categories)) != null) {
                throw new ImportException(
                        file + ", line " + row.line() + ": an item_id below 0 or twice, or no finite item_feature_0");
            }
        } catch (NumberFormatException e) {
            throw new ImportException(file + ", line " + row.line() + ": " + e.getMessage(), e);
        }
    }

    boolean has(int id) {
        return items.containsKey(id);
    }

    String range() {
        return items.size() + " items, from 0 on";
    }

    String name(int id) {
        return campaign + "-" + id;
    }

    /** All items, sorted by name. */
    List<String> names() {
        List<String> names = new ArrayList<>();
        items.keySet().forEach(id -> names.add(name(id)));
        names.sort(null);
        return names;
    }

    /** Rows of items and the one candidate set, known from a moment on. */
    void keep(Tables tables, long from) {
        TableRows rows = tables.of(Table.ITEMS);
        items.forEach((id, features) -> {
            rows.begin();
            rows.set("item", name(id))
                    .set("valid_from", from)
                    .set("received", from)
                    .set("item.feature_0", features.number());
            for (int k = 0; k < features.categories().size(); k++) {
                rows.set("item.feature_" + (k + 1), features.categories().get(k));
            }
            rows.keep();
        });
        TableRows sets = tables.of(Table.CANDIDATE_SETS);
        sets.begin();
        sets.set("candidates_id", CandidateSets.id(names()))
                .set("items", names())
                .set("received", from);
        sets.keep();
    }
}
