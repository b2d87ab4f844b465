package dev.longview.policy;

import java.util.Arrays;
import java.util.Optional;

/**
 * The parameters of a policy while its value is climbed, and the step that learns from one row: {@link Objective.PolicyValue}.
 *
 * <p>With scores s over the candidates of a row, π = softmax(s), and q what a regression expects of each candidate at the position, the
 * row's estimate of the gradient in score c is
 *
 * <pre>Σ_i π_i λ_i (q_i − b) (1{c = i} − π_c) + min(cap, π_a/p) λ_a (r − q_a) (1{c = a} − π_c),  λ = (1 − π)^(K−1)</pre>
 *
 * for the item a that was shown with propensity p and gave r. The baseline b is the mean reward of the position: with one place it changes
 * nothing; with several it says from what reward on an item deserves one. Without a regression q is b. Of many candidates a seeded sample
 * stands for all, its scores corrected for how it was drawn.
 *
 * <p>A feature takes one step a row, along the sum over the candidates that have it, and its ridge is spread over the rows whose candidates
 * or context have it, as a regression's is.
 */
final class PolicyDescent {
    /** Candidates that a step weighs, what was shown among them. */
    static final int SAMPLE = 50;

    private final TrainingRows rows;
    private final Choices choices;
    private final Objective.PolicyValue objective;
    private final int slate;
    private final int d;
    private final double rate;
    /** Of the rate, for the step that is taken. */
    private double left;

    private final double scale;
    private final double[] positionMeans;
    final double[] shrinkage;
    private final double[] squares;
    private final Optional<Expected> regression;
    private final Draws draws;
    final double[] theta;

    private final double[] context;
    private final double[] contextSlope;
    private final int[] candidates = new int[SAMPLE];
    private final double[] items;
    private final double[] pi = new double[SAMPLE];
    private final double[] q = new double[SAMPLE];
    private final double[] slope = new double[SAMPLE];
    /** How many items each candidate stands for. */
    private final double[] stands = new double[SAMPLE];
    /** By feature of items: the slope of the row's value in its linear term; 0 between steps. */
    private final double[] pull;
    /** The features that have one, each once: as many as {@link #gather} said. */
    private final int[] touched;

    private final boolean[] isTouched;

    /** @param regression what is expected of each candidate, learned from the same rows */
    PolicyDescent(
            TrainingRows rows,
            Objective.PolicyValue objective,
            PolicyDefinition policy,
            double ridge,
            long seed,
            Optional<FactorisedModel> regression) {
        this.rows = rows;
        this.objective = objective;
        choices = rows.choices.orElseThrow(
                () -> new IllegalArgumentException("a policy's value needs rows that know what they chose from"));
        slate = policy.slateSize();
        d = policy.dimensions();
        int m = rows.slots.length;
        theta = new double[Math.toIntExact(m + (long) m * d)];
        squares = new double[theta.length];
        Arrays.fill(squares, Descent.FIRST_SQUARE);
        Descent target = new Descent(rows, 1, policy.learningRate(), 0, 0, seed);
        scale = target.scale();
        rate = target.sharedRate();
        Descent.spread(rows, theta, m, d, seed);
        pull = new double[m];
        touched = new int[m];
        isTouched = new boolean[m];
        shrinkage = shrinkage(policy.regularisation(), ridge);
        positionMeans = positionMeans();
        this.regression = regression.map(model -> new Expected(rows, choices, model));
        draws = new Draws(seed);
        context = new double[d];
        contextSlope = new double[d];
        items = new double[SAMPLE * d];
    }

    /**
     * Learns from a row; returns the estimate of the policy's value at it, in units of the reward.
     *
     * @param share of the learning rate that is left, in 0 … 1
     */
    double step(int row, double share) {
        left = share * rate;
        int count = sample(row);
        softmax(row, count);
        double value = slopes(row, count);
        climb(row, count);
        return value;
    }

    /** Candidates of a row, the one shown first; leaves in {@code pi} the correction of each's score for the sampling. */
    private int sample(int row) {
        int[] set = choices.sets.get(choices.set[row]);
        int chosen = choices.chosen[row];
        candidates[0] = chosen;
        pi[0] = 0;
        Arrays.fill(stands, 1);
        int count = 1;
        if (set.length <= SAMPLE) {
            for (int item : set) {
                if (item != chosen) {
                    pi[count] = 0;
                    candidates[count++] = item;
                }
            }
            return count;
        }
        double correction = Math.log((set.length - 1.0) / (SAMPLE - 1));
        while (count < SAMPLE) {
            int item = set[draws.below(set.length)];
            if (item != chosen) {
                pi[count] = correction;
                stands[count] = (set.length - 1.0) / (SAMPLE - 1);
                candidates[count++] = item;
            }
        }
        return count;
    }

    private void softmax(int row, int count) {
        side(rows.starts[2 * row], rows.starts[2 * row + 1], context, 0);
        double most = Double.NEGATIVE_INFINITY;
        for (int c = 0; c < count; c++) {
            int item = candidates[c];
            double score = pi[c] + side(rows.itemStarts[item], rows.itemStarts[item + 1], items, c * d);
            for (int j = 0; j < d; j++) {
                score += context[j] * items[c * d + j];
            }
            pi[c] = score;
            most = Math.max(most, score);
        }
        double sum = 0;
        for (int c = 0; c < count; c++) {
            pi[c] = Math.exp(pi[c] - most);
            sum += pi[c];
        }
        for (int c = 0; c < count; c++) {
            pi[c] /= sum;
        }
    }

    /** The slope of the row's value in each candidate's score; returns the value of one draw. */
    private double slopes(int row, int count) {
        double mean = positionMeans[rows.position[row]];
        double corrected = 0;
        double value = 0;
        for (int c = 0; c < count; c++) {
            q[c] = regression.isPresent() ? regression.get().of(row, candidates[c]) : mean;
            value += pi[c] * q[c];
            slope[c] = pi[c] * topKCorrection(pi[c] / stands[c], slate) * (q[c] - mean);
            corrected += slope[c];
        }
        double missed = rows.target[row] - q[0];
        double importance = Math.min(objective.cap(), pi[0] / rows.propensity[row]);
        double pull = importance * topKCorrection(pi[0], slate) * missed;
        double weight = rows.weight[row] / scale;
        for (int c = 0; c < count; c++) {
            slope[c] = weight * (slope[c] - pi[c] * corrected + pull * ((c == 0 ? 1 : 0) - pi[c]));
        }
        return value + importance * missed;
    }

    private void climb(int row, int count) {
        Arrays.fill(contextSlope, 0);
        for (int c = 0; c < count; c++) {
            for (int j = 0; j < d; j++) {
                contextSlope[j] += slope[c] * items[c * d + j];
            }
        }
        int features = gather(count);
        for (int i = 0; i < features; i++) {
            int feature = touched[i];
            climb(feature, pull[feature], pull[feature], context);
            pull[feature] = 0;
            isTouched[feature] = false;
        }
        for (int e = rows.starts[2 * row]; e < rows.starts[2 * row + 1]; e++) {
            // A linear term of the context is the same for all candidates: it has no slope.
            climb(rows.features[e], 0, rows.values[e], contextSlope);
        }
    }

    /** Sums each feature's slopes over the candidates that have it; returns how many features there are. */
    private int gather(int count) {
        int features = 0;
        for (int c = 0; c < count; c++) {
            int item = candidates[c];
            for (int e = rows.itemStarts[item]; e < rows.itemStarts[item + 1]; e++) {
                int feature = rows.features[e];
                if (!isTouched[feature]) {
                    isTouched[feature] = true;
                    touched[features++] = feature;
                }
                pull[feature] += rows.values[e] * slope[c];
            }
        }
        return features;
    }

    private void climb(int feature, double linear, double factor, double[] embedding) {
        double l2 = shrinkage[feature];
        ascend(feature, linear - l2 * theta[feature]);
        int at = rows.slots.length + feature * d;
        for (int j = 0; j < d; j++) {
            ascend(at + j, factor * embedding[j] - l2 * theta[at + j]);
        }
    }

    private void ascend(int parameter, double slope) {
        squares[parameter] += slope * slope;
        theta[parameter] += left * slope / Math.sqrt(squares[parameter]);
    }

    private double side(int from, int to, double[] sum, int at) {
        return Descent.side(rows, theta, 0, rows.slots.length, d, from, to, sum, at);
    }

    /**
     * How much less an item's score matters as other positions may show it too: (1 − π)^(K − 1), Chen et al.'s correction over K.
     *
     * @param pi its probability in one draw, in 0 … 1
     * @param slate K, at least 1
     */
    static double topKCorrection(double pi, int slate) {
        return Math.pow(1 - pi, slate - 1);
    }

    double rate() {
        return rate;
    }

    /** The probabilities of a row's candidates, of one draw; what was shown comes first. */
    double[] policy(int row) {
        int count = sample(row);
        softmax(row, count);
        return Arrays.copyOf(pi, count);
    }

    /** @throws IllegalStateException when a parameter is not finite */
    FactorisedModel model() {
        for (double parameter : theta) {
            if (!Double.isFinite(parameter)) {
                throw new IllegalStateException("training diverged; lower the learning rate");
            }
        }
        int m = rows.slots.length;
        return new FactorisedModel(
                rows.space,
                rows.scaling,
                d,
                0,
                new double[FactorisedModel.POSITIONS],
                rows.slots,
                Arrays.copyOf(theta, m),
                Arrays.copyOfRange(theta, m, theta.length));
    }

    /** L2 of each feature, per step: a ridge for all the steps of a pass. */
    private double[] shrinkage(double regularisation, double ridge) {
        double[] steps = new double[rows.slots.length];
        for (int row = 0; row < rows.size(); row++) {
            for (int e = rows.starts[2 * row]; e < rows.starts[2 * row + 1]; e++) {
                steps[rows.features[e]]++;
            }
        }
        int[] ends = new int[choices.sets.size() + 1];
        for (int row = 0; row < rows.size(); row++) {
            ends[choices.set[row] + 1]++;
        }
        Arrays.parallelPrefix(ends, Integer::sum);
        int[] bySet = new int[rows.size()];
        for (int row = 0; row < bySet.length; row++) {
            bySet[ends[choices.set[row]]++] = row;
        }
        // Each now says where its set's rows end.
        for (int set = 0, from = 0; set < choices.sets.size(); from = ends[set++]) {
            addSteps(choices.sets.get(set), Arrays.copyOfRange(bySet, from, ends[set]), steps);
        }
        for (int feature = 0; feature < steps.length; feature++) {
            // What is in a sample less than once steps seldom: no harder than by the whole ridge.
            steps[feature] = regularisation + ridge / Math.max(1, steps[feature]);
        }
        return steps;
    }

    /** Of each feature, in how many of these decisions a sample of these items is expected to have it: always where what is shown does. */
    private void addSteps(int[] items, int[] decisions, double[] steps) {
        int features = 0;
        for (int item : items) {
            for (int e = rows.itemStarts[item]; e < rows.itemStarts[item + 1]; e++) {
                int feature = rows.features[e];
                if (pull[feature]++ == 0) {
                    touched[features++] = feature;
                }
            }
        }
        for (int i = 0; i < features; i++) {
            double share = Math.min(1, pull[touched[i]] / Math.max(1, items.length - 1));
            pull[touched[i]] = items.length <= SAMPLE ? 1 : 1 - Math.pow(1 - share, SAMPLE - 1.0);
            steps[touched[i]] += decisions.length * pull[touched[i]];
        }
        for (int row : decisions) {
            int shown = choices.chosen[row];
            for (int e = rows.itemStarts[shown]; e < rows.itemStarts[shown + 1]; e++) {
                steps[rows.features[e]] += 1 - pull[rows.features[e]];
            }
        }
        for (int i = 0; i < features; i++) {
            pull[touched[i]] = 0;
        }
    }

    private double[] positionMeans() {
        double[] sum = new double[FactorisedModel.POSITIONS];
        double[] weight = new double[FactorisedModel.POSITIONS];
        for (int row = 0; row < rows.size(); row++) {
            sum[rows.position[row]] += rows.weight[row] * rows.target[row];
            weight[rows.position[row]] += rows.weight[row];
        }
        for (int position = 0; position < sum.length; position++) {
            sum[position] /= weight[position] > 0 ? weight[position] : 1;
        }
        return sum;
    }

    /** A regression of the reward, over the rows' own features. */
    private static final class Expected {
        private final TrainingRows rows;
        private final FactorisedModel model;
        private final double[] items;
        private final double[] context;
        private int read = -1;

        Expected(TrainingRows rows, Choices choices, FactorisedModel model) {
            this.rows = rows;
            this.model = model;
            int width = model.vectorLength();
            context = new double[width];
            items = new double[Math.multiplyExact(choices.catalogue().size(), width)];
            for (int item = 0; item + 1 < rows.itemStarts.length; item++) {
                vector(rows.itemStarts[item], rows.itemStarts[item + 1], items, item * width);
            }
        }

        double of(int row, int item) {
            if (row != read) {
                Arrays.fill(context, 0);
                vector(rows.starts[2 * row], rows.starts[2 * row + 1], context, 0);
                read = row;
            }
            int at = item * context.length;
            double score = model.bias + model.positionTerm(rows.position[row]) + context[0] + items[at];
            for (int j = 1; j < context.length; j++) {
                score += context[j] * items[at + j];
            }
            return score;
        }

        private void vector(int from, int to, double[] into, int at) {
            for (int e = from; e < to; e++) {
                int index = model.index(rows.slots[rows.features[e]]);
                if (index >= 0) {
                    into[at] += rows.values[e] * model.linear[index];
                    for (int j = 0; j < model.dimensions; j++) {
                        into[at + j + 1] += rows.values[e] * model.embeddings[index * model.dimensions + j];
                    }
                }
            }
        }
    }
}
