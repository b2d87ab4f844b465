package dev.longview.simulate.streaming;

import dev.longview.columns.BatchBuilder;
import dev.longview.simulate.Assigner;
import dev.longview.simulate.Draws;
import dev.longview.simulate.GivenVisit;
import dev.longview.simulate.Slate;
import dev.longview.simulate.Visit;
import java.util.List;

/**
 * One day of a block of members: visits, slates, plays, and the billing at the day's end. Touches nothing but its own members, so that
 * blocks run in parallel.
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
    private final Members members;
    private final Offer offer;
    private final Tally tally;
    private final boolean impressionEvents;
    private final Slate slate;
    private final double[] numbers = new double[SimulatedLog.FEATURES.size()];
    private final String[] texts = new String[SimulatedLog.FEATURES.size()];
    private final Watching watching;
    private final double seasonal;
    private final int today;
    private final long midnight;

    final LogRows rows = new LogRows();
    final int[] plays;
    long impressions;

    BlockDay(World world, Offer offer, Tally tally, int slateSize, boolean impressionEvents) {
        this.world = world;
        this.parameters = world.parameters;
        this.members = world.members;
        this.offer = offer;
        this.tally = tally;
        this.impressionEvents = impressionEvents;
        this.slate = new Slate(slateSize);
        this.watching = new Watching(world, rows, tally);
        this.today = world.day;
        this.midnight = world.timeMicros();
        this.plays = new int[world.titles.size()];
        this.seasonal = parameters.effects().seasons() ? parameters.visits().season() * world.season() : 0;
    }

    void run(int from, int to, List<Assigner.Assignment> assignments) {
        for (int i = from; i < to; i++) {
            long key = Draws.key(world.seed, i, today);
            watching.begin(i, key);
            if (!members.active[i]) {
                comeBack(i, key);
                continue;
            }
            watching.goOn();
            visits(i, key, assignments.get(i));
            drift(i);
            tally.activeDays[i]++;
            tally.satisfaction[i] += members.satisfaction[i];
            bill(i, key);
        }
    }

    private void visits(int i, long key, Assigner.Assignment assignment) {
        WorldParameters.Visits p = parameters.visits();
        double weekend = parameters.effects().seasons() && world.weekend() ? p.weekend() : 0;
        double comes = Draws.logistic(p.intercept() + p.habit() * members.habit[i] + weekend + seasonal);
        double hour = Math.clamp(19 + 3.5 * Draws.normal(key, Purpose.TIME, 0), 0, 23.5);
        for (int v = 0; v < MOST_VISITS && Draws.uniform(key, Purpose.VISIT, v) < comes; v++) {
            visit(i, key, v, hour, assignment);
            hour += (23.9 - hour) * Draws.uniform(key, Purpose.TIME, 10 + v);
            comes = p.again();
        }
    }

    private void visit(int i, long key, int v, double hour, Assigner.Assignment assignment) {
        long time = midnight + (long) (hour * 60 * LogRows.MINUTE);
        boolean usual = Draws.uniform(key, Purpose.DEVICE, v) < 0.8;
        int other = (int) (Members.DEVICES.size() * Draws.uniform(key, Purpose.DEVICE, 10 + v));
        numbers[SimulatedLog.HOUR] = Math.floor(hour);
        numbers[SimulatedLog.TENURE_DAYS] = today - members.joined[i];
        texts[SimulatedLog.DEVICE] = Members.DEVICES.get(usual ? members.device[i] : other);
        texts[SimulatedLog.FAVOURITE] = Title.GENRES.get(members.favourite[i]);
        Visit visit = new GivenVisit(
                Watching.decisionId(today, i, v),
                members.account[i],
                members.member[i],
                time,
                offer.candidates(),
                Draws.bits(key, Purpose.SLATE, v),
                numbers,
                texts);
        slate.clear();
        assignment.recommender().recommend(visit, slate);
        rows.decision(visit, assignment.cells(), slate);
        impressions += slate.size();
        tally.impressions[i] += slate.size();
        boolean played =
                Draws.uniform(key, Purpose.SEEN, v) >= parameters.visits().unseen() && look(i, key, v, visit);
        if (!played && !search(i, key, v, time)) {
            members.satisfaction[i] -= parameters.worth().emptyVisit();
        }
    }

    /** Goes down the slate to the first title that is played. */
    private boolean look(int i, long key, int v, Visit visit) {
        for (int p = 0; p < slate.size(); p++) {
            Title title = offer.title(slate.candidate(p));
            if (impressionEvents) {
                impression(visit, title, p);
            }
            double probability = Draws.logistic(playLogit(i, title, p));
            members.shown(i, title.index());
            // Numbered by title, not by position: in a paired run the same title meets the same luck.
            if (Draws.uniform(key, Purpose.PLAY, ((long) v << 32) + title.index()) < probability) {
                plays[title.index()]++;
                tally.plays[i]++;
                watching.play(title, visit.timeMicros() + (20 + 15 * p) * SECOND, Watching.visitCode(today, v), p);
                return true;
            }
        }
        return false;
    }

    private double playLogit(int i, Title title, int position) {
        WorldParameters.Plays p = parameters.plays();
        return p.intercept()
                + p.appeal() * title.appeal()
                + p.taste() * members.taste(i, title.genre())
                + p.fresh() * Math.max(0, 1 - (today - title.arrival()) / 10.0)
                - p.position() * position
                - p.repeat() * LOG_SHOWN[members.timesShown(i, title.index())]
                - (members.hasPlayed(i, title.index()) ? p.played() : 0);
    }

    private void impression(Visit visit, Title title, int position) {
        long time = visit.timeMicros() + SECOND;
        String id = "i-" + visit.decisionId() + "-" + position;
        BatchBuilder row = rows.feedback(
                id, "impression", visit.member(), title.item(), time, time + SECOND, visit.decisionId(), position);
        row.endRow();
    }

    /** An organic play: what the member came for, found by search. Appeal and taste move it too, quality does not. */
    private boolean search(int i, long key, int v, long time) {
        if (Draws.uniform(key, Purpose.ORGANIC, 10L * v) >= parameters.visits().search()) {
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
        Title title = offer.title(chosen);
        plays[title.index()]++;
        tally.organicPlays[i]++;
        watching.play(title, time + 90 * SECOND, Watching.ORGANIC, 0);
        return true;
    }

    private void drift(int i) {
        double back = parameters.worth().forgetting();
        double own = members.ownSatisfaction[i];
        members.habit[i] += back * (members.ownHabit[i] + 0.4 * (members.satisfaction[i] - own) - members.habit[i]);
        members.satisfaction[i] += back * (own - members.satisfaction[i]);
    }

    private void bill(int i, long key) {
        int days = today - members.billedFrom[i];
        if (days <= 0 || days % World.BILLING_DAYS != 0) {
            return;
        }
        WorldParameters.Billing p = parameters.billing();
        int months = days / World.BILLING_DAYS;
        double logit = p.intercept()
                + p.firstMonth() * Math.exp(1 - months)
                - p.satisfaction() * members.satisfaction[i]
                - p.habit() * members.habit[i]
                + p.price() * members.priceSensitivity[i]
                - seasonal
                + p.noise() * Draws.normal(key, Purpose.BILLING, 1);
        tally.billings[i]++;
        if (Draws.uniform(key, Purpose.BILLING, 0) < Draws.logistic(logit)) {
            members.active[i] = false;
            members.billedFrom[i] = today;
            tally.lapses[i]++;
            watching.stopAll();
            rows.membership(members.account[i], "lapse", world.start, today, 0);
        } else {
            rows.membership(members.account[i], "renew", world.start, today, 0);
        }
    }

    private void comeBack(int i, long key) {
        if (Draws.uniform(key, Purpose.RETURN, 0) < parameters.billing().returnPerDay()) {
            members.active[i] = true;
            members.billedFrom[i] = today;
            rows.membership(members.account[i], "rejoin", world.start, today, 0);
        }
    }
}
