package dev.longview.config;

/**
 * Why a configuration is refused.
 *
 * @param line 1 is the file's first; 0 for the file as a whole
 * @param column 1 is the line's first character
 * @param length of the offending piece, in characters within the line; 0 when there is nothing to point at
 * @param key the keys that lead to it, {@code rewards.enjoyed}; empty for the file as a whole
 * @param message what is wrong, with the value
 * @param advice what is allowed, or what to do
 * @param source the line
 */
public record ConfigProblem(
        int line, int column, int length, String key, String message, String advice, String source) {
    private static final int WIDEST = 110;

    /** The problem for a person: place, key and message, the line with carets under the piece, advice. */
    public String render(String fileName) {
        StringBuilder out = new StringBuilder(fileName);
        if (line > 0) {
            out.append(':').append(line).append(':').append(column);
        }
        out.append("  ").append(key.isEmpty() ? "" : printable(key) + ": ").append(message);
        if (length > 0) {
            excerpt(out);
        }
        return out.append("\n  ").append(advice).toString();
    }

    private void excerpt(StringBuilder out) {
        String text = printable(source);
        int indent = text.length() - text.stripLeading().length();
        int first = Math.clamp(column - 1L, 0, text.length());
        int from = Math.min(indent, first);
        if (first - from >= WIDEST * 3 / 4) {
            from = first - WIDEST / 2;
        }
        String shown = text.substring(from, Math.min(text.length(), from + WIDEST));
        int carets = Math.max(1, Math.min(length, shown.length() - (first - from)));
        out.append("\n    ").append(shown.stripTrailing());
        out.append("\n    ").append(" ".repeat(first - from)).append("^".repeat(carets));
    }

    /** Tabs would shift the carets, other control characters could command a terminal. */
    private static String printable(String text) {
        return text.replaceAll("\\p{Cntrl}", " ");
    }
}
