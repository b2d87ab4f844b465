package dev.longview.simulate.streaming;

import dev.longview.simulate.Draws;

/** The expected worth of showing each title of a day first to a member, by the world's own process. */
final class ExpectedWorth {
    private static final int DRAWS = 200;

    private final Title[] titles;
    private final WorldParameters.Worth worth;
    private final Effects effects;
    private final double discovery;
    /** By title and kind: the mean share that is watched in the end, the chance of finishing, and the mean days of effort. */
    private final double[][] share;

    private final double[][] finishes;
    private final double[][] effort;

    ExpectedWorth(World world, Title[] titles, double discovery) {
        this.titles = titles;
        this.worth = world.parameters.worth();
        this.effects = world.parameters.effects();
        this.discovery = discovery;
        share = new double[titles.length][Engagement.KINDS];
        finishes = new double[titles.length][Engagement.KINDS];
        effort = new double[titles.length][Engagement.KINDS];
        for (int c = 0; c < titles.length; c++) {
            for (byte kind = 0; kind < Engagement.KINDS; kind++) {
                for (int n = 0; n < DRAWS; n++) {
                    course(world.engagement, c, kind, Draws.key(n, titles[c].index(), kind));
                }
            }
        }
    }

    private void course(Engagement engagement, int c, byte kind, long key) {
        Title title = titles[c];
        boolean interrupted = engagement.interrupted(kind, Draws.uniform(key, 0));
        double watched = engagement.firstSitting(kind, interrupted, Draws.uniform(key, 1));
        int day = 0;
        while (kind != Engagement.ABANDON && watched < title.minutes() && day++ < Engagement.LONGEST_DAYS) {
            switch (engagement.day(kind, Draws.uniform(key, 2L * day))) {
                case SITTING -> watched += engagement.sitting(kind, Draws.uniform(key, 2L * day + 1));
                case GIVES_UP -> day = Engagement.LONGEST_DAYS;
                case NOTHING -> {}
            }
        }
        boolean finished = watched >= title.minutes();
        share[c][kind] += Math.min(1, watched / title.minutes()) / DRAWS;
        finishes[c][kind] += finished ? 1.0 / DRAWS : 0;
        effort[c][kind] += finished ? Math.max(0, day - (title.film() ? 3.0 : 14.0)) / DRAWS : 0;
    }

    /** P(play at the first position) · E[satisfaction | play]. */
    double value(World world, int member, int c) {
        Title title = titles[c];
        double logit = BlockDay.playLogit(world, member, title, 0, world.day);
        return logit == Double.NEGATIVE_INFINITY ? -1 : Draws.logistic(logit) * worthOfPlay(world, member, c);
    }

    private double worthOfPlay(World world, int member, int c) {
        Title title = titles[c];
        if (!effects.hiddenWorth()) {
            return 1;
        }
        double taste = world.members.taste(member, title.genre());
        double[] kinds = new double[Engagement.KINDS];
        world.engagement.probabilities(world.engagement.z(title.quality(), taste, world.members.mood[member]), kinds);
        double full = worth.finished() * title.qualityShare() * Draws.logistic(0.3 + taste);
        boolean discovers = effects.discovery() && taste < 0 && title.quality() > 0.5;
        double value = -worth.start() - worth.regret() * title.disappointment();
        for (int kind = 0; kind < Engagement.KINDS; kind++) {
            value += kinds[kind]
                    * (full * share[c][kind]
                            - worth.slow() * effort[c][kind]
                            + (discovers ? discovery * finishes[c][kind] : 0));
        }
        return value;
    }
}
