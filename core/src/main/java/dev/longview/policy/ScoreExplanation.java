package dev.longview.policy;

import dev.longview.columns.Batch;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * Why a model scores an item in a context as it does. The score is a sum already, of linear terms and of products of one feature of each
 * side, so that nothing has to be attributed: the parts are the terms, and they add up to the score.
 *
 * @param score at position 0
 * @param bias the part of no feature
 * @param parts of features, the largest first
 */
public record ScoreExplanation(double score, double bias, List<Part> parts) {
    public ScoreExplanation {
        parts = List.copyOf(parts);
    }

    /**
     * A term of the score.
     *
     * @param context the context's feature, such as {@code context.device=tv}; empty for what holds in every context
     * @param item the item's feature, such as {@code item.genre=drama}; empty for what holds for every item
     * @param value in units of the score
     */
    public record Part(String context, String item, double value) {}

    private record Side(List<String> names, double[] linear, double[][] embeddings) {}

    /** Explains the score of a row: of its item, in its context. */
    public static ScoreExplanation of(FactorisedModel model, Batch batch, int row) {
        Side context = side(model, Encoder.ofContexts(model.space, batch), row);
        Side item = side(model, Encoder.ofItems(model.space, batch), row);
        List<Part> parts = new ArrayList<>();
        for (int c = 0; c < context.names.size(); c++) {
            add(parts, context.names.get(c), "", context.linear[c]);
            for (int i = 0; i < item.names.size(); i++) {
                double product = 0;
                for (int j = 0; j < model.dimensions; j++) {
                    product += context.embeddings[c][j] * item.embeddings[i][j];
                }
                add(parts, context.names.get(c), item.names.get(i), product);
            }
        }
        for (int i = 0; i < item.names.size(); i++) {
            add(parts, "", item.names.get(i), item.linear[i]);
        }
        // The constant's linear term is of no feature; its products with an item's features are terms of the item
        // alone.
        double bias = model.bias
                + parts.stream()
                        .filter(part -> part.context.isEmpty() && part.item.isEmpty())
                        .mapToDouble(Part::value)
                        .sum();
        List<Part> named = merged(parts.stream()
                .filter(part -> !part.context.isEmpty() || !part.item.isEmpty())
                .toList());
        double score = bias + named.stream().mapToDouble(Part::value).sum();
        return new ScoreExplanation(score, bias, named);
    }

    /** Terms of the same two features as one, the largest first. */
    private static List<Part> merged(List<Part> parts) {
        List<Part> merged = new ArrayList<>();
        for (Part part : parts) {
            int same = 0;
            while (same < merged.size()
                    && !(merged.get(same).context.equals(part.context)
                            && merged.get(same).item.equals(part.item))) {
                same++;
            }
            if (same == merged.size()) {
                merged.add(part);
            } else {
                merged.set(same, new Part(part.context, part.item, merged.get(same).value + part.value));
            }
        }
        merged.sort(Comparator.comparingDouble((Part part) -> -Math.abs(part.value))
                .thenComparing(Part::context)
                .thenComparing(Part::item));
        return merged;
    }

    private static void add(List<Part> parts, String context, String item, double value) {
        if (value != 0) {
            parts.add(new Part(context, item, value));
        }
    }

    private static Side side(FactorisedModel model, Encoder encoder, int row) {
        ActiveFeatures active = new ActiveFeatures();
        encoder.read(row, active);
        double[] linear = new double[active.size];
        double[][] embeddings = new double[active.size][model.dimensions];
        for (int f = 0; f < active.size; f++) {
            int index = model.index(active.slots[f]);
            if (index < 0) {
                continue;
            }
            int numeric = active.numerics[f];
            double value = numeric < 0 ? active.values[f] : model.scaling.apply(numeric, active.values[f]);
            linear[f] = value * model.linear[index];
            for (int j = 0; j < model.dimensions; j++) {
                embeddings[f][j] = value * model.embeddings[index * model.dimensions + j];
            }
        }
        return new Side(encoder.names(row), linear, embeddings);
    }
}
