package dev.longview.serve.member;

import dev.longview.engine.Engine;
import dev.longview.outcome.Condition;
import dev.longview.outcome.HistoryFeature;
import dev.longview.serve.item.ItemVersions;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.RoundingMode;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The features of members' histories, kept as events arrive. Events are held as long as they can count for a decision; a number is
 * computed from them when it is asked for, by the rules of the assembly ({@code engine.sql.History}): events that had happened before
 * the decision and were received by it, in time, of which no retraction had been received by then; each id once.
 *
 * <p>Not thread-safe: whoever stamps what is received holds it still meanwhile, so that a decision's moment divides the events into those
 * before and those after it. Memory: some 70 bytes for each event of a kind that is read, and its id's where it may be retracted.
 */
public final class MemberHistories {
    /** Sums are of whole multiples of 2⁻⁶⁰ of values of at most 10¹², so that their order does not matter. */
    private static final int UNITS = 60;

    private static final double LARGEST = 1e12;
    private static final double PER_DAY = 1 / 86_400_000_000.0;
    private static final int MOST_RETRACTIONS = 1_000_000;

    private final List<HistoryFeature> features;
    private final long lateness;
    private final long longest;
    private final ItemVersions items;
    private final Map<String, List<Past>> members = new HashMap<>();
    private int held;
    /** By the event that it withdraws: when the first one was received. */
    private final Map<String, Long> retractions = new LinkedHashMap<>() {
        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Long> eldest) {
            return size() > MOST_RETRACTIONS;
        }
    };

    /**
     * What is kept of an event: there are many.
     *
     * @param id of a kind that may be retracted; else empty
     * @param reads bits of the features that are of its kind
     * @param holds bits of those of them whose condition holds
     */
    private record Past(String id, long happened, long received, double value, long reads, long holds) {}

    /**
     * @param features at most 64
     * @param lateness how late an event may be received and still count
     */
    public MemberHistories(List<HistoryFeature> features, Duration lateness, ItemVersions items) {
        if (features.size() > Long.SIZE) {
            throw new IllegalArgumentException(
                    features.size() + " features of history are more than are kept online, which is " + Long.SIZE);
        }
        this.features = List.copyOf(features);
        this.lateness = micros(lateness);
        this.longest = features.stream()
                .mapToLong(feature -> micros(feature.over()))
                .max()
                .orElse(0);
        this.items = items;
    }

    /**
     * Those of the log: events that can still count at a moment, each id once.
     *
     * @param features at most 64
     * @param lateness how late an event may be received and still count
     * @param items with all their versions, which conditions may read
     * @param asOf what happened too long before this moment counts no more
     * @param until what was received later is left out
     */
    public static MemberHistories read(
            Engine engine,
            List<HistoryFeature> features,
            Duration lateness,
            ItemVersions items,
            long asOf,
            long until) {
        MemberHistories histories = new MemberHistories(features, lateness, items);
        if (!features.isEmpty()) {
            long from = asOf - histories.longest - histories.lateness;
            engine.feedback(histories.kinds(), from, until, rows -> {
                for (int row = 0; row < rows.size(); row++) {
                    histories.add(FeedbackEvent.of(rows, row, rows.longs("received")[row]));
                }
            });
        }
        return histories;
    }

    private static long micros(Duration duration) {
        return duration.toSeconds() * 1_000_000 + duration.toNanosPart() / 1000;
    }

    public List<HistoryFeature> features() {
        return features;
    }

    private List<String> kinds() {
        return features.stream().map(HistoryFeature::of).distinct().sorted().toList();
    }

    /**
     * Takes an event. Of events of one id only the first received may be handed in, in time or not: the journal knows ids again.
     *
     * @return whether it is kept, so that {@link #withdraw} would take it back
     */
    public boolean add(FeedbackEvent event) {
        boolean inTime = event.received() - event.happened() <= lateness;
        if (!inTime) {
            return false;
        }
        if (event.retracts().isPresent()) {
            String target = event.retracts().get();
            Long earlier = retractions.get(target);
            if (earlier == null || event.received() < earlier) {
                retractions.put(target, event.received());
            }
            return true;
        }
        long reads = reads(event);
        if (reads == 0) {
            return false;
        }
        members.computeIfAbsent(event.member(), unseen -> new ArrayList<>(2))
                .add(new Past(
                        retractable(reads) ? event.id() : "",
                        event.happened(),
                        event.received(),
                        event.value(),
                        reads,
                        holds(event, reads)));
        held++;
        return true;
    }

    /** Takes back an event that is not in the log after all. */
    public void withdraw(FeedbackEvent event) {
        if (event.retracts().isPresent()) {
            retractions.remove(event.retracts().get(), event.received());
            return;
        }
        List<Past> all = members.get(event.member());
        // Moments are given once: no other event was received at this one.
        if (all != null && all.removeIf(past -> past.received() == event.received())) {
            held--;
        }
    }

    private long reads(FeedbackEvent event) {
        long bits = 0;
        for (int f = 0; f < features.size(); f++) {
            bits |= features.get(f).of().equals(event.kind()) ? 1L << f : 0;
        }
        return bits;
    }

    private boolean retractable(long reads) {
        for (int f = 0; f < features.size(); f++) {
            if ((reads >> f & 1) == 1 && features.get(f).retractable()) {
                return true;
            }
        }
        return false;
    }

    private long holds(FeedbackEvent event, long reads) {
        long bits = 0;
        for (int f = 0; f < features.size(); f++) {
            boolean holds = (reads >> f & 1) == 1
                    && features.get(f)
                            .where()
                            .map(condition -> condition.holds(field -> read(field, event)))
                            .orElse(true);
            bits |= holds ? 1L << f : 0;
        }
        return bits;
    }

    private Optional<Object> read(Condition.Field field, FeedbackEvent event) {
        return switch (field.source()) {
            case EVENT_VALUE -> Double.isNaN(event.value()) ? Optional.empty() : Optional.of(event.value());
            case EVENT_LABEL -> event.label().map(label -> label);
            case EVENT_ATTRIBUTE -> Optional.ofNullable(event.attributes().get(field.name()));
            case EVENT_ITEM ->
                event.item().flatMap(item -> items.feature(item, field.name(), event.happened(), event.received()));
            case ITEM, MEMBER, CONTEXT ->
                throw new IllegalStateException("a history's condition reads the event alone: " + field.spelling());
        };
    }

    /** The features of a member at a decision, in the order of {@link #features}; NaN is missing. What is too old for it is forgotten. */
    public double[] values(String member, long decided) {
        List<Past> all = members.getOrDefault(member, List.of());
        if (!all.isEmpty()) {
            forgetOlder(all, decided - longest);
        }
        return peek(member, decided);
    }

    /** As {@link #values}, of decisions in any order: nothing is forgotten. */
    double[] peek(String member, long decided) {
        List<Past> all = members.getOrDefault(member, List.of());
        double[] values = new double[features.size()];
        for (int f = 0; f < values.length; f++) {
            values[f] = value(f, all, decided);
        }
        return values;
    }

    private void forgetOlder(List<Past> all, long than) {
        int before = all.size();
        all.removeIf(past -> past.happened() < than);
        held -= before - all.size();
    }

    /** The members of whom anything is held. */
    public List<String> members() {
        return new ArrayList<>(members.keySet());
    }

    /** Forgets what can count no more, of members too who do not come. */
    public void expire(List<String> which, long now) {
        for (String member : which) {
            members.computeIfPresent(member, (name, all) -> {
                forgetOlder(all, now - longest);
                return all.isEmpty() ? null : all;
            });
        }
    }

    /** Forgets a member. */
    public void forget(String member) {
        List<Past> all = members.remove(member);
        held -= all == null ? 0 : all.size();
    }

    /** Events that are held. */
    public int size() {
        return held;
    }

    private double value(int f, List<Past> all, long decided) {
        HistoryFeature feature = features.get(f);
        long from = decided - micros(feature.over());
        int count = 0;
        int holding = 0;
        double max = Double.NaN;
        long latest = Long.MIN_VALUE;
        BigInteger units = BigInteger.ZERO;
        for (Past past : all) {
            boolean counts = (past.reads() >> f & 1) == 1
                    && from <= past.happened()
                    && past.happened() < decided
                    && past.received() <= decided
                    && !(feature.retractable() && retractions.getOrDefault(past.id(), Long.MAX_VALUE) <= decided);
            if (!counts) {
                continue;
            }
            count++;
            if ((past.holds() >> f & 1) == 1) {
                holding++;
                latest = Math.max(latest, past.happened());
                if (!Double.isNaN(past.value())) {
                    max = Double.isNaN(max) ? past.value() : Math.max(max, past.value());
                    units = feature.as() == HistoryFeature.As.SUM ? units.add(units(past.value())) : units;
                }
            }
        }
        return switch (feature.as()) {
            case COUNT -> holding;
            case SUM -> Math.scalb(asEngine(units), -UNITS);
            case MAX -> max;
            case DAYS_SINCE -> holding == 0 ? Double.NaN : (decided - latest) * PER_DAY;
            case SHARE -> count == 0 ? Double.NaN : (double) holding / count;
        };
    }

    /** A whole number of 128 bits as the engine makes a double of it: by its halves, so that it is rounded twice, as there. */
    private static double asEngine(BigInteger whole) {
        long upper = whole.shiftRight(Long.SIZE).longValueExact();
        long lower = whole.longValue();
        return upper == -1 ? -(unsigned(~lower) + 1) : unsigned(lower) + upper * 0x1p64;
    }

    private static double unsigned(long bits) {
        return bits >= 0 ? bits : new BigInteger(Long.toUnsignedString(bits)).doubleValue();
    }

    private static BigInteger units(double value) {
        double within = Math.max(-LARGEST, Math.min(LARGEST, value));
        return new BigDecimal(Math.scalb(within, UNITS))
                .setScale(0, RoundingMode.HALF_EVEN)
                .toBigInteger();
    }
}
