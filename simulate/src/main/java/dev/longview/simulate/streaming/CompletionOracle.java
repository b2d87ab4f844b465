package dev.longview.simulate.streaming;

import java.util.Arrays;

/**
 * The exact probability that a play will be completed, given its sittings so far: what the best forecaster could say who sees the minutes,
 * and not the kind of engagement. A forward filter [1] over the hidden kinds {abandon, stall, steady, binge}, each going on or given up,
 * and from the filtered state the chance that enough sittings follow in the days that are left.
 *
 * <p>The prior over kinds is an argument: {@link #prior} is that of one who knows quality, taste and mood; an average of it over plays with
 * the same logged features is that of one who knows these alone, and is then exact for them.
 *
 * <p>Thumbs are left out: they come after the end.
 *
 * <p>[1] Rabiner, A tutorial on hidden Markov models, Proceedings of the IEEE 1989, section III.A.
 */
public final class CompletionOracle {
    /** Logged minutes are rounded to a tenth. */
    private static final double ROUNDING = 0.051;

    private final Engagement engagement;

    private CompletionOracle(Engagement engagement) {
        this.engagement = engagement;
    }

    public static CompletionOracle of(WorldParameters parameters) {
        return new CompletionOracle(new Engagement(parameters));
    }

    /** The probabilities of abandon, stall, steady and binge for a play whose hidden z is known. */
    public double[] prior(double z) {
        double[] prior = new double[Engagement.KINDS];
        engagement.probabilities(z, prior);
        return prior;
    }

    /**
     * P(completed by the end of day {@code horizon} | sittings of days 0 … age), day 0 being the one of the play.
     *
     * @param prior probabilities of abandon, stall, steady and binge
     * @param total minutes of the title
     * @param sittings minutes watched on each day so far, from day 0; 0 for none
     * @param horizon a day, at least the last of {@code sittings}
     * @param subscribed P(the account is still subscribed on a day), by day from day 0; where it is shorter than the horizon, 1
     * @throws IllegalArgumentException when no kind of engagement could have had these sittings
     */
    public double completion(double[] prior, double total, double[] sittings, int horizon, double[] subscribed) {
        double watched = Arrays.stream(sittings).sum();
        if (watched >= total - ROUNDING * sittings.length) {
            return 1;
        }
        double[] state = filter(prior, sittings);
        int age = sittings.length - 1;
        double gone = state[Engagement.KINDS];
        double sum = gone;
        double completes = 0;
        for (int kind = 1; kind < Engagement.KINDS; kind++) {
            sum += state[kind];
            if (state[kind] > 0) {
                completes += state[kind] * completes(kind, total - watched, age, horizon, subscribed);
            }
        }
        if (!(sum > 0)) {
            throw new IllegalArgumentException("no engagement has these sittings: " + Arrays.toString(sittings));
        }
        return completes / sum;
    }

    /** Unnormalised: by kind those going on, and last those that have ended. */
    private double[] filter(double[] prior, double[] sittings) {
        double[] state = new double[Engagement.KINDS + 1];
        double early = early(sittings[0]);
        double interrupted = engagement.interruptedShare();
        state[Engagement.KINDS] = prior[Engagement.ABANDON] * early;
        for (int kind = 1; kind < Engagement.KINDS; kind++) {
            state[kind] = prior[kind] * (interrupted * early + (1 - interrupted) * density(kind, sittings[0]));
        }
        for (int day = 1; day < sittings.length; day++) {
            boolean sat = sittings[day] > 0;
            for (int kind = 1; kind < Engagement.KINDS; kind++) {
                WorldParameters.Kind of = engagement.going(kind);
                double stays = state[kind] * (1 - of.givesUp());
                if (!sat) {
                    state[Engagement.KINDS] += state[kind] * of.givesUp();
                }
                state[kind] = stays * (sat ? of.daily() * density(kind, sittings[day]) : 1 - of.daily());
            }
            if (sat) {
                state[Engagement.KINDS] = 0;
            }
        }
        return state;
    }

    private double early(double minutes) {
        return within(minutes, engagement.earlyFrom(), engagement.earlyTo());
    }

    private double density(int kind, double minutes) {
        return within(
                minutes,
                engagement.going(kind).shortest(),
                engagement.going(kind).longest());
    }

    private static double within(double minutes, double from, double to) {
        return minutes >= from - ROUNDING && minutes <= to + ROUNDING ? 1 / (to - from) : 0;
    }

    /** P(the sittings that are needed come in time), of a kind that is going on after day {@code age}. */
    private double completes(int kind, double left, int age, int horizon, double[] subscribed) {
        WorldParameters.Kind of = engagement.going(kind);
        double[] needed = new Sittings(of.shortest(), of.longest()).needed(left);
        double sits = (1 - of.givesUp()) * of.daily();
        double rests = (1 - of.givesUp()) * (1 - of.daily());
        int last = Math.min(horizon, Engagement.LONGEST_DAYS);
        // had[n]: P(n sittings so far, none of them the last, and still going on).
        double[] had = new double[needed.length];
        had[0] = 1;
        double completes = 0;
        for (int day = age + 1; day <= last; day++) {
            double there = day < subscribed.length ? subscribed[day] : 1;
            for (int n = needed.length - 1; n >= 1; n--) {
                double now = had[n - 1] * sits;
                completes += now * needed[n] * there;
                had[n] = had[n] * rests + now;
            }
            had[0] *= rests;
        }
        return completes;
    }
}
