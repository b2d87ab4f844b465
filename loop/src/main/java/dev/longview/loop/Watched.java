package dev.longview.loop;

import dev.longview.columns.Batch;
import dev.longview.columns.Column;
import dev.longview.policy.Eligibility;
import dev.longview.policy.SlateRules;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.IntPredicate;

/** What members have watched, as the log knew it at a moment: for each the rows of the catalogue, and when last. */
final class Watched {
    /** @param rows ascending */
    @SuppressWarnings("ArrayRecordComponent") // filled once, read in the innermost loop
    private record Done(int[] rows, long[] times) {}

    private static final Done NOTHING = new Done(new int[0], new long[0]);

    private final Map<String, Done> byMember = new HashMap<>();
    private final long micros;

    private Watched(long micros) {
        this.micros = micros;
    }

    /** Of whom nothing is known. */
    static Watched nothing() {
        return new Watched(0);
    }

    /** Nothing is kept where no rule asks for it. */
    static Watched of(Loop loop, Optional<SlateRules.Watched> rule, ItemIds catalogue, long asOf) {
        long micros = rule.map(each -> each.over().toNanos() / 1000).orElse(0L);
        Watched watched = new Watched(micros);
        rule.ifPresent(each -> loop.engine().watched(each.kinds(), 0, asOf, batch -> {
            watched.add(batch, catalogue);
            loop.progress().at("reading what members have watched", watched.byMember.size(), 0);
        }));
        return watched;
    }

    /** Sorted by member; one may go over two batches. */
    private void add(Batch batch, ItemIds catalogue) {
        Column.Texts members = batch.texts("member");
        Column.Texts items = batch.texts("item");
        long[] times = batch.longs("time");
        for (int from = 0, to = 0; from < batch.size(); from = to) {
            String member = members.text(from);
            while (to < batch.size() && members.codes()[to] == members.codes()[from]) {
                to++;
            }
            Done before = byMember.getOrDefault(member, NOTHING);
            Map<Integer, Long> all = new java.util.TreeMap<>();
            for (int i = 0; i < before.rows.length; i++) {
                all.put(before.rows[i], before.times[i]);
            }
            for (int i = from; i < to; i++) {
                int row = catalogue.rowOf(items.text(i));
                if (row >= 0) {
                    all.put(row, times[i]);
                }
            }
            byMember.put(
                    member,
                    new Done(
                            all.keySet().stream().mapToInt(row -> row).toArray(),
                            all.values().stream().mapToLong(time -> time).toArray()));
        }
    }

    /** By row of the catalogue, whether it was watched too short a time before a visit. */
    IntPredicate before(String member, long time) {
        Done done = byMember.getOrDefault(member, NOTHING);
        if (done.rows.length == 0) {
            return Eligibility.NOTHING;
        }
        return row -> {
            int at = Arrays.binarySearch(done.rows, row);
            return at >= 0 && done.times[at] > time - micros;
        };
    }
}
