package dev.longview.config;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * The names that a section declares, those of wrong entries among them: whoever refers to one of these makes no mistake.
 *
 * @param doubtful whether the section itself is wrong: then nobody is blamed for a name that is not in it
 */
record Declared(String noun, String plural, Set<String> names, boolean doubtful) {
    static <T> Declared of(String noun, String plural, Section file, Key<List<Shape.Named.Entry<T>>> section) {
        Set<String> names = new LinkedHashSet<>();
        file.value(section).orElse(List.of()).forEach(entry -> names.add(entry.name()));
        return new Declared(noun, plural, names, file.doubtful().contains(section.name()));
    }

    /** These, and those of another section. */
    Declared and(Declared other) {
        Set<String> all = new LinkedHashSet<>(names);
        all.addAll(other.names);
        return new Declared(noun, plural, all, doubtful || other.doubtful);
    }

    boolean knows(String name, Place place, Checking checking) {
        if (names.contains(name)) {
            return true;
        }
        if (!doubtful) {
            checking.tellUnknown(place, noun, name, plural + " declared", names);
        }
        return false;
    }

    /** Keeps a name that is declared; tells one that is not. */
    Optional<Found<String>> keep(Optional<Found<String>> name, Checking checking) {
        return name.filter(found -> knows(found.value(), found.place(), checking));
    }

    /** Keeps names that are declared, each once; tells the others. */
    List<String> keep(List<Found<String>> listed, Checking checking) {
        LinkedHashSet<String> kept = new LinkedHashSet<>();
        for (Found<String> name : listed) {
            if (knows(name.value(), name.place(), checking) && !kept.add(name.value())) {
                checking.tell(name.place(), Node.quoted(name.value()) + " stands twice in the list", "remove one");
            }
        }
        return List.copyOf(kept);
    }
}
