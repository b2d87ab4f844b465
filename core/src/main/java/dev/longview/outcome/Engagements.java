package dev.longview.outcome;

import java.util.Arrays;

/**
 * Whose the feedback of one member on one item is, at every moment: a sweep over the moments at which something was received.
 *
 * <p>As of a moment the rules read only what was received by then ({@link Attribution}): events in the order of their time; one that
 * opens, while no engagement is open, opens one. So what is received late can move what came after it in time. Nothing else can: hence
 * all that happened by some time is settled as soon as everything of that time has been received.
 *
 * <pre>{@code
 * var pair = new Engagements(within, lasts);
 * pair.showing(decided, shown, known);              // ascending by decided, ties in an order of your own
 * pair.event(happened, received, true, false);      // ascending by happened, ties likewise
 * pair.sweep(sink);                                 // and the pair is empty again
 * }</pre>
 *
 * <p>Each arrival is worked in from its own place in time onwards, until what it changes ends: a log in order costs one step an event,
 * and a late arrival as many as there are events after it.
 */
public final class Engagements {
    /** An owner: nobody. */
    public static final int NOBODY = -1;
    /** The end of what has not ended. */
    public static final long OPEN = Long.MAX_VALUE;

    private static final int ARRIVAL_IS_EVENT = 1;

    private final long within;
    private final long lasts;

    private int showings;
    private long[] decided = new long[8];
    private long[] shown = new long[8];
    private long[] known = new long[8];
    private int events;
    private long[] happened = new long[8];
    private long[] received = new long[8];
    private boolean[] opens = new boolean[8];
    private boolean[] named = new boolean[8];

    // As of the moment of the sweep: what has arrived, what is open after each event, whose each event is and since
    // when.
    private boolean[] showingKnown = new boolean[0];
    private boolean[] eventKnown = new boolean[0];
    private long[] openUntil = new long[0];
    private int[] openOwner = new int[0];
    private int[] owner = new int[0];
    private long[] ownedSince = new long[0];
    private long[] continuingSince = new long[0];

    /** Where results go; times are the moments of a range {@code [since, until)}. */
    public interface Sink {
        /** An event that names no decision belongs to a showing. */
        void wonByShowing(int event, int showing, long since, long until);

        /** An event that names no decision belongs to the decision that another event names. */
        void wonByEvent(int event, int naming, long since, long until);

        /** A showing came while an engagement was open. */
        void continuing(int showing, long since, long until);
    }

    /**
     * @param within microseconds
     * @param lasts microseconds
     */
    public Engagements(long within, long lasts) {
        this.within = within;
        this.lasts = lasts;
    }

    /**
     * Adds a showing of the item.
     *
     * @param decided when the decision was served
     * @param shown when it was seen, from when on it can win an event
     * @param known when the log had all of that; {@link #OPEN} for one that never wins
     */
    public void showing(long decided, long shown, long known) {
        if (showings == this.decided.length) {
            this.decided = Arrays.copyOf(this.decided, 2 * showings);
            this.shown = Arrays.copyOf(this.shown, 2 * showings);
            this.known = Arrays.copyOf(this.known, 2 * showings);
        }
        this.decided[showings] = decided;
        this.shown[showings] = shown;
        this.known[showings++] = known;
    }

    /**
     * Adds an event.
     *
     * @param opens whether it opens an engagement where none is open
     * @param named whether it names its decision itself
     */
    public void event(long happened, long received, boolean opens, boolean named) {
        if (events == this.happened.length) {
            this.happened = Arrays.copyOf(this.happened, 2 * events);
            this.received = Arrays.copyOf(this.received, 2 * events);
            this.opens = Arrays.copyOf(this.opens, 2 * events);
            this.named = Arrays.copyOf(this.named, 2 * events);
        }
        this.happened[events] = happened;
        this.received[events] = received;
        this.opens[events] = opens;
        this.named[events++] = named;
    }

    /** Tells whose everything is at every moment, and forgets the pair. */
    public void sweep(Sink sink) {
        begin();
        long[][] arrivals = arrivals();
        for (int next = 0; next < arrivals.length; ) {
            long moment = arrivals[next][0];
            int from = events;
            int through = -1;
            for (; next < arrivals.length && arrivals[next][0] == moment; next++) {
                int index = (int) arrivals[next][2];
                if (arrivals[next][1] == ARRIVAL_IS_EVENT) {
                    eventKnown[index] = true;
                    from = Math.min(from, index);
                    through = Math.max(through, index);
                } else {
                    showingKnown[index] = true;
                    from = Math.min(from, firstAfter(shown[index] - 1));
                    through = Math.max(through, firstAfter(decided[index] + within) - 1);
                }
            }
            replay(from, through, moment, sink);
        }
        end(sink);
    }

    private void begin() {
        showingKnown = cleared(showingKnown, showings);
        eventKnown = cleared(eventKnown, events);
        openUntil = filled(openUntil, events, Long.MIN_VALUE);
        openOwner = owners(openOwner);
        owner = owners(owner);
        ownedSince = filled(ownedSince, events, 0);
        continuingSince = filled(continuingSince, showings, OPEN);
    }

    /** Moment, kind and index of all that arrives, in the order of moments. */
    private long[][] arrivals() {
        long[][] arrivals = new long[showings + events][];
        int size = 0;
        for (int i = 0; i < showings; i++) {
            if (known[i] != OPEN) {
                arrivals[size++] = new long[] {known[i], 0, i};
            }
        }
        for (int i = 0; i < events; i++) {
            arrivals[size++] = new long[] {received[i], ARRIVAL_IS_EVENT, i};
        }
        long[][] all = Arrays.copyOf(arrivals, size);
        Arrays.sort(all, (a, b) -> Long.compare(a[0], b[0]));
        return all;
    }

    /** Applies the rules from an event on, at least through another, and until nothing changes any more. */
    private void replay(int from, int through, long moment, Sink sink) {
        int i = from;
        boolean changes = true;
        for (; i < events && (changes || i <= through); i++) {
            long until = i == 0 ? Long.MIN_VALUE : openUntil[i - 1];
            int open = i == 0 ? NOBODY : openOwner[i - 1];
            int own = NOBODY;
            if (eventKnown[i]) {
                if (happened[i] <= until) {
                    own = open;
                } else if (opens[i]) {
                    own = named[i] ? showings + i : winner(happened[i]);
                    until = happened[i] + lasts;
                    open = own;
                }
                if (named[i]) {
                    own = NOBODY;
                }
            }
            assign(i, own, moment, sink);
            changes = until != openUntil[i] || open != openOwner[i];
            openUntil[i] = until;
            openOwner[i] = open;
        }
        continued(from, i, moment, sink);
    }

    /** The latest showing that is known, seen by then, and not too old. */
    private int winner(long at) {
        for (int i = lastDecidedBy(at); i >= 0 && decided[i] >= at - within; i--) {
            if (showingKnown[i] && shown[i] <= at) {
                return i;
            }
        }
        return NOBODY;
    }

    private void assign(int event, int own, long moment, Sink sink) {
        if (owner[event] != own) {
            tell(event, moment, sink);
            owner[event] = own;
            ownedSince[event] = moment;
        }
    }

    private void tell(int event, long until, Sink sink) {
        int own = owner[event];
        if (own >= showings) {
            sink.wonByEvent(event, own - showings, ownedSince[event], until);
        } else if (own != NOBODY) {
            sink.wonByShowing(event, own, ownedSince[event], until);
        }
    }

    /** Looks again at the showings that came after the events {@code [from, to)}. */
    private void continued(int from, int to, long moment, Sink sink) {
        if (from >= events) {
            return;
        }
        int event = from;
        for (int i = lastDecidedBy(happened[from]) + 1; i < showings; i++) {
            if (to < events && decided[i] > happened[to]) {
                return;
            }
            while (event + 1 < events && happened[event + 1] < decided[i]) {
                event++;
            }
            boolean open = openUntil[event] >= decided[i];
            if (open && continuingSince[i] == OPEN) {
                continuingSince[i] = moment;
            } else if (!open && continuingSince[i] != OPEN) {
                sink.continuing(i, continuingSince[i], moment);
                continuingSince[i] = OPEN;
            }
        }
    }

    private void end(Sink sink) {
        for (int i = 0; i < events; i++) {
            tell(i, OPEN, sink);
        }
        for (int i = 0; i < showings; i++) {
            if (continuingSince[i] != OPEN) {
                sink.continuing(i, continuingSince[i], OPEN);
            }
        }
        showings = 0;
        events = 0;
    }

    private int firstAfter(long time) {
        int low = 0;
        int high = events;
        while (low < high) {
            int middle = (low + high) >>> 1;
            if (happened[middle] <= time) {
                low = middle + 1;
            } else {
                high = middle;
            }
        }
        return low;
    }

    private int lastDecidedBy(long time) {
        int low = 0;
        int high = showings;
        while (low < high) {
            int middle = (low + high) >>> 1;
            if (decided[middle] <= time) {
                low = middle + 1;
            } else {
                high = middle;
            }
        }
        return low - 1;
    }

    private static boolean[] cleared(boolean[] array, int size) {
        if (array.length < size) {
            return new boolean[2 * size];
        }
        Arrays.fill(array, 0, size, false);
        return array;
    }

    private static long[] filled(long[] array, int size, long value) {
        long[] all = array.length < size ? new long[2 * size] : array;
        Arrays.fill(all, 0, size, value);
        return all;
    }

    private int[] owners(int[] array) {
        int[] all = array.length < events ? new int[2 * events] : array;
        Arrays.fill(all, 0, events, NOBODY);
        return all;
    }
}
