package dev.longview.reward;

import dev.longview.syntax.Expression;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;

/**
 * An expression that is evaluated operation by operation at first, and by a loop of its own once it has seen enough rows to be worth one.
 * Both give the same bits.
 */
final class Warming implements Columnar.Column {
    private static final long WORTH_A_LOOP = 50_000;

    private final Expression expression;
    private final Domains domains;
    private final Columnar.Column first;
    private final AtomicLong rows = new AtomicLong();
    private volatile Columnar.Column now;

    Warming(Expression expression, Domains domains) {
        this.expression = expression;
        this.domains = domains;
        this.first = new Columnar(domains).compile(expression);
        this.now = first;
    }

    @Override
    public double[] of(Frame frame) {
        // The one call that crosses the line makes the loop; others go on with what they have.
        long before = rows.getAndAdd(frame.size());
        if (before < WORTH_A_LOOP && before + frame.size() >= WORTH_A_LOOP) {
            Optional<Columnar.Column> loop = Fused.compile(expression, domains);
            now = loop.orElse(first);
        }
        return now.of(frame);
    }
}
