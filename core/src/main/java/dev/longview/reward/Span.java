package dev.longview.reward;

/** Where a piece of an expression stands: characters [start, end). */
record Span(int start, int end) {
    Span to(Span last) {
        return new Span(start, last.end);
    }
}
