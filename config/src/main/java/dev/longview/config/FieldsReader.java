package dev.longview.config;

import dev.longview.syntax.Nearest;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Reads a map with fixed keys: unknown, missing and misplaced keys are told, defaults are filled in. */
final class FieldsReader {
    private final Shape.Fields fields;
    private final Place place;
    private final Checking checking;
    private final Set<String> all = new HashSet<>();
    private final Set<String> twice = new HashSet<>();
    private final Map<String, Node.Scalar> written = new HashMap<>();
    private final Map<String, Found<?>> found = new HashMap<>();

    private FieldsReader(Shape.Fields fields, Place place, Checking checking) {
        this.fields = fields;
        this.place = place;
        this.checking = checking;
    }

    static Section read(Shape.Fields fields, Node.Mapping mapping, Place place, Checking checking) {
        FieldsReader reader = new FieldsReader(fields, place, checking);
        for (Node.Entry entry : mapping.entries()) {
            if (!reader.all.add(entry.key().value())) {
                reader.twice.add(entry.key().value());
            }
        }
        SequencedMap<Node.Scalar, Node> entries = checking.entries(mapping, place);
        entries.forEach(reader::entry);
        if (fields.choice()) {
            reader.one(mapping);
        } else {
            fields.keys().forEach(reader::presence);
        }
        Set<String> doubtful = new HashSet<>(reader.written.keySet());
        doubtful.removeAll(reader.found.keySet());
        doubtful.addAll(reader.twice);
        return new Section(place, reader.found, doubtful);
    }

    private void entry(Node.Scalar name, Node value) {
        Key<?> key = named(name.value());
        if (key == null) {
            checking.tellUnknown(place.key(name), "key", name.value(), "keys here", fields.names());
            // Read as what was meant: a misspelt key is one mistake, it is not missing too, and what it holds is
            // checked at once.
            key = Nearest.to(name.value(), fields.names()).map(this::named).orElse(null);
            if (key == null || all.contains(key.name())) {
                return;
            }
        }
        if (written.putIfAbsent(key.name(), name) == null) {
            value(key, value, place.key(name));
        }
    }

    private @Nullable Key<?> named(String name) {
        return fields.keys().stream()
                .filter(key -> key.name().equals(name))
                .findFirst()
                .orElse(null);
    }

    private <T> void value(Key<T> key, Node node, Place at) {
        key.shape()
                .read(node, at, checking)
                .ifPresent(value -> found.put(key.name(), new Found<>(value, at.value(node))));
    }

    private void one(Node.Mapping mapping) {
        if (mapping.entries().size() != 1) {
            checking.tell(
                    place.value(mapping),
                    mapping.entries().isEmpty() ? "nothing is chosen" : "only one of these can be chosen",
                    "allowed: " + fields.allowed());
        }
    }

    private void presence(Key<?> key) {
        boolean here = written.containsKey(key.name());
        switch (key.presence()) {
            case Presence.Required() -> require(key, here, "");
            case Presence.Defaulted(String yaml) -> {
                if (!here) {
                    fill(key, yaml);
                }
            }
            case Presence.Optional optional -> {}
            case Presence.With(String other) -> {
                boolean wanted = written.containsKey(other);
                require(key, here || !wanted, " with " + other);
                if (here && !wanted) {
                    misplaced(key, "it belongs with " + other);
                }
            }
            case Presence.OnlyFor(String other, List<String> words) -> {
                // Where the other key is missing or wrong, that is the mistake.
                Found<?> choice = found.get(other);
                if (choice != null) {
                    boolean wanted = words.contains(String.valueOf(choice.value()));
                    require(key, here || !wanted, " for " + other + ": " + choice.value());
                    if (here && !wanted) {
                        misplaced(key, "it belongs to " + other + ": " + String.join(", ", words));
                    }
                }
            }
        }
    }

    private void require(Key<?> key, boolean fulfilled, String why) {
        if (!fulfilled) {
            checking.tell(
                    place,
                    "'" + key.name() + "' is missing" + why,
                    "write " + key.name() + ": " + key.shape().allowed() + " (" + key.meaning() + ")");
        }
    }

    private void misplaced(Key<?> key, String belongs) {
        Node.Scalar name = written.get(key.name());
        if (name != null) {
            checking.tell(place.key(name), "'" + key.name() + "' has no meaning here", "remove it: " + belongs);
            found.remove(key.name());
        }
    }

    private <T> void fill(Key<T> key, String yaml) {
        Checking own = new Checking(new SourceText(yaml));
        T value = YamlTree.read(own)
                .flatMap(node -> key.shape().read(node, place, own))
                .orElseThrow(() -> new IllegalStateException("default of " + key.name() + ": " + own.problems()));
        found.put(key.name(), new Found<>(value, place));
    }
}
