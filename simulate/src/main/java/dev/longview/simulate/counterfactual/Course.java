package dev.longview.simulate.counterfactual;

import dev.longview.simulate.Assigner;
import dev.longview.simulate.Recommender;
import dev.longview.simulate.streaming.World;

/**
 * One way for things to go: from a state of the world, under what is recommended from there on.
 *
 * @param from a state; the two courses of a comparison begin at the same day and have the same accounts
 */
public record Course(World from, Assigner assigner) {
    /** Everybody under the same recommender. */
    public static Course of(World from, Recommender recommender) {
        return new Course(from, Assigner.everybody(recommender));
    }
}
