package dev.longview.syntax;

/**
 * Why an expression is refused.
 *
 * @param line 1 is the expression's first
 * @param column 1 is the line's first character
 * @param length of the offending piece, in characters, within the expression
 * @param message what is wrong, with the value
 * @param advice what to do about it
 */
public record Problem(int line, int column, int length, String message, String advice) {
    /** How many of one text are told; who wrote more will not read them. */
    public static final int MOST = 100;

    private static final int WIDEST = 100;

    public static Problem at(String source, Span span, String message, String advice) {
        int start = Math.min(span.start(), source.length());
        int line = 1;
        int lineStart = 0;
        for (int i = 0; i < start; i++) {
            if (source.charAt(i) == '\n') {
                line++;
                lineStart = i + 1;
            }
        }
        return new Problem(line, start - lineStart + 1, Math.max(1, span.end() - start), message, advice);
    }

    /**
     * The problem for a person: message, the line of source with carets under the piece, advice.
     *
     * @param source the expression that was compiled
     * @param place where the expression stands: {@code longview.yaml:31:18  rewards.enjoyed}
     */
    public String render(String source, String place) {
        String[] lines = source.split("\n", -1);
        // Tabs would shift the carets, other control characters could command a terminal.
        String text = line <= lines.length ? lines[line - 1].replaceAll("\\p{Cntrl}", " ") : "";
        int first = Math.max(0, column - 1);
        int from = first < WIDEST ? 0 : first - WIDEST / 2;
        String shown = text.substring(Math.min(from, text.length()), Math.min(text.length(), from + WIDEST));
        int carets = Math.max(1, Math.min(length, shown.length() - (first - from)));
        return place + ": " + message + "\n    " + shown + "\n    " + " ".repeat(first - from) + "^".repeat(carets)
                + "\n  " + advice;
    }
}
