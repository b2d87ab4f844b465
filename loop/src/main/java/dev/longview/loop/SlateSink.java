package dev.longview.loop;

import dev.longview.columns.Batch;

/** Takes visits and answers each with a slate, where something may be shown to it. For one thread; nothing is whole before it is closed. */
public interface SlateSink extends AutoCloseable {
    /**
     * Answers visits.
     *
     * @param visits with the columns account, member, time, candidates and exclude; decision_id, received, surface and cells, which may be
     *     missing; and the features that the policy and its rules read
     * @throws Refusal when a candidate is not in the catalogue, or a visit's features give no finite score
     */
    void add(Batch visits);

    /** How many visits were answered so far. */
    long decisions();

    /** How many visits have no slate, as the rules leave nothing that may be shown to them. */
    long unserved();

    @Override
    void close();
}
