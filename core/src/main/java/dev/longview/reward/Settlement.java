package dev.longview.reward;

import dev.longview.columns.Batch;
import dev.longview.syntax.Expression;
import java.util.Set;
import java.util.function.Consumer;

/**
 * Which rows no pending outcome can change any more: those where interval analysis, with pending outcomes anywhere in their domains,
 * ends in a point. What is known narrows a domain: a count or sum that cannot be retracted only grows, a first event can only turn out
 * to be earlier, and what runs from an origin that finally did not happen is absent.
 */
record Settlement(Expression expression, Domains domains, Set<Integer> named) {
    Ranges.Bounds bounds(Batch batch) {
        int n = batch.size();
        Frame low = Frame.empty(n, domains.size());
        Frame high = Frame.empty(n, domains.size());
        boolean[][] absent = new boolean[domains.size()][];
        for (int k = 0; k < domains.size(); k++) {
            Domain domain = domains.at(k);
            double[] values = domain.values(batch);
            boolean[] pending = domain.pending(batch);
            absent[k] = new boolean[n];
            for (int i = 0; i < n; i++) {
                boolean gone = pending[i] && domain.origin() >= 0 && absent[domain.origin()][i];
                if (gone) {
                    values[i] = domain.absent();
                    pending[i] = false;
                }
                absent[k][i] = !pending[i] && !domain.happened(values[i]) && (gone || domain.provesAbsence());
            }
            if (named.contains(k)) {
                widen(k, values, pending, low, high);
            }
        }
        return new Ranges(domains, low, high, hazard -> {
                    throw new AssertionError(hazard.message());
                })
                .of(expression);
    }

    /** Bounds with every outcome pending, of one row. */
    static Ranges.Bounds anywhere(Expression expression, Domains domains, Consumer<Ranges.Hazard> hazards) {
        Frame low = Frame.empty(1, domains.size());
        Frame high = Frame.empty(1, domains.size());
        for (int k = 0; k < domains.size(); k++) {
            Domain domain = domains.at(k);
            low.value()[k] = new double[] {0};
            high.value()[k] = new double[] {domain.isTime() ? 1 : domain.highest()};
            low.elapsed()[k] = new double[] {0};
            high.elapsed()[k] = new double[] {domain.horizon()};
        }
        return new Ranges(domains, low, high, hazards).of(expression);
    }

    private void widen(int k, double[] values, boolean[] pending, Frame low, Frame high) {
        Domain domain = domains.at(k);
        low.set(k, domain, values.clone());
        high.set(k, domain, values.clone());
        for (int i = 0; i < values.length; i++) {
            if (!pending[i]) {
                continue;
            }
            boolean narrowed = domain.monotone() && domain.happened(values[i]);
            low.value()[k][i] = narrowed ? low.value()[k][i] : 0;
            high.value()[k][i] = domain.isTime() ? 1 : domain.highest();
            if (domain.isTime()) {
                low.elapsed()[k][i] = 0;
                high.elapsed()[k][i] = narrowed ? high.elapsed()[k][i] : domain.horizon();
            }
        }
    }

    boolean[] settled(Batch batch) {
        Ranges.Bounds bounds = bounds(batch);
        boolean[] settled = new boolean[batch.size()];
        for (int i = 0; i < settled.length; i++) {
            settled[i] = bounds.low()[i] == bounds.high()[i];
        }
        return settled;
    }
}
