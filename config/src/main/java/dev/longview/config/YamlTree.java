package dev.longview.config;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.error.MarkedYAMLException;
import org.yaml.snakeyaml.error.YAMLException;
import org.yaml.snakeyaml.events.AliasEvent;
import org.yaml.snakeyaml.events.DocumentStartEvent;
import org.yaml.snakeyaml.events.Event;
import org.yaml.snakeyaml.events.MappingEndEvent;
import org.yaml.snakeyaml.events.MappingStartEvent;
import org.yaml.snakeyaml.events.NodeEvent;
import org.yaml.snakeyaml.events.ScalarEvent;
import org.yaml.snakeyaml.events.SequenceEndEvent;
import org.yaml.snakeyaml.events.SequenceStartEvent;
import org.yaml.snakeyaml.parser.ParserImpl;
import org.yaml.snakeyaml.reader.StreamReader;

/**
 * Text to nodes.
 *
 * <p>Made from SnakeYAML's events and not by its loader, which knows no places, would take {@code NO} for a condition and {@code 010}
 * for eight, and counts aliases without telling where. An alias is the node that it names, not a copy; what holds itself is refused.
 */
final class YamlTree {
    private static final int DEEPEST = 20;
    private static final int MOST_ALIASES = 50;

    /** Stops the reading: nothing that comes after can be told apart. */
    private static final class Mistake extends RuntimeException {
        final transient Place place;
        final String advice;

        Mistake(Place place, String message, String advice) {
            super(message, null, false, false);
            this.place = place;
            this.advice = advice;
        }
    }

    private final SourceText source;
    private final ParserImpl events;
    private final Map<String, Node> anchors = new HashMap<>();
    private int aliases;

    private YamlTree(SourceText source) {
        this.source = source;
        LoaderOptions options = new LoaderOptions();
        options.setCodePointLimit(Integer.MAX_VALUE);
        this.events = new ParserImpl(new StreamReader(source.text()), options);
    }

    /** The document's root; empty when there is none or the text cannot be read, which is told. */
    static Optional<Node> read(Checking checking) {
        SourceText source = checking.source();
        try {
            requirePrintable(source.text());
            Optional<Node> root = new YamlTree(source).document();
            if (root.isEmpty() || (root.get() instanceof Node.Scalar scalar && scalar.nothing())) {
                checking.tell(Place.FILE, "the file is empty", "write one to start from with: longview init");
                return Optional.empty();
            }
            return root;
        } catch (Mistake mistake) {
            checking.tell(mistake.place, String.valueOf(mistake.getMessage()), mistake.advice);
        } catch (MarkedYAMLException mistake) {
            YamlMistake.tell(mistake, checking);
        } catch (YAMLException mistake) {
            checking.tell(Place.FILE, "not YAML: " + mistake.getMessage(), "correct it; nothing was checked yet");
        }
        return Optional.empty();
    }

    private static void requirePrintable(String text) {
        for (int i = 0, c; i < text.length(); i += Character.charCount(c)) {
            c = text.codePointAt(i);
            if (!StreamReader.isPrintable(c)) {
                throw new Mistake(
                        new Place("", i, i), "the character U+%04X is not allowed in YAML".formatted(c), "remove it");
            }
        }
    }

    private Optional<Node> document() {
        events.getEvent();
        if (!(events.getEvent() instanceof DocumentStartEvent)) {
            return Optional.empty();
        }
        Node root = node(0);
        events.getEvent();
        if (events.getEvent() instanceof DocumentStartEvent second) {
            throw new Mistake(place(second), "a second document begins here", "remove '---': a file is one document");
        }
        return Optional.of(root);
    }

    private Node node(int depth) {
        Event event = events.getEvent();
        if (depth > DEEPEST) {
            throw new Mistake(place(event), "nested deeper than " + DEEPEST, "no key of this file nests so deep");
        }
        if (event instanceof AliasEvent alias) {
            return aliased(alias);
        }
        Node node = switch (event) {
            case ScalarEvent scalar -> {
                refuseTag(scalar, scalar.getTag());
                yield new Node.Scalar(scalar.getValue(), scalar.getScalarStyle(), start(scalar), end(scalar));
            }
            case SequenceStartEvent start -> {
                refuseTag(start, start.getTag());
                yield sequence(start, depth);
            }
            case MappingStartEvent start -> {
                refuseTag(start, start.getTag());
                yield mapping(start, depth);
            }
            default -> throw new Mistake(place(event), "a value is missing here", "write one");
        };
        if (event instanceof NodeEvent named && named.getAnchor() != null) {
            anchors.put(named.getAnchor(), node);
        }
        return node;
    }

    private Node sequence(SequenceStartEvent start, int depth) {
        List<Node> items = new ArrayList<>();
        while (!(events.peekEvent() instanceof SequenceEndEvent)) {
            items.add(node(depth + 1));
        }
        return new Node.Sequence(List.copyOf(items), start(start), end(events.getEvent()));
    }

    private Node mapping(MappingStartEvent start, int depth) {
        List<Node.Entry> entries = new ArrayList<>();
        while (!(events.peekEvent() instanceof MappingEndEvent)) {
            Event at = events.peekEvent();
            Node key = node(depth + 1);
            if (!(key instanceof Node.Scalar name)) {
                throw new Mistake(place(at), "a key must be a name, not " + key.spoken(), "write name: value");
            }
            entries.add(new Node.Entry(name, node(depth + 1)));
        }
        return new Node.Mapping(List.copyOf(entries), start(start), end(events.getEvent()));
    }

    private Node aliased(AliasEvent alias) {
        if (++aliases > MOST_ALIASES) {
            throw new Mistake(place(alias), "more than " + MOST_ALIASES + " aliases", "write the values out");
        }
        Node node = anchors.get(alias.getAnchor());
        if (node == null) {
            throw new Mistake(
                    place(alias),
                    "no value before this is called &" + alias.getAnchor(),
                    "anchors before this: "
                            + Checking.list(anchors.keySet().stream().sorted().toList()));
        }
        return node;
    }

    private void refuseTag(Event at, String tag) {
        if (tag != null) {
            throw new Mistake(place(at), "the tag " + Node.quoted(tag) + " is not read here", "remove the tag");
        }
    }

    private Place place(Event event) {
        return new Place("", start(event), end(event));
    }

    private int start(Event event) {
        return source.offset(event.getStartMark());
    }

    private int end(Event event) {
        return source.offset(event.getEndMark());
    }
}
