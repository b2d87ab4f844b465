package dev.longview.loop;

import dev.longview.policy.PolicyDefinition;

/**
 * A part of the log that teaches, and a later one that judges.
 *
 * @param learning decisions before the split, with what was received by then unless a note says otherwise
 * @param judging decisions from the split on
 * @param note on what was known; may be empty
 */
record ForwardWindows(Window learning, Window judging, String note) {
    /**
     * Where what reads the log was fitted after the split, what was received after it has to be read too, and a note says so: the rows are
     * those before the split all the same.
     *
     * @throws Refusal when the split is not within the window
     */
    static ForwardWindows of(Loop loop, PolicyDefinition policy, Window window, long split) {
        if (!(window.from() < split && split < Math.min(window.before(), window.asOf()))) {
            throw new Refusal("the split " + Provenance.text(split)
                    + " is not within the decisions: some have to be before it, to learn from, and some after it");
        }
        Window judging = window.decided(split, window.before());
        Window then = new Window(split, window.from(), split, window.servedBy());
        try {
            LabelReader.of(loop, policy, new ForecastsInUse(loop).labeller(policy.reward(), split), then);
            return new ForwardWindows(then, judging, "");
        } catch (Refusal fittedLater) {
            return new ForwardWindows(
                    window.decided(window.from(), split),
                    judging,
                    "labels of what was learned from are those of " + Provenance.text(window.asOf())
                            + " and not of the split: " + fittedLater.getMessage());
        }
    }
}
