package dev.longview.evaluate;

import java.util.Collections;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * By what a policy was learned that is judged and not kept: with the same log and declaration it can be learned again.
 *
 * @param seed of models, folds and what is drawn
 * @param rewardVersion of the reward
 * @param delayModels by outcome, the version of the forecasts
 * @param readings the version of what labels were read by; empty where they were taken as they are
 */
public record LearnedBy(
        long seed, String rewardVersion, SortedMap<String, String> delayModels, Optional<String> readings) {
    public LearnedBy {
        delayModels = Collections.unmodifiableSortedMap(new TreeMap<>(delayModels));
    }

    public static LearnedBy of(
            long seed, String rewardVersion, Map<String, String> delayModels, Optional<String> readings) {
        return new LearnedBy(seed, rewardVersion, new TreeMap<>(delayModels), readings);
    }
}
