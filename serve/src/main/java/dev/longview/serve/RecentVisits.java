package dev.longview.serve;

import dev.longview.columns.Batch;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReferenceArray;
import org.jspecify.annotations.Nullable;

/** A few of the visits that came last, by which a new version is compared with the one in service. */
final class RecentVisits {
    private static final int KEPT = 64;
    /** One in so many is kept, so that a burst of one member does not fill it. */
    private static final int EACH = 4;

    private final AtomicLong came = new AtomicLong();
    private final AtomicReferenceArray<@Nullable Batch> visits = new AtomicReferenceArray<>(KEPT);

    void add(Batch visit) {
        long number = came.getAndIncrement();
        if (number < KEPT || number % EACH == 0) {
            visits.set((int) (number / (number < KEPT ? 1 : EACH) % KEPT), visit);
        }
    }

    void forget(Set<String> members) {
        for (int i = 0; i < KEPT; i++) {
            visits.updateAndGet(
                    i,
                    visit -> visit != null
                                    && members.contains(visit.texts("member").text(0))
                            ? null
                            : visit);
        }
    }

    List<Batch> all() {
        List<Batch> all = new ArrayList<>();
        for (int i = 0; i < KEPT; i++) {
            Batch visit = visits.get(i);
            if (visit != null) {
                all.add(visit);
            }
        }
        return all;
    }
}
