package dev.longview.config;

import dev.longview.syntax.Nearest;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.SequencedMap;
import java.util.stream.Collectors;

/** One reading of a file: gathers its problems. */
final class Checking {
    private static final int MOST_LISTED = 30;

    private final SourceText source;
    private final List<ConfigProblem> problems = new ArrayList<>();

    Checking(SourceText source) {
        this.source = source;
    }

    SourceText source() {
        return source;
    }

    /** All problems so far, in the order of the file. */
    List<ConfigProblem> problems() {
        return problems.stream()
                .sorted(Comparator.comparingInt(ConfigProblem::line).thenComparingInt(ConfigProblem::column))
                .toList();
    }

    int count() {
        return problems.size();
    }

    void tell(Place place, String message, String advice) {
        SourceText.Position at = source.position(place.start());
        String line = source.line(at.line());
        int length = Math.max(0, Math.min(place.end() - place.start(), line.length() - at.column() + 1));
        problems.add(new ConfigProblem(at.line(), at.column(), length, place.path(), message, advice, line));
    }

    /** A word that is none of those known. */
    void tellUnknown(Place place, String noun, String word, String list, Collection<String> known) {
        tell(place, "unknown " + noun + " " + Node.quoted(word), meant(word, known) + list + ": " + list(known));
    }

    static String meant(String word, Collection<String> known) {
        return Nearest.to(word, known)
                .map(near -> "did you mean '" + near + "'? ")
                .orElse("");
    }

    static String list(Collection<String> words) {
        return words.isEmpty()
                ? "none"
                : words.stream()
                        .limit(MOST_LISTED)
                        .collect(Collectors.joining(", ", "", words.size() > MOST_LISTED ? ", …" : ""));
    }

    /** The entries of a map, the first of each key; that a key stands twice is told. */
    SequencedMap<Node.Scalar, Node> entries(Node.Mapping mapping, Place place) {
        SequencedMap<Node.Scalar, Node> entries = new LinkedHashMap<>();
        LinkedHashMap<String, Node.Scalar> seen = new LinkedHashMap<>();
        for (Node.Entry entry : mapping.entries()) {
            Node.Scalar first = seen.putIfAbsent(entry.key().value(), entry.key());
            if (first == null) {
                entries.put(entry.key(), entry.value());
            } else {
                tell(
                        place.key(entry.key()),
                        Node.quoted(entry.key().value()) + " stands here a second time",
                        "the first is on line " + source.position(first.start()).line()
                                + ": keep one of the two, or rename");
            }
        }
        return entries;
    }
}
