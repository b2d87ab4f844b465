package dev.longview.simulate.streaming;

import java.lang.reflect.RecordComponent;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/**
 * What a world is like. Each default is a public fact or is marked assumed; docs/simulator.md has the table with its sources. Scales:
 * quality, appeal, taste, satisfaction S and habit H are near standard normal; rates are per day unless they say otherwise.
 */
public record WorldParameters(
        Titles titles, Visits visits, Plays plays, Worth worth, Replies replies, Billing billing, Effects effects) {

    /**
     * The catalogue (assumed, but for series being the smaller part of titles and the larger of viewing).
     *
     * @param initial titles on the first day
     * @param arrivalsPerDay mean of a Poisson number
     * @param meanDaysOffered mean of an exponential stay
     * @param filmShare share of titles that are films
     * @param appealQualityCorrelation of a title's appeal (its poster) with its quality, −1 … 1
     */
    public record Titles(
            int initial,
            double arrivalsPerDay,
            double meanDaysOffered,
            double filmShare,
            double appealQualityCorrelation) {
        public Titles {
            between("titles.initial", initial, 20, 100_000);
            between("titles.arrivalsPerDay", arrivalsPerDay, 0, 100);
            between("titles.meanDaysOffered", meanDaysOffered, 10, 1e6);
            between("titles.filmShare", filmShare, 0, 1);
            between("titles.appealQualityCorrelation", appealQualityCorrelation, -1, 1);
        }
    }

    /**
     * Visits (all assumed).
     *
     * @param intercept logit of a first visit on a day for a member of mean habit
     * @param habit slope of that logit in H
     * @param again probability of one more visit after each, at most three a day
     * @param weekend added to the logit on Saturday and Sunday
     * @param season amplitude of the year's wave, in visits and in churn together
     * @param unseen share of slates that are prefetched and never looked at
     * @param search probability that a visit ends in an organic play when nothing recommended was played
     */
    public record Visits(
            double intercept, double habit, double again, double weekend, double season, double unseen, double search) {
        public Visits {
            between("visits.intercept", intercept, -10, 10);
            between("visits.habit", habit, -5, 5);
            between("visits.again", again, 0, 1);
            between("visits.weekend", weekend, -5, 5);
            between("visits.season", season, 0, 2);
            between("visits.unseen", unseen, 0, 1);
            between("visits.search", search, 0, 1);
        }
    }

    /**
     * The logit of playing a recommendation that was seen; 2–5% of impressions is the range that public logs show, the slopes are
     * assumed.
     *
     * @param intercept of the logit
     * @param appeal slope in the title's appeal
     * @param taste slope in the member's taste for its genre
     * @param fresh added for a title that arrives today, fading over ten days
     * @param position taken off per position down the slate
     * @param repeat taken off per log(1 + times shown before)
     * @param played taken off for a title played before
     */
    public record Plays(
            double intercept,
            double appeal,
            double taste,
            double fresh,
            double position,
            double repeat,
            double played) {
        public Plays {
            between("plays.intercept", intercept, -20, 10);
            between("plays.appeal", appeal, 0, 5);
            between("plays.taste", taste, 0, 5);
            between("plays.fresh", fresh, 0, 5);
            between("plays.position", position, 0, 5);
            between("plays.repeat", repeat, 0, 5);
            between("plays.played", played, 0, 20);
        }
    }

    /**
     * What a play does to a member (all assumed).
     *
     * @param finished worth of finishing a title of full quality and match
     * @param start effort of starting anything
     * @param slow effort of each day that a finish takes beyond two weeks
     * @param regret per unit of appeal above quality, both as shares in (0, 1)
     * @param learning how much of a play's satisfaction moves S
     * @param emptyVisit what a visit without a play takes off S
     * @param forgetting share of the way that S and H return to the member's own level in a day
     * @param discovery rise of a cold taste after a good play in that genre
     * @param interrupted share of plays that will go on but stop at minute four to 24
     */
    public record Worth(
            double finished,
            double start,
            double slow,
            double regret,
            double learning,
            double emptyVisit,
            double forgetting,
            double discovery,
            double interrupted) {
        public Worth {
            between("worth.finished", finished, 0, 100);
            between("worth.start", start, 0, 10);
            between("worth.slow", slow, 0, 10);
            between("worth.regret", regret, 0, 10);
            between("worth.learning", learning, 0, 1);
            between("worth.emptyVisit", emptyVisit, 0, 1);
            between("worth.forgetting", forgetting, 0, 1);
            between("worth.discovery", discovery, 0, 5);
            between("worth.interrupted", interrupted, 0, 1);
        }
    }

    /**
     * Thumbs and the delay of events. That ratings are rare, mostly positive and more frequent at the extremes is public knowledge;
     * the figures are assumed within the ranges stated in docs/simulator.md.
     *
     * @param afterCompletion probability of a thumb after a completion, for an ordinary opinion
     * @param afterAbandonment probability of one after an abandonment
     * @param daysLater mean of the exponential time until it is given
     * @param withdrawn share of thumbs that are withdrawn later
     * @param delayMinutes median time until the log gets an event
     * @param lateShare share of events that take between one and 30 hours
     */
    public record Replies(
            double afterCompletion,
            double afterAbandonment,
            double daysLater,
            double withdrawn,
            double delayMinutes,
            double lateShare) {
        public Replies {
            between("replies.afterCompletion", afterCompletion, 0, 1);
            between("replies.afterAbandonment", afterAbandonment, 0, 1);
            between("replies.daysLater", daysLater, 0, 60);
            between("replies.withdrawn", withdrawn, 0, 1);
            between("replies.delayMinutes", delayMinutes, 0, 1440);
            between("replies.lateShare", lateShare, 0, 1);
        }
    }

    /**
     * The logit of lapsing at a monthly billing. Industry reports put monthly churn near 2% for the largest streaming service and
     * higher for new members; slopes are assumed so that one sd of S moves churn by 1.6–2 times.
     *
     * @param intercept of the tenured
     * @param firstMonth added at the first billing, fading by a factor e a month
     * @param satisfaction slope, taken off per unit of S
     * @param habit slope, taken off per unit of H
     * @param price slope in price sensitivity
     * @param noise sd of what the household decides for reasons of its own
     * @param returnPerDay hazard of a lapsed account coming back
     * @param joinsPerDay new accounts a day, as a share of the initial base
     */
    public record Billing(
            double intercept,
            double firstMonth,
            double satisfaction,
            double habit,
            double price,
            double noise,
            double returnPerDay,
            double joinsPerDay) {
        public Billing {
            between("billing.intercept", intercept, -20, 10);
            between("billing.firstMonth", firstMonth, 0, 10);
            between("billing.satisfaction", satisfaction, 0, 5);
            between("billing.habit", habit, 0, 5);
            between("billing.price", price, 0, 5);
            between("billing.noise", noise, 0, 5);
            between("billing.returnPerDay", returnPerDay, 0, 1);
            between("billing.joinsPerDay", joinsPerDay, 0, 1);
        }
    }

    /**
     * What makes the world hard. With all off, appeal is quality and a play is satisfaction: then the click-through rate is the right
     * reward, and whoever optimises anything else must not lose to it.
     *
     * @param clickbait whether appeal differs from quality
     * @param hiddenWorth whether the satisfaction of a play differs from 1
     * @param delays whether events and thumbs come late
     * @param discovery whether tastes can be widened
     * @param interruptions whether a play that goes on can stop early first
     * @param seasons whether season and weekend move visits and churn
     */
    public record Effects(
            boolean clickbait,
            boolean hiddenWorth,
            boolean delays,
            boolean discovery,
            boolean interruptions,
            boolean seasons) {}

    public static WorldParameters defaults() {
        return new WorldParameters(
                new Titles(300, 2, 150, 0.55, 0.2),
                new Visits(0.1, 0.7, 0.3, 0.3, 0.15, 0.05, 0.06),
                new Plays(-3.55, 0.6, 0.5, 0.4, 0.12, 0.25, 2.5),
                new Worth(4, 0.45, 0.04, 1, 0.08, 0.01, 0.02, 0.5, 0.25),
                new Replies(0.075, 0.015, 1.2, 0.04, 3, 0.05),
                new Billing(-4.02, 2.6, 0.62, 0.2, 0.25, 0.5, 0.002, 0.0011),
                new Effects(true, true, true, true, true, true));
    }

    /** The defaults with all effects off. */
    public static WorldParameters plain() {
        return defaults().with(new Effects(false, false, false, false, false, false));
    }

    public WorldParameters with(Titles other) {
        return new WorldParameters(other, visits, plays, worth, replies, billing, effects);
    }

    public WorldParameters with(Worth other) {
        return new WorldParameters(titles, visits, plays, other, replies, billing, effects);
    }

    public WorldParameters with(Replies other) {
        return new WorldParameters(titles, visits, plays, worth, other, billing, effects);
    }

    public WorldParameters with(Billing other) {
        return new WorldParameters(titles, visits, plays, worth, replies, other, effects);
    }

    public WorldParameters with(Effects other) {
        return new WorldParameters(titles, visits, plays, worth, replies, billing, other);
    }

    /** One line for each parameter, {@code group.name=value}, in the order of declaration. */
    public String canonicalText() {
        StringBuilder text = new StringBuilder();
        append("", this, text);
        return text.toString();
    }

    /** SHA-256 of the canonical text, in hexadecimal. */
    public String hash() {
        return sha256(canonicalText());
    }

    static String sha256(String text) {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(digest);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }

    private static void append(String prefix, Record group, StringBuilder text) {
        for (RecordComponent component : group.getClass().getRecordComponents()) {
            Object value = value(component, group);
            if (value instanceof Record inner) {
                append(prefix + component.getName() + ".", inner, text);
            } else {
                text.append(prefix)
                        .append(component.getName())
                        .append('=')
                        .append(value)
                        .append('\n');
            }
        }
    }

    private static Object value(RecordComponent component, Record owner) {
        try {
            return component.getAccessor().invoke(owner);
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException("a record's accessor is public: " + component, e);
        }
    }

    private static void between(String name, double value, double low, double high) {
        if (!(value >= low && value <= high)) {
            throw new IllegalArgumentException(name + " must be in [" + low + ", " + high + "]: " + value);
        }
    }
}
