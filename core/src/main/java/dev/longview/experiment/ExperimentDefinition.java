package dev.longview.experiment;

import java.util.List;
import java.util.Optional;

/**
 * A randomised test as it is declared in {@code longview.yaml}.
 *
 * @param salt what is hashed with the account; the experiment's name unless the config says otherwise
 * @param share of all accounts that take part, in (0, 1]
 * @param cells at least two; the first is the control
 * @param decision what was decided by it, in words
 */
public record ExperimentDefinition(
        String name, String salt, double share, List<Cell> cells, Optional<String> decision) {
    /**
     * An arm.
     *
     * @param weight share of the participants, relative to the other cells' weights; above 0
     * @param policy name of the policy that serves it
     * @param learnsFrom what that policy learns from while the test runs
     */
    public record Cell(String name, double weight, String policy, LearnsFrom learnsFrom) {
        /** Whose policy learns from what it served itself. */
        public Cell(String name, double weight, String policy) {
            this(name, weight, policy, LearnsFrom.OWN);
        }
    }

    public ExperimentDefinition {
        cells = List.copyOf(cells);
    }

    /** Of which nothing has been decided yet. */
    public ExperimentDefinition(String name, String salt, double share, List<Cell> cells) {
        this(name, salt, share, cells, Optional.empty());
    }
}
