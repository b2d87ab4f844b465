package dev.longview.policy;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * What each item is worth beyond what the rest of a model says of it, as a Gaussian belief in the place of one number.
 *
 * <p>Of a trained model what the item's identity adds over its rows is set aside: its linear term, and the mean of its embedding's product
 * with their contexts. What is left of a row's target is z = θ + noise of variance σ²/w, with w the row's precision. Over items θ ~ N(m, τ²), of which m, τ² and σ² are estimated from the items that have final rewards
 * ({@link ItemVariance}); while too few have, m = 0, and τ² = σ²/30 as the learner has it of any parameter. Then
 *
 * <pre>1/s² = 1/τ² + Σw/σ²,  μ = s²·(m/τ² + Σwz/σ²),</pre>
 *
 * by which the identity adds μ in the mean, and s is its error; how it adds more in one context than in another stays. An item that was never shown has m and τ. Items whose identities share a slot
 * of the feature space are one item here, as they are to the model; one that shares its slot with another feature keeps its term, with the
 * deviation of what nothing is known of.
 *
 * <p>Precisions are those of readings, which bound what an item's unsettled rows can say together; importance is no evidence, and left
 * out.
 */
public final class ItemBeliefs {
    /** As the learner's own prior of a parameter, in rows. */
    private static final double ROWS_OF_PRIOR = 30;
    /** Of the mean square of targets: rewards that never differ are still believed with an error. */
    private static final double LEAST = 1e-12;
    /** Of the deviation of what nothing is known of: far above what single precision loses. */
    private static final double LEAST_SHARE = 1e-5;
    /** A reading of this precision is as good as final. */
    private static final double FINAL = 1 - 1e-9;

    private final FactorisedModel model;
    private final TrainingRows rows;
    /** By index of the model's slots: Σw, Σwz; of final rows their number, Σz, Σz². */
    private final double[] weight;

    private final double[] moved;
    /** Σw times the product of the identity's embedding with the row's context. */
    private final double[] products;

    /** Slots that another feature has too: moving their term would move all rows that have it. */
    private final boolean[] shared;

    private final double[] finals;
    private final double[] sum;
    private final double[] squares;
    private final double[] context;
    private final double[] item;

    private ItemBeliefs(FactorisedModel model, TrainingRows rows) {
        this.model = model;
        this.rows = rows;
        int slots = model.slots.length;
        weight = new double[slots];
        moved = new double[slots];
        products = new double[slots];
        shared = new boolean[slots];
        finals = new double[slots];
        sum = new double[slots];
        squares = new double[slots];
        context = new double[model.vectorLength()];
        item = new double[model.vectorLength()];
        for (int row = 0; row < rows.size(); row++) {
            add(row);
        }
    }

    /**
     * The beliefs as two models of the same vectors.
     *
     * @param means the model with what is believed of each item
     * @param deviations a model whose score is the belief's standard deviation, whatever the context
     * @param prior of items, and the noise of a final reward
     */
    public record Fitted(FactorisedModel means, FactorisedModel deviations, ItemPrior prior) {}

    /** @param rows those that the model was trained on */
    public static Fitted of(FactorisedModel model, TrainingRows rows) {
        if (!Arrays.equals(model.slots, rows.slots)) {
            throw new IllegalArgumentException("beliefs are fitted on the rows that the model was trained on");
        }
        return new ItemBeliefs(model, rows).fit();
    }

    private void add(int row) {
        int id = rows.features[rows.starts[2 * row + 1]];
        double w = rows.precision[row];
        double z = rows.target[row] - rest(row, id);
        for (int e = rows.starts[2 * row]; e < rows.starts[2 * row + 2]; e++) {
            shared[rows.features[e]] |= e != rows.starts[2 * row + 1];
        }
        weight[id] += w;
        moved[id] += w * z;
        products[id] += w * product(id);
        if (w >= FINAL) {
            finals[id]++;
            sum[id] += z;
            squares[id] += z * z;
        }
    }

    /** The score of a row as it was shown, without the linear term of the item's identity. */
    private double rest(int row, int id) {
        vector(rows.starts[2 * row], rows.starts[2 * row + 1], context);
        vector(rows.starts[2 * row + 1], rows.starts[2 * row + 2], item);
        return model.score(context, item) + model.positionTerm(rows.position[row]) - model.linear[id];
    }

    /** With the context read last. */
    private double product(int id) {
        int d = model.dimensions;
        double product = 0;
        for (int j = 0; j < d; j++) {
            product += context[j + 1] * model.embeddings[id * d + j];
        }
        return product;
    }

    private void vector(int from, int to, double[] into) {
        int d = model.dimensions;
        Arrays.fill(into, 0);
        for (int e = from; e < to; e++) {
            int index = rows.features[e];
            double value = rows.values[e];
            into[0] += value * model.linear[index];
            for (int j = 0; j < d; j++) {
                into[j + 1] += value * model.embeddings[index * d + j];
            }
        }
    }

    private Fitted fit() {
        ItemPrior prior = estimate().orElseGet(this::usual);
        double[] linear = model.linear.clone();
        double[] errors = new double[linear.length];
        double unknown = Math.sqrt(prior.variance());
        for (int id = 0; id < linear.length; id++) {
            // Of a slot that is another feature's too the term stays, and nothing is known of what stays.
            if (weight[id] > 0 && !shared[id]) {
                double precision = 1 / prior.variance() + weight[id] / prior.noise();
                double told = moved[id] + products[id];
                double mean = (prior.mean() / prior.variance() + told / prior.noise()) / precision;
                // What nothing is known of is in the bias, and the product stays where it is.
                linear[id] = mean - prior.mean() - products[id] / weight[id];
                // Scores are of single precision, and a deviation is above 0.
                errors[id] = Math.max(1 / Math.sqrt(precision), LEAST_SHARE * unknown) - unknown;
            }
        }
        FactorisedModel means = new FactorisedModel(
                model.space,
                model.scaling,
                model.dimensions,
                model.bias + prior.mean(),
                model.positions,
                model.slots,
                linear,
                model.embeddings);
        return new Fitted(means, deviations(unknown, errors), prior);
    }

    /**
     * It reads the items' identities and nothing else: any other feature that shares a slot with one would add that item's error to others.
     * The constant is read all the same; an item that shares its slot has the deviation of what nothing is known of.
     */
    private FactorisedModel deviations(double unknown, double[] errors) {
        FeatureSpace identities = new FeatureSpace(List.of(), model.space.bits(), model.space.seed());
        int constant = model.index(identities.slot(Encoder.BIAS));
        if (constant >= 0) {
            errors[constant] = 0;
        }
        return new FactorisedModel(
                identities,
                new Scaling.Builder(identities.spread()).build(),
                1,
                unknown,
                new double[model.positions.length],
                model.slots,
                errors,
                new double[errors.length]);
    }

    private Optional<ItemPrior> estimate() {
        ItemVariance items = new ItemVariance();
        for (int id = 0; id < finals.length; id++) {
            if (finals[id] >= 2) {
                double mean = sum[id] / finals[id];
                items.add(
                        finals[id],
                        mean + products[id] / weight[id],
                        Math.max(0, squares[id] - finals[id] * mean * mean));
            }
        }
        return items.estimate();
    }

    /**
     * Where items cannot be told apart: they all lie about their common mean, and what is left is taken for noise. About each item's own mean
     * nothing would be left of items that were shown once, and one reward would be believed for certain.
     */
    private ItemPrior usual() {
        double all = 0;
        double mean = 0;
        double square = 0;
        double targets = 0;
        for (int row = 0; row < rows.size(); row++) {
            double w = rows.precision[row];
            double own = rows.target[row] - rest(row, rows.features[rows.starts[2 * row + 1]]);
            double off = own - mean;
            all += w;
            mean += w / all * off;
            square += w * off * (own - mean);
            targets += w * rows.target[row] * rows.target[row];
        }
        // A row of precision w has a variance of noise over w: so it is divided by their number.
        double noise = square / Math.max(1, rows.size() - 1);
        noise = Math.max(noise, Math.max(LEAST * targets / rows.size(), Double.MIN_NORMAL));
        return new ItemPrior(0, noise / ROWS_OF_PRIOR, noise);
    }
}
