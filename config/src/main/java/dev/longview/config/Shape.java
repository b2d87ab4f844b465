package dev.longview.config;

import java.math.BigDecimal;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.regex.Pattern;

/** What may stand at a place of the file. Reading tells what is wrong, and gives what is right. */
sealed interface Shape<T> {
    /**
     * The value; empty when it is not of this shape, which is told.
     *
     * @param place of the key that it stands under
     */
    Optional<T> read(Node node, Place place, Checking checking);

    /** What is allowed, for a person: "a whole number, 1 to 1000". */
    String allowed();

    /** Whether nothing at all stands for an empty one. */
    default boolean mayBeNothing() {
        return false;
    }

    private static <T> Optional<T> refuse(Shape<T> shape, Node node, Place place, Checking checking) {
        boolean nothing = node instanceof Node.Scalar scalar && scalar.nothing();
        checking.tell(
                nothing ? place : place.value(node),
                nothing ? "no value is given" : node.spoken() + " is not what belongs here",
                "allowed: " + shape.allowed());
        return Optional.empty();
    }

    /** A finite number from {@code low} (excluded when {@code above}) to {@code high}. */
    record Decimal(double low, boolean above, double high, boolean whole) implements Shape<Double> {
        private static final Pattern DECIMAL =
                Pattern.compile("[-+]?(0|[1-9][0-9]*|(?=\\.))(\\.[0-9]*)?([eE][-+]?[0-9]+)?");

        static Decimal whole(int low, int high) {
            return new Decimal(low, false, high, true);
        }

        static Decimal above(double low, double high) {
            return new Decimal(low, true, high, false);
        }

        static Decimal between(double low, double high) {
            return new Decimal(low, false, high, false);
        }

        @Override
        public Optional<Double> read(Node node, Place place, Checking checking) {
            if (!(node instanceof Node.Scalar(String text, var style, int start, int end)) || text.length() > 40) {
                return refuse(this, node, place, checking);
            }
            Node.Scalar scalar = (Node.Scalar) node;
            double value = DECIMAL.matcher(text).matches() && !text.equals(".") ? parse(text) : Double.NaN;
            if (Double.isNaN(value) || scalar.nothing()) {
                return refuse(this, node, place, checking);
            }
            if (!scalar.plain()) {
                checking.tell(place.value(node), "a number in quotes is a text", "write it without quotes: " + text);
                return Optional.empty();
            }
            if (!(above ? value > low : value >= low) || !(value <= high) || (whole && value != Math.rint(value))) {
                checking.tell(place.value(node), scalar.value() + " is out of range", "allowed: " + allowed());
                return Optional.empty();
            }
            return Optional.of(value);
        }

        private static double parse(String text) {
            try {
                return Double.parseDouble(text) + 0.0;
            } catch (NumberFormatException e) {
                return Double.NaN;
            }
        }

        @Override
        public String allowed() {
            String number = whole ? "a whole number" : "a number";
            return number + (above ? " above " : ", ") + spell(low) + (above ? ", at most " : " to ") + spell(high);
        }

        static String spell(double value) {
            double size = Math.abs(value);
            return size >= 1e7
                    ? Double.toString(value).replace(".0E", "e")
                    : new BigDecimal(Double.toString(value))
                            .stripTrailingZeros()
                            .toPlainString();
        }
    }

    record Flag() implements Shape<Boolean> {
        @Override
        public Optional<Boolean> read(Node node, Place place, Checking checking) {
            return node instanceof Node.Scalar scalar
                            && scalar.plain()
                            && scalar.value().matches("true|false")
                    ? Optional.of(scalar.value().equals("true"))
                    : refuse(this, node, place, checking);
        }

        @Override
        public String allowed() {
            return "true or false";
        }
    }

    /** One of some words, each with its meaning. */
    record Words(String noun, SequencedMap<String, String> meanings) implements Shape<String> {
        /** A word, its meaning, the next word … */
        static Words of(String noun, String... wordsAndMeanings) {
            SequencedMap<String, String> meanings = new LinkedHashMap<>();
            for (int i = 0; i < wordsAndMeanings.length; i += 2) {
                meanings.put(wordsAndMeanings[i], wordsAndMeanings[i + 1]);
            }
            return new Words(noun, meanings);
        }

        @Override
        public Optional<String> read(Node node, Place place, Checking checking) {
            if (!(node instanceof Node.Scalar scalar) || scalar.nothing()) {
                return refuse(this, node, place, checking);
            }
            if (!meanings.containsKey(scalar.value())) {
                checking.tellUnknown(place.value(node), noun, scalar.value(), "allowed", meanings.keySet());
                return Optional.empty();
            }
            return Optional.of(scalar.value());
        }

        @Override
        public String allowed() {
            return "one of " + String.join(", ", meanings.keySet());
        }
    }

    record Span(Duration low, Duration high) implements Shape<Duration> {
        @Override
        public Optional<Duration> read(Node node, Place place, Checking checking) {
            Optional<Duration> duration =
                    node instanceof Node.Scalar scalar ? Durations.parse(scalar.value()) : Optional.empty();
            if (duration.isEmpty()) {
                return refuse(this, node, place, checking);
            }
            if (duration.get().compareTo(low) < 0 || duration.get().compareTo(high) > 0) {
                checking.tell(
                        place.value(node),
                        ((Node.Scalar) node).value() + " is out of range",
                        "allowed: " + Durations.spell(low) + " to " + Durations.spell(high));
                return Optional.empty();
            }
            return duration;
        }

        @Override
        public String allowed() {
            return "a duration, " + Durations.spell(low) + " to " + Durations.spell(high) + ", in " + Durations.UNITS;
        }
    }

    /**
     * A duration, or a word in its place.
     *
     * @param word what stands for no fixed duration
     */
    record SpanOr(Span span, String word) implements Shape<SpanOr.Either> {
        /** @param duration empty for the word */
        record Either(Optional<Duration> duration) {}

        @Override
        public Optional<Either> read(Node node, Place place, Checking checking) {
            if (node instanceof Node.Scalar scalar && scalar.value().equals(word)) {
                return Optional.of(new Either(Optional.empty()));
            }
            boolean duration = node instanceof Node.Scalar scalar
                    && Durations.parse(scalar.value()).isPresent();
            return duration
                    ? span.read(node, place, checking).map(value -> new Either(Optional.of(value)))
                    : refuse(this, node, place, checking);
        }

        @Override
        public String allowed() {
            return span.allowed() + ", or " + word;
        }
    }

    /** Any text with something in it; the scalar itself, for its places. */
    record Text(String what, Pattern pattern) implements Shape<Node.Scalar> {
        static Text any(String what) {
            return new Text(what, Pattern.compile("(?s).*\\S.*"));
        }

        @Override
        public Optional<Node.Scalar> read(Node node, Place place, Checking checking) {
            return node instanceof Node.Scalar scalar
                            && !scalar.nothing()
                            && pattern.matcher(scalar.value()).matches()
                    ? Optional.of(scalar)
                    : refuse(this, node, place, checking);
        }

        @Override
        public String allowed() {
            return what;
        }
    }

    /** The name of something that is declared elsewhere; whether it is, is checked when all is read. */
    record Reference(String noun) implements Shape<String> {
        @Override
        public Optional<String> read(Node node, Place place, Checking checking) {
            return node instanceof Node.Scalar scalar && !scalar.nothing()
                    ? Optional.of(scalar.value())
                    : refuse(this, node, place, checking);
        }

        @Override
        public String allowed() {
            return "the name of " + noun;
        }
    }

    record Items<T>(Shape<T> each, int fewest) implements Shape<List<Found<T>>> {
        @Override
        public Optional<List<Found<T>>> read(Node node, Place place, Checking checking) {
            if (!(node instanceof Node.Sequence sequence)) {
                return refuse(this, node, place, checking);
            }
            List<Found<T>> found = new ArrayList<>();
            for (Node item : sequence.items()) {
                each.read(item, place, checking).ifPresent(value -> found.add(new Found<>(value, place.value(item))));
            }
            if (sequence.items().size() < fewest) {
                checking.tell(place.value(node), "the list is too short", "allowed: " + allowed());
                return Optional.empty();
            }
            return found.size() < sequence.items().size() ? Optional.empty() : Optional.of(List.copyOf(found));
        }

        @Override
        public String allowed() {
            return "a list [a, b, …]" + (fewest > 0 ? " of at least " + fewest : "") + ", each " + each.allowed();
        }
    }

    /** Entries under names that the workspace chooses. */
    record Named<T>(NameRule rule, Shape<T> each) implements Shape<List<Named.Entry<T>>> {
        /** @param value empty when it is wrong: the name is declared nevertheless */
        record Entry<T>(String name, Place place, Optional<T> value) {}

        @Override
        public Optional<List<Entry<T>>> read(Node node, Place place, Checking checking) {
            if (node instanceof Node.Scalar scalar && scalar.nothing()) {
                return Optional.of(List.of());
            }
            if (!(node instanceof Node.Mapping mapping)) {
                return refuse(this, node, place, checking);
            }
            List<Entry<T>> entries = new ArrayList<>();
            Map<String, String> lowerCase = new HashMap<>();
            checking.entries(mapping, place).forEach((key, value) -> {
                Place at = place.key(key);
                String other = lowerCase.putIfAbsent(NameRule.folded(key.value()), key.value());
                Optional<String> refusal = rule.refusal(key.value());
                refusal.ifPresent(message -> checking.tell(at, message, "allowed: " + rule.spoken));
                if (other != null && refusal.isEmpty()) {
                    checking.tell(
                            at,
                            Node.quoted(key.value()) + " and " + Node.quoted(other) + " differ only in case",
                            "rename one: not every engine and file system tells them apart");
                }
                entries.add(new Entry<>(key.value(), at, each.read(value, at, checking)));
            });
            return Optional.of(List.copyOf(entries));
        }

        @Override
        public String allowed() {
            return "names with values, name: …, each " + each.allowed();
        }

        @Override
        public boolean mayBeNothing() {
            return true;
        }
    }

    /** A map with fixed keys; of a choice, exactly one of them is written. */
    record Fields(List<Key<?>> keys, boolean choice) implements Shape<Section> {
        static Fields of(Key<?>... keys) {
            return new Fields(List.of(keys), false);
        }

        static Fields oneOf(Key<?>... keys) {
            return new Fields(List.of(keys), true);
        }

        List<String> names() {
            return keys.stream().map(Key::name).toList();
        }

        @Override
        public Optional<Section> read(Node node, Place place, Checking checking) {
            return switch (node) {
                case Node.Scalar scalar
                when scalar.nothing() && mayBeNothing() ->
                    Optional.of(FieldsReader.read(this, new Node.Mapping(List.of(), 0, 0), place, checking));
                case Node.Mapping mapping -> Optional.of(FieldsReader.read(this, mapping, place, checking));
                case Node.Scalar scalar -> refuse(this, node, place, checking);
                case Node.Sequence sequence -> refuse(this, node, place, checking);
            };
        }

        @Override
        public String allowed() {
            return (choice ? "one of the keys " : "the keys ")
                    + String.join(", ", names())
                    + (mayBeNothing() ? "; {} for none" : "");
        }

        @Override
        public boolean mayBeNothing() {
            return !choice && keys.stream().noneMatch(Key::isRequired);
        }
    }
}
