package dev.longview.loop;

import dev.longview.policy.PolicyDefinition;

/**
 * A policy learned from decisions before a moment, for those after it to judge.
 *
 * @param learned from what was received by {@code asOf}, which is the split unless a note says otherwise
 * @param judging the decisions that judge
 * @param note on what was known; may be empty
 */
record ForwardSplit(PolicyTraining.Learned learned, Window learning, Window judging, String note) {
    /**
     * Learns as of the split. Where what reads the log was fitted later, what was received later has to be read too, and a note says so:
     * rows are still those before the split.
     *
     * @throws Refusal when either side has no decision, or nothing can be learned
     */
    static ForwardSplit of(Loop loop, PolicyDefinition policy, Window window, long split, long seed) {
        if (!(window.from() < split && split < Math.min(window.before(), window.asOf()))) {
            throw new Refusal("the split " + Provenance.text(split)
                    + " is not within the decisions: some have to be before it, to learn from, and some after it");
        }
        PolicyTraining training = new PolicyTraining(loop);
        Window later = window.decided(window.from(), split);
        Window then = new Window(split, window.from(), split, window.servedBy());
        Window judging = window.decided(split, window.before());
        try {
            new DelayFitting(loop).labeller(policy.reward(), split);
            LabelReader.of(loop, new DelayFitting(loop).labeller(policy.reward(), split), then);
        } catch (Refusal fittedLater) {
            return new ForwardSplit(
                    training.learn(policy, later, seed),
                    later,
                    judging,
                    "labels of what was learned from are those of " + Provenance.text(window.asOf())
                            + " and not of the split: " + fittedLater.getMessage());
        }
        return new ForwardSplit(training.learn(policy, then, seed), then, judging, "");
    }
}
