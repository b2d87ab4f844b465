package dev.longview.simulate.streaming;

import dev.longview.simulate.Draws;
import java.util.Optional;

/** Plays and what becomes of them over days, for one member at a time. What is logged are minutes, never the kind of engagement. */
final class Watching {
    /** The visit code of a play that answers no decision. */
    static final long ORGANIC = -1;

    private static final String SILENT = "none";
    private static final long NOON = 12 * 60;

    private final World world;
    private final WorldParameters parameters;
    private final WorldParameters.Worth worth;
    private final Effects effects;
    private final Members members;
    private final Engagement engagement;
    private final Told told;
    private final Tally tally;
    private final int today;
    private final Event event = new Event();
    private int i;
    private long key;
    private int events;

    Watching(World world, Told told, Tally tally) {
        this.world = world;
        this.parameters = world.parameters;
        this.worth = parameters.worth();
        this.effects = parameters.effects();
        this.members = world.members;
        this.engagement = world.engagement;
        this.told = told;
        this.tally = tally;
        this.today = world.day;
    }

    static String decisionId(long visitCode, int member) {
        return "d" + (visitCode >> 2) + "-" + member + "-" + (visitCode & 3);
    }

    static long visitCode(int day, int visit) {
        return 4L * day + visit;
    }

    void begin(int memberIndex, long keyOfTheDay) {
        i = memberIndex;
        key = keyOfTheDay;
        events = 0;
    }

    /** A title that is not going on, by a member who has room for it. */
    void play(Title title, long time, long visitCode, int position) {
        double z = engagement.z(title.quality(), members.taste(i, title.genre()), members.mood[i]);
        byte drawn = engagement.draw(z, Draws.uniform(key, Purpose.KIND_OF_ENGAGEMENT, title.index()));
        ScriptedPlay written = world.directed(i, title.index());
        if (written == null) {
            boolean interrupted =
                    engagement.interrupted(drawn, Draws.uniform(key, Purpose.INTERRUPTION, title.index()));
            play(title, time, visitCode, position, z, drawn, interrupted);
        } else {
            play(title, time, visitCode, position, z, written);
        }
    }

    private void play(Title title, long time, long visitCode, int position, double z, ScriptedPlay script) {
        byte drawn = engagement.draw(z, Draws.uniform(key, Purpose.KIND_OF_ENGAGEMENT, title.index()));
        byte kind = script.code(drawn);
        members.scripted[members.freeSlot(i)] = script;
        play(title, time, visitCode, position, z, kind, kind != Engagement.ABANDON && script.interrupted());
    }

    private void play(Title title, long time, long visitCode, int position, double z, byte kind, boolean interrupted) {
        int slot = members.freeSlot(i);
        members.z[slot] = (float) z;
        members.going[slot] = title.index();
        members.engagement[slot] = (byte) (interrupted ? kind | Members.INTERRUPTED : kind);
        members.minutes[slot] = 0;
        members.started[slot] = today;
        members.gained[slot] = 0;
        members.visit[slot] = visitCode;
        members.position[slot] = (byte) position;
        members.played(i, title.index());
        members.lastGenre[i] = (byte) title.genre();
        members.lastDay[i] = today;
        log(event.of("play", title, time, visitCode, position));
        satisfy(slot, effects.hiddenWorth() ? -worth.start() - worth.regret() * title.disappointment() : 1);
        double u = Draws.uniform(key, Purpose.SESSION, 4L * title.index() + 1);
        sitting(slot, title, time, engagement.firstSitting(kind, interrupted, u));
    }

    /** What is written to happen, and the titles going on, on a day. */
    void goOn() {
        for (int slot = i * Members.SLOTS; slot < (i + 1) * Members.SLOTS; slot++) {
            int index = members.going[slot];
            if (index != Members.NONE) {
                goOn(slot, world.titles.get(index));
            }
        }
        for (ScriptedPlay script : world.scripted(i)) {
            Title title = world.titles.get(script.title());
            int slot = members.freeSlot(i);
            if (script.day() == today && slot != Members.NONE && members.slotOf(i, script.title()) == Members.NONE) {
                double z = engagement.z(title.quality(), members.taste(i, title.genre()), members.mood[i]);
                play(title, world.timeMicros() + NOON * LogRows.MINUTE, ORGANIC, 0, z, script);
            }
        }
    }

    private void goOn(int slot, Title title) {
        int days = today - members.started[slot];
        if (days == 0) {
            return;
        }
        if (days > Engagement.LONGEST_DAYS) {
            giveUp(slot, title);
            return;
        }
        byte kind = members.kind(slot);
        switch (engagement.day(kind, Draws.uniform(key, Purpose.CONTINUE, title.index()))) {
            case GIVES_UP -> giveUp(slot, title);
            case SITTING -> {
                double hour = 16 + 6 * Draws.uniform(key, Purpose.TIME, 100 + title.index());
                double u = Draws.uniform(key, Purpose.SESSION, 4L * title.index() + 1);
                sitting(
                        slot,
                        title,
                        world.timeMicros() + (long) (hour * 60 * LogRows.MINUTE),
                        engagement.sitting(kind, u));
            }
            case NOTHING -> {}
        }
    }

    /** Ends all that a member has going on, without a word. */
    void stopAll(int member) {
        i = member;
        for (int slot = member * Members.SLOTS; slot < (member + 1) * Members.SLOTS; slot++) {
            if (members.going[slot] != Members.NONE) {
                end(slot, world.titles.get(members.going[slot]), false, SILENT);
            }
        }
    }

    private void sitting(int slot, Title title, long time, double wanted) {
        double left = title.minutes() - members.minutes[slot];
        double length = Math.min(wanted, left);
        members.minutes[slot] += length;
        long end = time + (long) (length * LogRows.MINUTE);
        event.of("watch", title, end, members.visit[slot], members.position[slot]);
        event.value = Math.max(0.1, Math.rint(10 * length) / 10);
        log(event);
        if (effects.hiddenWorth()) {
            double match = Draws.logistic(0.3 + members.taste(i, title.genre()));
            satisfy(slot, worth.finished() * title.qualityShare() * match * length / title.minutes());
        }
        if (wanted >= left) {
            finish(slot, title, end);
        } else if (members.kind(slot) == Engagement.ABANDON) {
            String said = thumb(slot, title, end, parameters.replies().afterAbandonment());
            end(slot, title, false, said);
        }
    }

    private void finish(int slot, Title title, long time) {
        tally.completions[members.account[i]]++;
        log(event.of("complete", title, time, members.visit[slot], members.position[slot]));
        if (effects.hiddenWorth()) {
            satisfy(slot, -worth.slow() * Math.max(0, today - members.started[slot] - (title.film() ? 3 : 14)));
        }
        int taste = i * Members.GENRES + title.genre();
        if (effects.discovery() && members.taste[taste] < 0 && title.quality() > 0.5) {
            members.taste[taste] += (float) worth.discovery();
        }
        String said = thumb(slot, title, time, parameters.replies().afterCompletion());
        end(slot, title, true, said);
    }

    private void giveUp(int slot, Title title) {
        long noon = world.timeMicros() + NOON * LogRows.MINUTE;
        end(slot, title, false, thumb(slot, title, noon, parameters.replies().afterAbandonment()));
    }

    private void end(int slot, Title title, boolean completed, String thumb) {
        if (told.truth) {
            long visit = members.visit[slot];
            byte kind = members.kind(slot);
            told.play(new Truth.PlayTruth(
                    members.member[i],
                    title.item(),
                    visit == ORGANIC ? Optional.empty() : Optional.of(decisionId(visit, i)),
                    members.position[slot],
                    members.started[slot],
                    today,
                    members.z[slot],
                    Engagement.NAMES.get(kind),
                    (members.engagement[slot] & Members.INTERRUPTED) != 0,
                    members.minutes[slot],
                    completed,
                    thumb,
                    members.gained[slot]));
        }
        members.going[slot] = Members.NONE;
        members.scripted[slot] = null;
    }

    /** Up, down, or silence. */
    private String thumb(int slot, Title title, long time, double ordinary) {
        WorldParameters.Replies replies = parameters.replies();
        int index = title.index();
        ScriptedPlay script = members.scripted[slot];
        double satisfied = members.gained[slot];
        boolean speaks = Draws.uniform(key, Purpose.THUMB, 4L * index)
                < ordinary * members.responsiveness[i] * (0.7 + 0.5 * Math.abs(satisfied - 0.5));
        boolean up = Draws.uniform(key, Purpose.THUMB, 4L * index + 1)
                < Draws.logistic(replies.up() + 1.3 * (satisfied - 0.3) + 0.3 * members.mood[i]);
        if (script != null && script.thumb().isPresent()) {
            speaks = !script.thumb().get().equals(SILENT);
            up = script.thumb().get().equals("up");
        }
        if (!speaks) {
            return SILENT;
        }
        double later =
                effects.delays() ? replies.daysLater() * Draws.exponential(key, Purpose.THUMB, 4L * index + 2) : 0;
        long given = time + LogRows.MINUTE + (long) (later * LogRows.DAY);
        int number = events;
        event.of("thumb", title, given, members.visit[slot], members.position[slot]);
        event.label = up ? "up" : "down";
        log(event);
        if (Draws.uniform(key, Purpose.WITHDRAW, 2L * index) < replies.withdrawn()) {
            double wait = 5 * Draws.uniform(key, Purpose.WITHDRAW, 2L * index + 1);
            long taken = given + LogRows.MINUTE + (long) (wait * LogRows.DAY);
            event.of("thumb", title, taken, members.visit[slot], members.position[slot]);
            event.retracts = number;
            log(event);
        }
        return up ? "up" : "down";
    }

    private void satisfy(int slot, double satisfaction) {
        members.gained[slot] += satisfaction;
        members.satisfaction[i] += worth.learning() * satisfaction;
        tally.playSatisfaction[members.account[i]] += satisfaction;
    }

    private void log(Event next) {
        int number = events++;
        if (!told.rows.kept()) {
            return;
        }
        next.day = today;
        next.member = i;
        next.number = number;
        next.received = next.time + delay(number);
        told.rows.feedback(next, members.member[i]);
        if (effects.delays()
                && next.kind.equals("play")
                && Draws.uniform(key, Purpose.TWICE, number)
                        < parameters.replies().twice()) {
            next.received += LogRows.MINUTE;
            told.rows.feedback(next, members.member[i]);
        }
    }

    /** Mostly minutes, log-normal; a few events wait for hours to a day or so, as from a phone that was offline. */
    private long delay(int number) {
        if (!effects.delays()) {
            return 0;
        }
        double u = Draws.uniform(key, Purpose.DELAY, 4L * number);
        double minutes = u < parameters.replies().lateShare()
                ? 60 * (1 + 29 * u / parameters.replies().lateShare())
                : parameters.replies().delayMinutes()
                        * Math.exp(Draws.normal(key, Purpose.DELAY, 2L * number + 1_000_000));
        return (long) (minutes * LogRows.MINUTE);
    }
}
