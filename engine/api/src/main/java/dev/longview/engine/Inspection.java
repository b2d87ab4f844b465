package dev.longview.engine;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;

/**
 * What a log is checked against.
 *
 * @param assembly which decisions, as of which moment, with what is declared of features, outcomes and history. What is not about a
 *     decision is checked over the whole log
 * @param kinds the kinds of feedback that are declared
 * @param cells of each declared experiment, its cells
 */
public record Inspection(Assembly assembly, List<String> kinds, SequencedMap<String, List<String>> cells) {
    public Inspection {
        kinds = List.copyOf(kinds);
        SequencedMap<String, List<String>> copy = new LinkedHashMap<>();
        cells.forEach((experiment, names) -> copy.put(experiment, List.copyOf(names)));
        cells = Collections.unmodifiableSequencedMap(copy);
    }

    /** Without kinds of feedback and experiments, so that none is known. */
    public static Inspection of(Assembly assembly) {
        return new Inspection(assembly, List.of(), Collections.unmodifiableSequencedMap(new LinkedHashMap<>(Map.of())));
    }
}
