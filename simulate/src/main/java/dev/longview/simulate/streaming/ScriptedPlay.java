package dev.longview.simulate.streaming;

import java.util.Optional;

/**
 * A play that happens because it is written: for asking what it is worth that a member plays a title in a given way. Everything else of the
 * member's luck stays as it is.
 *
 * @param day on which it begins, at noon; it answers no decision
 * @param member the index of a member; one who has left, or has the title going on, plays nothing
 * @param title the index of a title
 * @param kind how it goes on
 * @param interrupted whether the first sitting stops early, of a play that goes on
 * @param thumb up, down or none, where it ends; nothing to leave it to the member
 */
public record ScriptedPlay(
        int day, int member, int title, HowItGoes kind, boolean interrupted, Optional<String> thumb) {
    /** The kinds of engagement, and one that is drawn as for any play. */
    public enum HowItGoes {
        ABANDONED,
        STALLING,
        STEADY,
        BINGED,
        AS_DRAWN;

        /** What {@link Truth.PlayTruth#kind} calls it; empty for one that is drawn. */
        public String told() {
            return switch (this) {
                case ABANDONED -> Engagement.NAMES.get(Engagement.ABANDON);
                case STALLING -> Engagement.NAMES.get(Engagement.STALL);
                case STEADY -> Engagement.NAMES.get(Engagement.STEADY);
                case BINGED -> Engagement.NAMES.get(Engagement.BINGE);
                case AS_DRAWN -> "";
            };
        }
    }

    byte code(byte drawn) {
        return switch (kind) {
            case ABANDONED -> Engagement.ABANDON;
            case STALLING -> Engagement.STALL;
            case STEADY -> Engagement.STEADY;
            case BINGED -> Engagement.BINGE;
            case AS_DRAWN -> drawn;
        };
    }
}
