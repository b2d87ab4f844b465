package dev.longview.policy;

import dev.longview.columns.Batch;
import dev.longview.columns.Column;
import dev.longview.outcome.Assembled;
import java.util.Arrays;
import java.util.Optional;

/**
 * Training rows as compact arrays: the active features of context and item, target, weight and position of each.
 *
 * <p>Gathered from assembled batches in the order given, which is to be the canonical one of {@link Assembled}: what is learned depends
 * on it. Rows whose target, weight, position or propensity cannot be used, or whose features or item's id have no end, are refused and
 * counted, never repaired; rows of weight 0 tell nothing and are withheld.
 *
 * <pre>{@code
 * var builder = TrainingRows.builder(space, new Weighting.AgainstUniform(5, catalogue));
 * batches.forEach(batch -> builder.add(batch, readings(batch), precisions(batch)));
 * TrainingRows rows = builder.build();
 * }</pre>
 */
public final class TrainingRows {
    /** Targets and weights beyond this are refused: their squares would drown every other row. */
    static final double MOST = 1e12;
    /** A row with more active features is refused: it would outweigh thousands of others, in memory and in time. */
    static final int MOST_FEATURES = 10_000;
    /** An item whose id is longer, in characters, is no item. */
    static final int LONGEST_ID = 1_000;

    final FeatureSpace space;
    final Scaling scaling;
    /** Row r: context features from starts[2r], item features from starts[2r + 1], up to starts[2r + 2]. */
    final int[] starts;
    /** Indices into slots. */
    final int[] features;

    final float[] values;
    final int[] slots;
    final double[] target;
    /** Precision times importance, where importance has mean 1: a row of precision 1 weighs as much whatever others do. */
    final double[] weight;

    final byte[] position;
    /** Of what was shown, NaN where it is not known. */
    final double[] propensity;

    /** Of a row's target alone, without importance; that of a final reward is 1. */
    final double[] precision;

    /** What each row's decision chose from, where that was asked for. */
    final Optional<Choices> choices;
    /** Item i of the choices' catalogue: features from itemStarts[i] to itemStarts[i + 1]; empty without choices. */
    final int[] itemStarts;

    private final long refused;
    private final long withheld;

    private TrainingRows(Builder from) {
        space = from.space;
        scaling = scaling(from);
        int n = from.rows;
        choices = from.choices;
        itemStarts = choices.map(from::takeItems).orElse(new int[0]);
        int entries = from.entries;
        starts = Arrays.copyOf(from.starts, 2 * n + 1);
        target = Arrays.copyOf(from.target, n);
        position = Arrays.copyOf(from.position, n);
        propensity = Arrays.copyOf(from.propensity, n);
        precision = Arrays.copyOf(from.precision, n);
        weight = normalised(Arrays.copyOf(from.weight, n), from.importance / Math.max(1, n));
        slots = distinct(from.features, entries, space.slots());
        int[] index = new int[space.slots()];
        for (int i = 0; i < slots.length; i++) {
            index[slots[i]] = i;
        }
        features = new int[entries];
        values = new float[entries];
        for (int e = 0; e < entries; e++) {
            features[e] = index[from.features[e]];
            int numeric = from.numerics[e];
            values[e] = (float) (numeric < 0 ? from.values[e] : scaling.apply(numeric, from.values[e]));
        }
        refused = from.refused;
        withheld = from.withheld;
    }

    /** Where there are absurd values, gathered anew from the others. */
    private static Scaling scaling(Builder from) {
        double[][] bounds = from.scaling.bounds();
        if (!from.scaling.anyBeyond(bounds)) {
            return from.scaling.build();
        }
        Scaling.Builder others = new Scaling.Builder(from.space.spread());
        for (int e = 0; e < from.entries; e++) {
            int numeric = from.numerics[e];
            if (numeric >= 0 && from.values[e] >= bounds[numeric][0] && from.values[e] <= bounds[numeric][1]) {
                others.add(numeric, from.values[e]);
            }
        }
        return others.build();
    }

    public static Builder builder(FeatureSpace space, Weighting weighting) {
        return new Builder(space, weighting);
    }

    public int size() {
        return target.length;
    }

    /** Rows whose target, weight, position or propensity could not be used. */
    public long refused() {
        return refused;
    }

    /** Rows of weight 0. */
    public long withheld() {
        return withheld;
    }

    /** Mean of the targets, each as much as its precision says, without importance: as logged. NaN without rows. */
    public double meanTarget() {
        double sum = 0;
        double total = 0;
        for (int row = 0; row < target.length; row++) {
            sum += precision[row] * target[row];
            total += precision[row];
        }
        return sum / total;
    }

    /** Of what stood in a row: the marginal one, else the conditional one; NaN where neither is known. */
    public static double propensity(Batch batch, int row) {
        if (hasMarginal(batch, row)) {
            return batch.doubles(Assembled.MARGINAL)[row];
        }
        return batch.has(Assembled.CONDITIONAL) ? batch.doubles(Assembled.CONDITIONAL)[row] : Double.NaN;
    }

    static boolean hasMarginal(Batch batch, int row) {
        return batch.has(Assembled.MARGINAL) && !Double.isNaN(batch.doubles(Assembled.MARGINAL)[row]);
    }

    private static double[] normalised(double[] weight, double mean) {
        for (int i = 0; i < weight.length; i++) {
            weight[i] /= mean;
        }
        return weight;
    }

    private static int[] distinct(int[] features, int entries, int slots) {
        boolean[] seen = new boolean[slots];
        int count = 0;
        for (int e = 0; e < entries; e++) {
            count += seen[features[e]] ? 0 : 1;
            seen[features[e]] = true;
        }
        int[] distinct = new int[count];
        for (int slot = 0, i = 0; slot < slots; slot++) {
            if (seen[slot]) {
                distinct[i++] = slot;
            }
        }
        return distinct;
    }

    /** Takes assembled batches one after the other. */
    public static final class Builder {
        private final FeatureSpace space;
        private final Weighting weighting;
        private final Scaling.Builder scaling;
        private final ActiveFeatures active = new ActiveFeatures();
        private int[] starts = new int[1];
        private int[] features = new int[0];
        private double[] values = new double[0];
        private short[] numerics = new short[0];
        private double[] target = new double[0];
        private double[] weight = new double[0];
        private double[] precision = new double[0];
        private byte[] position = new byte[0];
        private double[] propensity = new double[0];
        private Optional<Choices> choices = Optional.empty();
        private int rows;
        private int entries;
        private double importance;
        private long refused;
        private long withheld;

        private Builder(FeatureSpace space, Weighting weighting) {
            this.space = space;
            this.weighting = weighting;
            if (space.numerics() > Short.MAX_VALUE) {
                throw new IllegalArgumentException("at most " + Short.MAX_VALUE
                        + " numbers, of numeric features and embeddings, not " + space.numerics());
            }
            scaling = new Scaling.Builder(space.spread());
        }

        /**
         * Keeps what each row's decision chose from, which {@link Objective.PolicyValue} needs. Rows of which it is not known, or whose item
         * was none of the candidates, are then refused, and so are those without a propensity in (0, 1].
         */
        public Builder choosingFrom(Offers offers) {
            if (rows > 0) {
                throw new IllegalStateException("what rows choose from is to be said before the first row");
            }
            choices = Optional.of(new Choices(offers));
            return this;
        }

        /**
         * @param targets readings of the reward, one per row
         * @param weights their precisions, at least 0, one per row; 1 is that of a final label
         */
        public Builder add(Batch batch, double[] targets, double[] weights) {
            if (targets.length != batch.size() || weights.length != batch.size()) {
                throw new IllegalArgumentException("a batch of " + batch.size()
                        + " rows needs as many targets and weights, not " + targets.length + " and " + weights.length);
            }
            Encoder contexts = Encoder.ofContexts(space, batch);
            Encoder items = Encoder.ofItems(space, batch);
            Column.Texts ids = batch.texts(Assembled.ITEM);
            boolean[] endless = endless(ids);
            for (int row = 0; row < batch.size(); row++) {
                double logged = propensity(batch, row);
                double importance = weighting.weight(batch, row);
                double weighed = weights[row] * importance;
                long place = position(batch, row);
                if (!(Math.abs(targets[row]) <= MOST) || !(weighed >= 0 && weighed <= MOST) || place < 0) {
                    refused++;
                } else if ((!ids.isMissing(row) && endless[ids.codes()[row]])
                        || contexts.count(row) + items.count(row) > MOST_FEATURES) {
                    refused++;
                } else if (weighed == 0) {
                    withheld++;
                } else if (choices.isPresent()
                        && !(logged > 0 && logged <= 1 && choices.get().take(batch, row, rows))) {
                    refused++;
                } else {
                    grow();
                    contexts.read(row, active);
                    starts[2 * rows + 1] = take();
                    items.read(row, active);
                    starts[2 * rows + 2] = take();
                    target[rows] = targets[row];
                    weight[rows] = weighed;
                    precision[rows] = weights[row];
                    propensity[rows] = logged;
                    this.importance += importance;
                    position[rows++] = (byte) Math.min(place, FactorisedModel.POSITIONS - 1);
                }
            }
            return this;
        }

        public TrainingRows build() {
            return new TrainingRows(this);
        }

        private static boolean[] endless(Column.Texts items) {
            boolean[] endless = new boolean[items.dictionary().length];
            for (int code = 0; code < endless.length; code++) {
                endless[code] = items.dictionary()[code].length() > LONGEST_ID;
            }
            return endless;
        }

        /** Appends the features of the catalogue's items; returns where each begins. */
        private int[] takeItems(Choices from) {
            int[] starts = new int[from.catalogue().size() + 1];
            Encoder items = Encoder.ofItems(space, from.catalogue());
            starts[0] = entries;
            for (int item = 0; item + 1 < starts.length; item++) {
                items.read(item, active);
                starts[item + 1] = take();
            }
            return starts;
        }

        private static long position(Batch batch, int row) {
            return batch.column(Assembled.POSITION).isMissing(row) ? -1 : batch.longs(Assembled.POSITION)[row];
        }

        /** Appends the active features; returns where they end. */
        private int take() {
            if (entries + active.size > features.length) {
                int capacity = grown(entries + active.size);
                features = Arrays.copyOf(features, capacity);
                values = Arrays.copyOf(values, capacity);
                numerics = Arrays.copyOf(numerics, capacity);
            }
            for (int f = 0; f < active.size; f++) {
                features[entries] = active.slots[f];
                values[entries] = active.values[f];
                numerics[entries++] = (short) active.numerics[f];
                if (active.numerics[f] >= 0) {
                    scaling.add(active.numerics[f], active.values[f]);
                }
            }
            return entries;
        }

        private void grow() {
            if (rows == target.length) {
                int capacity = grown(rows + 1);
                target = Arrays.copyOf(target, capacity);
                weight = Arrays.copyOf(weight, capacity);
                precision = Arrays.copyOf(precision, capacity);
                position = Arrays.copyOf(position, capacity);
                propensity = Arrays.copyOf(propensity, capacity);
                starts = Arrays.copyOf(starts, 2 * capacity + 1);
            }
        }

        private static int grown(int needed) {
            if (needed < 0 || needed > (Integer.MAX_VALUE - 64) / 3) {
                throw new IllegalStateException("too many training rows for one process (" + Integer.MAX_VALUE / 3
                        + " feature values at most): narrow the window or sample");
            }
            return Math.max(1024, needed + needed / 2);
        }
    }
}
