package dev.longview.policy;

import java.util.Arrays;
import java.util.List;
import java.util.Map;

/** Policies of every kind over seven items, without rules and with them: what tests of probabilities go through. */
final class Explored {
    static final double[] SCORES = {0.3, -1.2, 0.3, 2.0, 0.9, -0.4, 1.1};

    private static final double[][] REPLICAS = {
        SCORES,
        {0.1, 0.2, 0.9, 0.8, 1.2, -0.4, 0.3},
        {0.4, -1.0, 0.5, 1.5, 0.9, 1.9, 1.1},
        {0.4, -1.0, 0.5, 1.4, 0.9, 0.1, 1.3},
        {2.4, -1.0, 0.5, 1.4, 0.9, 0.1, 1.3}
    };

    private static final double[] DEVIATIONS = {0.5, 1, 0.3, 0.6, 0.2, 2, 0.7};

    /** Item 5 has no value, item 3 has two. */
    private static final List<List<Integer>> GENRES =
            List.of(List.of(0), List.of(0), List.of(1), List.of(0, 1), List.of(0), List.of(), List.of(2));

    private Explored() {}

    static final Exploration SOFTMAX = new Exploration.Softmax(0.5, 0.1);
    static final Exploration GREEDY = new Exploration.EpsilonGreedy(0.3);
    static final Exploration SQUARE_CB = new Exploration.SquareCb(4, 0.1);
    static final Exploration ENSEMBLE = new Exploration.Ensemble(5, 0.1);
    static final Exploration GUARDED_SOFTMAX = new Exploration.Guarded(SOFTMAX, GREEDY, 0.4);
    static final Exploration GUARDED_ENSEMBLE = new Exploration.Guarded(
            new Exploration.Ensemble(3, 0.1), new Exploration.Guarded(SQUARE_CB, SOFTMAX, 0.5), 0.7);
    static final Exploration THOMPSON = new Exploration.Thompson(0.1);
    static final Exploration GUARDED_THOMPSON = new Exploration.Guarded(THOMPSON, SOFTMAX, 0.3);
    static final List<Exploration> ALL = List.of(
            SOFTMAX, GREEDY, SQUARE_CB, ENSEMBLE, GUARDED_SOFTMAX, GUARDED_ENSEMBLE, THOMPSON, GUARDED_THOMPSON);

    /** Every exploration. */
    static List<SlowPolicy> free(int slateSize) {
        return ALL.stream()
                .map(exploration -> SlowPolicy.of(exploration, slateSize, models(exploration)))
                .toList();
    }

    static double[][] models(Exploration exploration) {
        double[][] models = Arrays.copyOf(REPLICAS, exploration.models());
        if (usesBeliefs(exploration)) {
            models[1] = DEVIATIONS;
        }
        return models;
    }

    /** Whether the second model is one of deviations, which takes some hundred times as long to draw from. */
    static boolean usesBeliefs(Exploration exploration) {
        return exploration.equals(THOMPSON) || exploration.equals(GUARDED_THOMPSON);
    }

    /** Every exploration under every kind of rule: pins, a cap, both; a cap that ends slates early; a pin beyond a short slate. */
    static List<SlowPolicy> ruled(int slateSize) {
        return free(slateSize).stream()
                .flatMap(policy -> List.of(
                        policy.withPins(Map.of(1, 5)),
                        policy.withPins(Map.of(0, 1, 2, 3)),
                        policy.withCap(GENRES, 1),
                        policy.withCap(GENRES, 2),
                        policy.withCap(GENRES, 1).withPins(Map.of(2, 4)),
                        policy.withCap(GENRES, 1).withPins(Map.of(3, 0, 1, 5)))
                        .stream())
                .toList();
    }

    static List<SlowPolicy> all(int slateSize) {
        return java.util.stream.Stream.concat(free(slateSize).stream(), ruled(slateSize).stream())
                .toList();
    }
}
