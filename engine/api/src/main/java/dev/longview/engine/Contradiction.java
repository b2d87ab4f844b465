package dev.longview.engine;

/**
 * A decision that is said twice, and otherwise.
 *
 * @param decisionId the decision
 * @param segment the name of the segment that it is in; of the one that is being written, where its own rows differ
 */
public record Contradiction(String decisionId, String segment) {}
