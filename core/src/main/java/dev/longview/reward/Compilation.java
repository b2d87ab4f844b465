package dev.longview.reward;

import dev.longview.syntax.Problem;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.SequencedMap;

/** What compiling a reward came to. */
public sealed interface Compilation {
    record Compiled(Reward reward) implements Compilation {}

    /**
     * All that was found, in the order of the texts; at least one.
     *
     * @param problems of the expression itself
     * @param ofParts of its parts, by name; only those that have any
     */
    record Refused(List<Problem> problems, SequencedMap<String, List<Problem>> ofParts) implements Compilation {
        public Refused {
            problems = List.copyOf(problems);
            ofParts = new LinkedHashMap<>(ofParts);
        }

        @Override
        public SequencedMap<String, List<Problem>> ofParts() {
            return new LinkedHashMap<>(ofParts);
        }
    }
}
