package dev.longview.delay;

import dev.longview.columns.Batch;
import dev.longview.columns.Column;
import dev.longview.outcome.Assembled;
import org.jspecify.annotations.Nullable;

/**
 * Puts rows in canonical order together again: a path is what one recommendation showed at consecutive landmarks, wherever batches were
 * cut. A recommendation that misses a landmark (it was seen later) has a path on each side.
 */
final class Paths {
    interface Sink {
        /** A row of the open path, or the first of a new one. */
        void row(int row, int landmark);

        /** The open path has no more rows. */
        void end();
    }

    private final Landmarks landmarks;
    private @Nullable String decision;
    private long position;
    private int landmark;

    Paths(Landmarks landmarks) {
        this.landmarks = landmarks;
    }

    /** @throws IllegalArgumentException when a row's age is no landmark, or is not after that of the row before of its recommendation */
    void add(Batch batch, Sink sink) {
        Column.Texts decisions = batch.texts(Assembled.DECISION);
        long[] positions = batch.longs(Assembled.POSITION);
        long[] ages = batch.longs(Assembled.AGE);
        for (int i = 0; i < batch.size(); i++) {
            int at = landmarks.indexOf(ages[i]);
            if (at < 0) {
                throw new IllegalArgumentException("row " + i + " has age " + ages[i]
                        + " microseconds, which is no landmark; assemble" + " rows at the ages " + landmarks.ages());
            }
            boolean same = positions[i] == position && sameDecision(decisions, i);
            if (same && at <= landmark) {
                throw new IllegalArgumentException(
                        "row " + i + ": age " + ages[i] + " of decision " + decision + ", position "
                                + position + " comes after age " + landmarks.age(landmark)
                                + "; rows must be in the order time, decision, position, age, each once");
            }
            if (decision != null && !(same && at == landmark + 1)) {
                sink.end();
            }
            if (!same) {
                decision = decisions.text(i);
                position = positions[i];
            }
            landmark = at;
            sink.row(i, at);
        }
    }

    void end(Sink sink) {
        if (decision != null) {
            sink.end();
            decision = null;
        }
    }

    private boolean sameDecision(Column.Texts decisions, int row) {
        if (decisions.isMissing(row)) {
            throw new IllegalArgumentException("row " + row + " has no " + Assembled.DECISION);
        }
        return decisions.text(row).equals(decision);
    }
}
