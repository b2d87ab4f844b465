package dev.longview.simulate.drive;

import java.nio.file.Path;

/** What is driven: something that takes logs, learns from them, and answers visits with slates. It sees files and the time, no more. */
public interface Product {
    /**
     * Takes what the log has received since the last time.
     *
     * @param log JSON Lines of all tables, each row naming its own; read it before returning, as it is deleted afterwards
     */
    void take(Path log);

    /**
     * Learns from what it has taken.
     *
     * @param asOf the moment that it is, in microseconds since 1970
     */
    void refresh(long asOf);

    /**
     * Answers visits.
     *
     * @param visits JSON Lines: decision_id, account, member, time, the features of context and member, and candidates
     * @param asOf the moment that it is, before the first of them
     * @return JSON Lines, one row for each visit in any order: {@code decision_id}, {@code policy} and {@code slate}, a list of objects
     *     with {@code item} and, where known, {@code conditional_propensity}, {@code marginal_propensity}, {@code marginal_error},
     *     {@code score}; deleted after it is read
     */
    Path slates(Path visits, long asOf);
}
