package dev.longview.ingest;

import java.util.List;

/**
 * One decision, whatever format it was written in.
 *
 * @param policy the model that chose; empty when the line does not say
 * @param unusable why its propensities are not those of what was shown; empty when they are
 * @param context the features of the visit
 * @param actions what could have been chosen; empty when the line does not say
 */
record VwDecision(
        String id,
        long time,
        String policy,
        String unusable,
        VwExample context,
        List<Action> actions,
        List<Choice> slate) {
    VwDecision {
        actions = List.copyOf(actions);
        slate = List.copyOf(slate);
    }

    /** An action that could have been chosen. */
    record Action(String item, VwExample features) {}

    /**
     * The action chosen for a position: the first for position 0.
     *
     * @param probability given the positions above; (0, 1], or NaN where the line tells that of one of several actions of this item
     * @param cost NaN where there is no label
     */
    record Choice(String item, double probability, double cost) {}
}
