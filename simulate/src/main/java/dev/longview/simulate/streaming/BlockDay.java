package dev.longview.simulate.streaming;

import dev.longview.log.MembershipEvent;
import dev.longview.simulate.Assigner;
import dev.longview.simulate.Draws;
import dev.longview.simulate.Slate;
import java.util.List;

/**
 * One day of a block of accounts: visits, slates, plays, and the bill at the day's end. Touches nothing but its own accounts and their
 * members, so that blocks run in parallel.
 */
final class BlockDay {
    private static final int MOST_VISITS = 3;
    private static final long SECOND = 1_000_000L;
    private static final double[] LOG_SHOWN = new double[64];

    static {
        for (int n = 0; n < LOG_SHOWN.length; n++) {
            LOG_SHOWN[n] = Math.log1p(n);
        }
    }

    private final World world;
    private final WorldParameters parameters;
    private final Effects effects;
    private final Accounts accounts;
    private final Members members;
    private final Offer offer;
    private final Tally tally;
    private final boolean impressionEvents;
    private final Slate slate;
    private final StreamingVisit visit;
    private final Watching watching;
    private final Bill bill;
    private final double visitShift;
    private final double playShift;
    private final double moodStep;
    private final int today;
    private final long midnight;
    private final Event event = new Event();

    final Told told;
    final int[] plays;
    long impressions;

    BlockDay(World world, Offer offer, Tally tally, int slateSize, boolean impressionEvents, Told told) {
        this.world = world;
        this.parameters = world.parameters;
        this.effects = parameters.effects();
        this.accounts = world.accounts;
        this.members = world.members;
        this.offer = offer;
        this.tally = tally;
        this.impressionEvents = impressionEvents;
        this.slate = new Slate(slateSize);
        this.visit = new StreamingVisit(world, offer.candidates());
        this.told = told;
        this.watching = new Watching(world, told, tally);
        this.bill = new Bill(world, told, tally, watching);
        this.today = world.day;
        this.midnight = world.timeMicros();
        this.plays = new int[world.titles.size()];
        boolean campaign = world.calendar.campaign(today);
        this.visitShift = world.calendar.season(today)
                + world.calendar.weekend(today)
                + (campaign ? parameters.marketing().visits() : 0);
        this.playShift = campaign ? parameters.marketing().plays() : 0;
        double kept = parameters.people().moodKept();
        this.moodStep = parameters.people().moodDeviation() * Math.sqrt(1 - kept * kept);
    }

    /** @param to the account after the last */
    void run(int from, int to, List<Assigner.Assignment> assignments) {
        for (int a = from; a < to; a++) {
            int first = accounts.first[a];
            int end = accounts.first[a + 1];
            long key = Draws.key(world.seed, first, today);
            if (!accounts.active[a]) {
                comeBack(a, key);
                continue;
            }
            double satisfaction = 0;
            for (int i = first; i < end; i++) {
                member(i, i == first ? key : Draws.key(world.seed, i, today), assignments.get(a));
                satisfaction += members.satisfaction[i] / (end - first);
            }
            tally.activeDays[a]++;
            tally.satisfaction[a] += satisfaction;
            bill.due(a, key);
        }
    }

    private void member(int i, long key, Assigner.Assignment assignment) {
        if (effects.moods()) {
            members.mood[i] = (float)
                    (parameters.people().moodKept() * members.mood[i] + moodStep * Draws.normal(key, Purpose.MOOD, 0));
        }
        watching.begin(i, key);
        watching.goOn();
        visits(i, key, assignment);
        drift(i);
    }

    private void visits(int i, long key, Assigner.Assignment assignment) {
        WorldParameters.Visits p = parameters.visits();
        double comes =
                Draws.logistic(p.intercept() + p.habit() * members.habit[i] + p.mood() * members.mood[i] + visitShift);
        if (Draws.uniform(key, Purpose.VISIT, 0) >= comes) {
            return;
        }
        double hour = Math.clamp(19 + 3.5 * Draws.normal(key, Purpose.TIME, 0), 0, 23.5);
        int v = 0;
        do {
            visit(i, key, v, hour, assignment);
            hour += (23.9 - hour) * Draws.uniform(key, Purpose.TIME, 10 + v);
            v++;
        } while (v < MOST_VISITS && Draws.uniform(key, Purpose.VISIT, v) < p.again());
    }

    private void visit(int i, long key, int v, double hour, Assigner.Assignment assignment) {
        long time = midnight + (long) (hour * 60 * LogRows.MINUTE);
        boolean usual = Draws.uniform(key, Purpose.DEVICE, v) < 0.8;
        int device =
                usual ? members.device[i] : (int) (Members.DEVICES.size() * Draws.uniform(key, Purpose.DEVICE, 10 + v));
        visit.of(i, v, time, hour, device, Draws.bits(key, Purpose.SLATE, v));
        slate.clear();
        assignment.recommender().recommend(visit, slate);
        told.rows.decision(visit, assignment.cells(), slate);
        impressions += slate.size();
        tally.impressions[members.account[i]] += slate.size();
        boolean seen = !effects.unseen()
                || Draws.uniform(key, Purpose.SEEN, v) >= parameters.visits().unseen();
        boolean played = seen && look(i, key, v, time);
        if (!played && !search(i, key, v, time)) {
            members.satisfaction[i] -= parameters.worth().emptyVisit();
        }
    }

    /** Goes down the slate to the first title that is played. */
    private boolean look(int i, long key, int v, long time) {
        for (int p = 0; p < slate.size(); p++) {
            Title title = offer.title(slate.candidate(p));
            if (impressionEvents) {
                impression(title, p, time);
            }
            double logit = playLogit(i, title, p);
            members.shown(i, title.index());
            // Numbered by title, not by position: in a paired run the same title meets the same luck.
            if (Draws.uniform(key, Purpose.PLAY, ((long) v << 32) + title.index()) < Draws.logistic(logit)) {
                plays[title.index()]++;
                tally.plays[members.account[i]]++;
                watching.play(title, time + (20 + 15 * p) * SECOND, Watching.visitCode(today, v), p);
                return true;
            }
        }
        return false;
    }

    double playLogit(int i, Title title, int position) {
        return playLogit(world, i, title, position, today) + playShift;
    }

    /** Without what a campaign adds to all. Minus infinity for what cannot be begun: it is going on, or too much is. */
    static double playLogit(World world, int i, Title title, int position, int today) {
        Members members = world.members;
        WorldParameters.Plays p = world.parameters.plays();
        if (members.slotOf(i, title.index()) != Members.NONE || members.freeSlot(i) == Members.NONE) {
            return Double.NEGATIVE_INFINITY;
        }
        double logit = p.intercept()
                + p.appeal() * title.appeal()
                + p.taste() * members.taste(i, title.genre())
                + p.fresh() * Math.max(0, 1 - (today - title.arrival()) / 10.0)
                - p.position() * position;
        if (!world.parameters.effects().fatigue()) {
            return logit;
        }
        boolean again = members.lastGenre[i] == title.genre();
        return logit
                - p.repeat() * LOG_SHOWN[members.timesShown(i, title.index())]
                - (members.hasPlayed(i, title.index()) ? p.played() : 0)
                - (again ? p.bored() * Math.pow(p.boredomKept(), today - members.lastDay[i]) : 0);
    }

    private void impression(Title title, int position, long time) {
        if (told.rows.kept()) {
            event.of("impression", title, time + SECOND, 0, position);
            event.received = time + 2 * SECOND;
            told.rows.impression(event, visit);
        }
    }

    /** An organic play: what the member came for, found by search. Appeal and taste move it too, quality does not. */
    private boolean search(int i, long key, int v, long time) {
        if (!effects.search()
                || Draws.uniform(key, Purpose.ORGANIC, 10L * v)
                        >= parameters.visits().search()) {
            return false;
        }
        int chosen = 0;
        double best = Double.NEGATIVE_INFINITY;
        for (int n = 1; n <= 4; n++) {
            int candidate = (int) (offer.size() * Draws.uniform(key, Purpose.ORGANIC, 10L * v + n));
            double pull = playLogit(i, offer.title(candidate), 0);
            if (pull > best) {
                best = pull;
                chosen = candidate;
            }
        }
        if (best == Double.NEGATIVE_INFINITY) {
            return false;
        }
        Title title = offer.title(chosen);
        plays[title.index()]++;
        tally.organicPlays[members.account[i]]++;
        watching.play(title, time + 90 * SECOND, Watching.ORGANIC, 0);
        return true;
    }

    private void drift(int i) {
        double back = parameters.worth().forgetting();
        double own = members.ownSatisfaction[i];
        members.habit[i] += back * (members.ownHabit[i] + 0.4 * (members.satisfaction[i] - own) - members.habit[i]);
        members.satisfaction[i] += back * (own - members.satisfaction[i]);
    }

    private void comeBack(int a, long key) {
        if (Draws.uniform(key, Purpose.RETURN, 0) < parameters.billing().returnPerDay()) {
            accounts.active[a] = true;
            accounts.billedFrom[a] = today;
            told.rows.membership(
                    accounts.id[a],
                    MembershipEvent.REJOIN,
                    LogRows.Period.BEGINS,
                    world.calendar.start(),
                    today,
                    0,
                    true);
        }
    }
}
