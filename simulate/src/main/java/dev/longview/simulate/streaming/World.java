package dev.longview.simulate.streaming;

import dev.longview.simulate.Draws;
import dev.longview.simulate.LogSink;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * The state of a simulated service at the start of a day. It is not changed from outside: a run works on a copy and returns it, so that
 * several runs can branch off one world.
 */
public final class World {
    static final int BILLING_DAYS = 30;
    private static final double MEAN_TENURE_DAYS = 500;
    private static final double POPULARITY_FADES = 0.9;

    final WorldParameters parameters;
    final long seed;
    final long start;
    final int firstMembers;
    final Members members;
    final List<Title> titles;
    double[] popularity;
    int day;

    private World(
            WorldParameters parameters,
            long seed,
            long start,
            int firstMembers,
            Members members,
            List<Title> titles,
            double[] popularity,
            int day) {
        this.parameters = parameters;
        this.seed = seed;
        this.start = start;
        this.firstMembers = firstMembers;
        this.members = members;
        this.titles = titles;
        this.popularity = popularity;
        this.day = day;
    }

    /**
     * A service in full swing: members of all tenures and a catalogue with a history of plays.
     *
     * @param startMicros midnight of the first day, in microseconds since 1970 in UTC
     */
    public static World create(WorldParameters parameters, long seed, int members, long startMicros) {
        if (!(members >= 1 && members <= 50_000_000)) {
            throw new IllegalArgumentException("members must be in [1, 50000000]: " + members);
        }
        World world =
                new World(parameters, seed, startMicros, members, new Members(), new ArrayList<>(), new double[0], 0);
        for (int i = 0; i < parameters.titles().initial(); i++) {
            world.titles.add(Title.draw(parameters, seed, i, 0));
        }
        world.popularity = new double[world.titles.size()];
        double plays = members * 0.15 / (1 - POPULARITY_FADES) / world.titles.size();
        for (Title title : world.titles) {
            world.popularity[title.index()] =
                    plays * Math.exp(parameters.plays().appeal() * title.appeal());
        }
        for (int i = 0; i < members; i++) {
            double tenure = -MEAN_TENURE_DAYS * Math.log(Draws.uniform(Draws.key(seed, i, -2), Purpose.JOINS, 0));
            world.members.add(seed, -1 - (int) tenure);
        }
        return world;
    }

    World copy() {
        return new World(
                parameters,
                seed,
                start,
                firstMembers,
                members.copy(),
                new ArrayList<>(titles),
                popularity.clone(),
                day);
    }

    public WorldParameters parameters() {
        return parameters;
    }

    public long seed() {
        return seed;
    }

    /** Days since the world was created. */
    public int day() {
        return day;
    }

    /** Midnight at which the next day begins, in microseconds since 1970 in UTC. */
    public long timeMicros() {
        return start + day * LogRows.DAY;
    }

    /** How many accounts there have been so far. */
    public int accounts() {
        return members.size;
    }

    public int activeAccounts() {
        int count = 0;
        for (int i = 0; i < members.size; i++) {
            count += members.active[i] ? 1 : 0;
        }
        return count;
    }

    /**
     * The items and the accounts' joining and last renewal up to now: what a log needs that begins with this day rather than with the
     * world. A run from the first day writes it by itself.
     */
    public void describe(LogSink sink) {
        LogRows rows = new LogRows();
        titles.forEach(title -> rows.item(title, start));
        for (int i = 0; i < members.size; i++) {
            rows.membership(members.account[i], "join", start, members.joined[i], 0);
            int billed = members.billedFrom[i] + (day - 1 - members.billedFrom[i]) / BILLING_DAYS * BILLING_DAYS;
            if (members.active[i] && billed > members.joined[i]) {
                rows.membership(members.account[i], "renew", start, billed, 0);
            } else if (!members.active[i]) {
                rows.membership(members.account[i], "lapse", start, members.billedFrom[i], 0);
            }
        }
        rows.drainTo(sink);
    }

    /** Adds the titles and accounts of today, writes them, and returns what may be recommended. */
    Offer open(LogRows rows) {
        long key = Draws.worldKey(seed, day);
        int arrivals = day == 0
                ? 0
                : Draws.poisson(key, Purpose.TITLE, parameters.titles().arrivalsPerDay());
        for (int i = 0; i < arrivals; i++) {
            Title title = Title.draw(parameters, seed, titles.size(), day);
            titles.add(title);
            rows.item(title, start);
        }
        popularity = Arrays.copyOf(popularity, titles.size());
        int joins = Draws.poisson(key, Purpose.JOINS, parameters.billing().joinsPerDay() * firstMembers);
        for (int i = 0; i < joins; i++) {
            members.add(seed, day);
            rows.membership(members.account[members.size - 1], "join", start, day, 0);
        }
        Offer offer =
                Offer.of(titles.stream().filter(title -> title.offeredOn(day)).toList(), popularity);
        rows.candidates(offer.candidates(), timeMicros());
        return offer;
    }

    /** Ends the day with the plays of each title. */
    void close(int[] plays) {
        for (int t = 0; t < popularity.length; t++) {
            popularity[t] = POPULARITY_FADES * popularity[t] + plays[t];
        }
        day++;
    }

    /** The year's wave, −1 … 1, highest in January. */
    double season() {
        double days = (double) timeMicros() / LogRows.DAY;
        return Math.cos(2 * Math.PI * (days - 10) / 365.25);
    }

    /** Whether today is Saturday or Sunday in UTC; 1 January 1970 was a Thursday. */
    boolean weekend() {
        long weekday = Math.floorMod(Math.floorDiv(timeMicros(), LogRows.DAY), 7L);
        return weekday == 2 || weekday == 3;
    }
}
