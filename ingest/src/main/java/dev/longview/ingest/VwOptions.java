package dev.longview.ingest;

import dev.longview.log.FeatureDefinition;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;

/**
 * What a log of Vowpal Wabbit does not say by itself.
 *
 * @param prefix of the ids of decisions that have none
 * @param start the time of the first decision, where lines have none, in microseconds
 * @param every from one decision to the next
 * @param actions how many there are, where lines do not list them
 * @param policy who chose, where lines do not say
 */
record VwOptions(
        String prefix,
        OptionalLong start,
        long every,
        Optional<VwIdentity> itemBy,
        Optional<VwIdentity> memberBy,
        OptionalInt actions,
        String policy,
        List<FeatureDefinition> features) {
    VwOptions {
        features = List.copyOf(features);
    }

    String id(long line) {
        return prefix + "-" + line;
    }

    /** The time of the n-th decision, from 0; only asked for where there is a start. */
    long time(long n) {
        return start.orElseThrow() + n * every;
    }

    /** What the index-th action of a decision is called; empty, and a problem, when nothing tells. */
    String item(VwExample action, int index, RowProblems problems) {
        String item = itemBy.isPresent()
                ? itemBy.get().of(action, index).orElse("")
                : new VwIdentity.Tag()
                        .of(action, index)
                        .or(() -> new VwIdentity.Text().of(action, index))
                        .or(() -> new VwIdentity.Index().of(action, index))
                        .orElse("");
        if (item.isEmpty()) {
            problems.add(
                    Reason.MISSING,
                    "item",
                    "action " + (index + 1) + " has no "
                            + itemBy.map(VwIdentity::spoken).orElse("name") + " to be told by; see --item-by");
        } else if (item.length() > Cell.LONGEST_TEXT) {
            problems.add(
                    Reason.OUT_OF_RANGE,
                    "item",
                    RowProblems.quoted(item) + " has " + item.length() + " characters; allowed: at most "
                            + Cell.LONGEST_TEXT + "; see --item-by");
        }
        return item;
    }
}
