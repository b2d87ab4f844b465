package dev.longview.syntax;

/** Where a piece of an expression stands: characters [start, end). */
public record Span(int start, int end) {
    public Span to(Span last) {
        return new Span(start, last.end);
    }
}
