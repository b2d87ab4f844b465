package dev.longview.policy;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Empirical Bayes: how far items lie apart, from the means of those that have settled rows.
 *
 * <p>The noise σ² is the mean square within items. The variance among them solves Σ(ȳᵢ − m)²/(τ² + σ²/nᵢ) = k − 1, with m the mean by the
 * same weights [1]: items of few rows are not taken for different because their means scatter, and no distribution is assumed.
 *
 * <p>[1] Paule and Mandel, Consensus values and weighting factors, Journal of Research of the NBS 87, 1982.
 */
final class ItemVariance {
    /** Of the noise: items that cannot be told apart are still a prior, which rows will hardly move. */
    private static final double LEAST = 1e-6;

    private static final int LEAST_ITEMS = 3;
    private static final int HALVINGS = 200;

    private record Item(double n, double mean) {}

    private final List<Item> items = new ArrayList<>();
    private double squares;
    private double degrees;

    /** @param squares the sum of squared deviations from the item's mean */
    void add(double n, double mean, double squares) {
        items.add(new Item(n, mean));
        this.squares += squares;
        degrees += n - 1;
    }

    Optional<ItemPrior> estimate() {
        double noise = degrees > 0 ? squares / degrees : 0;
        if (items.size() < LEAST_ITEMS || !(noise > 0)) {
            return Optional.empty();
        }
        double low = LEAST * noise;
        double high = low;
        while (excess(high, noise) > 0) {
            high *= 4;
        }
        for (int i = 0; i < HALVINGS && high > low; i++) {
            double middle = (low + high) / 2;
            if (excess(middle, noise) > 0) {
                low = middle;
            } else {
                high = middle;
            }
        }
        return Optional.of(new ItemPrior(mean(high, noise), high, noise));
    }

    /** Falls as the variance among items rises; 0 at the estimate. */
    private double excess(double variance, double noise) {
        double mean = mean(variance, noise);
        double sum = 0;
        for (Item item : items) {
            sum += (item.mean - mean) * (item.mean - mean) / (variance + noise / item.n);
        }
        return sum - (items.size() - 1);
    }

    private double mean(double variance, double noise) {
        double total = 0;
        double sum = 0;
        for (Item item : items) {
            double weight = 1 / (variance + noise / item.n);
            total += weight;
            sum += weight * item.mean;
        }
        return sum / total;
    }
}
