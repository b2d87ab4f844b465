package dev.longview.label;

import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;

/**
 * What it costs not to learn from recommendations yet. Information is in final labels: a row of age a has ρ²/ν relative to a final
 * label's. An item is recommended steadily from day 0 on; by day t its rows have all ages up to t, and per recommendation
 * (1/t)∫ρ²/ν da. Waiting w days leaves out the ages below w.
 *
 * @param ages landmarks, and what a row of that age is worth
 * @param learnEarly at its present age, after a wait of some days
 * @param learnFinal of final labels only, without forecasts
 * @param refreshes what it costs to learn anew only so often, as a share of the information in an item's first 28 days
 * @param recommendedHours the longest refresh that costs at most 5% of it
 */
public record Waiting(
        List<AtAge> ages, List<Share> learnEarly, Share learnFinal, List<Refresh> refreshes, int recommendedHours) {
    /** Days by which information is told. */
    public static final List<Integer> BY_DAYS = List.of(1, 3, 7, 14, 28, 56);

    private static final List<Integer> WAITS = List.of(0, 1, 3, 7, 14, 28);
    private static final List<Integer> CADENCES = List.of(1, 6, 12, 24, 48, 72, 168);
    private static final double TOLERATED = 0.05;
    private static final int HORIZON_DAYS = 28;
    private static final int COHORT = 100;
    /** Steps of the integrals: an hour. */
    private static final long STEP = 3_600_000_000L;

    public Waiting {
        ages = List.copyOf(ages);
        learnEarly = List.copyOf(learnEarly);
        refreshes = List.copyOf(refreshes);
    }

    /**
     * @param age in microseconds
     * @param slope ρ
     * @param slopeError its standard error
     * @param precision of a row alone, relative to a final label's
     * @param inCohort of one of a hundred rows of an item, which share an error
     */
    public record AtAge(long age, double slope, double slopeError, double precision, double inCohort) {}

    /**
     * @param waitDays days that are waited
     * @param byDay final labels' worth per recommendation by each of {@link #BY_DAYS}
     */
    public record Share(double waitDays, List<Double> byDay) {
        public Share {
            byDay = List.copyOf(byDay);
        }
    }

    /** @param cost share of the information that a learner without any pause would have had, from 0 to 1 */
    public record Refresh(int everyHours, double cost) {}

    public static Waiting of(Readings readings) {
        OptionalInt pool = OptionalInt.empty();
        List<AtAge> ages = new ArrayList<>();
        for (int k = 0; k < readings.pooled().size(); k++) {
            long age = readings.ages().get(k);
            Line line = readings.pooled().get(k);
            ages.add(new AtAge(
                    age,
                    line.slope(),
                    line.slopeError(),
                    readings.precision(pool, age, 1),
                    readings.precision(pool, age, COHORT)));
        }
        ages.add(new AtAge(readings.end(), 1, 0, 1, 1));
        double[] early = new double[24 * BY_DAYS.getLast()];
        double[] fin = new double[early.length];
        for (int hour = 0; hour < early.length; hour++) {
            long age = hour * STEP + STEP / 2;
            early[hour] = readings.precision(pool, age, 1);
            fin[hour] = age >= readings.end() ? 1 : 0;
        }
        List<Share> shares = WAITS.stream().map(wait -> share(wait, early)).toList();
        List<Refresh> refreshes = CADENCES.stream()
                .map(every -> new Refresh(every, cost(every, early)))
                .toList();
        int recommended = refreshes.stream()
                .filter(refresh -> refresh.cost <= TOLERATED)
                .mapToInt(Refresh::everyHours)
                .max()
                .orElse(CADENCES.getFirst());
        return new Waiting(
                ages, shares, new Share(readings.end() / 24.0 / STEP, share(0, fin).byDay), refreshes, recommended);
    }

    private static Share share(int wait, double[] hourly) {
        List<Double> byDay = new ArrayList<>();
        for (int day : BY_DAYS) {
            double sum = 0;
            for (int hour = 24 * wait; hour < 24 * day; hour++) {
                sum += hourly[hour];
            }
            byDay.add(sum / (24 * day));
        }
        return new Share(wait, byDay);
    }

    /** Of what is known in each hour, what was not known yet at the latest refresh. */
    private static double cost(int every, double[] hourly) {
        double known = 0;
        double atRefresh = 0;
        double all = 0;
        double used = 0;
        for (int hour = 0; hour < 24 * HORIZON_DAYS; hour++) {
            atRefresh = hour % every == 0 ? known : atRefresh;
            known += hourly[hour];
            all += known;
            used += atRefresh;
        }
        return all > 0 ? 1 - used / all : 0;
    }
}
