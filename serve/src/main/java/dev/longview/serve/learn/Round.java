package dev.longview.serve.learn;

import java.util.List;

/**
 * What a round of learning came to.
 *
 * @param asOf what it learned from was received by then
 * @param rows of the journal that were sealed
 * @param policies a line for each that serves
 * @param millis how long it took
 * @param problems what could not be done: the rest was
 */
public record Round(long asOf, long rows, List<Learned> policies, long millis, List<String> problems) {
    public Round {
        policies = List.copyOf(policies);
        problems = List.copyOf(problems);
    }

    /**
     * A policy.
     *
     * @param version that was learned; empty when none was
     * @param swapped whether it serves now
     * @param note what the gate said, or why nothing was learned
     */
    public record Learned(String policy, String version, boolean swapped, String note) {}
}
