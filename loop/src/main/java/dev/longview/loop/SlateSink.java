package dev.longview.loop;

import dev.longview.columns.Batch;

/** Takes visits and answers each with a slate, where something may be shown to it and one can be drawn. For one thread; nothing is whole before it is closed. */
public interface SlateSink extends AutoCloseable {
    /**
     * Answers visits.
     *
     * @param visits with the columns account, member, time, candidates and exclude; decision_id, received, surface and cells, which may be
     *     missing; and the features that the policy and its rules read
     * @throws Refusal when the policy cannot score at all
     */
    void add(Batch visits);

    /** What came of the visits so far. */
    Answered answered();

    @Override
    void close();
}
