package dev.longview.simulate;

/** What a recommender fills for one visit, top position first. The object is used again for the next visit. */
public final class Slate {
    private final int[] candidate;
    private final double[] conditional;
    private final double[] marginal;
    private final double[] marginalError;
    private final double[] score;
    private String policy = "";
    private int size;

    /** @param capacity how many positions the page has */
    public Slate(int capacity) {
        candidate = new int[capacity];
        conditional = new double[capacity];
        marginal = new double[capacity];
        marginalError = new double[capacity];
        score = new double[capacity];
    }

    /** Empties it for the next visit. */
    public void clear() {
        size = 0;
        policy = "";
    }

    /** How many positions the page has. */
    public int capacity() {
        return candidate.length;
    }

    public int size() {
        return size;
    }

    /** Names the version of the policy that chose. */
    public void policy(String name) {
        policy = name;
    }

    public String policy() {
        return policy;
    }

    /** The next position, with an exact marginal, or NaN for what is unknown. */
    public void add(int candidateIndex, double conditionalPropensity, double marginalPropensity, double modelScore) {
        add(candidateIndex, conditionalPropensity, marginalPropensity, Double.NaN, modelScore);
    }

    /** The next position; NaN is unknown. */
    public void add(
            int candidateIndex,
            double conditionalPropensity,
            double marginalPropensity,
            double standardErrorOfMarginal,
            double modelScore) {
        if (size == candidate.length) {
            throw new IllegalStateException("the slate has " + candidate.length + " positions and all are filled");
        }
        candidate[size] = candidateIndex;
        conditional[size] = conditionalPropensity;
        marginal[size] = marginalPropensity;
        marginalError[size] = standardErrorOfMarginal;
        score[size++] = modelScore;
    }

    public int candidate(int position) {
        return candidate[position];
    }

    public double conditional(int position) {
        return conditional[position];
    }

    public double marginal(int position) {
        return marginal[position];
    }

    public double marginalError(int position) {
        return marginalError[position];
    }

    public double score(int position) {
        return score[position];
    }
}
