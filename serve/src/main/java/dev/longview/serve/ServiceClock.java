package dev.longview.serve;

import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;

/**
 * The moments at which rows are received: each once, ascending, never before what the log has already. Of time that runs by itself, or,
 * for months that are replayed in minutes, of time that the requests tell.
 */
public final class ServiceClock {
    /** Where time comes from. */
    public enum Source {
        WALL,
        /** From the visits' {@code time} and the events' {@code received}. */
        EVENTS
    }

    private final Source source;
    private final Clock wall;
    private long last;

    private ServiceClock(Source source, Clock wall, long last) {
        this.source = source;
        this.wall = wall;
        this.last = last;
    }

    /** @param last the latest moment of the log, in microseconds */
    public static ServiceClock of(Source source, Clock wall, long last) {
        return new ServiceClock(source, wall, last);
    }

    public Source source() {
        return source;
    }

    /** A new moment: now. */
    public synchronized long next() {
        return after(source == Source.WALL ? micros() : last);
    }

    /** A new moment, not before one that a request tells; wall time does not listen. */
    public synchronized long next(long told) {
        return source == Source.WALL ? next() : after(told);
    }

    private long after(long moment) {
        last = Math.max(last + 1, moment);
        return last;
    }

    /** The moment that it is: no row is received later than it yet. */
    public synchronized long now() {
        return source == Source.WALL ? Math.max(last, micros()) : last;
    }

    private long micros() {
        return ChronoUnit.MICROS.between(Instant.EPOCH, wall.instant());
    }
}
