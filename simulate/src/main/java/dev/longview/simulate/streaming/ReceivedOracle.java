package dev.longview.simulate.streaming;

import java.util.List;

/**
 * The exact probability that a play will be completed, given what the log has received of it at some minute: what the best forecaster
 * could say who reads the log. It differs from the {@link CompletionOracle} in what is hidden. What was watched but not received yet, or is
 * being watched, is hidden here; so may be how long a series is, and whether the account has left.
 *
 * <p>A forward filter over the hidden kinds, each with a distribution over the minutes watched of which the log does not know. On a grid of
 * minutes. That a completing sitting ended before the last hour of the horizon is told by a mean length, and two sittings of which neither
 * has been received are taken in full; both matter to less than one play in a thousand.
 *
 * <p>Thumbs are left out, as there. The prior over kinds is an argument, as there.
 */
public final class ReceivedOracle {
    static final int HORIZON = 28;
    private static final int DAY = 24 * 60;
    private static final int MOST_MINUTES = 12 * 60;
    /** Logged minutes are rounded to a tenth: a sitting's density is taken over so many minutes. */
    private static final double CELL = 0.1;

    private static final double LAST_SITTING = 45;
    private static final double NOTHING = 1e-9;

    private final Engagement engagement;
    private final Receipt receipt;
    private final Remaining remaining;
    private final double leaves;

    private ReceivedOracle(Engagement engagement, Receipt receipt, double leaves) {
        this.engagement = engagement;
        this.receipt = receipt;
        this.leaves = leaves;
        remaining = new Remaining(engagement, leaves, MOST_MINUTES, HORIZON + 1);
    }

    /** @param leaves P(an account leaves on a day) */
    public static ReceivedOracle of(WorldParameters parameters, double leaves) {
        return new ReceivedOracle(new Engagement(parameters), Receipt.of(parameters), leaves);
    }

    /** For one who is told of everything as it happens. */
    public static ReceivedOracle atOnce(WorldParameters parameters, double leaves) {
        return new ReceivedOracle(new Engagement(parameters), Receipt.atOnce(), leaves);
    }

    /**
     * A sitting that was received.
     *
     * @param day from the play's day, which is 0
     * @param end in minutes from the midnight of day 0
     */
    public record Sitting(int day, double minutes, double end) {}

    /** How long titles of a kind and runtime may be, each equally likely, in minutes. */
    public static double[] lengths(boolean film, int runtime) {
        if (film) {
            return new double[] {runtime};
        }
        double[] lengths = new double[Title.MOST_EPISODES - Title.FEWEST_EPISODES + 1];
        for (int i = 0; i < lengths.length; i++) {
            lengths[i] = runtime * (Title.FEWEST_EPISODES + i);
        }
        return lengths;
    }

    /**
     * P(completed within 28 days | what was received), where that it was completed has not been received.
     *
     * @param prior probabilities of abandon, stall, steady and binge
     * @param lengths how long the title may be, in minutes, each equally likely
     * @param start the play's minute of day 0
     * @param now minutes from the midnight of day 0
     * @param received ordered by day, at most one a day
     * @throws IllegalArgumentException when no play could have been received like this
     */
    public double completion(double[] prior, double[] lengths, double start, double now, List<Sitting> received) {
        double sum = 0;
        double completes = 0;
        for (double length : lengths) {
            Filter filter = new Filter(length, start, now);
            filter.run(prior, received);
            sum += filter.sum();
            completes += filter.completes();
        }
        if (!(sum > 0)) {
            throw new IllegalArgumentException(
                    "no engagement is received like this by minute " + now + ": " + received);
        }
        return completes / sum;
    }

    /** Unnormalised probabilities, for a title of one length. */
    private final class Filter {
        private final double length;
        private final double start;
        private final double now;
        /** By kind and minutes that were watched and not received. */
        private double[][] going = new double[Engagement.KINDS][1];

        private double over;
        private double completed;
        private double watched;
        private int day;
        /** What the rounding of all sittings so far may come to. */
        private double slack = CELL;

        Filter(double length, double start, double now) {
            this.length = length;
            this.start = start;
            this.now = now;
        }

        void run(double[] prior, List<Sitting> received) {
            int next = 0;
            boolean first = !received.isEmpty() && received.getFirst().day() == 0;
            if (first) {
                firstReceived(prior, received.get(next++));
            } else {
                firstUntold(prior);
            }
            while ((day + 1) * DAY + Receipt.EARLIEST < now || next < received.size()) {
                day++;
                if (next < received.size() && received.get(next).day() == day) {
                    sitting(received.get(next++));
                } else {
                    nothing();
                }
            }
        }

        private void firstReceived(double[] prior, Sitting sitting) {
            double minutes = sitting.minutes();
            double interrupted = engagement.interruptedShare();
            for (int kind = 0; kind < Engagement.KINDS; kind++) {
                double early = kind == Engagement.ABANDON ? 1 : interrupted;
                double mass = prior[kind]
                        * (early * ends(minutes, length, engagement.earlyFrom(), engagement.earlyTo(), sitting)
                                + (kind == Engagement.ABANDON
                                        ? 0
                                        : (1 - interrupted) * ends(minutes, length, kind, sitting)));
                boolean end = isEnd(minutes, length);
                completed += end ? mass : 0;
                double on = end ? prior[kind] * nearly() : mass;
                if (kind == Engagement.ABANDON) {
                    over += end ? 0 : on;
                } else {
                    going[kind][0] += on;
                }
            }
            watched = minutes;
        }

        private void firstUntold(double[] prior) {
            going = new double[Engagement.KINDS][(int) length + 2];
            double interrupted = engagement.interruptedShare();
            double twice = Math.pow(receipt.missing(now - start - length), 2);
            for (int kind = 0; kind < Engagement.KINDS; kind++) {
                double early = kind == Engagement.ABANDON ? 1 : interrupted;
                untold(kind, prior[kind] * early, engagement.earlyFrom(), engagement.earlyTo(), twice);
                if (kind != Engagement.ABANDON) {
                    WorldParameters.Kind of = engagement.going(kind);
                    untold(kind, prior[kind] * (1 - interrupted), of.shortest(), of.longest(), twice);
                }
            }
        }

        private void untold(int kind, double mass, double from, double to, double twice) {
            completed += mass * Math.clamp((to - length) / (to - from), 0.0, 1.0) * twice;
            for (double minute = from; minute < Math.min(to, length); minute++) {
                double middle = minute + 0.5;
                double share = (Math.min(Math.min(to, length), minute + 1) - minute) / (to - from);
                double untold = mass * share * receipt.missing(now - start - middle);
                if (kind == Engagement.ABANDON) {
                    over += untold;
                } else {
                    going[kind][(int) middle] += untold;
                }
            }
        }

        private void sitting(Sitting sitting) {
            over = 0;
            completed = 0;
            slack += CELL / 2;
            for (int kind = 1; kind < Engagement.KINDS; kind++) {
                double sits = stays(kind) * engagement.going(kind).daily();
                double ended = 0;
                for (int hidden = 0; hidden < going[kind].length; hidden++) {
                    double left = length - watched - hidden;
                    double mass = going[kind][hidden] * sits * ends(sitting.minutes(), left, kind, sitting);
                    boolean end = isEnd(sitting.minutes(), left);
                    ended += end ? mass : 0;
                    going[kind][hidden] = end ? going[kind][hidden] * sits * nearly() : mass;
                }
                completed += ended;
            }
            watched += sitting.minutes();
        }

        private void nothing() {
            double minute = now - day * DAY;
            double most = receipt.untold(minute, longest());
            if (most > NOTHING && going[1].length == 1) {
                for (int kind = 1; kind < Engagement.KINDS; kind++) {
                    double at0 = going[kind][0];
                    going[kind] = new double[(int) length + 2];
                    going[kind][0] = at0;
                }
            }
            for (int kind = 1; kind < Engagement.KINDS; kind++) {
                double[] before = going[kind];
                double rests = stays(kind) * (1 - engagement.going(kind).daily());
                double[] after = new double[before.length];
                for (int hidden = 0; hidden < before.length; hidden++) {
                    over += before[hidden] * (1 - stays(kind));
                    after[hidden] += before[hidden] * rests;
                    if (most > NOTHING && before[hidden] > NOTHING * CELL) {
                        hiddenSitting(kind, before[hidden], hidden, minute, after);
                    }
                }
                going[kind] = after;
            }
        }

        private void hiddenSitting(int kind, double mass, int hidden, double minute, double[] after) {
            WorldParameters.Kind of = engagement.going(kind);
            double left = length - watched - hidden;
            double sits = mass * stays(kind) * of.daily();
            double range = of.longest() - of.shortest();
            double ends = Math.clamp((of.longest() - left) / range, 0.0, 1.0);
            completed += sits * ends * receipt.untoldTwice(minute, left);
            double until = Math.min(of.longest(), left);
            for (double from = of.shortest(); from < until; from++) {
                double share = (Math.min(until, from + 1) - from) / range;
                int to = Math.min(after.length - 1, hidden + (int) (from + 0.5));
                after[to] += sits * share * receipt.untold(minute, from + 0.5);
            }
        }

        private double longest() {
            double longest = 0;
            for (int kind = 1; kind < Engagement.KINDS; kind++) {
                longest = Math.max(longest, engagement.going(kind).longest());
            }
            return longest;
        }

        private double stays(int kind) {
            return (1 - engagement.going(kind).givesUp()) * (1 - leaves);
        }

        /** The density of sittings after which so little is left that rounding hides it: about a cell of a sitting of some hours. */
        private double nearly() {
            return CELL / longest();
        }

        private boolean isEnd(double minutes, double left) {
            return minutes >= left - slack;
        }

        private double ends(double minutes, double left, int kind, Sitting sitting) {
            return ends(
                    minutes,
                    left,
                    engagement.going(kind).shortest(),
                    engagement.going(kind).longest(),
                    sitting);
        }

        /** P(a sitting of these logged minutes, with so many left): one that ends the title was cut off, and its end is not received. */
        private double ends(double minutes, double left, double from, double to, Sitting sitting) {
            if (isEnd(minutes, left)) {
                return minutes > left + slack
                        ? 0
                        : Math.clamp((to - left) / (to - from), 0.0, 1.0) * receipt.missing(now - sitting.end());
            }
            return minutes >= from - CELL / 2 && minutes <= to + CELL / 2 ? CELL / (to - from) : 0;
        }

        double sum() {
            double sum = over + completed;
            for (int kind = 1; kind < Engagement.KINDS; kind++) {
                for (double mass : going[kind]) {
                    sum += mass;
                }
            }
            return sum;
        }

        /** A sitting of the last day counts when it has ended by the minute of the play. */
        double completes() {
            double last = Math.clamp(
                    (start - LAST_SITTING - Receipt.EARLIEST) / (Receipt.LATEST - Receipt.EARLIEST), 0.0, 1.0);
            double completes = completed;
            for (int kind = 1; kind < Engagement.KINDS; kind++) {
                for (int hidden = 0; hidden < going[kind].length; hidden++) {
                    double left = length - watched - hidden;
                    if (going[kind][hidden] > 0) {
                        completes += going[kind][hidden]
                                * remaining.completes(kind, Math.max(0, left), HORIZON - 1 - day, last);
                    }
                }
            }
            return completes;
        }
    }
}
