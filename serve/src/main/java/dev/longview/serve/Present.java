package dev.longview.serve;

import dev.longview.columns.Batch;
import dev.longview.columns.Column;
import dev.longview.config.Configuration;
import dev.longview.engine.Engine;
import dev.longview.engine.Selection;
import dev.longview.log.Table;
import dev.longview.policy.SlateRules;
import dev.longview.serve.decide.InService;
import dev.longview.serve.decide.ServedPolicy;
import dev.longview.serve.item.ItemVersions;
import dev.longview.serve.journal.Key;
import dev.longview.serve.member.FeedbackEvent;
import dev.longview.serve.member.MemberHistories;
import dev.longview.serve.member.WatchedItems;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.NavigableSet;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.LongFunction;
import java.util.function.ObjLongConsumer;
import java.util.function.Predicate;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;

/**
 * What the service knows as of now: the time, the members' histories, the items, and what is in service.
 *
 * <p>One lock orders everything that is received: a moment is given and the state of that moment read or changed in one step. So a
 * decision sees exactly what the log says was received by its moment, and nothing that was not: the features that a policy is served are
 * those that it will learn from. The step takes microseconds; scoring and writing happen outside it.
 */
public final class Present {
    private static final int EXPIRED_AT_ONCE = 500;

    private final ReentrantLock order = new ReentrantLock();
    /** Who prepares another {@link InService}; always taken before {@link #order}. */
    private final ReentrantLock swapping = new ReentrantLock();

    private final ServiceClock clock;
    private final ItemVersions items;
    private final MemberHistories histories;
    private final WatchedItems watched;
    /** Moments that were given to rows which are not durable yet. */
    private final NavigableSet<Long> open = new TreeSet<>();

    /** Rows that are on their way to disk. */
    private final Set<Key> underWay = new HashSet<>();

    private InService service;
    private long nextChange;
    /** How often the catalogue changed by itself. */
    private long refreshed;

    private Present(
            ServiceClock clock,
            ItemVersions items,
            MemberHistories histories,
            WatchedItems watched,
            InService service) {
        this.clock = clock;
        this.items = items;
        this.histories = histories;
        this.watched = watched;
        this.service = service;
        this.nextChange = items.nextChange(clock.now()).orElse(Long.MAX_VALUE);
    }

    /**
     * Reads the log.
     *
     * @param rules what policies that may serve do not show members again
     * @param policies what is in service, over the items as of now
     */
    public static Present read(
            Engine engine,
            Configuration configuration,
            ServiceClock clock,
            Collection<SlateRules.Watched> rules,
            Function<Batch, Map<String, ServedPolicy>> policies) {
        ItemVersions items = new ItemVersions(configuration.features());
        engine.rows(Table.ITEMS, configuration.features(), Selection.received(0, Long.MAX_VALUE - 1), items::add);
        long now = clock.now();
        // Each event once; later the journal tells what repeats one.
        MemberHistories histories = MemberHistories.read(
                engine, configuration.history(), configuration.lateness(), items, now, Long.MAX_VALUE - 1);
        WatchedItems watched = new WatchedItems(rules);
        watched.read(engine, now);
        Batch catalogue = items.catalogue(now);
        return new Present(clock, items, histories, watched, InService.of(catalogue, policies.apply(catalogue)));
    }

    /**
     * A decision's moment, with what is in service then and the features of the member's history as of it.
     *
     * @param history in the order of the configuration; NaN is missing
     * @param watched items that the rule does not show the member
     */
    public record Moment(long micros, InService service, double[] history, List<String> watched) {}

    /**
     * Begins a decision.
     *
     * @param rule what the policy does not show members again
     * @see ServiceClock#next(long)
     */
    Moment decide(String member, long told, Optional<SlateRules.Watched> rule) {
        order.lock();
        try {
            long moment = clock.next(told);
            if (moment >= nextChange) {
                service = service.over(items.catalogue(moment));
                refreshed++;
                nextChange = items.nextChange(moment).orElse(Long.MAX_VALUE);
            }
            open.add(moment);
            return new Moment(
                    moment,
                    service,
                    histories.values(member, moment),
                    rule.map(each -> watched.before(each, member, moment)).orElse(List.of()));
        } finally {
            order.unlock();
        }
    }

    /**
     * What was taken of the events that were received together, to be taken back should they not become durable.
     *
     * @param fresh feedback that nobody had sent before
     * @param counted those of it that a history keeps
     */
    record Received(List<Long> moments, List<FeedbackEvent> fresh, List<FeedbackEvent> counted, List<Key> begun) {}

    /**
     * Receives events.
     *
     * @param told the moments that they tell themselves
     * @param keys of the rows: one that is on its way already, or is known, does not count again
     * @param known whether a row is in the journal, or was
     * @param events of those that are feedback, the event at a moment; none of others
     */
    Received receive(
            List<Long> told, List<Key> keys, Predicate<Key> known, List<LongFunction<Optional<FeedbackEvent>>> events) {
        List<Long> moments = new ArrayList<>(told.size());
        List<FeedbackEvent> fresh = new ArrayList<>();
        List<FeedbackEvent> counted = new ArrayList<>();
        List<Key> begun = new ArrayList<>();
        order.lock();
        try {
            for (int i = 0; i < told.size(); i++) {
                long moment = clock.next(told.get(i));
                moments.add(moment);
                open.add(moment);
                // In this order: a row is known before it is no longer under way.
                boolean first = underWay.add(keys.get(i));
                if (first) {
                    begun.add(keys.get(i));
                }
                if (first && !known.test(keys.get(i))) {
                    events.get(i).apply(moment).ifPresent(event -> {
                        fresh.add(event);
                        watched.add(event);
                        if (histories.add(event)) {
                            counted.add(event);
                        }
                    });
                }
            }
        } finally {
            order.unlock();
        }
        return new Received(moments, fresh, counted, begun);
    }

    /** The rows are durable, or will never be. */
    void settle(Received received) {
        order.lock();
        try {
            open.removeAll(received.moments());
            received.begun().forEach(underWay::remove);
            received.fresh().forEach(watched::settle);
        } finally {
            order.unlock();
        }
    }

    /** The rows of these moments are durable, or will never be. */
    void settle(Collection<Long> moments) {
        order.lock();
        try {
            open.removeAll(moments);
        } finally {
            order.unlock();
        }
    }

    /** The latest moment as of which all rows are durable: whoever seals afterwards finds them all in the log. */
    public long settled() {
        order.lock();
        try {
            return open.isEmpty() ? clock.next() : open.first() - 1;
        } finally {
            order.unlock();
        }
    }

    /** They are not in the log after all. */
    void withdraw(Received received) {
        order.lock();
        try {
            received.counted().forEach(histories::withdraw);
            received.fresh().forEach(watched::withdraw);
        } finally {
            order.unlock();
        }
    }

    /**
     * Receives items, and puts the catalogue that has them in service.
     *
     * @param add adds them, pending
     * @return their moment
     */
    long receiveItems(Collection<String> names, Consumer<ItemVersions> add, long told) {
        swapping.lock();
        try {
            add.accept(items);
            InService next;
            long built = Math.max(told, clock.now());
            try {
                next = service().over(items.catalogueWithPending(built));
            } catch (RuntimeException e) {
                items.withdraw(names, ItemVersions.PENDING);
                throw e;
            }
            order.lock();
            try {
                long moment = clock.next(told);
                items.receive(names, moment);
                open.add(moment);
                service = next;
                // Since the catalogue was built another version may have become valid: then it is refreshed at once.
                nextChange = items.nextChange(built).orElse(Long.MAX_VALUE);
                return moment;
            } finally {
                order.unlock();
            }
        } finally {
            swapping.unlock();
        }
    }

    /** They are not in the log after all. */
    void withdrawItems(Collection<String> names, long moment) {
        swapping.lock();
        try {
            items.withdraw(names, moment);
            long before = catalogues();
            put(service().over(items.catalogue(clock.now())), before);
        } finally {
            swapping.unlock();
        }
    }

    /** Puts something else in service. Requests that are under way end with what they began with. */
    public void swap(UnaryOperator<InService> change) {
        swapping.lock();
        try {
            long before = catalogues();
            put(change.apply(service()), before);
        } finally {
            swapping.unlock();
        }
    }

    private long catalogues() {
        order.lock();
        try {
            return refreshed;
        } finally {
            order.unlock();
        }
    }

    private void put(InService next, long before) {
        order.lock();
        try {
            service = next;
            // While it was prepared an item became valid: it is refreshed again.
            nextChange = refreshed == before ? nextChange : Long.MIN_VALUE;
        } finally {
            order.unlock();
        }
    }

    /** What is in service. */
    public InService service() {
        order.lock();
        try {
            return service;
        } finally {
            order.unlock();
        }
    }

    public ServiceClock clock() {
        return clock;
    }

    /** Forgets events that can count for nobody any more. It looks at every member: not for each minute. */
    public void expire() {
        expire(histories::members, histories::expire);
        expire(watched::members, watched::expire);
    }

    private void expire(Supplier<List<String>> whose, ObjLongConsumer<List<String>> expiry) {
        List<String> members;
        order.lock();
        try {
            members = whose.get();
        } finally {
            order.unlock();
        }
        // A few at a time: nobody waits for all of them.
        for (int from = 0; from < members.size(); from += EXPIRED_AT_ONCE) {
            List<String> some = members.subList(from, Math.min(members.size(), from + EXPIRED_AT_ONCE));
            order.lock();
            try {
                expiry.accept(some, clock.now());
            } finally {
                order.unlock();
            }
        }
    }

    /** Knows nothing of members any more. */
    void forget(Collection<String> members) {
        order.lock();
        try {
            members.forEach(histories::forget);
            members.forEach(watched::forget);
        } finally {
            order.unlock();
        }
    }

    /** Events that are held for members' histories. */
    public int events() {
        order.lock();
        try {
            return histories.size();
        } finally {
            order.unlock();
        }
    }

    /** A visit at its moment, with the features of its member's history. */
    static Batch remembering(Batch visit, Configuration configuration, long moment, double[] history) {
        Batch all = visit.with("time", new Column.Longs(new long[] {moment}, new boolean[0]));
        for (int f = 0; f < history.length; f++) {
            all = all.with(configuration.history().get(f).name(), new Column.Doubles(new double[] {history[f]}));
        }
        return all;
    }
}
