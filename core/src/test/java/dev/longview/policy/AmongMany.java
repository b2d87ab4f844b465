package dev.longview.policy;

import dev.longview.columns.Batch;
import java.util.Map;
import java.util.Optional;
import java.util.function.IntToDoubleFunction;

/** Offers of which only their number is known. */
record AmongMany(IntToDoubleFunction counts) implements Offers {
    /** Rows by 1/propensity, at most so much: all choose from as many. */
    static Weighting cappedAt(int candidates) {
        return new Weighting.AgainstUniform(1, new AmongMany(row -> candidates));
    }

    @Override
    public Batch catalogue() {
        return Batch.of(0, Map.of());
    }

    @Override
    public Optional<int[]> candidates(Batch batch, int row) {
        return Optional.empty();
    }

    @Override
    public double count(Batch batch, int row) {
        return counts.applyAsDouble(row);
    }
}
