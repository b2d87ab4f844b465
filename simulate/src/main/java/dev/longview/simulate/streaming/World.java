package dev.longview.simulate.streaming;

import dev.longview.log.MembershipEvent;
import dev.longview.simulate.Draws;
import dev.longview.simulate.LogSink;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

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
    final int firstAccounts;
    final Members members;
    final List<Title> titles;
    double[] popularity;
    int day;

    final Accounts accounts;
    final Engagement engagement;
    final Calendar calendar;
    private final Map<Integer, List<ScriptedPlay>> scripts;
    /** By member, then title. */
    private final Map<Integer, Map<Integer, ScriptedPlay>> directions;

    private World(
            WorldParameters parameters,
            long seed,
            long start,
            int firstAccounts,
            Accounts accounts,
            Members members,
            List<Title> titles,
            double[] popularity,
            Map<Integer, List<ScriptedPlay>> scripts,
            Map<Integer, Map<Integer, ScriptedPlay>> directions,
            int day) {
        this.parameters = parameters;
        this.seed = seed;
        this.start = start;
        this.firstAccounts = firstAccounts;
        this.accounts = accounts;
        this.members = members;
        this.titles = titles;
        this.popularity = popularity;
        this.scripts = scripts;
        this.directions = directions;
        this.day = day;
        this.engagement = new Engagement(parameters);
        this.calendar = new Calendar(parameters, seed, start);
    }

    /**
     * A service in full swing: accounts of all tenures and a catalogue with a history of plays.
     *
     * @param accounts at the start, each with a member or two
     * @param startMicros midnight of the first day, in microseconds since 1970 in UTC
     */
    public static World create(WorldParameters parameters, long seed, int accounts, long startMicros) {
        if (!(accounts >= 1 && accounts <= 50_000_000)) {
            throw new IllegalArgumentException("accounts must be in [1, 50000000]: " + accounts);
        }
        World world = new World(
                parameters,
                seed,
                startMicros,
                accounts,
                new Accounts(),
                new Members(),
                new ArrayList<>(),
                new double[0],
                Map.of(),
                Map.of(),
                0);
        for (int i = 0; i < parameters.titles().initial(); i++) {
            world.titles.add(Title.draw(parameters, seed, i, 0));
        }
        world.popularity = new double[world.titles.size()];
        double plays = accounts * 0.15 / (1 - POPULARITY_FADES) / world.titles.size();
        for (Title title : world.titles) {
            world.popularity[title.index()] =
                    plays * Math.exp(parameters.plays().appeal() * title.appeal());
        }
        for (int a = 0; a < accounts; a++) {
            double tenure = -MEAN_TENURE_DAYS * Math.log(Draws.uniform(Draws.key(seed, a, -2), Purpose.JOINS, 0));
            world.accounts.add(parameters, seed, -1 - (int) tenure, world.members);
        }
        return world;
    }

    World copy() {
        return copy(scripts, directions);
    }

    private World copy(Map<Integer, List<ScriptedPlay>> written, Map<Integer, Map<Integer, ScriptedPlay>> directing) {
        return new World(
                parameters,
                seed,
                start,
                firstAccounts,
                accounts.copy(),
                members.copy(),
                new ArrayList<>(titles),
                popularity.clone(),
                written,
                directing,
                day);
    }

    /**
     * This world with some plays that happen because they are written, in addition to those written before.
     *
     * @throws IllegalArgumentException for a member or title that does not exist yet, or a day that is over
     */
    public World scripted(List<ScriptedPlay> plays) {
        Map<Integer, List<ScriptedPlay>> all = new HashMap<>(scripts);
        for (ScriptedPlay play : plays) {
            if (play.day() < day
                    || play.member() < 0
                    || play.member() >= members.size
                    || play.title() < 0
                    || play.title() >= titles.size()) {
                throw new IllegalArgumentException("nothing can be written for " + play + ": it is day " + day + " of "
                        + members.size + " members and " + titles.size() + " titles");
            }
            all.merge(
                    play.member(),
                    List.of(play),
                    (a, b) -> Stream.concat(a.stream(), b.stream()).toList());
        }
        return copy(Map.copyOf(all), directions);
    }

    /**
     * This world with plays that go as written should the member begin them, whenever and however that comes about; their day is not
     * looked at. Of two of a member and title the later one counts.
     */
    public World directed(List<ScriptedPlay> plays) {
        Map<Integer, Map<Integer, ScriptedPlay>> all = new HashMap<>();
        directions.forEach((member, own) -> all.put(member, new HashMap<>(own)));
        for (ScriptedPlay play : plays) {
            all.computeIfAbsent(play.member(), first -> new HashMap<>()).put(play.title(), play);
        }
        return copy(scripts, Map.copyOf(all));
    }

    @Nullable
    ScriptedPlay directed(int member, int title) {
        return directions.isEmpty()
                ? null
                : directions.getOrDefault(member, Map.of()).get(title);
    }

    List<ScriptedPlay> scripted(int member) {
        return scripts.isEmpty() ? List.of() : scripts.getOrDefault(member, List.of());
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

    /** What nobody in the service can see. */
    public Hidden hidden() {
        return new Hidden(this);
    }

    /** The index of an item's title. */
    int indexOf(String item) {
        return Integer.parseInt(item.substring(1));
    }

    /** How many accounts there have been so far. */
    public int accounts() {
        return accounts.size;
    }

    public int activeAccounts() {
        int count = 0;
        for (int a = 0; a < accounts.size; a++) {
            count += accounts.active[a] ? 1 : 0;
        }
        return count;
    }

    /**
     * The items and the accounts' joining and last renewal up to now: what a log needs that begins with this day rather than with the
     * world. A run from the first day writes it by itself.
     */
    public void describe(LogSink sink) {
        LogRows rows = new LogRows(true);
        describe(rows);
        rows.drainTo(sink);
    }

    void describe(LogRows rows) {
        titles.forEach(title -> rows.item(title, start));
        for (int a = 0; a < accounts.size; a++) {
            rows.membership(
                    accounts.id[a], MembershipEvent.JOIN, LogRows.Period.BEGINS, start, accounts.joined[a], 0, true);
            int billed = accounts.billedFrom[a] + (day - 1 - accounts.billedFrom[a]) / BILLING_DAYS * BILLING_DAYS;
            if (accounts.active[a] && billed > accounts.joined[a]) {
                rows.membership(accounts.id[a], MembershipEvent.RENEW, LogRows.Period.BEGINS, start, billed, 0, true);
            } else if (!accounts.active[a]) {
                rows.membership(
                        accounts.id[a],
                        MembershipEvent.LAPSE,
                        LogRows.Period.ENDS,
                        start,
                        accounts.billedFrom[a],
                        1,
                        true);
            }
        }
    }

    /** Adds the titles and accounts of today, writes them, and returns what may be recommended. */
    Offer open(LogRows rows, Truth truth) {
        long key = Draws.worldKey(seed, day);
        int arrivals = day == 0
                ? 0
                : Draws.poisson(key, Purpose.TITLE, parameters.titles().arrivalsPerDay());
        for (int i = 0; i < arrivals; i++) {
            Title title = Title.draw(parameters, seed, titles.size(), day);
            titles.add(title);
            rows.item(title, start);
            truth.title(title.truth());
        }
        popularity = Arrays.copyOf(popularity, titles.size());
        double factor = calendar.campaign(day) ? parameters.marketing().joins() : 1;
        int joins = Draws.poisson(key, Purpose.JOINS, parameters.billing().joinsPerDay() * firstAccounts * factor);
        for (int i = 0; i < joins; i++) {
            accounts.add(parameters, seed, day, members);
            rows.membership(
                    accounts.id[accounts.size - 1], MembershipEvent.JOIN, LogRows.Period.BEGINS, start, day, 0, true);
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
}
