package dev.longview.simulate.streaming;

import dev.longview.simulate.Draws;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** The members as columns, hidden state and all. Members are added at the end and never removed. */
final class Members {
    static final int GENRES = Title.GENRES.size();
    static final List<String> DEVICES = List.of("tv", "mobile", "web", "tablet");
    /** Titles that a member may have going on at a time; with as many, none is begun, so that none is given up for another. */
    static final int SLOTS = 8;

    /** Set beside the kind of an engagement whose first sitting was interrupted. */
    static final byte INTERRUPTED = 16;

    static final byte NONE = -1;

    private static final int SHOWN_MASK = 63;
    private static final int PLAYED_BIT = 64;

    int size;
    int[] account = new int[0];
    String[] member = new String[0];
    float[] taste = new float[0];
    float[] ownSatisfaction = new float[0];
    float[] ownHabit = new float[0];
    double[] satisfaction = new double[0];
    double[] habit = new double[0];
    float[] responsiveness = new float[0];
    float[] mood = new float[0];
    /** The genre played last, and the day. */
    byte[] lastGenre = new byte[0];

    int[] lastDay = new int[0];

    byte[] favourite = new byte[0];
    byte[] device = new byte[0];
    /** For each title: how often it was shown, up to 63, and whether it was played. */
    byte[][] seen = new byte[0][];

    int[] going = new int[0];
    byte[] engagement = new byte[0];
    double[] minutes = new double[0];
    int[] started = new int[0];
    double[] gained = new double[0];
    float[] z = new float[0];
    long[] visit = new long[0];
    byte[] position = new byte[0];
    /** What is written of a play, where it is. */
    @Nullable
    ScriptedPlay[] scripted = new ScriptedPlay[0];

    Members copy() {
        Members copy = new Members();
        copy.size = size;
        copy.account = account.clone();
        copy.member = member.clone();
        copy.taste = taste.clone();
        copy.ownSatisfaction = ownSatisfaction.clone();
        copy.ownHabit = ownHabit.clone();
        copy.satisfaction = satisfaction.clone();
        copy.habit = habit.clone();
        copy.responsiveness = responsiveness.clone();
        copy.mood = mood.clone();
        copy.lastGenre = lastGenre.clone();
        copy.lastDay = lastDay.clone();
        copy.favourite = favourite.clone();
        copy.device = device.clone();
        copy.seen = new byte[seen.length][];
        Arrays.setAll(copy.seen, i -> seen[i].clone());
        copy.going = going.clone();
        copy.engagement = engagement.clone();
        copy.minutes = minutes.clone();
        copy.started = started.clone();
        copy.gained = gained.clone();
        copy.z = z.clone();
        copy.visit = visit.clone();
        copy.position = position.clone();
        copy.scripted = scripted.clone();
        return copy;
    }

    void add(long seed, int ofAccount) {
        int i = size++;
        if (size > member.length) {
            grow(Math.max(64, size * 5 / 4));
        }
        long key = Draws.key(seed, i, -1);
        account[i] = ofAccount;
        member[i] = String.format(Locale.ROOT, "m%06d", i);
        int likes = 0;
        double most = Double.NEGATIVE_INFINITY;
        for (int g = 0; g < GENRES; g++) {
            double t = Draws.normal(key, Purpose.MEMBER, g);
            taste[i * GENRES + g] = (float) t;
            double declared = t + Draws.normal(key, Purpose.MEMBER, GENRES + g);
            if (declared > most) {
                most = declared;
                likes = g;
            }
        }
        favourite[i] = (byte) likes;
        double s = Draws.normal(key, Purpose.MEMBER, 2L * GENRES);
        double h = 0.3 * s + 0.95 * Draws.normal(key, Purpose.MEMBER, 2L * GENRES + 1);
        ownSatisfaction[i] = (float) (0.9 * s);
        ownHabit[i] = (float) h;
        satisfaction[i] = ownSatisfaction[i];
        habit[i] = h;
        // Log-normal with mean 1: some members rate much, most hardly ever.
        responsiveness[i] = (float) Math.exp(0.6 * Draws.normal(key, Purpose.MEMBER, 2L * GENRES + 2) - 0.18);
        lastGenre[i] = NONE;
        double u = Draws.uniform(key, Purpose.DEVICE, 0);
        device[i] = (byte) (u < 0.55 ? 0 : u < 0.8 ? 1 : u < 0.92 ? 2 : 3);
        seen[i] = new byte[0];
        Arrays.fill(going, i * SLOTS, (i + 1) * SLOTS, NONE);
    }

    private void grow(int to) {
        account = Arrays.copyOf(account, to);
        member = Arrays.copyOf(member, to);
        taste = Arrays.copyOf(taste, to * GENRES);
        ownSatisfaction = Arrays.copyOf(ownSatisfaction, to);
        ownHabit = Arrays.copyOf(ownHabit, to);
        satisfaction = Arrays.copyOf(satisfaction, to);
        habit = Arrays.copyOf(habit, to);
        responsiveness = Arrays.copyOf(responsiveness, to);
        mood = Arrays.copyOf(mood, to);
        lastGenre = Arrays.copyOf(lastGenre, to);
        lastDay = Arrays.copyOf(lastDay, to);
        favourite = Arrays.copyOf(favourite, to);
        device = Arrays.copyOf(device, to);
        int from = seen.length;
        seen = Arrays.copyOf(seen, to);
        Arrays.fill(seen, from, to, new byte[0]);
        going = Arrays.copyOf(going, to * SLOTS);
        engagement = Arrays.copyOf(engagement, to * SLOTS);
        minutes = Arrays.copyOf(minutes, to * SLOTS);
        started = Arrays.copyOf(started, to * SLOTS);
        gained = Arrays.copyOf(gained, to * SLOTS);
        z = Arrays.copyOf(z, to * SLOTS);
        visit = Arrays.copyOf(visit, to * SLOTS);
        position = Arrays.copyOf(position, to * SLOTS);
        scripted = Arrays.copyOf(scripted, to * SLOTS);
    }

    /** The kind of the engagement in a slot. */
    byte kind(int slot) {
        return (byte) (engagement[slot] & ~INTERRUPTED);
    }

    double taste(int i, int genre) {
        return taste[i * GENRES + genre];
    }

    int timesShown(int i, int title) {
        return title < seen[i].length ? seen[i][title] & SHOWN_MASK : 0;
    }

    boolean hasPlayed(int i, int title) {
        return title < seen[i].length && (seen[i][title] & PLAYED_BIT) != 0;
    }

    void shown(int i, int title) {
        room(i, title);
        if ((seen[i][title] & SHOWN_MASK) < SHOWN_MASK) {
            seen[i][title]++;
        }
    }

    void played(int i, int title) {
        room(i, title);
        seen[i][title] |= PLAYED_BIT;
    }

    private void room(int i, int title) {
        if (title >= seen[i].length) {
            seen[i] = Arrays.copyOf(seen[i], title + 64);
        }
    }

    /** The slot in which the member has this title going on, or {@link #NONE}. */
    int slotOf(int i, int title) {
        for (int slot = i * SLOTS; slot < (i + 1) * SLOTS; slot++) {
            if (going[slot] == title) {
                return slot;
            }
        }
        return NONE;
    }

    /** A free slot, or {@link #NONE}. */
    int freeSlot(int i) {
        for (int slot = i * SLOTS; slot < (i + 1) * SLOTS; slot++) {
            if (going[slot] == NONE) {
                return slot;
            }
        }
        return NONE;
    }
}
