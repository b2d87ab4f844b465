package dev.longview.label;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.ToDoubleFunction;

/**
 * Errors in variables at one age. Items' means of final reward and label, less what covariates explain within items, scatter around
 * θ and around p + ρ(θ − m) with sampling covariances that are known from within the items; taken off, what is left is the covariance
 * among items, B. Then ρ = B_yŷ/B_yy, c = B_ŷŷ − B_yŷ²/B_yy.
 *
 * <p>Effects of covariates are estimated within items, so that an item that is shown to others than its neighbours lends them nothing
 * of its own. Items are weighted by 1/(τ² + σ²/n), which is nearly best and keeps a few popular ones from deciding alone. A type's B is
 * its own and the pool's, as if the pool were thirty of its items.
 */
final class LandmarkFit {
    /** The pool's weight in a type's variances, in items of the type. */
    private static final double POOL = 30;
    /** A type of fewer items has no mean of its own. */
    static final int LEAST_ITEMS = 5;
    /** The pool's variances within items, as so many of the type's rows. */
    private static final double POOL_ROWS = 200;

    private record Item(String type, double n, double fin, double label, double ff, double fl, double ll) {}

    /** Sums over the items of one type. */
    private static final class Group {
        final List<Item> items = new ArrayList<>();
        double[] weight = new double[0];
        double fin;
        double label;
        double size;
        double ff;
        double fl;
        double ll;
        double degrees;
        double labelSquares;
        double finSquares;
    }

    private final LandmarkSums sums;
    private final double[] means;
    private final double[] effects;
    private final double[] labelEffects;
    private final double degrees;
    private final Map<String, Group> groups = new LinkedHashMap<>();
    private final List<Item> all = new ArrayList<>();
    private double size;
    private double ff;
    private double fl;
    private double ll;
    private double noise;
    private double finalNoise;

    /** @param means of the covariates, from which their effects are counted */
    LandmarkFit(LandmarkSums sums, double[] means) {
        this.sums = sums;
        this.means = means;
        degrees = sums.items.values().stream().mapToDouble(each -> each.n - 1.0).sum();
        LeastSquares squares = new LeastSquares(sums.xx, sums.covariates);
        effects = squares.solve(sums.xFin);
        labelEffects = squares.solve(sums.xLabel);
        items();
        weigh(0);
        // The variance among items, by weights that are right for none, gives the weights that are right for most.
        weigh(Math.max(0, ff));
    }

    private void items() {
        double explainedFf = explained(effects, sums.xFin);
        double explainedFl = explained(effects, sums.xLabel);
        double explainedLl = explained(labelEffects, sums.xLabel);
        sums.items.values().stream().filter(each -> each.n >= 2).forEach(each -> {
            double[] x = each.x.clone();
            for (int j = 0; j < x.length; j++) {
                x[j] -= means[j];
            }
            double own = each.n - 1.0;
            Item item = new Item(
                    each.type,
                    each.n,
                    each.fin - LeastSquares.dot(effects, x),
                    each.label - LeastSquares.dot(labelEffects, x),
                    each.finFin / own - explainedFf,
                    each.finLabel / own - explainedFl,
                    each.labelLabel / own - explainedLl);
            all.add(item);
            Group group = groups.computeIfAbsent(each.type, unseen -> new Group());
            group.items.add(item);
            group.degrees += own;
            group.finSquares += own * item.ff;
            group.labelSquares += own * item.ll;
        });
        double freedom = Math.max(1, degrees);
        finalNoise = Math.max(
                0, groups.values().stream().mapToDouble(g -> g.finSquares).sum() / freedom);
        noise = Math.max(
                0, groups.values().stream().mapToDouble(g -> g.labelSquares).sum() / freedom);
    }

    /** What covariates explain of the variance within an item. */
    private double explained(double[] of, double[] products) {
        return LeastSquares.dot(of, products) / Math.max(1, degrees);
    }

    private void weigh(double itemVariance) {
        size = 0;
        ff = 0;
        fl = 0;
        ll = 0;
        for (Group group : groups.values()) {
            weigh(group, itemVariance);
            size += group.size;
            ff += group.ff;
            fl += group.fl;
            ll += group.ll;
        }
        ff /= size;
        fl /= size;
        ll /= size;
    }

    private void weigh(Group group, double itemVariance) {
        int k = group.items.size();
        double[] weight = new double[k];
        double total = 0;
        double fin = 0;
        double label = 0;
        double squares = 0;
        for (int i = 0; i < k; i++) {
            Item item = group.items.get(i);
            double variance = itemVariance + finalNoise / item.n;
            weight[i] = variance > 0 ? 1 / variance : 1;
            total += weight[i];
            squares += weight[i] * weight[i];
            fin += weight[i] * item.fin;
            label += weight[i] * item.label;
        }
        group.weight = weight;
        group.fin = fin / total;
        group.label = label / total;
        group.size = total - squares / total;
        group.ff = 0;
        group.fl = 0;
        group.ll = 0;
        for (int i = 0; i < k; i++) {
            Item item = group.items.get(i);
            double sampling = weight[i] * (1 - weight[i] / total) / item.n;
            double dFin = item.fin - group.fin;
            double dLabel = item.label - group.label;
            group.ff += weight[i] * dFin * dFin - sampling * item.ff;
            group.fl += weight[i] * dFin * dLabel - sampling * item.fl;
            group.ll += weight[i] * dLabel * dLabel - sampling * item.ll;
        }
    }

    /** Of all items. Where there are types, items are compared within theirs. */
    Line pooled() {
        Group whole = new Group();
        whole.items.addAll(all);
        weigh(whole, Math.max(0, ff));
        return line(whole.fin, whole.label, ff, fl, ll, error(fl / ff, group -> 1 / size), noise, finalNoise, all);
    }

    /** Of one type; the pool's where it has too few items. */
    Line of(String type) {
        Group group = groups.get(type);
        if (group == null || group.items.size() < LEAST_ITEMS) {
            return pooled();
        }
        double pool = POOL * Arrays.stream(group.weight).sum() / group.items.size();
        double own = group.size + pool;
        double mixedFl = (group.fl + pool * fl) / own;
        double mixedFf = (group.ff + pool * ff) / own;
        double rows = group.degrees + POOL_ROWS;
        return line(
                group.fin,
                group.label,
                mixedFf,
                mixedFl,
                (group.ll + pool * ll) / own,
                error(mixedFl / mixedFf, each -> (each == group ? 1 / own : 0) + pool / own / size),
                (group.labelSquares + POOL_ROWS * noise) / rows,
                (group.finSquares + POOL_ROWS * finalNoise) / rows,
                group.items);
    }

    private Line line(
            double fin,
            double label,
            double amongFf,
            double amongFl,
            double amongLl,
            double slopeError,
            double within,
            double finWithin,
            List<Item> items) {
        double slope = amongFf > 0 ? amongFl / amongFf : 0;
        double shared = Math.max(0, amongLl - slope * slope * Math.max(0, amongFf));
        return new Line(
                (long) items.stream().mapToDouble(Item::n).sum(),
                items.size(),
                fin,
                effects,
                label,
                labelEffects,
                slope,
                amongFf > 0 ? slopeError / amongFf : Double.POSITIVE_INFINITY,
                Math.max(0, within),
                shared,
                Math.max(0, amongFf),
                Math.max(0, finWithin));
    }

    /** The standard error of B_yŷ − ρB_yy, from how far its terms lie apart: items are the draws. */
    private double error(double slope, ToDoubleFunction<Group> factor) {
        double sum = 0;
        for (Group group : groups.values()) {
            double times = factor.applyAsDouble(group);
            for (int i = 0; i < group.items.size() && times > 0; i++) {
                Item item = group.items.get(i);
                double dFin = item.fin - group.fin;
                double dLabel = item.label - group.label;
                double term = times
                        * group.weight[i]
                        * (dFin * dLabel - item.fl / item.n - slope * (dFin * dFin - item.ff / item.n));
                sum += term * term;
            }
        }
        return Math.sqrt(sum);
    }

    /** How many standard errors the variance of final rewards among items is above 0. */
    double distinction() {
        double sum = 0;
        for (Group group : groups.values()) {
            for (int i = 0; i < group.items.size(); i++) {
                Item item = group.items.get(i);
                double dFin = item.fin - group.fin;
                double term = group.weight[i] * (dFin * dFin - item.ff / item.n - ff);
                sum += term * term;
            }
        }
        return sum > 0 ? ff * size / Math.sqrt(sum) : 0;
    }
}
