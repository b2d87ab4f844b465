package dev.longview.evaluate;

/** Estimates what a policy would have earned per decision, from another policy's log. Immutable. */
public sealed interface Estimator
        permits DirectMethod, InversePropensity, SelfNormalised, DoublyRobust, SelfNormalisedDoublyRobust {
    /** Short name, as reports print it. */
    String name();

    /** Whether it needs {@link LoggedRewards#withModel}. */
    boolean needsModel();

    /** The value with its interval and verdict; never throws on a log that merely tells nothing. */
    Result estimate(LoggedRewards logged);
}
