package dev.longview.client;

import java.util.List;

/** What is to be shown. */
public final class Slate {
    private final String decisionId;
    private final String policy;
    private final List<String> cells;
    private final List<Item> items;

    Slate(String decisionId, String policy, List<String> cells, List<Item> items) {
        this.decisionId = decisionId;
        this.policy = policy;
        this.cells = List.copyOf(cells);
        this.items = List.copyOf(items);
    }

    /** To be sent back with feedback. */
    public String decisionId() {
        return decisionId;
    }

    /** The version that served. */
    public String policy() {
        return policy;
    }

    /** {@code experiment/cell}, at most one. */
    public List<String> cells() {
        return cells;
    }

    /** In the order of their positions. */
    public List<Item> items() {
        return items;
    }

    /** An item at its position. */
    public static final class Item {
        private final String id;
        private final double conditionalPropensity;
        private final double score;

        Item(String id, double conditionalPropensity, double score) {
            this.id = id;
            this.conditionalPropensity = conditionalPropensity;
            this.score = score;
        }

        public String id() {
            return id;
        }

        /** The probability of the item here, given those above. */
        public double conditionalPropensity() {
            return conditionalPropensity;
        }

        /** What the policy's model says of it, in units of the reward. */
        public double score() {
            return score;
        }
    }
}
