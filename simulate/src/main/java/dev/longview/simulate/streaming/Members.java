package dev.longview.simulate.streaming;

import dev.longview.simulate.Draws;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/** The members as columns, hidden state and all. A member is an account of its own; members are added at the end and never removed. */
final class Members {
    static final int GENRES = Title.GENRES.size();
    static final List<String> DEVICES = List.of("tv", "mobile", "web", "tablet");
    /** Plays that a member may have going on at a time. */
    static final int SLOTS = 4;

    static final byte ABANDON = 0;
    static final byte STALL = 1;
    static final byte STEADY = 2;
    static final byte BINGE = 3;
    static final int NONE = -1;

    private static final int SHOWN_MASK = 63;
    private static final int PLAYED_BIT = 64;

    int size;
    String[] account = new String[0];
    String[] member = new String[0];
    float[] taste = new float[0];
    float[] ownSatisfaction = new float[0];
    float[] ownHabit = new float[0];
    double[] satisfaction = new double[0];
    double[] habit = new double[0];
    float[] responsiveness = new float[0];
    float[] priceSensitivity = new float[0];
    int[] joined = new int[0];
    /** The day from which billing is counted: every 30 days. */
    int[] billedFrom = new int[0];

    byte[] favourite = new byte[0];
    byte[] device = new byte[0];
    boolean[] active = new boolean[0];
    /** For each title: how often it was shown, up to 63, and whether it was played. */
    byte[][] seen = new byte[0][];

    int[] going = new int[0];
    byte[] engagement = new byte[0];
    double[] minutes = new double[0];
    double[] goal = new double[0];
    int[] started = new int[0];
    double[] gained = new double[0];
    long[] visit = new long[0];
    byte[] position = new byte[0];

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
        copy.priceSensitivity = priceSensitivity.clone();
        copy.joined = joined.clone();
        copy.billedFrom = billedFrom.clone();
        copy.favourite = favourite.clone();
        copy.device = device.clone();
        copy.active = active.clone();
        copy.seen = new byte[seen.length][];
        Arrays.setAll(copy.seen, i -> seen[i].clone());
        copy.going = going.clone();
        copy.engagement = engagement.clone();
        copy.minutes = minutes.clone();
        copy.goal = goal.clone();
        copy.started = started.clone();
        copy.gained = gained.clone();
        copy.visit = visit.clone();
        copy.position = position.clone();
        return copy;
    }

    /** Adds a member who joined on the given day, which may be before the world's first. */
    void add(long seed, int day) {
        int i = size++;
        if (size > account.length) {
            grow(Math.max(64, size * 5 / 4));
        }
        long key = Draws.key(seed, i, -1);
        account[i] = String.format(Locale.ROOT, "a%06d", i);
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
        priceSensitivity[i] = (float) Draws.normal(key, Purpose.MEMBER, 2L * GENRES + 3);
        double u = Draws.uniform(key, Purpose.DEVICE, 0);
        device[i] = (byte) (u < 0.55 ? 0 : u < 0.8 ? 1 : u < 0.92 ? 2 : 3);
        joined[i] = day;
        billedFrom[i] = day;
        active[i] = true;
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
        priceSensitivity = Arrays.copyOf(priceSensitivity, to);
        joined = Arrays.copyOf(joined, to);
        billedFrom = Arrays.copyOf(billedFrom, to);
        favourite = Arrays.copyOf(favourite, to);
        device = Arrays.copyOf(device, to);
        active = Arrays.copyOf(active, to);
        int from = seen.length;
        seen = Arrays.copyOf(seen, to);
        Arrays.fill(seen, from, to, new byte[0]);
        going = Arrays.copyOf(going, to * SLOTS);
        engagement = Arrays.copyOf(engagement, to * SLOTS);
        minutes = Arrays.copyOf(minutes, to * SLOTS);
        goal = Arrays.copyOf(goal, to * SLOTS);
        started = Arrays.copyOf(started, to * SLOTS);
        gained = Arrays.copyOf(gained, to * SLOTS);
        visit = Arrays.copyOf(visit, to * SLOTS);
        position = Arrays.copyOf(position, to * SLOTS);
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

    /** A free slot, or else the one whose play began first, which is given up for the new one. */
    int slotForNew(int i) {
        int oldest = i * SLOTS;
        for (int slot = i * SLOTS; slot < (i + 1) * SLOTS; slot++) {
            if (going[slot] == NONE) {
                return slot;
            }
            if (started[slot] < started[oldest]) {
                oldest = slot;
            }
        }
        return oldest;
    }
}
