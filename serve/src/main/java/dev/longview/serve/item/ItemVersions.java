package dev.longview.serve.item;

import dev.longview.columns.Batch;
import dev.longview.columns.BatchBuilder;
import dev.longview.columns.Column;
import dev.longview.columns.ColumnType;
import dev.longview.log.FeatureDefinition;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.concurrent.ConcurrentSkipListMap;

/**
 * All versions of all items that are known. Any thread may read; one at a time changes.
 *
 * <p>Of an item's versions that are valid by a moment and received by it, the one valid last counts, and of several the one received
 * last: {@code Engine.catalogue}'s rule.
 */
public final class ItemVersions {
    private static final Comparator<String> BY_BYTES =
            (a, b) -> Arrays.compareUnsigned(a.getBytes(StandardCharsets.UTF_8), b.getBytes(StandardCharsets.UTF_8));

    private final List<FeatureDefinition> features;
    private final SequencedMap<String, ColumnType> types = new LinkedHashMap<>();
    /** Sorted as an engine sorts them: by bytes, since draws go by the catalogue's order. */
    private final Map<String, List<Version>> items = new ConcurrentSkipListMap<>(BY_BYTES);

    private record Version(long validFrom, long received, Map<String, Object> features) {}

    /** @param features those that the workspace declares */
    public ItemVersions(List<FeatureDefinition> features) {
        this.features = features.stream().filter(FeatureDefinition::ofItem).toList();
        types.put("item", ColumnType.TEXT);
        this.features.forEach(
                feature -> types.put(feature.name(), feature.kind().columnType()));
    }

    /** Takes rows of the log's items. */
    public void add(Batch rows) {
        Column.Texts ids = rows.texts("item");
        for (int row = 0; row < rows.size(); row++) {
            add(ids.text(row), rows.longs("valid_from")[row], rows.longs("received")[row], rows, row);
        }
    }

    /** Takes a row, received then, whatever it says itself. */
    public void add(String item, long validFrom, long received, Batch rows, int row) {
        Map<String, Object> values = new HashMap<>();
        for (FeatureDefinition feature : features) {
            if (rows.has(feature.name())) {
                value(rows.column(feature.name()), row).ifPresent(value -> values.put(feature.name(), value));
            }
        }
        Version version = new Version(validFrom, received, values);
        items.merge(item, List.of(version), (old, one) -> {
            List<Version> all = new ArrayList<>(old);
            all.addAll(one);
            return List.copyOf(all);
        });
    }

    /** What is handed in and has no moment yet: a catalogue as of {@link Long#MAX_VALUE} has it, and no other. */
    public static final long PENDING = Long.MAX_VALUE;

    /** Gives what is pending its moment, from which on it is valid too unless it said otherwise. */
    public void receive(Collection<String> pending, long received) {
        for (String item : pending) {
            items.computeIfPresent(
                    item,
                    (name, versions) -> versions.stream()
                            .map(version -> version.received() < PENDING
                                    ? version
                                    : new Version(
                                            version.validFrom() == PENDING ? received : version.validFrom(),
                                            received,
                                            version.features()))
                            .toList());
        }
    }

    /** Takes back what was received at a moment, or is pending: it is not in the log after all. */
    public void withdraw(Collection<String> which, long received) {
        for (String item : which) {
            items.computeIfPresent(item, (name, versions) -> {
                List<Version> left = versions.stream()
                        .filter(version -> version.received() != received)
                        .toList();
                return left.isEmpty() ? null : left;
            });
        }
    }

    private static Optional<Object> value(Column column, int row) {
        if (column.isMissing(row)) {
            return Optional.empty();
        }
        return switch (column) {
            case Column.Doubles(double[] values) -> Optional.of(values[row]);
            case Column.Texts texts -> Optional.of(texts.text(row));
            case Column.TextLists(int[] offsets, int[] codes, String[] dictionary) -> {
                List<String> list = new ArrayList<>();
                for (int i = offsets[row]; i < offsets[row + 1]; i++) {
                    list.add(dictionary[codes[i]]);
                }
                yield Optional.of(List.copyOf(list));
            }
            case Column.Longs longs -> Optional.of((double) longs.values()[row]);
            case Column.Booleans booleans -> Optional.empty();
            case Column.TextMaps maps -> Optional.empty();
            case Column.FloatLists lists -> Optional.of(lists.list(row));
        };
    }

    /**
     * A feature of an item: a number, a text, a list of texts, or the numbers of an embedding.
     *
     * @param validBy of the versions valid by this moment
     * @param receivedBy and received by this one
     */
    public Optional<Object> feature(String item, String feature, long validBy, long receivedBy) {
        return Optional.ofNullable(items.get(item))
                .flatMap(versions -> last(versions, validBy, receivedBy))
                .flatMap(version -> Optional.ofNullable(version.features().get(feature)));
    }

    private static Optional<Version> last(List<Version> versions, long validBy, long receivedBy) {
        return versions.stream()
                .filter(version -> version.validFrom() <= validBy && version.received() <= receivedBy)
                .max(Comparator.comparingLong(Version::validFrom).thenComparingLong(Version::received));
    }

    /** The items as of a moment, one row each, sorted. */
    public Batch catalogue(long asOf) {
        return catalogue(asOf, asOf);
    }

    /** The same with what is pending, as it will be if it is valid at once. */
    public Batch catalogueWithPending(long now) {
        Map<String, List<Version>> valid = new HashMap<>();
        BatchBuilder builder = new BatchBuilder(types);
        items.forEach((item, versions) -> valid.put(
                item,
                versions.stream()
                        .map(version -> version.validFrom() == PENDING
                                ? new Version(now, PENDING, version.features())
                                : version)
                        .toList()));
        items.keySet().forEach(item -> row(builder, item, valid.getOrDefault(item, List.of()), now, PENDING));
        return builder.build();
    }

    private Batch catalogue(long validBy, long receivedBy) {
        BatchBuilder builder = new BatchBuilder(types);
        items.forEach((item, versions) -> row(builder, item, versions, validBy, receivedBy));
        return builder.build();
    }

    private static void row(BatchBuilder builder, String item, List<Version> versions, long validBy, long receivedBy) {
        last(versions, validBy, receivedBy).ifPresent(version -> {
            builder.set("item", item);
            version.features().forEach((name, value) -> set(builder, name, value));
            builder.endRow();
        });
    }

    private static void set(BatchBuilder builder, String name, Object value) {
        if (value instanceof Double number) {
            builder.set(name, number.doubleValue());
        } else if (value instanceof String text) {
            builder.set(name, text);
        } else if (value instanceof List<?> list) {
            builder.set(name, list.stream().map(Object::toString).toList());
        } else if (value instanceof float[] numbers) {
            builder.set(name, numbers);
        }
    }

    /** When the catalogue next changes by itself, since a version becomes valid; empty when it does not. */
    public Optional<Long> nextChange(long after) {
        return items.values().stream()
                .flatMap(List::stream)
                .map(Version::validFrom)
                .filter(validFrom -> validFrom > after && validFrom < PENDING)
                .min(Comparator.naturalOrder());
    }
}
