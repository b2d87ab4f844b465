package dev.longview.serve.decide;

import java.util.List;
import java.util.Optional;

/**
 * What was decided.
 *
 * @param policy the version that served
 * @param cells at most one
 * @param time when, in microseconds
 * @param seed of the draw
 * @param rules the version of the rules that the slate keeps to; empty without
 */
public record Decision(
        String id,
        String policy,
        List<String> cells,
        long time,
        long seed,
        String candidatesId,
        String rules,
        List<Shown> slate) {
    public Decision {
        cells = List.copyOf(cells);
        slate = List.copyOf(slate);
    }

    /**
     * An item at its position.
     *
     * @param conditional its probability there, given those above
     * @param marginal its probability there, whatever stands above; where that costs no more than the draw
     */
    public record Shown(String item, double conditional, Optional<Double> marginal, double score) {}
}
