package dev.longview.simulate.streaming;

import dev.longview.columns.BatchBuilder;
import dev.longview.simulate.Draws;
import org.jspecify.annotations.Nullable;

/**
 * Plays and what becomes of them over days, for one member at a time. Of which kind an engagement is (binge, steady, stall, abandon)
 * depends on quality, match and mood and is never logged; what is logged are minutes.
 */
final class Watching {
    /** The visit code of a play that answers no decision. */
    static final long ORGANIC = -1;

    private static final int GIVEN_UP_AFTER_DAYS = 45;
    private static final double STALLED_RESUMES = 0.02;

    private final World world;
    private final WorldParameters parameters;
    private final WorldParameters.Worth worth;
    private final Members members;
    private final LogRows rows;
    private final Tally tally;
    private final int today;
    private int i;
    private long key;
    private int events;

    Watching(World world, LogRows rows, Tally tally) {
        this.world = world;
        this.parameters = world.parameters;
        this.worth = parameters.worth();
        this.members = world.members;
        this.rows = rows;
        this.tally = tally;
        this.today = world.day;
    }

    static String decisionId(int day, int member, int visit) {
        return "d" + day + "-" + member + "-" + visit;
    }

    static long visitCode(int day, int visit) {
        return 4L * day + visit;
    }

    void begin(int memberIndex, long keyOfTheDay) {
        i = memberIndex;
        key = keyOfTheDay;
        events = 0;
    }

    void play(Title title, long time, long visitCode, int position) {
        feedback("play", title, time, decision(visitCode), position).endRow();
        // A play of what is going on already resumes it; what comes of it still belongs to the decision that began it.
        int slot = members.slotOf(i, title.index());
        boolean first = slot == Members.NONE;
        if (first) {
            slot = members.slotForNew(i);
            start(slot, title, visitCode, position);
        }
        session(slot, title, time, first);
    }

    /** The titles going on, on a day. */
    void goOn() {
        for (int n = 0; n < Members.SLOTS; n++) {
            int slot = i * Members.SLOTS + n;
            int index = members.going[slot];
            if (index == Members.NONE) {
                continue;
            }
            Title title = world.titles.get(index);
            if (today - members.started[slot] > GIVEN_UP_AFTER_DAYS || !title.offeredOn(today)) {
                members.going[slot] = Members.NONE;
                continue;
            }
            boolean stalled = members.minutes[slot] >= members.goal[slot];
            double goesOn = stalled
                    ? STALLED_RESUMES
                    : switch (members.engagement[slot]) {
                        case Members.BINGE -> 0.9;
                        case Members.STEADY -> 0.55;
                        default -> 0.35;
                    };
            if (Draws.uniform(key, Purpose.CONTINUE, index) < goesOn) {
                double hour = 16 + 6 * Draws.uniform(key, Purpose.TIME, 100 + index);
                session(slot, title, world.timeMicros() + (long) (hour * 60 * LogRows.MINUTE), false);
            }
        }
    }

    void stopAll() {
        for (int slot = i * Members.SLOTS; slot < (i + 1) * Members.SLOTS; slot++) {
            members.going[slot] = Members.NONE;
        }
    }

    private void start(int slot, Title title, long visitCode, int position) {
        int index = title.index();
        double mood = 0.5 * Draws.normal(key, Purpose.KIND_OF_ENGAGEMENT, 2L * index);
        double z = title.quality() + 0.7 * members.taste(i, title.genre()) + mood;
        double binge = Math.exp(-0.7 + 0.8 * z);
        double steady = Math.exp(0.3 + 0.5 * z);
        double stall = Math.exp(-0.3);
        double abandon = Math.exp(0.4 - 0.7 * z);
        double u = (binge + steady + stall + abandon) * Draws.uniform(key, Purpose.KIND_OF_ENGAGEMENT, 4L * index + 3);
        double portion = Draws.uniform(key, Purpose.SESSION, 4L * index);
        int total = title.minutes();
        if (u < abandon) {
            members.engagement[slot] = Members.ABANDON;
            members.goal[slot] = Math.min(early(portion), total * 0.5);
        } else if (u < abandon + stall) {
            members.engagement[slot] = Members.STALL;
            members.goal[slot] = total * (0.15 + 0.7 * portion);
        } else {
            members.engagement[slot] = u < abandon + stall + steady ? Members.STEADY : Members.BINGE;
            members.goal[slot] = total;
        }
        members.going[slot] = index;
        members.minutes[slot] = 0;
        members.started[slot] = today;
        members.gained[slot] = 0;
        members.visit[slot] = visitCode;
        members.position[slot] = (byte) position;
        members.played(i, index);
        satisfy(
                slot,
                parameters.effects().hiddenWorth() ? -worth.start() - worth.regret() * title.disappointment() : 1);
    }

    /** Where an abandonment ends and an interruption stops: alike, so that minute ten does not tell them apart. */
    private static double early(double u) {
        return 4 + 20 * u;
    }

    private void session(int slot, Title title, long time, boolean first) {
        int index = title.index();
        byte kind = members.engagement[slot];
        if (members.minutes[slot] >= members.goal[slot]) {
            members.goal[slot] = title.minutes();
        }
        double u = Draws.uniform(key, Purpose.SESSION, 4L * index + 1);
        boolean interrupted = first
                && parameters.effects().interruptions()
                && Draws.uniform(key, Purpose.INTERRUPTION, index) < worth.interrupted();
        double length = interrupted
                ? early(u)
                : switch (kind) {
                    case Members.BINGE -> 150 + 200 * u;
                    case Members.STEADY -> 50 + 70 * u;
                    case Members.STALL -> 30 + 40 * u;
                    default -> members.goal[slot];
                };
        length = Math.min(length, members.goal[slot] - members.minutes[slot]);
        members.minutes[slot] += length;
        long end = time + (long) (length * LogRows.MINUTE);
        feedback("watch", title, end, decision(members.visit[slot]), members.position[slot])
                .set("value", Math.max(0.1, Math.rint(10 * length) / 10))
                .endRow();
        if (parameters.effects().hiddenWorth()) {
            double match = Draws.logistic(0.3 + members.taste(i, title.genre()));
            satisfy(slot, worth.finished() * title.qualityShare() * match * length / title.minutes());
        }
        if (members.minutes[slot] >= title.minutes() - 1e-6) {
            finish(slot, title, end);
        } else if (kind == Members.ABANDON && members.minutes[slot] >= members.goal[slot]) {
            members.going[slot] = Members.NONE;
            thumb(slot, title, end, parameters.replies().afterAbandonment());
        }
    }

    private void finish(int slot, Title title, long time) {
        members.going[slot] = Members.NONE;
        tally.completions[i]++;
        feedback("complete", title, time, decision(members.visit[slot]), members.position[slot])
                .endRow();
        if (parameters.effects().hiddenWorth()) {
            satisfy(slot, -worth.slow() * Math.max(0, today - members.started[slot] - (title.film() ? 3 : 14)));
        }
        int taste = i * Members.GENRES + title.genre();
        if (parameters.effects().discovery() && members.taste[taste] < 0 && title.quality() > 0.5) {
            members.taste[taste] += (float) worth.discovery();
        }
        thumb(slot, title, time, parameters.replies().afterCompletion());
    }

    private void thumb(int slot, Title title, long time, double ordinary) {
        WorldParameters.Replies replies = parameters.replies();
        int index = title.index();
        double sat = members.gained[slot];
        double speaks = ordinary * members.responsiveness[i] * (0.7 + 0.5 * Math.abs(sat - 0.5));
        if (Draws.uniform(key, Purpose.THUMB, 4L * index) >= speaks) {
            return;
        }
        boolean up = Draws.uniform(key, Purpose.THUMB, 4L * index + 1) < Draws.logistic(1.2 + 1.3 * (sat - 0.3));
        double later = parameters.effects().delays()
                ? replies.daysLater() * -Math.log(Draws.uniform(key, Purpose.THUMB, 4L * index + 2))
                : 0;
        long given = time + LogRows.MINUTE + (long) (later * LogRows.DAY);
        @Nullable String decision = decision(members.visit[slot]);
        String id = nextEvent();
        feedback(id, "thumb", title, given, decision, members.position[slot])
                .set("label", up ? "up" : "down")
                .endRow();
        if (Draws.uniform(key, Purpose.WITHDRAW, 2L * index) < replies.withdrawn()) {
            double wait = 5 * Draws.uniform(key, Purpose.WITHDRAW, 2L * index + 1);
            feedback(
                            "thumb",
                            title,
                            given + LogRows.MINUTE + (long) (wait * LogRows.DAY),
                            decision,
                            members.position[slot])
                    .set("retracts", id)
                    .endRow();
        }
    }

    private void satisfy(int slot, double satisfaction) {
        members.gained[slot] += satisfaction;
        members.satisfaction[i] += worth.learning() * satisfaction;
        tally.playSatisfaction[i] += satisfaction;
    }

    private @Nullable String decision(long visitCode) {
        return visitCode == ORGANIC ? null : decisionId((int) (visitCode >> 2), i, (int) (visitCode & 3));
    }

    private String nextEvent() {
        return "e" + today + "-" + i + "-" + events++;
    }

    private BatchBuilder feedback(String kind, Title title, long time, @Nullable String decision, int position) {
        return feedback(nextEvent(), kind, title, time, decision, position);
    }

    private BatchBuilder feedback(
            String id, String kind, Title title, long time, @Nullable String decision, int position) {
        return rows.feedback(id, kind, members.member[i], title.item(), time, time + delay(), decision, position);
    }

    /** Mostly minutes, log-normal; a few events wait for hours to a day or so, as from a phone that was offline. */
    private long delay() {
        if (!parameters.effects().delays()) {
            return 0;
        }
        double u = Draws.uniform(key, Purpose.DELAY, 4L * events);
        double minutes = u < parameters.replies().lateShare()
                ? 60 * (1 + 29 * u / parameters.replies().lateShare())
                : parameters.replies().delayMinutes()
                        * Math.exp(Draws.normal(key, Purpose.DELAY, 2L * events + 1_000_000));
        return (long) (minutes * LogRows.MINUTE);
    }
}
