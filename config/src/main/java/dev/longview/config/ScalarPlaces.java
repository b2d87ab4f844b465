package dev.longview.config;

import org.yaml.snakeyaml.DumperOptions.ScalarStyle;

/**
 * Where in the file each character of a scalar's value stands: an expression may be folded over lines, indented, or have escapes.
 *
 * <p>YAML changes only white space, escapes and doubled quotes, so that value and file can be walked side by side.
 */
final class ScalarPlaces {
    private final String text;
    private final Node.Scalar scalar;
    private final int[] places;

    ScalarPlaces(SourceText source, Node.Scalar scalar) {
        this.text = source.text();
        this.scalar = scalar;
        this.places = new int[scalar.value().length() + 1];
        walk();
    }

    /** The offset in the file of a character of the value; of its end for the value's length. */
    int offset(int index) {
        return places[Math.clamp(index, 0, places.length - 1)];
    }

    private void walk() {
        String value = scalar.value();
        int at = first();
        for (int i = 0; i < value.length(); i++) {
            char c = value.charAt(i);
            if (i > 0 && Character.isLowSurrogate(c) && escape(places[i - 1]) > 2) {
                places[i] = places[i - 1];
            } else if (blank(c)) {
                places[i] = Math.min(at, scalar.end());
                at += at < scalar.end() ? (blank(text.charAt(at)) ? 1 : escape(at)) : 0;
            } else {
                at = skip(at);
                places[i] = Math.min(at, scalar.end());
                at += at < scalar.end() ? Math.max(1, escape(at)) : 0;
            }
        }
        places[value.length()] = Math.min(at, scalar.end());
    }

    private int first() {
        return switch (scalar.style()) {
            case PLAIN, JSON_SCALAR_STYLE -> scalar.start();
            case SINGLE_QUOTED, DOUBLE_QUOTED -> scalar.start() + 1;
            case LITERAL, FOLDED -> {
                int line = scalar.start();
                while (line < scalar.end() && text.charAt(line) != '\n' && text.charAt(line) != '\r') {
                    line++;
                }
                yield line;
            }
        };
    }

    /** Over white space, and over line breaks that are escaped. */
    private int skip(int from) {
        int at = from;
        while (at < scalar.end()) {
            if (blank(text.charAt(at))) {
                at++;
            } else if (escape(at) == 2 && blank(text.charAt(at + 1)) && text.charAt(at + 1) != ' ') {
                at += 2;
            } else {
                break;
            }
        }
        return at;
    }

    /** The length of the escape that begins here; 0 when none does. */
    private int escape(int at) {
        if (at + 1 >= scalar.end()) {
            return 0;
        }
        char c = text.charAt(at);
        char next = text.charAt(at + 1);
        if (scalar.style() == ScalarStyle.SINGLE_QUOTED) {
            return c == '\'' && next == '\'' ? 2 : 0;
        }
        if (scalar.style() != ScalarStyle.DOUBLE_QUOTED || c != '\\') {
            return 0;
        }
        return switch (next) {
            case 'x' -> 4;
            case 'u' -> 6;
            case 'U' -> 10;
            default -> 2;
        };
    }

    private static boolean blank(char c) {
        return c == ' ' || c == '\n' || c == '\r' || c == '\t';
    }
}
