package dev.longview.outcome;

import java.time.Duration;

/**
 * How feedback that names no decision finds its recommendation.
 *
 * <p>The first event of {@code openedBy} on an item opens an <b>engagement</b> of the member with it. The engagement belongs to the
 * recommendation that the event names, else to the latest one of the item that was seen before it, else to nobody; and it owns what the
 * member does with the item until it ends. An event that names its decision itself belongs there, whatever is open.
 *
 * @param openedBy the kind of feedback that opens an engagement
 * @param within how old a recommendation may be to win the event that opens
 * @param lasts how long an engagement stays open after the event that opened it
 * @param continuations whether what is recommended while the member is engaged with it trains
 */
public record Attribution(String openedBy, Duration within, Duration lasts, boolean continuations) {

    /** A text that is equal for equal attributions only. What learners leave out of them changes none. */
    public String canonical() {
        return "opened-by " + openedBy + " within " + within + " lasts " + lasts;
    }
}
