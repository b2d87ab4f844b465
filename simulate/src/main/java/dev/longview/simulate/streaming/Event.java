package dev.longview.simulate.streaming;

import org.jspecify.annotations.Nullable;

/** A feedback event on its way to the log: one object a block, filled anew for each. */
final class Event {
    int day;
    int member;
    int number;
    String kind = "";
    String item = "";
    long time;
    long received;
    /** The visit that it answers, or {@link Watching#ORGANIC}. */
    long visit;

    int position;
    /** NaN for none. */
    double value;

    @Nullable
    String label;
    /** The number of the event of this member and day that it takes back, or −1. */
    int retracts;

    Event of(String what, Title title, long happened, long visitCode, int at) {
        kind = what;
        item = title.item();
        time = happened;
        received = happened;
        visit = visitCode;
        position = at;
        value = Double.NaN;
        label = null;
        retracts = -1;
        return this;
    }
}
