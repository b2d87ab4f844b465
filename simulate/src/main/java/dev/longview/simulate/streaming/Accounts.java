package dev.longview.simulate.streaming;

import dev.longview.simulate.Draws;
import java.util.Arrays;
import java.util.Locale;

/** The accounts as columns: what bills, joins and lapses. An account's members stand one after the other among {@link Members}. */
final class Accounts {
    int size;
    String[] id = new String[0];
    int[] joined = new int[0];
    /** The day from which billing is counted: every 30 days. */
    int[] billedFrom = new int[0];

    boolean[] active = new boolean[0];
    float[] priceSensitivity = new float[0];
    /** The first member of each account and, one beyond the last, the number of members. */
    int[] first = new int[1];

    Accounts copy() {
        Accounts copy = new Accounts();
        copy.size = size;
        copy.id = id.clone();
        copy.joined = joined.clone();
        copy.billedFrom = billedFrom.clone();
        copy.active = active.clone();
        copy.priceSensitivity = priceSensitivity.clone();
        copy.first = first.clone();
        return copy;
    }

    /** Adds an account that joined on the given day, which may be before the world's first, with its members. */
    void add(WorldParameters parameters, long seed, int day, Members members) {
        int a = size++;
        if (size > id.length) {
            grow(Math.max(64, size * 5 / 4));
        }
        long key = Draws.key(seed, a, -3);
        id[a] = String.format(Locale.ROOT, "a%06d", a);
        joined[a] = day;
        billedFrom[a] = day;
        active[a] = true;
        priceSensitivity[a] = (float) Draws.normal(key, Purpose.ACCOUNT, 1);
        boolean two = parameters.effects().households()
                && Draws.uniform(key, Purpose.ACCOUNT, 0) < parameters.people().shared();
        first[a] = members.size;
        members.add(seed, a);
        if (two) {
            members.add(seed, a);
        }
        first[a + 1] = members.size;
    }

    private void grow(int to) {
        id = Arrays.copyOf(id, to);
        joined = Arrays.copyOf(joined, to);
        billedFrom = Arrays.copyOf(billedFrom, to);
        active = Arrays.copyOf(active, to);
        priceSensitivity = Arrays.copyOf(priceSensitivity, to);
        first = Arrays.copyOf(first, to + 1);
    }
}
