package dev.longview.policy;

import dev.longview.label.Evidence;
import dev.longview.label.Posterior;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.ToDoubleFunction;

/**
 * What each item's own rows say of its effect, as sums to which a row is added and from which it is taken out again, to the byte.
 *
 * <p>A row is a reading z = θ + r·e + noise of variance σ²/w ({@link Evidence}); e ~ N(0, 1) is the error that the item's unsettled rows
 * share, a second unknown beside θ. With θ ~ N(m, τ²) the posterior is Gaussian, and with
 *
 * <pre>A = 1/τ² + Σw/σ²,  B = Σwr/σ²,  D = 1 + Σwr²/σ²,  a = m/τ² + Σwz/σ²,  d = Σwrz/σ²</pre>
 *
 * its precision is A − B²/D and its mean (a − Bd/D)/(A − B²/D). Without a shared error this is prec = 1/τ² + Σρ²/ν; with n equal rows
 * the evidence is ρ²·n/(ν + nc), which no number of rows takes above ρ²/c.
 *
 * <p>Each of the five terms of a row is rounded to a multiple of 2⁻³⁰ (of the scale, or its square) and kept as an integer. Sums of
 * integers do not depend on their order, so that replacing a row's evidence, when more of its feedback has arrived, leaves exactly the
 * sums of a learner that has never seen the earlier one; and parts can be merged in any order.
 *
 * <p>Where a model scores items, values are what the readings are above its scores, and the prior's mean is 0; or its score of an item's
 * features is the mean. An item without rows has its prior.
 *
 * <pre>{@code
 * var effects = ItemEffects.of(Math.sqrt(line.finalNoise()));
 * effects.renew(decision, position, item, readings.evidence(type, age, label, x));   // replaces what the row said before
 * Posterior belief = effects.posterior(item, prior);
 * }</pre>
 */
public final class ItemEffects {
    private static final double UNIT = 0x1p30;
    /** Of Σz², whose terms are the squares of the others' limit. */
    private static final double SQUARE_UNIT = 0x1p16;
    /** In units of the scale: a row of a larger term is refused; half a million at the limit fill a sum. */
    private static final double MOST = 0x1p14;

    private static final int W = 0;
    private static final int WZ = 1;
    private static final int WR = 2;
    private static final int WRR = 3;
    private static final int WRZ = 4;
    private static final int SUMS = 5;
    /** Of settled rows alone, for the variances: how many, Σz, Σz². */
    private static final int SETTLED = SUMS;

    private static final int Z = SUMS + 1;
    private static final int ZZ = SUMS + 2;
    private static final int WIDTH = SUMS + 3;

    private record Row(String decision, int position) {}

    private record Said(String item, Evidence evidence) {}

    private final double scale;
    /** By name, so that what is computed over items does not depend on which came first. */
    private final Map<String, long[]> sums = new TreeMap<>();

    private final Map<Row, Said> open = new HashMap<>();
    private long refused;

    private ItemEffects(double scale) {
        this.scale = scale;
    }

    /**
     * @param deviation of final rewards within an item, roughly: its power of two is the scale of what is kept
     * @throws IllegalArgumentException when it is not positive and finite
     */
    public static ItemEffects of(double deviation) {
        if (!(deviation > 0x1p-500 && deviation < 0x1p500)) {
            throw new IllegalArgumentException(
                    "the deviation of final rewards must be positive and finite: " + deviation);
        }
        return new ItemEffects(Math.scalb(1.0, Math.getExponent(deviation)));
    }

    /**
     * Puts what a recommendation's label says now in the place of what it said before, if it said anything.
     *
     * @return false when the evidence is not finite or out of range, and is refused: what the row said before stays
     */
    public boolean renew(String decision, int position, String item, Evidence now) {
        if (refuses(now)) {
            return false;
        }
        Said before = open.put(new Row(decision, position), new Said(item, now));
        if (before != null) {
            move(before.item, before.evidence, -1);
        }
        move(item, now, 1);
        return true;
    }

    /**
     * Puts a recommendation's final reward in the place of what its label said before. The row is no longer remembered: the reward will
     * not change, and is not to be told again.
     *
     * @return false when the reward is not finite or out of range, and is refused: what the row said before stays
     */
    public boolean settle(String decision, int position, String item, double reward) {
        if (refuses(Evidence.settled(reward))) {
            return false;
        }
        withdraw(decision, position);
        double z = reward / scale;
        long[] of = move(item, Evidence.settled(reward), 1);
        of[SETTLED]++;
        move(of, Z, 1, z);
        of[ZZ] = Math.addExact(of[ZZ], (long) Math.rint(z * z * SQUARE_UNIT));
        return true;
    }

    /** Takes a recommendation out that is not settled yet; nothing happens when it is unknown. */
    public void withdraw(String decision, int position) {
        Said before = open.remove(new Row(decision, position));
        if (before != null) {
            move(before.item, before.evidence, -1);
        }
    }

    /**
     * Adds what another has gathered of other recommendations.
     *
     * @throws IllegalArgumentException when it has another scale
     */
    public ItemEffects merge(ItemEffects other) {
        if (other.scale != scale) {
            throw new IllegalArgumentException(
                    "effects kept at the scale " + other.scale + " cannot be merged into those at " + scale);
        }
        other.sums.forEach((item, theirs) -> {
            long[] ours = sums.computeIfAbsent(item, unseen -> new long[WIDTH]);
            for (int i = 0; i < WIDTH; i++) {
                ours[i] = Math.addExact(ours[i], theirs[i]);
            }
        });
        open.putAll(other.open);
        refused += other.refused;
        return this;
    }

    /** What is believed of an item's effect. */
    public Posterior posterior(String item, ItemPrior prior) {
        long[] of = sums.get(item);
        if (of == null) {
            return Posterior.prior(prior.mean(), prior.variance());
        }
        // In units of the scale, in which the sums are.
        double noise = prior.noise() / scale / scale;
        double variance = prior.variance() / scale / scale;
        double precision = 1 / variance + of[W] / UNIT / noise;
        double both = of[WR] / UNIT / noise;
        double error = 1 + of[WRR] / UNIT / noise;
        double moved = prior.mean() / scale / variance + of[WZ] / UNIT / noise;
        double errorMoved = of[WRZ] / UNIT / noise;
        double own = precision - both / error * both;
        return new Posterior((moved - both / error * errorMoved) / own * scale, own / scale / scale);
    }

    /** Rows whose evidence could not be used. */
    public long refused() {
        return refused;
    }

    /** Recommendations that are remembered, because they are not settled. */
    public int open() {
        return open.size();
    }

    /** The settled rows of an item. */
    public long settled(String item) {
        long[] of = sums.get(item);
        return of == null ? 0 : of[SETTLED];
    }

    /**
     * The prior by which the items that have settled rows would be drawn: see {@link ItemVariance}.
     *
     * @param expected what was expected of an item by its features, which is taken off; 0 where nothing was
     * @return empty when fewer than three items have two settled rows
     */
    public Optional<ItemPrior> estimate(ToDoubleFunction<String> expected) {
        ItemVariance items = new ItemVariance();
        sums.forEach((item, of) -> {
            if (of[SETTLED] >= 2) {
                double n = of[SETTLED];
                double mean = of[Z] / UNIT / n;
                double squares = Math.max(0, of[ZZ] / SQUARE_UNIT - n * mean * mean);
                items.add(n, mean * scale - expected.applyAsDouble(item), squares * scale * scale);
            }
        });
        return items.estimate();
    }

    /** The same items with the same sums; what is open does not matter. */
    boolean sameSums(ItemEffects other) {
        return scale == other.scale
                && sums.keySet().stream().allMatch(item -> Arrays.equals(of(item), other.of(item)))
                && other.sums.keySet().stream().allMatch(item -> Arrays.equals(of(item), other.of(item)));
    }

    private long[] of(String item) {
        return sums.getOrDefault(item, new long[WIDTH]);
    }

    private boolean refuses(Evidence evidence) {
        boolean refuses = !usable(evidence);
        refused += refuses ? 1 : 0;
        return refuses;
    }

    private boolean usable(Evidence evidence) {
        double w = evidence.precision();
        double z = evidence.value() / scale;
        double r = evidence.shared() / scale;
        return w >= 0
                && w <= MOST
                && r >= 0
                && Math.abs(z) <= MOST
                && w * Math.abs(z) <= MOST
                && w * r <= MOST
                && w * r * r <= MOST
                && w * r * Math.abs(z) <= MOST;
    }

    private long[] move(String item, Evidence evidence, int sign) {
        double w = evidence.precision();
        double z = evidence.value() / scale;
        double r = evidence.shared() / scale;
        long[] of = sums.computeIfAbsent(item, unseen -> new long[WIDTH]);
        move(of, W, sign, w);
        move(of, WZ, sign, w * z);
        move(of, WR, sign, w * r);
        move(of, WRR, sign, w * r * r);
        move(of, WRZ, sign, w * r * z);
        return of;
    }

    private static void move(long[] of, int sum, int sign, double by) {
        of[sum] = Math.addExact(of[sum], sign * (long) Math.rint(by * UNIT));
    }
}
