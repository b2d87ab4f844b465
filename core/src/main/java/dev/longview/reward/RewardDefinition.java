package dev.longview.reward;

import java.util.Optional;

/**
 * A reward as it is written in {@code longview.yaml}.
 *
 * @param is the expression
 * @param hypothesis what the author believes that it measures, in words
 * @param parent the reward that it was refined from
 */
public record RewardDefinition(String name, String is, Optional<String> hypothesis, Optional<String> parent) {}
