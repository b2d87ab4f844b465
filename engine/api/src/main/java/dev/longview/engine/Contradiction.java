package dev.longview.engine;

/**
 * A decision of which the log says something else.
 *
 * @param decisionId the decision
 * @param member whose it is, as the log has it
 * @param policy that chose its slate, as the log has it; empty where it does not say
 * @param segment the name of the segment that it is in
 */
public record Contradiction(String decisionId, String member, String policy, String segment) {}
