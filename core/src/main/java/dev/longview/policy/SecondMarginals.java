package dev.longview.policy;

/**
 * Exact marginals of the second position, of all candidates: the sum over what may stand first, which for each exploration has a form
 * that needs one pass. Only positive terms are added, so that small probabilities keep their accuracy.
 */
final class SecondMarginals {
    private SecondMarginals() {}

    /**
     * Of any exploration.
     *
     * @param first the probabilities of what stands first, which may be another's: those of a mixture that it is part of
     * @param weights of Plackett–Luce, which are its own probabilities of the first position
     */
    static void of(Exploration exploration, double[][] scores, int n, double[] weights, double[] first, double[] out) {
        switch (exploration) {
            case Exploration.EpsilonGreedy(double epsilon) -> epsilonGreedy(epsilon, scores[0], n, first, out);
            case Exploration.Softmax s -> plackettLuce(weights, n, first, out);
            case Exploration.SquareCb(double gamma, double floor) -> squareCb(gamma, floor, scores[0], n, first, out);
            case Exploration.Ensemble(int replicas, double floor) -> ensemble(floor, scores, n, first, out);
            case Exploration.Thompson t -> throw new IllegalArgumentException("beliefs have no form of one pass");
            case Exploration.Guarded g -> throw new IllegalArgumentException("a mixture is the mean of its parts");
        }
    }

    /** ε-greedy: the best, unless it stands first; then the second best. */
    private static void epsilonGreedy(double epsilon, double[] scores, int n, double[] first, double[] out) {
        int best = best(scores, n, -1);
        int second = best(scores, n, best);
        for (int i = 0; i < n; i++) {
            out[i] = epsilon / (n - 1) * (1 - first[i]);
        }
        out[best] += (1 - epsilon) * (1 - first[best]);
        out[second] += (1 - epsilon) * first[best];
    }

    /** Plackett–Luce: wᵢ · Σ_{j≠i} p(j first)/(1 − wⱼ), where 1 − wⱼ is what the others weigh, however little that is. */
    private static void plackettLuce(double[] weights, int n, double[] first, double[] out) {
        double[] odds = new double[n];
        withoutEach(weights, n, odds);
        for (int i = 0; i < n; i++) {
            odds[i] = first[i] / odds[i];
        }
        withoutEach(odds, n, out);
        for (int i = 0; i < n; i++) {
            out[i] *= weights[i];
        }
    }

    /**
     * SquareCB: after any but the best, the others keep their gaps to it; after the best, all are measured from the second best.
     *
     * @param first the marginals of the first position
     */
    private static void squareCb(double gamma, double floor, double[] scores, int n, double[] first, double[] out) {
        int best = best(scores, n, -1);
        int second = best(scores, n, best);
        int left = n - 1;
        double[] kept = new double[n];
        double[] others = new double[n];
        double allKept = 0;
        double measuredAnew = 0;
        for (int i = 0; i < n; i++) {
            if (i != best) {
                kept[i] = 1 / (left + gamma * (scores[best] - scores[i]));
                others[i] = first[i];
                allKept += kept[i];
                measuredAnew += i == second ? 0 : 1 / (left + gamma * (scores[second] - scores[i]));
            }
        }
        withoutEach(others, n, out);
        double ofBest = 0;
        for (int i = 0; i < n; i++) {
            if (i != best) {
                double anew = i == second ? 1 - measuredAnew : 1 / (left + gamma * (scores[second] - scores[i]));
                out[i] = out[i] * mixed(kept[i], floor, left) + first[best] * mixed(anew, floor, left);
                ofBest += first[i] * mixed(1 - (allKept - kept[i]), floor, left);
            }
        }
        out[best] = ofBest;
    }

    /**
     * An ensemble: what stands first changes the vote only of the models whose best it was.
     *
     * @param first the marginals of the first position
     */
    private static void ensemble(double floor, double[][] scores, int n, double[] first, double[] out) {
        double share = 1.0 / scores.length;
        double[] votes = new double[n];
        double[] afterTheirs = new double[n];
        for (double[] model : scores) {
            int best = best(model, n, -1);
            votes[best] += share;
            afterTheirs[best(model, n, best)] += share * first[best];
        }
        for (int i = 0; i < n; i++) {
            double free = 1 - first[i];
            out[i] = (1 - floor) * (votes[i] * free + afterTheirs[i]) + floor / (n - 1) * free;
        }
    }

    private static double mixed(double probability, double floor, int left) {
        return (1 - floor) * probability + floor / left;
    }

    /** For each index the sum of the others. */
    private static void withoutEach(double[] terms, int n, double[] out) {
        double before = 0;
        for (int i = 0; i < n; i++) {
            out[i] = before;
            before += terms[i];
        }
        double after = 0;
        for (int i = n - 1; i >= 0; i--) {
            out[i] += after;
            after += terms[i];
        }
    }

    private static int best(double[] scores, int n, int but) {
        int best = -1;
        for (int i = 0; i < n; i++) {
            if (i != but && (best < 0 || scores[i] > scores[best])) {
                best = i;
            }
        }
        return best;
    }
}
