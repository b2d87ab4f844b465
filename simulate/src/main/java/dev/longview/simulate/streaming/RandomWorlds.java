package dev.longview.simulate.streaming;

import dev.longview.simulate.Draws;
import java.util.List;

/**
 * Worlds drawn from stated ranges, so that a claim can be made as the share of worlds in which it holds rather than for one world that
 * somebody chose. What is not named in {@link #RANGES} is as in {@link WorldParameters#defaults()}; all effects are on.
 */
public final class RandomWorlds {
    /** How a value is spread over its range. */
    public enum Spread {
        UNIFORM,
        /** Uniform in the logarithm: as often between 1 and 2 as between 10 and 20. */
        LOGARITHMIC
    }

    /**
     * What a parameter may be.
     *
     * @param parameter by its name in {@link WorldParameters#canonicalText()}
     * @param why what varying it asks
     */
    public record Range(String parameter, double from, double to, Spread spread, String why) {
        private double at(double u) {
            return switch (spread) {
                case UNIFORM -> from + (to - from) * u;
                case LOGARITHMIC -> Math.min(to, from * StrictMath.exp(u * StrictMath.log(to / from)));
            };
        }
    }

    private static final String HEAVY = "confounding: heavy users play more and churn less whatever is shown";
    private static final String SEASON = "confounding: the year moves visits and churn together";
    private static final String CAMPAIGNS = "confounding: campaigns move visits, plays and churn together";
    private static final String THUMBS = "how much thumbs tell";
    private static final String LATE = "how late the truth is";

    /** One draw each, independent of one another, in this order; append, never reorder: the order is part of what a seed means. */
    public static final List<Range> RANGES = List.of(
            uniform("titles.appealQualityCorrelation", -0.2, 1, "from clickbait to posters that tell the truth"),
            uniform("plays.appeal", 0.3, 0.9, "how much the poster decides"),
            uniform("plays.taste", 0.25, 0.8, "how much there is to personalise"),
            logarithmic("replies.afterCompletion", 0.02, 0.2, THUMBS),
            logarithmic("replies.afterAbandonment", 0.004, 0.05, THUMBS),
            logarithmic("replies.daysLater", 0.2, 7, LATE),
            logarithmic("replies.delayMinutes", 1, 120, LATE),
            uniform("replies.lateShare", 0, 0.3, LATE),
            uniform("billing.satisfaction", 0.2, 1.1, "how much satisfaction decides about staying"),
            uniform("billing.noise", 0, 1, "how noisy retention is"),
            uniform("worth.discovery", 0, 1, "how much of a play's worth comes through later plays alone"),
            uniform("worth.regret", 0, 3, "what clickbait costs"),
            uniform("worth.slow", 0, 0.1, "what a slow finish costs"),
            uniform("worth.emptyVisit", 0, 0.05, "what finding nothing costs"),
            logarithmic("worth.learning", 0.03, 0.15, "how fast satisfaction follows what was played"),
            uniform("engagements.interrupted", 0, 0.5, "how little a short first sitting tells"),
            uniform("people.moodDeviation", 0, 1.2, "confounding: moods move visits, engagement and thumbs together"),
            uniform("people.shared", 0, 0.5, "how far an account is from a person"),
            uniform("visits.habit", 0.2, 1.1, HEAVY),
            uniform("billing.habit", 0, 0.5, HEAVY),
            uniform("visits.season", 0, 0.4, SEASON),
            uniform("marketing.visits", 0, 0.5, CAMPAIGNS),
            uniform("marketing.plays", 0, 0.4, CAMPAIGNS),
            uniform("marketing.churn", 0, 0.5, CAMPAIGNS),
            uniform("visits.search", 0.01, 0.12, "how much is played that nobody recommended"));

    private static final int PARAMETERS_OF_A_WORLD = -10;

    private RandomWorlds() {}

    /** The parameters of a world: the same seed, the same world, on every machine. */
    public static WorldParameters draw(long seed) {
        long key = Draws.worldKey(seed, PARAMETERS_OF_A_WORLD);
        WorldParameters world = WorldParameters.defaults();
        for (int i = 0; i < RANGES.size(); i++) {
            Range range = RANGES.get(i);
            world = world.with(range.parameter(), range.at(Draws.uniform(key, Purpose.WORLD, i)));
        }
        return world;
    }

    private static Range uniform(String parameter, double from, double to, String why) {
        return new Range(parameter, from, to, Spread.UNIFORM, why);
    }

    private static Range logarithmic(String parameter, double from, double to, String why) {
        return new Range(parameter, from, to, Spread.LOGARITHMIC, why);
    }
}
