package dev.longview.loop;

import java.util.Optional;

/**
 * Which recommendations a station reads, and as of when.
 *
 * @param asOf nothing received later is used, in microseconds
 * @param from decisions at or after this time only, in microseconds
 * @param before decisions before this time only
 * @param servedBy what served, a policy's version or all versions of its name; any when empty
 */
public record Window(long asOf, long from, long before, Optional<String> servedBy) {
    /** All that is known as of a moment. */
    public static Window asOf(long asOf) {
        return new Window(asOf, Long.MIN_VALUE, Long.MAX_VALUE, Optional.empty());
    }

    /** Whether what served is a version, or of a name one of its versions: as the engine reads {@link #servedBy}. */
    static boolean served(String by, String policy) {
        return policy.equals(by) || (by.indexOf('@') < 0 && policy.startsWith(by + "@"));
    }

    public Window decided(long from, long before) {
        return new Window(asOf, from, before, servedBy);
    }

    public Window servedBy(String version) {
        return new Window(asOf, from, before, Optional.of(version));
    }
}
