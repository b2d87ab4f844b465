package dev.longview.policy;

import java.util.Arrays;

/** One side of a batch as the model's vectors: linear term, then embedding. Reading allocates nothing; one thread at a time. */
public final class Vectors {
    private final FactorisedModel model;
    private final Encoder encoder;
    private final int size;
    private final ActiveFeatures active = new ActiveFeatures();

    Vectors(FactorisedModel model, Encoder encoder, int size) {
        this.model = model;
        this.encoder = encoder;
        this.size = size;
    }

    public int size() {
        return size;
    }

    /** @param into gets {@link FactorisedModel#vectorLength()} values */
    public void read(int row, double[] into) {
        encoder.read(row, active);
        int d = model.dimensions;
        Arrays.fill(into, 0, d + 1, 0);
        for (int f = 0; f < active.size; f++) {
            int index = model.index(active.slots[f]);
            if (index < 0) {
                continue;
            }
            int numeric = active.numerics[f];
            double value = numeric < 0 ? active.values[f] : model.scaling.apply(numeric, active.values[f]);
            into[0] += value * model.linear[index];
            for (int j = 0; j < d; j++) {
                into[j + 1] += value * model.embeddings[index * d + j];
            }
        }
    }
}
