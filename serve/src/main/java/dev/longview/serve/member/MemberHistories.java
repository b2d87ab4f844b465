package dev.longview.serve.member;

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
 * before and those after it. Memory: some 100 bytes for each event of a kind that is read.
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
    private final Map<String, Past> events = new HashMap<>();
    /** By the event that it withdraws: when the first one was received. */
    private final Map<String, Long> retractions = new LinkedHashMap<>() {
        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Long> eldest) {
            return size() > MOST_RETRACTIONS;
        }
    };

    private static final class Past {
        private final FeedbackEvent event;
        private final boolean[] holds;

        Past(FeedbackEvent event, boolean[] holds) {
            this.event = event;
            this.holds = holds;
        }
    }

    /** @param lateness how late an event may be received and still count */
    public MemberHistories(List<HistoryFeature> features, Duration lateness, ItemVersions items) {
        this.features = List.copyOf(features);
        this.lateness = micros(lateness);
        this.longest = features.stream()
                .mapToLong(feature -> micros(feature.over()))
                .max()
                .orElse(0);
        this.items = items;
    }

    private static long micros(Duration duration) {
        return duration.toSeconds() * 1_000_000 + duration.toNanosPart() / 1000;
    }

    public List<HistoryFeature> features() {
        return features;
    }

    /** How far back events can count. */
    public long reach() {
        return longest;
    }

    /**
     * Takes an event. Of events of one id only the first received may be handed in, in time or not: the journal knows ids again.
     *
     * @return whether it is kept, so that {@link #withdraw} would take it back
     */
    public boolean add(FeedbackEvent event) {
        boolean inTime = event.received() - event.happened() <= lateness;
        if (!inTime || events.containsKey(event.id())) {
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
        boolean read = features.stream().anyMatch(feature -> feature.of().equals(event.kind()));
        if (!read) {
            return false;
        }
        Past past = new Past(event, holds(event));
        events.put(event.id(), past);
        members.computeIfAbsent(event.member(), unseen -> new ArrayList<>()).add(past);
        return true;
    }

    /** Takes back an event that is not in the log after all. */
    public void withdraw(FeedbackEvent event) {
        if (event.retracts().isPresent()) {
            retractions.remove(event.retracts().get(), event.received());
            return;
        }
        Past past = events.get(event.id());
        if (past != null && past.event.equals(event)) {
            events.remove(event.id());
            List<Past> all = members.getOrDefault(event.member(), new ArrayList<>());
            all.remove(past);
        }
    }

    private boolean[] holds(FeedbackEvent event) {
        boolean[] holds = new boolean[features.size()];
        for (int f = 0; f < holds.length; f++) {
            HistoryFeature feature = features.get(f);
            holds[f] = feature.of().equals(event.kind())
                    && feature.where()
                            .map(condition -> condition.holds(field -> read(field, event)))
                            .orElse(true);
        }
        return holds;
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

    /** The features of a member at a decision, in the order of {@link #features}; NaN is missing. */
    public double[] values(String member, long decided) {
        List<Past> all = members.getOrDefault(member, List.of());
        if (!all.isEmpty()) {
            forgetOlder(all, decided - longest);
        }
        double[] values = new double[features.size()];
        for (int f = 0; f < values.length; f++) {
            values[f] = value(f, all, decided);
        }
        return values;
    }

    private void forgetOlder(List<Past> all, long than) {
        all.removeIf(past -> {
            boolean old = past.event.happened() < than;
            if (old) {
                events.remove(past.event.id());
            }
            return old;
        });
    }

    /** Forgets what can count no more, of members too who do not come. */
    public void expire(long now) {
        members.values().forEach(all -> forgetOlder(all, now - longest));
        members.values().removeIf(List::isEmpty);
    }

    /** Events that are held. */
    public int size() {
        return events.size();
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
            FeedbackEvent event = past.event;
            boolean counts = feature.of().equals(event.kind())
                    && from <= event.happened()
                    && event.happened() < decided
                    && event.received() <= decided
                    && !(feature.retractable() && retractions.getOrDefault(event.id(), Long.MAX_VALUE) <= decided);
            if (!counts) {
                continue;
            }
            count++;
            if (past.holds[f]) {
                holding++;
                latest = Math.max(latest, event.happened());
                if (!Double.isNaN(event.value())) {
                    max = Double.isNaN(max) ? event.value() : Math.max(max, event.value());
                    units = feature.as() == HistoryFeature.As.SUM ? units.add(units(event.value())) : units;
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
