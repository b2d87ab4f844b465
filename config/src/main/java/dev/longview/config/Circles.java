package dev.longview.config;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;
import java.util.Set;

/** Things that name another one of their own sort, and must not come back to themselves. */
final class Circles {
    private Circles() {}

    /**
     * Tells each circle once, at its first member in the file.
     *
     * @param next from each thing to the one that it names
     * @param verb "runs from"
     * @return all that stand in a circle
     */
    static Set<String> tell(SequencedMap<String, Found<String>> next, String verb, String advice, Checking checking) {
        Set<String> told = new HashSet<>();
        next.forEach((name, first) -> {
            List<String> circle = circle(name, next);
            if (!circle.isEmpty() && told.addAll(circle)) {
                String way = circle.size() == 1 ? "" : ": " + String.join(" → ", circle) + " → " + name;
                checking.tell(first.place(), Node.quoted(name) + " " + verb + " itself" + way, advice);
            }
        });
        return told;
    }

    /** The circle that starts and ends at {@code name}; empty when the way does not come back to it. */
    private static List<String> circle(String name, Map<String, Found<String>> next) {
        List<String> way = new ArrayList<>();
        Set<String> seen = new HashSet<>();
        String at = name;
        while (seen.add(at)) {
            way.add(at);
            Found<String> following = next.get(at);
            if (following == null) {
                return List.of();
            }
            at = following.value();
        }
        return at.equals(name) ? way : List.of();
    }
}
