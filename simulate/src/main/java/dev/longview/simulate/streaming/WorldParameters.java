package dev.longview.simulate.streaming;

import java.lang.reflect.RecordComponent;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;

/**
 * What a world is like. Every parameter has its range and what it rests on beside it, and docs/world-parameters.md is made of these. Scales:
 * quality, appeal, taste, satisfaction S, habit H and mood are near standard normal; rates are per day unless they say otherwise.
 */
public record WorldParameters(
        Titles titles,
        Visits visits,
        Plays plays,
        People people,
        Engagements engagements,
        Worth worth,
        Replies replies,
        Billing billing,
        Marketing marketing,
        Effects effects) {
    static final String RARE =
            "public: ratings are rare, mostly positive, and more frequent at the extremes; the figure is assumed";
    static final String CHURN =
            "public: monthly churn near 2% at the largest streaming service, several times as much for new members";

    public WorldParameters {
        List<String> wrong = new ArrayList<>();
        for (Record group :
                List.of(titles, visits, plays, people, engagements, worth, replies, billing, marketing, effects)) {
            Setting.of(group).forEach(setting -> check(name(group), setting, wrong));
        }
        if (!wrong.isEmpty()) {
            throw new IllegalArgumentException(String.join("; ", wrong));
        }
    }

    /** The catalogue. */
    public record Titles(
            @Stated(what = "titles on the first day", from = 20, to = 100_000)
            int initial,

            @Stated(what = "mean of a Poisson number of new titles a day", from = 0, to = 100)
            double arrivalsPerDay,

            @Stated(what = "mean of an exponential stay, in days", from = 10, to = 1e6)
            double meanDaysOffered,

            @Stated(
                    what = "share of titles that are films",
                    from = 0,
                    to = 1,
                    basis = "public: series are fewer than films but most of viewing; the figure is assumed")
            double filmShare,

            @Stated(
                    effect = "clickbait",
                    what = "correlation of a title's appeal (its poster) with its quality",
                    from = -1,
                    to = 1)
            double appealQualityCorrelation) {}

    /** Visits, as a logit for the first of a day. */
    public record Visits(
            @Stated(what = "logit of a visit on a day for a member of mean habit", from = -10, to = 10)
            double intercept,

            @Stated(what = "slope of that logit in H: heavy users come whatever is shown", from = -5, to = 5)
            double habit,

            @Stated(effect = "moods", what = "slope in mood", from = -5, to = 5)
            double mood,

            @Stated(what = "probability of one more visit after each, at most three a day", from = 0, to = 1)
            double again,

            @Stated(
                    effect = "seasons",
                    what = "added on Saturday and Sunday",
                    from = -5,
                    to = 5,
                    basis = "public: viewing is higher at weekends; the figure is assumed")
            double weekend,

            @Stated(
                    effect = "seasons",
                    what = "amplitude of the year's wave, highest in January, in visits and in churn together",
                    from = 0,
                    to = 2,
                    basis = "public: viewing is higher in winter; the figure is assumed")
            double season,

            @Stated(
                    effect = "unseen",
                    what = "share of slates that are prefetched and never looked at",
                    from = 0,
                    to = 1)
            double unseen,

            @Stated(
                    effect = "search",
                    what = "probability that a visit without a play from the slate ends in an organic one",
                    from = 0,
                    to = 1,
                    basis = "public: most viewing starts from recommendations, about a quarter from search")
            double search) {}

    /** The logit of playing a recommendation that was seen. Quality is not in it: nobody sees it before watching. */
    public record Plays(
            @Stated(
                    what = "intercept",
                    from = -20,
                    to = 10,
                    basis = "public: 2–5% of impressions are played, as logs of recommendations and home pages show")
            double intercept,

            @Stated(what = "slope in the title's appeal", from = 0, to = 5)
            double appeal,

            @Stated(what = "slope in the member's taste for its genre", from = 0, to = 5)
            double taste,

            @Stated(what = "added for a title that arrives today, fading over ten days", from = 0, to = 5)
            double fresh,

            @Stated(what = "taken off per position down the slate", from = 0, to = 5)
            double position,

            @Stated(effect = "fatigue", what = "taken off per log(1 + times shown before)", from = 0, to = 5)
            double repeat,

            @Stated(effect = "fatigue", what = "taken off for a title played before", from = 0, to = 20)
            double played,

            @Stated(effect = "fatigue", what = "taken off for the genre played last, on that day", from = 0, to = 5)
            double bored,

            @Stated(effect = "fatigue", what = "share of that boredom that is left a day later", from = 0, to = 0.99)
            double boredomKept) {}

    /** Who shares an account, and moods, which last for days. */
    public record People(
            @Stated(
                    effect = "households",
                    what = "share of accounts with two members; each has a taste, S and H of its own",
                    from = 0,
                    to = 1,
                    basis = "public: accounts are shared in households; the figure is assumed")
            double shared,

            @Stated(effect = "moods", what = "standard deviation of mood over time", from = 0, to = 3)
            double moodDeviation,

            @Stated(effect = "moods", what = "correlation of mood from one day to the next", from = 0, to = 0.99)
            double moodKept) {}

    /**
     * What becomes of a play, by its hidden kind. Once begun it depends on its kind and the title's length alone, day by day, until it is
     * finished, given up, or the account lapses.
     */
    public record Engagements(
            Kind binge,
            Kind steady,
            Kind stall,

            @Stated(what = "log-weight of abandoning for z = 0", from = -10, to = 10)
            double abandonWeight,

            @Stated(what = "slope of that log-weight in z", from = -10, to = 10)
            double abandonSlope,

            @Stated(what = "weight of taste in z = quality + taste + mood", from = 0, to = 5)
            double taste,

            @Stated(effect = "moods", what = "weight of mood in z", from = 0, to = 5)
            double mood,

            @Stated(
                    effect = "interruptions",
                    what = "share of first sittings that are interrupted where an abandonment ends, and go on another"
                            + " day",
                    from = 0,
                    to = 1)
            double interrupted,

            @Stated(what = "earliest minute of an abandonment or interruption", from = 0.5, to = 60)
            double earlyFrom,

            @Stated(what = "latest minute of an abandonment or interruption", from = 0.5, to = 60)
            double earlyTo) {}

    /** One kind of engagement that goes on for days. */
    public record Kind(
            @Stated(what = "log-weight of this kind for z = 0", from = -10, to = 10)
            double weight,

            @Stated(what = "slope of that log-weight in z", from = -10, to = 10)
            double slope,

            @Stated(what = "probability of a sitting on a day", from = 0, to = 1)
            double daily,

            @Stated(what = "probability of giving up on a day", from = 0, to = 1)
            double givesUp,

            @Stated(what = "shortest sitting, in minutes", from = 1, to = 1000)
            double shortest,

            @Stated(what = "longest sitting, in minutes; they are uniform between", from = 1, to = 1000)
            double longest) {}

    /** What a play does to a member. */
    public record Worth(
            @Stated(
                    effect = "hiddenWorth",
                    what = "worth of finishing a title of full quality and match",
                    from = 0,
                    to = 100)
            double finished,

            @Stated(effect = "hiddenWorth", what = "effort of starting anything", from = 0, to = 10)
            double start,

            @Stated(
                    effect = "hiddenWorth",
                    what = "effort of each day that a finish takes beyond two weeks, three days for a film",
                    from = 0,
                    to = 10)
            double slow,

            @Stated(
                    effect = "hiddenWorth",
                    what = "regret per unit of appeal above quality, both as shares in (0, 1)",
                    from = 0,
                    to = 10)
            double regret,

            @Stated(what = "how much of a play's satisfaction moves S", from = 0, to = 1)
            double learning,

            @Stated(what = "what a visit without a play takes off S", from = 0, to = 1)
            double emptyVisit,

            @Stated(what = "share of the way that S and H return to the member's own level in a day", from = 0, to = 1)
            double forgetting,

            @Stated(
                    effect = "discovery",
                    what = "rise of a cold taste, for good, after the first good title finished in that genre",
                    from = 0,
                    to = 5)
            double discovery) {}

    /** Thumbs, and how late the log gets events. */
    public record Replies(
            @Stated(
                    what = "probability of a thumb after a completion, for an ordinary opinion",
                    from = 0,
                    to = 1,
                    basis = RARE)
            double afterCompletion,

            @Stated(what = "probability of one after a play that was given up", from = 0, to = 1, basis = RARE)
            double afterAbandonment,

            @Stated(what = "logit of a thumb being up for an ordinary opinion", from = -10, to = 10, basis = RARE)
            double up,

            @Stated(
                    effect = "delays",
                    what = "mean of the exponential time until it is given, in days",
                    from = 0,
                    to = 60)
            double daysLater,

            @Stated(what = "share of thumbs that are withdrawn later", from = 0, to = 1)
            double withdrawn,

            @Stated(
                    effect = "delays",
                    what = "median time until the log gets an event, in minutes",
                    from = 0,
                    to = 1440)
            double delayMinutes,

            @Stated(
                    effect = "delays",
                    what = "share of events that take between one and 30 hours, as from a phone that was offline",
                    from = 0,
                    to = 1)
            double lateShare,

            @Stated(effect = "delays", what = "share of plays that are delivered a second time", from = 0, to = 1)
            double twice) {}

    /** The logit of cancelling at a bill, which comes every 30 days, and what payment does. */
    public record Billing(
            @Stated(what = "intercept, for the tenured", from = -20, to = 10, basis = CHURN)
            double intercept,

            @Stated(what = "added at the first bill, fading by a factor e a month", from = 0, to = 10, basis = CHURN)
            double firstMonth,

            @Stated(what = "taken off per unit of S: one deviation moves churn by 1.6–2 times", from = 0, to = 5)
            double satisfaction,

            @Stated(what = "taken off per unit of H", from = 0, to = 5)
            double habit,

            @Stated(what = "slope in price sensitivity", from = 0, to = 5)
            double price,

            @Stated(what = "deviation of what the household decides for reasons of its own", from = 0, to = 5)
            double noise,

            @Stated(
                    effect = "paymentFailures",
                    what = "probability that a payment fails",
                    from = 0,
                    to = 1,
                    basis = "public: involuntary churn is a good part of churn; the figure is assumed")
            double paymentFails,

            @Stated(
                    effect = "paymentFailures",
                    what = "share of failed payments that are recovered in three days",
                    from = 0,
                    to = 1)
            double recovered,

            @Stated(what = "hazard of a lapsed account coming back", from = 0, to = 1)
            double returnPerDay,

            @Stated(what = "new accounts a day, as a share of the first base", from = 0, to = 1)
            double joinsPerDay) {}

    /** Campaigns, which move visits, plays, joins and churn together: a confounder. */
    public record Marketing(
            @Stated(
                    effect = "marketing",
                    what = "days from one campaign's start to the next, on average",
                    from = 10,
                    to = 3650)
            double everyDays,

            @Stated(effect = "marketing", what = "days that one lasts", from = 1, to = 365)
            int lasting,

            @Stated(effect = "marketing", what = "added to the logit of a visit", from = 0, to = 3)
            double visits,

            @Stated(effect = "marketing", what = "added to the logit of a play", from = 0, to = 3)
            double plays,

            @Stated(effect = "marketing", what = "taken off the logit of cancelling", from = 0, to = 3)
            double churn,

            @Stated(effect = "marketing", what = "factor on joins", from = 1, to = 10)
            double joins) {}

    /**
     * What makes the world hard. With all off, appeal is quality and a play is satisfaction: then the click-through rate is the right
     * reward, and whoever optimises anything else must not lose to it.
     *
     * @param clickbait whether appeal differs from quality
     * @param hiddenWorth whether the satisfaction of a play differs from 1
     * @param delays whether events and thumbs come late, and some twice
     * @param discovery whether tastes can be widened
     * @param interruptions whether a play that goes on can stop early first
     * @param seasons whether season and weekend move visits and churn
     * @param moods whether members have moods that last
     * @param marketing whether there are campaigns
     * @param fatigue whether what was shown or played before is played less
     * @param households whether accounts are shared
     * @param paymentFailures whether accounts lapse without wanting to
     * @param search whether there are organic plays
     * @param unseen whether some slates are never looked at
     */
    public record Effects(
            boolean clickbait,
            boolean hiddenWorth,
            boolean delays,
            boolean discovery,
            boolean interruptions,
            boolean seasons,
            boolean moods,
            boolean marketing,
            boolean fatigue,
            boolean households,
            boolean paymentFailures,
            boolean search,
            boolean unseen) {
        static final Effects ALL =
                new Effects(true, true, true, true, true, true, true, true, true, true, true, true, true);
        static final Effects NONE =
                new Effects(false, false, false, false, false, false, false, false, false, false, false, false, false);

        /** The names, as {@link #without} takes them. */
        public static List<String> names() {
            List<String> names = new ArrayList<>();
            for (RecordComponent component : Effects.class.getRecordComponents()) {
                names.add(component.getName());
            }
            return names;
        }

        /** These but for one. Nothing where there is no effect of that name. */
        public Optional<Effects> without(String name) {
            return names().contains(name) ? Optional.of(Setting.changed(this, name, false)) : Optional.empty();
        }
    }

    /** The world that everything is told of unless it says otherwise. */
    public static WorldParameters defaults() {
        return new WorldParameters(
                new Titles(300, 2, 150, 0.55, 0.2),
                new Visits(0.1, 0.7, 0.15, 0.3, 0.3, 0.15, 0.05, 0.06),
                new Plays(-3.5, 0.6, 0.5, 0.4, 0.12, 0.25, 2.5, 0.4, 0.7),
                new People(0.2, 0.6, 0.8),
                new Engagements(
                        new Kind(-0.7, 0.8, 0.85, 0.005, 120, 320),
                        new Kind(0.3, 0.5, 0.5, 0.015, 45, 120),
                        new Kind(-0.3, 0, 0.12, 0.06, 30, 70),
                        0.4,
                        -0.7,
                        0.7,
                        0.8,
                        0.25,
                        4,
                        24),
                new Worth(4, 0.45, 0.04, 1, 0.08, 0.01, 0.02, 0.5),
                new Replies(0.075, 0.015, 1.2, 1.2, 0.04, 3, 0.05, 0.003),
                new Billing(-4.16, 2.6, 0.62, 0.2, 0.25, 0.5, 0.012, 0.7, 0.002, 0.0011),
                new Marketing(60, 10, 0.15, 0.1, 0.15, 1.5),
                Effects.ALL);
    }

    /** The defaults with all effects off. */
    public static WorldParameters plain() {
        return defaults().with(Effects.NONE);
    }

    public WorldParameters with(Titles other) {
        return new WorldParameters(
                other, visits, plays, people, engagements, worth, replies, billing, marketing, effects);
    }

    public WorldParameters with(Visits other) {
        return new WorldParameters(
                titles, other, plays, people, engagements, worth, replies, billing, marketing, effects);
    }

    public WorldParameters with(Worth other) {
        return new WorldParameters(
                titles, visits, plays, people, engagements, other, replies, billing, marketing, effects);
    }

    public WorldParameters with(Replies other) {
        return new WorldParameters(
                titles, visits, plays, people, engagements, worth, other, billing, marketing, effects);
    }

    public WorldParameters with(Billing other) {
        return new WorldParameters(
                titles, visits, plays, people, engagements, worth, replies, other, marketing, effects);
    }

    public WorldParameters with(Marketing other) {
        return new WorldParameters(titles, visits, plays, people, engagements, worth, replies, billing, other, effects);
    }

    public WorldParameters with(Effects other) {
        return new WorldParameters(
                titles, visits, plays, people, engagements, worth, replies, billing, marketing, other);
    }

    /**
     * A copy with one number changed.
     *
     * @param name group and parameter as in the canonical text, {@code worth.regret}
     * @throws IllegalArgumentException for a name that no number has, or a value out of its range
     */
    public WorldParameters with(String name, double value) {
        return Setting.changed(this, name, value);
    }

    /** One line for each parameter, {@code group.name=value}, in the order of declaration. */
    public String canonicalText() {
        StringBuilder text = new StringBuilder();
        for (Setting setting : Setting.of(this)) {
            text.append(setting.name()).append('=').append(setting.value()).append('\n');
        }
        return text.toString();
    }

    /** SHA-256 of the canonical text, in hexadecimal: the name of the world. */
    public String hash() {
        try {
            byte[] digest =
                    MessageDigest.getInstance("SHA-256").digest(canonicalText().getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(digest);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }

    private static String name(Record group) {
        String name = group.getClass().getSimpleName();
        return Character.toLowerCase(name.charAt(0)) + name.substring(1);
    }

    private static void check(String group, Setting setting, List<String> wrong) {
        if (setting.stated().isPresent() && setting.value() instanceof Number number) {
            Stated stated = setting.stated().get();
            double x = number.doubleValue();
            if (!(x >= stated.from() && x <= stated.to())) {
                wrong.add(group + "." + setting.name() + " must be in [" + stated.from() + ", " + stated.to() + "]: "
                        + number);
            }
        }
    }
}
