package dev.longview.config;

import java.util.List;
import java.util.Set;
import org.yaml.snakeyaml.DumperOptions.ScalarStyle;

/** YAML as it is written, before it means anything: what a scalar is (a number, a name) its place in the file decides, not its look. */
sealed interface Node {
    /** Where it begins: an offset in the file. */
    int start();

    /** After its last character. */
    int end();

    /** In words. */
    String spoken();

    record Scalar(String value, ScalarStyle style, int start, int end) implements Node {
        private static final Set<String> NOTHING = Set.of("", "~", "null", "Null", "NULL");

        boolean plain() {
            return style == ScalarStyle.PLAIN;
        }

        /** Whether no value is given: {@code experiments:} with nothing behind it. */
        boolean nothing() {
            return plain() && NOTHING.contains(value);
        }

        @Override
        public String spoken() {
            return nothing() ? "nothing" : quoted(value);
        }
    }

    record Sequence(List<Node> items, int start, int end) implements Node {
        @Override
        public String spoken() {
            return "a list";
        }
    }

    record Mapping(List<Entry> entries, int start, int end) implements Node {
        @Override
        public String spoken() {
            return "keys with values";
        }
    }

    record Entry(Scalar key, Node value) {}

    /** Quoted for a message, shortened, without what could command a terminal. */
    static String quoted(String text) {
        String clean = text.replaceAll("\\p{Cntrl}", " ");
        return "'" + (clean.length() > 60 ? clean.substring(0, 59) + "…" : clean) + "'";
    }
}
