package dev.longview.engine.sql;

/**
 * Decisions of a stretch of time that are assembled by themselves, so that memory does not grow with the log; and when what belongs to
 * them was received, so that the rest of the log need not be read.
 *
 * @param from decisions that happened at or after this time, in microseconds
 * @param before decisions that happened before this time
 * @param decisionsUntil they were received at or before this time
 * @param slatesFrom rows of their slates were received at or after this time
 * @param slatesUntil and at or before this time
 */
public record Slice(long from, long before, long decisionsUntil, long slatesFrom, long slatesUntil) {
    /** All decisions. */
    public static final Slice WHOLE =
            new Slice(Long.MIN_VALUE, Long.MAX_VALUE, Long.MAX_VALUE, Long.MIN_VALUE, Long.MAX_VALUE);

    boolean whole() {
        return equals(WHOLE);
    }

    static long sum(long time, long duration) {
        return time > Long.MAX_VALUE - duration ? Long.MAX_VALUE : time + duration;
    }
}
