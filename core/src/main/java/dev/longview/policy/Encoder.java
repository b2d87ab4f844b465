package dev.longview.policy;

import dev.longview.columns.Batch;
import dev.longview.columns.Column;
import dev.longview.log.FeatureDefinition;
import dev.longview.outcome.Assembled;
import java.util.ArrayList;
import java.util.List;

/**
 * Reads one side (context or item) of a batch's rows as active features. Each text of a dictionary is hashed once per batch, so that a
 * row costs look-ups only.
 */
final class Encoder {
    private static final String BIAS = "bias";

    private interface Reader {
        void read(int row, ActiveFeatures into);
    }

    private final List<Reader> readers;

    private Encoder(List<Reader> readers) {
        this.readers = readers;
    }

    /** The context's features, and a constant. */
    static Encoder ofContexts(FeatureSpace space, Batch batch) {
        List<Reader> readers = new ArrayList<>();
        int bias = space.slot(BIAS);
        readers.add((row, into) -> into.add(bias, 1, -1));
        return features(space, batch, false, readers);
    }

    /** The item's identity and its features. */
    static Encoder ofItems(FeatureSpace space, Batch batch) {
        List<Reader> readers = new ArrayList<>();
        readers.add(category(space, Assembled.ITEM, batch.texts(Assembled.ITEM)));
        return features(space, batch, true, readers);
    }

    /** Replaces what {@code into} holds by the row's features; numeric values are raw, as {@link Scaling} has not seen them yet. */
    void read(int row, ActiveFeatures into) {
        into.clear();
        for (Reader reader : readers) {
            reader.read(row, into);
        }
    }

    private static Encoder features(FeatureSpace space, Batch batch, boolean ofItem, List<Reader> readers) {
        int numeric = 0;
        for (FeatureDefinition feature : space.features()) {
            boolean wanted = feature.ofItem() == ofItem;
            String name = feature.name();
            switch (feature.kind()) {
                case NUMERIC -> {
                    if (wanted) {
                        readers.add(number(space, name, batch.doubles(name), numeric));
                    }
                    numeric++;
                }
                case CATEGORICAL -> {
                    if (wanted) {
                        readers.add(category(space, name, batch.texts(name)));
                    }
                }
                case MULTI_VALUED -> {
                    if (wanted) {
                        readers.add(list(space, name, batch.textLists(name)));
                    }
                }
            }
        }
        return new Encoder(readers);
    }

    private static Reader number(FeatureSpace space, String name, double[] values, int numeric) {
        int present = space.slot(name);
        int missing = space.missingSlot(name);
        return (row, into) -> {
            // An infinite value says no more than a missing one, and would ruin the mean.
            if (Double.isFinite(values[row])) {
                into.add(present, values[row], numeric);
            } else {
                into.add(missing, 1, -1);
            }
        };
    }

    private static Reader category(FeatureSpace space, String name, Column.Texts texts) {
        int[] slots = slots(space, name, texts.dictionary());
        int missing = space.missingSlot(name);
        return (row, into) -> into.add(texts.isMissing(row) ? missing : slots[texts.codes()[row]], 1, -1);
    }

    private static Reader list(FeatureSpace space, String name, Column.TextLists lists) {
        int[] slots = slots(space, name, lists.dictionary());
        int missing = space.missingSlot(name);
        return (row, into) -> {
            int from = lists.offsets()[row];
            int to = lists.offsets()[row + 1];
            if (from == to) {
                into.add(missing, 1, -1);
            }
            // Divided by √count: the sum of embeddings of independent values has the same scale, however many there
            // are.
            double value = 1 / Math.sqrt(to - from);
            for (int i = from; i < to; i++) {
                into.add(slots[lists.codes()[i]], value, -1);
            }
        };
    }

    private static int[] slots(FeatureSpace space, String name, String[] dictionary) {
        int[] slots = new int[dictionary.length];
        for (int code = 0; code < slots.length; code++) {
            slots[code] = space.slot(name, dictionary[code]);
        }
        return slots;
    }
}
