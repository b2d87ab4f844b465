package dev.longview.simulate.sheet;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.LongStream;

/**
 * What a simulated service turned out to be.
 *
 * @param figures rates and ratios, each with the range that it should lie in
 * @param playByPosition plays per recommendation shown at each position, from the first
 * @param lapseByMonth lapses per bill by the account's month, for the months from {@link #months}
 * @param cancelledByMonth those that were wanted
 * @param months the first month of each of these
 * @param completedByDay share of all plays that have ended which were completed by each day after the play, from the same day on
 * @param hours after the event
 * @param receivedByHour share of events that the log had within these
 * @param satisfaction how cancelling goes with hidden satisfaction
 * @param retention what makes retention a poor metric to steer by
 */
public record Sheet(
        List<Figure> figures,
        List<Share> playByPosition,
        List<Share> lapseByMonth,
        List<Share> cancelledByMonth,
        List<Integer> months,
        List<Share> completedByDay,
        List<Double> hours,
        List<Share> receivedByHour,
        LapseModel satisfaction,
        Retention retention) {

    /**
     * One figure. Ranges are of the default world under its own logging policy; a world with other parameters may lie elsewhere.
     *
     * @param from the least that it should be; −∞ where nothing is asked
     * @param to the most
     */
    public record Figure(String name, double value, double low, double high, double from, double to) {
        /** Whether the interval has something of the range; a figure without interval, whether it lies in it. */
        public boolean within() {
            return Double.isNaN(low) ? value >= from && value <= to : high >= from && low <= to;
        }
    }

    /**
     * The article's four drawbacks of retention, in numbers.
     *
     * @param retained share of bills that did not end in a lapse
     * @param deviation noisy: standard deviation of an account's retention over a month
     * @param accountsPerArm for a lift of retention by a tenth of a point to be found with 80% power at 5%, two-sided
     * @param satisfactionForATenth insensitive: how many standard deviations of S everybody must gain for that lift
     * @param daysToBill slow: mean number of days from a decision until the account is next billed
     * @param recommendationsPerBill hard to attribute: how many an account sees between two bills
     * @param playsPerBill and how many plays
     */
    public record Retention(
            double retained,
            double deviation,
            double accountsPerArm,
            double satisfactionForATenth,
            double daysToBill,
            double recommendationsPerBill,
            double playsPerBill) {}

    private static final double MICROS_PER_DAY = 86_400e6;
    private static final double TENTH_OF_A_POINT = 0.001;
    /** (z of 97.5% + z of 80%)², the normal approximation of a two-sided test. */
    private static final double POWER = 7.848879734;

    static Sheet of(Measured m, LapseModel cancelling, LapseModel lapsing) {
        long shown = LongStream.of(m.shown).sum();
        long recommended = LongStream.of(m.played).sum();
        long plays = recommended + m.organic;
        long bills = LongStream.of(m.bills).sum();
        long lapses =
                LongStream.of(m.cancelled).sum() + LongStream.of(m.unwanted).sum();
        List<Figure> figures = new ArrayList<>();
        figures.add(figure("plays per recommendation shown", Share.of(recommended, shown), 0.02, 0.05));
        figures.add(figure("share of plays that are organic", Share.of(m.organic, plays), 0.15, 0.35));
        figures.add(figure("completions per play", Share.of(m.completed, m.ended), 0.2, 0.6));
        figures.add(figure("thumbs per play", Share.of(m.thumbs, m.ended), 0.02, 0.06));
        figures.add(figure("thumbs per completion", Share.of(m.thumbsAfterCompletion, m.completed), 0.08, 0.15));
        figures.add(new Figure(
                "thumbs up per thumb down", (double) m.up / (m.thumbs - m.up), Double.NaN, Double.NaN, 3.5, 6.5));
        figures.add(figure("share of thumbs withdrawn", Share.of(m.withdrawn, m.thumbs), 0.02, 0.06));
        figures.add(figure("lapses at the first bill", lapses(m, 0, 1), 0.15, 0.23));
        figures.add(figure("lapses a month after the third", lapses(m, 3, Measured.MONTHS.length), 0.02, 0.024));
        figures.add(new Figure(
                "factor on cancelling of one deviation less of S",
                cancelling.ratioOfOneDeviation(),
                Double.NaN,
                Double.NaN,
                1.6,
                2));
        figures.add(
                new Figure("pseudo-R² of cancelling on S", cancelling.pseudoR2(), Double.NaN, Double.NaN, 0.02, 0.05));
        figures.add(figure("share of plays on the most played tenth of titles", concentration(m), 0, 1));
        return new Sheet(
                figures,
                shares(m.played, m.shown),
                IntStream.range(0, Measured.MONTHS.length)
                        .mapToObj(b -> Share.of(m.cancelled[b] + m.unwanted[b], m.bills[b]))
                        .toList(),
                shares(m.cancelled, m.bills),
                Arrays.stream(Measured.MONTHS).boxed().toList(),
                cumulative(m.completedOnDay, m.ended),
                Arrays.stream(Measured.HOURS).boxed().toList(),
                LongStream.of(m.receivedWithin)
                        .mapToObj(n -> Share.of(n, m.events))
                        .toList(),
                cancelling,
                retention(m, lapsing, bills, lapses, shown, plays));
    }

    private static Retention retention(
            Measured m, LapseModel lapsing, long bills, long lapses, long shown, long plays) {
        double lapse = (double) lapses / bills;
        double variance = lapse * (1 - lapse);
        // One deviation more of S for everybody, by the fitted slope at the mean.
        double perDeviation = -lapsing.slope() * lapsing.deviation() * variance;
        double monthsSeen = m.activeDays / 30.0;
        return new Retention(
                1 - lapse,
                Math.sqrt(variance),
                2 * POWER * variance / (TENTH_OF_A_POINT * TENTH_OF_A_POINT),
                TENTH_OF_A_POINT / perDeviation,
                m.microsToBill / m.decisions / MICROS_PER_DAY,
                shown / monthsSeen,
                plays / monthsSeen);
    }

    private static Share lapses(Measured m, int from, int to) {
        long lapses = 0;
        long bills = 0;
        for (int b = from; b < to; b++) {
            lapses += m.cancelled[b] + m.unwanted[b];
            bills += m.bills[b];
        }
        return Share.of(lapses, bills);
    }

    private static Share concentration(Measured m) {
        long[] plays =
                m.playsOfItem.values().stream().mapToLong(n -> n[0]).sorted().toArray();
        long all = LongStream.of(plays).sum();
        int tenth = (plays.length + 9) / 10;
        return Share.of(Arrays.stream(plays, plays.length - tenth, plays.length).sum(), all);
    }

    private static Figure figure(String name, Share share, double from, double to) {
        return new Figure(name, share.value(), share.low(), share.high(), from, to);
    }

    private static List<Share> shares(long[] count, long[] of) {
        return IntStream.range(0, count.length)
                .filter(i -> of[i] > 0)
                .mapToObj(i -> Share.of(count[i], of[i]))
                .toList();
    }

    private static List<Share> cumulative(long[] count, long of) {
        List<Share> shares = new ArrayList<>();
        long sum = 0;
        for (long n : count) {
            sum += n;
            shares.add(Share.of(sum, of));
        }
        return shares;
    }
}
