package dev.longview.log;

/**
 * A kind of feedback that a workspace declares.
 *
 * @param retractable whether a later event may withdraw one of this kind; outcomes of such a kind are never final early
 */
public record FeedbackKind(String name, boolean retractable) {
    /** The reserved kind that says a recommendation was really rendered. */
    public static final String IMPRESSION = "impression";
}
