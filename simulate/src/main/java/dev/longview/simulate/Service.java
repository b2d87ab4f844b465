package dev.longview.simulate;

import dev.longview.log.FeatureDefinition;
import dev.longview.log.FeedbackKind;
import java.util.List;

/**
 * A service that does not exist, run in simulated time: any recommender may serve its visits, and its log is what production would have
 * written. What is true of its members and items beyond that is told by each world in its own way, never here.
 */
public interface Service {
    /** A name for people: what it is, with what distinguishes it from others of its kind. */
    String name();

    /** The columns of the log that are features: of the context, the member, and items. */
    List<FeatureDefinition> features();

    /** The kinds of feedback that the log may have. */
    List<FeedbackKind> feedback();

    /** The midnight up to which it has run, in microseconds since 1970 in UTC. */
    long timeMicros();

    /**
     * The service after some more days. The service given stays as it is, so that other runs can branch off it, and the same arguments
     * give the same log, byte for byte.
     *
     * <p>Rows may carry times after the run's end: feedback that comes later, an event received late. A reader as of T sees what was
     * received by T.
     *
     * @param days 1 or more
     */
    Service run(int days, Assigner assigner, LogSink log, Progress progress);
}
