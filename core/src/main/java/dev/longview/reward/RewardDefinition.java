package dev.longview.reward;

import java.util.LinkedHashMap;
import java.util.Optional;
import java.util.SequencedMap;

/**
 * A reward as it is written in {@code longview.yaml}.
 *
 * @param parts expressions by name, which {@code is} and later parts may use; an explanation tells what each came to
 * @param is the expression
 * @param hypothesis what the author believes that it measures, in words
 * @param parent the reward that it was refined from
 */
public record RewardDefinition(
        String name,
        SequencedMap<String, String> parts,
        String is,
        Optional<String> hypothesis,
        Optional<String> parent) {
    public RewardDefinition {
        parts = new LinkedHashMap<>(parts);
    }

    /** Without parts. */
    public RewardDefinition(String name, String is, Optional<String> hypothesis, Optional<String> parent) {
        this(name, new LinkedHashMap<>(), is, hypothesis, parent);
    }

    @Override
    public SequencedMap<String, String> parts() {
        return new LinkedHashMap<>(parts);
    }
}
