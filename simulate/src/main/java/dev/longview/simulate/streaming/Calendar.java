package dev.longview.simulate.streaming;

import dev.longview.simulate.Draws;

/** What a day is, the same for everybody: its place in the year and the week, and whether a campaign is on. */
record Calendar(WorldParameters parameters, long seed, long start) {
    private static final int FIRST_OF_WINTER_WAVE = 10;

    long timeMicros(int day) {
        return start + day * LogRows.DAY;
    }

    /** The year's wave with its amplitude, highest in January; 0 where there are no seasons. */
    double season(int day) {
        double days = (double) timeMicros(day) / LogRows.DAY;
        return parameters.effects().seasons()
                ? parameters.visits().season() * Math.cos(2 * Math.PI * (days - FIRST_OF_WINTER_WAVE) / 365.25)
                : 0;
    }

    /** What Saturday and Sunday in UTC add; 1 January 1970 was a Thursday. */
    double weekend(int day) {
        long weekday = Math.floorMod(Math.floorDiv(timeMicros(day), LogRows.DAY), 7L);
        return parameters.effects().seasons() && (weekday == 2 || weekday == 3)
                ? parameters.visits().weekend()
                : 0;
    }

    /** Whether a campaign is on: one begins in the first half of each interval, at a moment of the world's own. */
    boolean campaign(int day) {
        if (!parameters.effects().marketing() || day < 0) {
            return false;
        }
        double every = parameters.marketing().everyDays();
        int latest = (int) (day / every);
        for (int c = Math.max(0, latest - 1 - (int) (parameters.marketing().lasting() / every)); c <= latest; c++) {
            double begins = (c + 0.5 * Draws.uniform(Draws.worldKey(seed, -1), Purpose.CAMPAIGN, c)) * every;
            if (day >= begins && day < begins + parameters.marketing().lasting()) {
                return true;
            }
        }
        return false;
    }
}
