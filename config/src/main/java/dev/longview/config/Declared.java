package dev.longview.config;

import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** The names that a section declares, those of wrong entries among them: whoever refers to one of these makes no mistake. */
record Declared(String noun, String plural, Set<String> names) {
    static <T> Declared of(String noun, String plural, Collection<Shape.Named.Entry<T>> entries) {
        return new Declared(
                noun,
                plural,
                entries.stream().map(Shape.Named.Entry::name).collect(Collectors.toCollection(LinkedHashSet::new)));
    }

    boolean knows(String name, Place place, Checking checking) {
        if (names.contains(name)) {
            return true;
        }
        checking.tellUnknown(place, noun, name, plural + " declared", names);
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
