package dev.longview.simulate;

/**
 * A member who has come, as the service sees it. Nothing hidden is here.
 *
 * <p>A world may hand out the same object for one visit after the other: a recommender reads what it needs and keeps nothing.
 */
public interface Visit {
    /** The id that the log will give to what is decided now. */
    String decisionId();

    String account();

    String member();

    /** Microseconds since 1970 in UTC. */
    long timeMicros();

    /** What may be recommended. */
    Candidates candidates();

    /** Of the draw of the slate; the same in paired runs. */
    long seed();

    /**
     * A numeric feature of the context or the member, NaN where unknown.
     *
     * @param feature its index among {@link Service#features()}
     */
    double number(int feature);

    /**
     * A categorical feature of the context or the member.
     *
     * @param feature its index among {@link Service#features()}
     */
    String text(int feature);
}
