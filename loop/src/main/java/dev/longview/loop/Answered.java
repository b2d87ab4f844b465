package dev.longview.loop;

import java.util.List;

/**
 * What came of visits.
 *
 * @param decisions how many have a slate
 * @param unserved how many have none, as the rules leave nothing that may be shown to them
 * @param refused how many have none, as none can be drawn: a candidate is not in the catalogue, or features give no finite score
 * @param refusals why, of the first ten
 */
public record Answered(long decisions, long unserved, long refused, List<String> refusals) {
    public Answered {
        refusals = List.copyOf(refusals);
    }
}
