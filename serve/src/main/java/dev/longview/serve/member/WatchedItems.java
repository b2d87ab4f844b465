package dev.longview.serve.member;

import dev.longview.engine.Engine;
import dev.longview.policy.SlateRules;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * What members have done with which item, and when last: for rules that do not show it again. It is what {@link Engine#watched} reads
 * from the log; an event counts from the moment at which it was received, and a retraction does not undo it.
 *
 * <p>Not thread-safe, like {@link MemberHistories}. Memory: some 100 bytes for each member and item of a kind that a rule names, as long
 * as it can count.
 */
public final class WatchedItems {
    /** By kind, how long a rule looks back at most, in microseconds. */
    private final Map<String, Long> reach = new HashMap<>();
    /** By kind, member and item: the time of the latest event. */
    private final Map<String, Map<String, Map<String, Long>>> latest = new HashMap<>();
    /** By member: events that may not be durable yet, and may be withdrawn. */
    private final Map<String, List<FeedbackEvent>> underWay = new HashMap<>();

    /** @param rules those of all policies that may serve */
    public WatchedItems(Collection<SlateRules.Watched> rules) {
        for (SlateRules.Watched rule : rules) {
            rule.kinds().forEach(kind -> reach.merge(kind, micros(rule), Math::max));
        }
        reach.keySet().forEach(kind -> latest.put(kind, new HashMap<>()));
    }

    private static long micros(SlateRules.Watched rule) {
        return rule.over().toNanos() / 1000;
    }

    /** Reads what the log has received by a moment. */
    public void read(Engine engine, long asOf) {
        reach.forEach((kind, over) -> engine.watched(List.of(kind), asOf - over, asOf, rows -> {
            for (int row = 0; row < rows.size(); row++) {
                put(kind, rows.texts("member").text(row), rows.texts("item").text(row), rows.longs("time")[row]);
            }
        }));
    }

    private void put(String kind, String member, String item, long time) {
        of(kind).computeIfAbsent(member, unseen -> new HashMap<>()).merge(item, time, Math::max);
    }

    private Map<String, Map<String, Long>> of(String kind) {
        return latest.getOrDefault(kind, Map.of());
    }

    /** Takes an event that is on its way to disk: it counts at once. */
    public void add(FeedbackEvent event) {
        if (reach.containsKey(event.kind()) && event.item().isPresent()) {
            underWay.computeIfAbsent(event.member(), unseen -> new ArrayList<>(2))
                    .add(event);
        }
    }

    /** It is on disk. */
    public void settle(FeedbackEvent event) {
        if (removed(event)) {
            put(event.kind(), event.member(), event.item().orElseThrow(), event.time());
        }
    }

    /** It is not in the log after all. */
    public void withdraw(FeedbackEvent event) {
        removed(event);
    }

    private boolean removed(FeedbackEvent event) {
        List<FeedbackEvent> all = underWay.get(event.member());
        if (all == null || !all.remove(event)) {
            return false;
        }
        if (all.isEmpty()) {
            underWay.remove(event.member());
        }
        return true;
    }

    /** The items that a rule does not show a member at a moment. */
    public List<String> before(SlateRules.Watched rule, String member, long moment) {
        Set<String> items = new LinkedHashSet<>();
        long after = moment - micros(rule);
        for (String kind : rule.kinds()) {
            of(kind).getOrDefault(member, Map.of()).forEach((item, time) -> {
                if (time > after) {
                    items.add(item);
                }
            });
        }
        for (FeedbackEvent event : underWay.getOrDefault(member, List.of())) {
            if (rule.kinds().contains(event.kind()) && event.time() > after) {
                items.add(event.item().orElseThrow());
            }
        }
        return List.copyOf(items);
    }

    /** The members of whom anything is held. */
    public List<String> members() {
        List<String> members = new ArrayList<>();
        // Of several kinds some twice, which does no harm.
        latest.values().forEach(each -> members.addAll(each.keySet()));
        return members;
    }

    /** Forgets a member. */
    public void forget(String member) {
        latest.values().forEach(each -> each.remove(member));
        underWay.remove(member);
    }

    /** Forgets what can count no more. */
    public void expire(Collection<String> members, long now) {
        reach.forEach((kind, over) -> members.forEach(member -> of(kind).computeIfPresent(member, (name, items) -> {
            items.values().removeIf(time -> time <= now - over);
            return items.isEmpty() ? null : items;
        })));
    }
}
