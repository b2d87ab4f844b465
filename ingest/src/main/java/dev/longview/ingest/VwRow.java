package dev.longview.ingest;

/** What a line, or a block of lines, is. */
sealed interface VwRow {
    record Decided(VwDecision decision) implements VwRow {}

    /** A reward that came too late to be joined to its decision, which may be in another file. */
    record Late(String decisionId, String eventId, double reward, long time) implements VwRow {}
}
