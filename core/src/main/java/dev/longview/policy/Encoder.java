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
    /** The feature that every context has. */
    static final String BIAS = "bias";

    private interface Reader {
        void read(int row, ActiveFeatures into);

        /** How many features {@link #read} adds. */
        default int count(int row) {
            return 1;
        }

        /** What {@link #read} adds, called by name, in its order. */
        void name(int row, List<String> into);

        /** Every feature that a row of this batch may have, by slot and name. */
        void all(SlotNames into);
    }

    /** Takes the names of what lives in slots. */
    interface SlotNames {
        void name(int slot, String name);
    }

    /** A feature that every row has. */
    private record Constant(int slot) implements Reader {
        @Override
        public void read(int row, ActiveFeatures into) {
            into.add(slot, 1, -1);
        }

        @Override
        public void name(int row, List<String> into) {
            into.add("");
        }

        @Override
        public void all(SlotNames into) {
            into.name(slot, BIAS);
        }
    }

    private final List<Reader> readers;

    private Encoder(List<Reader> readers) {
        this.readers = readers;
    }

    /** The context's features, and a constant. */
    static Encoder ofContexts(FeatureSpace space, Batch batch) {
        List<Reader> readers = new ArrayList<>();
        int bias = space.slot(BIAS);
        readers.add(new Constant(bias));
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

    /** How many active features the row has. */
    long count(int row) {
        long count = 0;
        for (Reader reader : readers) {
            count += reader.count(row);
        }
        return count;
    }

    /** The row's active features by name: {@code item.genre=drama}, {@code item.runtime?} where it is missing, and the constant as "". */
    List<String> names(int row) {
        List<String> names = new ArrayList<>();
        for (Reader reader : readers) {
            reader.name(row, names);
        }
        return names;
    }

    /** Names what rows of the batch may have. */
    void all(SlotNames into) {
        readers.forEach(reader -> reader.all(into));
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
                case EMBEDDING -> {
                    if (wanted) {
                        readers.add(Embedding.of(space, feature, batch.floatLists(name), numeric));
                    }
                    numeric += feature.size();
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
        return new Numeric(name, space.slot(name), space.missingSlot(name), values, numeric);
    }

    private static Reader category(FeatureSpace space, String name, Column.Texts texts) {
        return new Category(name, slots(space, name, texts.dictionary()), space.missingSlot(name), texts);
    }

    private static Reader list(FeatureSpace space, String name, Column.TextLists lists) {
        return new Several(name, slots(space, name, lists.dictionary()), space.missingSlot(name), lists);
    }

    private record Numeric(String feature, int present, int missing, double[] values, int numeric) implements Reader {
        @Override
        public void read(int row, ActiveFeatures into) {
            // An infinite value says no more than a missing one, and would ruin the mean.
            if (Double.isFinite(values[row])) {
                into.add(present, values[row], numeric);
            } else {
                into.add(missing, 1, -1);
            }
        }

        @Override
        public void name(int row, List<String> into) {
            into.add(Double.isFinite(values[row]) ? feature + "=" + values[row] : feature + "?");
        }

        @Override
        public void all(SlotNames into) {
            into.name(present, feature);
            into.name(missing, feature + "?");
        }
    }

    /** @param slots one for each of its numbers */
    private record Embedding(String feature, int[] slots, int missing, Column.FloatLists lists, int numeric)
            implements Reader {
        static Embedding of(FeatureSpace space, FeatureDefinition feature, Column.FloatLists lists, int numeric) {
            for (int row = 0; row < lists.size(); row++) {
                int length = lists.offsets()[row + 1] - lists.offsets()[row];
                if (length != 0 && length != feature.size()) {
                    throw new IllegalArgumentException("row " + row + " has " + length + " numbers of " + feature.name()
                            + ", of which " + feature.size() + " are declared");
                }
            }
            int[] slots = new int[feature.size()];
            for (int i = 0; i < slots.length; i++) {
                slots[i] = space.slot(FeatureSpace.number(feature.name(), i));
            }
            return new Embedding(feature.name(), slots, space.missingSlot(feature.name()), lists, numeric);
        }

        @Override
        public int count(int row) {
            return lists.isMissing(row) ? 1 : slots.length;
        }

        @Override
        public void read(int row, ActiveFeatures into) {
            if (lists.isMissing(row)) {
                into.add(missing, 1, -1);
                return;
            }
            for (int i = 0, from = lists.offsets()[row]; i < slots.length; i++) {
                into.add(slots[i], lists.values()[from + i], numeric + i);
            }
        }

        /** All its numbers go by one name: one by one they mean nothing. */
        @Override
        public void name(int row, List<String> into) {
            if (lists.isMissing(row)) {
                into.add(feature + "?");
                return;
            }
            for (int i = 0; i < slots.length; i++) {
                into.add(feature);
            }
        }

        @Override
        public void all(SlotNames into) {
            into.name(missing, feature + "?");
            for (int i = 0; i < slots.length; i++) {
                into.name(slots[i], FeatureSpace.number(feature, i));
            }
        }
    }

    private record Category(String feature, int[] slots, int missing, Column.Texts texts) implements Reader {
        @Override
        public void read(int row, ActiveFeatures into) {
            into.add(texts.isMissing(row) ? missing : slots[texts.codes()[row]], 1, -1);
        }

        @Override
        public void name(int row, List<String> into) {
            into.add(texts.isMissing(row) ? feature + "?" : feature + "=" + texts.text(row));
        }

        @Override
        public void all(SlotNames into) {
            named(feature, slots, missing, texts.dictionary(), into);
        }
    }

    private record Several(String feature, int[] slots, int missing, Column.TextLists lists) implements Reader {
        @Override
        public int count(int row) {
            return Math.max(1, lists.offsets()[row + 1] - lists.offsets()[row]);
        }

        @Override
        public void read(int row, ActiveFeatures into) {
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
        }

        @Override
        public void name(int row, List<String> into) {
            int from = lists.offsets()[row];
            int to = lists.offsets()[row + 1];
            if (from == to) {
                into.add(feature + "?");
            }
            for (int i = from; i < to; i++) {
                into.add(feature + "=" + lists.dictionary()[lists.codes()[i]]);
            }
        }

        @Override
        public void all(SlotNames into) {
            named(feature, slots, missing, lists.dictionary(), into);
        }
    }

    private static void named(String feature, int[] slots, int missing, String[] dictionary, SlotNames into) {
        into.name(missing, feature + "?");
        for (int code = 0; code < slots.length; code++) {
            into.name(slots[code], feature + "=" + dictionary[code]);
        }
    }

    private static int[] slots(FeatureSpace space, String name, String[] dictionary) {
        int[] slots = new int[dictionary.length];
        for (int code = 0; code < slots.length; code++) {
            slots[code] = space.slot(name, dictionary[code]);
        }
        return slots;
    }
}
