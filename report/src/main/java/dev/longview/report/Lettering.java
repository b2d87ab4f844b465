package dev.longview.report;

import java.util.ArrayList;
import java.util.List;

/**
 * How wide text will be. The reader's font is not known here, so widths are estimated for a common sans serif, rather too wide than too
 * narrow: labels must neither overlap nor be cut.
 */
final class Lettering {
    private static final String NARROW = "iljtfrI.,:;'|!()[]{} -/";
    private static final String WIDE = "mwMWOQGD@%—";

    private Lettering() {}

    /** Estimated width in units of the font's size. */
    static double width(String text, double size) {
        return size * text.codePoints().mapToDouble(Lettering::em).sum();
    }

    private static double em(int c) {
        if (c >= 0x2E80) {
            return 1.05;
        }
        if (NARROW.indexOf(c) >= 0) {
            return 0.37;
        }
        return WIDE.indexOf(c) >= 0 ? 0.9 : Character.isUpperCase(c) ? 0.71 : 0.585;
    }

    /** Broken into lines that fit, at spaces where there are any; what does not fit into the last line ends in an ellipsis. */
    static List<String> wrap(String text, double size, double width, int lines) {
        List<String> wrapped = new ArrayList<>();
        String rest = text.strip();
        while (wrapped.size() < lines - 1 && width(rest, size) > width) {
            int fits = fitting(rest, size, width);
            int space = rest.lastIndexOf(' ', fits);
            int at = space > 0 ? space : fits;
            wrapped.add(rest.substring(0, at).strip());
            rest = rest.substring(at).strip();
        }
        if (width(rest, size) > width) {
            rest = rest.substring(0, fitting(rest, size, width - width("…", size)))
                            .strip() + "…";
        }
        wrapped.add(rest);
        return wrapped;
    }

    /** How many chars of a text fit, at least one code point. */
    private static int fitting(String text, double size, double width) {
        int at = text.offsetByCodePoints(0, 1);
        double used = width(text.substring(0, at), size);
        while (at < text.length()) {
            int c = text.codePointAt(at);
            used += size * em(c);
            if (used > width) {
                break;
            }
            at += Character.charCount(c);
        }
        return at;
    }
}
