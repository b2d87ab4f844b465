package dev.longview.ingest;

import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** What was met that no feature is declared for: how often each line that would declare it was missed. */
final class VwUndeclared {
    private static final int MOST_COUNTED = 1000;
    private static final int SHOWN = 15;

    private final Map<String, Long> counts = new LinkedHashMap<>();
    private final Map<String, String> examples = new HashMap<>();
    private long beyond;

    void count(String line, VwFeature feature) {
        if (counts.size() == MOST_COUNTED && !counts.containsKey(line)) {
            beyond++;
            return;
        }
        counts.merge(line, 1L, Long::sum);
        examples.computeIfAbsent(line, unseen -> line.endsWith("multi-valued") ? feature.token() : feature.text());
    }

    /** What to write into longview.yaml for them; empty when all are declared. */
    List<String> notes() {
        if (counts.isEmpty()) {
            return List.of();
        }
        StringBuilder note = new StringBuilder(
                "features that longview.yaml does not declare are left out; to have them, write there, below"
                        + " features:");
        counts.entrySet().stream()
                .sorted(Map.Entry.<String, Long>comparingByValue().reversed())
                .limit(SHOWN)
                .forEach(entry -> note.append("\n  %-40s # %,d values, such as %s"
                        .formatted(
                                entry.getKey(),
                                entry.getValue(),
                                RowProblems.shortened(examples.getOrDefault(entry.getKey(), "")))));
        if (counts.size() > SHOWN) {
            note.append("\n  # and %,d more".formatted(counts.size() - SHOWN));
        }
        if (beyond > 0) {
            note.append("\n  # and %,d values of still others".formatted(beyond));
        }
        return List.of(note.toString());
    }
}
