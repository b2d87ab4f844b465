package dev.longview.config;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * A map with fixed keys, read: the values that are right, defaults filled in.
 *
 * @param place of the key that it stands under
 * @param doubtful keys that are written, but wrong or twice: what they would have said is not known
 */
record Section(Place place, Map<String, Found<?>> values, Set<String> doubtful) {
    Section {
        doubtful = Set.copyOf(doubtful);
        values = Map.copyOf(values);
    }

    /** Empty when the key is not written and has no default, or is wrong. */
    @SuppressWarnings("unchecked") // put there by this key's own shape
    <T> Optional<Found<T>> found(Key<T> key) {
        return Optional.ofNullable((Found<T>) values.get(key.name()));
    }

    <T> Optional<T> value(Key<T> key) {
        return found(key).map(Found::value);
    }

    boolean hasAll(Key<?>... keys) {
        return hasAll(List.of(keys));
    }

    boolean hasAll(List<Key<?>> keys) {
        return keys.stream().allMatch(key -> values.containsKey(key.name()));
    }

    /** Of a key that was found. */
    <T> T get(Key<T> key) {
        return value(key).orElseThrow();
    }
}
