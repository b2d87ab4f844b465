package dev.longview.simulate.streaming;

import dev.longview.simulate.Candidates;
import dev.longview.simulate.Draws;
import dev.longview.simulate.Recommender;
import dev.longview.simulate.Slate;
import dev.longview.simulate.Visit;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * The logging policy: what was played lately is shown more, the same for everybody. A slate is drawn without replacement with
 * probability in proportion to (1 − ε)·p + ε/n, where p is plays to a power, normalised: a floor under every item, so that its log can
 * answer for other policies. Both propensities are exact.
 */
public final class PopularityRecommender implements Recommender {
    private final double power;
    private final double floor;
    private final String name;
    private volatile @Nullable Day today;

    private record Day(Candidates candidates, PlackettLuce race) {}

    private PopularityRecommender(double power, double floor) {
        this.power = power;
        this.floor = floor;
        this.name = "popularity(power=" + power + ",floor=" + floor + ")";
    }

    /** Power 0.8 with a floor of 0.3. */
    public static PopularityRecommender withDefaults() {
        return new PopularityRecommender(0.8, 0.3);
    }

    /** Every item equally often. */
    public static PopularityRecommender uniform() {
        return new PopularityRecommender(0, 1);
    }

    /**
     * @param power of the recent plays, 0 … 3
     * @param floor share of the first position that is spread evenly, (0, 1]
     */
    public static PopularityRecommender of(double power, double floor) {
        if (!(power >= 0 && power <= 3)) {
            throw new IllegalArgumentException("power must be in [0, 3]: " + power);
        }
        if (!(floor > 0 && floor <= 1)) {
            throw new IllegalArgumentException("floor must be in (0, 1]: " + floor);
        }
        return new PopularityRecommender(power, floor);
    }

    @Override
    public void recommend(Visit visit, Slate out) {
        Day day = day(visit.candidates(), out.capacity());
        out.policy(name);
        double left = 1;
        long number = 0;
        int size = Math.min(out.capacity(), visit.candidates().size());
        while (out.size() < size) {
            // Drawing from all and refusing what is already there is the same as drawing from what is left.
            int i = day.race.at(Draws.uniform(visit.seed(), number++));
            if (!taken(out, i)) {
                double share = day.race.share(i);
                out.add(i, Math.min(1, share / left), day.race.marginal(out.size(), i), share);
                left -= share;
            }
        }
    }

    private static boolean taken(Slate slate, int candidate) {
        for (int p = 0; p < slate.size(); p++) {
            if (slate.candidate(p) == candidate) {
                return true;
            }
        }
        return false;
    }

    private Day day(Candidates candidates, int positions) {
        Day day = today;
        if (day == null || day.candidates != candidates) {
            synchronized (this) {
                day = today;
                if (day == null || day.candidates != candidates) {
                    day = new Day(
                            candidates, new PlackettLuce(weights(candidates), Math.min(positions, candidates.size())));
                    today = day;
                }
            }
        }
        return day;
    }

    private double[] weights(Candidates candidates) {
        int n = candidates.size();
        double[] weights = new double[n];
        // Half of the mean is added, so that a title without plays is not condemned to have none.
        double mean = 0;
        for (int i = 0; i < n; i++) {
            mean += (candidates.recentPlays(i) + 1e-9) / n;
        }
        for (int i = 0; i < n; i++) {
            weights[i] = Math.pow(candidates.recentPlays(i) / mean + 0.5, power);
        }
        double sum = Arrays.stream(weights).sum();
        for (int i = 0; i < n; i++) {
            weights[i] = (1 - floor) * weights[i] / sum + floor / n;
        }
        return weights;
    }
}
