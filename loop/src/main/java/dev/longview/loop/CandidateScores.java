package dev.longview.loop;

import dev.longview.columns.Batch;

/** The scores that each model of a policy gives the candidates of a visit. For one thread; buffers are reused. */
interface CandidateScores {
    /** The batch whose rows are asked for next. */
    CandidateScores visits(Batch batch);

    /**
     * Model × candidate: {@code [m][i]} is what model m gives {@code rows[i]}.
     *
     * @param rows of the catalogue, ascending
     */
    double[][] score(int visit, int[] rows);

    /** Of a candidate that was scored, the mean of the policy's own models: what the log is told. */
    double mean(int candidate);
}
