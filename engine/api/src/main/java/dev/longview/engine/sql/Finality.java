package dev.longview.engine.sql;

import dev.longview.outcome.Aggregate;
import dev.longview.outcome.State;
import java.util.List;

/**
 * Values, origins and states of one recommendation's outcomes at one moment m, all in microseconds.
 *
 * <p>With origin o, horizon H and lateness L, nothing that counts is received after o + H + L. An outcome is final
 * <ul>
 *   <li>when m ≥ o + H + L, and o can no longer move;
 *   <li>earlier, when it cannot be retracted and o can no longer move: when it has occurred, when a count, sum or maximum has reached its
 *       cap, and a time-to-first when m ≥ first + L, since an earlier event could still arrive until then;
 *   <li>when its origin finally has not happened.
 * </ul>
 * An outcome that looks back ends with the decision. One that ends with the next billing is pending while none is known to be due; which
 * one it is can change until m ≥ decision + L. A lapse before that ends it: who has left does not renew.
 *
 * <p>Where events are attributed by engagements, one that names no decision can turn out to be another recommendation's, until all that
 * happened before it has been received: a count, sum or maximum is not final early then, and an occurrence when an event names the
 * decision, or when m ≥ first + L.
 *
 * <p>An origin that is the decision never moves. One that is an outcome's first event can move, to an earlier event while m &lt; first + L,
 * and where it can be retracted until that outcome's own horizon and lateness have passed.
 */
final class Finality {
    static final long NEVER = Long.MIN_VALUE;

    private final List<OutcomePlan> outcomes;
    private final long lateness;
    private final long[] first;
    private final long[] due;
    private final long[] lapsed;
    private final long[] origin;
    private final double[] value;
    private final boolean[] isFinal;
    private final boolean[] firstIsFixed;

    Finality(List<OutcomePlan> outcomes, long lateness) {
        this.outcomes = outcomes.stream()
                .sorted((a, b) -> Integer.compare(a.level(), b.level()))
                .toList();
        this.lateness = lateness;
        int n = outcomes.size();
        first = new long[n];
        due = new long[n];
        lapsed = new long[n];
        origin = new long[n];
        value = new double[n];
        isFinal = new boolean[n];
        firstIsFixed = new boolean[n];
    }

    /** The time of the first event of an outcome that counts. */
    void first(int outcome, long time) {
        first[outcome] = time;
    }

    void noFirst(int outcome) {
        first[outcome] = NEVER;
    }

    /** When billing is due for an outcome that ends with it; {@link #NEVER} while that is not known. */
    void due(int outcome, long time) {
        due[outcome] = time;
    }

    /** When the membership lapsed after the decision; {@link #NEVER} where it did not, or that makes no difference. */
    void lapsed(int outcome, long time) {
        lapsed[outcome] = time;
    }

    /** What the events that count add up to; NaN when there was none. */
    void raw(int outcome, double raw) {
        value[outcome] = raw;
    }

    void decide(long decided, long moment) {
        for (OutcomePlan plan : outcomes) {
            int k = plan.index();
            int from = plan.origin();
            boolean undue = plan.dueNeeded() && due[k] == NEVER;
            origin[k] = undue ? NEVER : from < 0 ? decided : first[from];
            if (origin[k] == NEVER) {
                value[k] = value(plan, Double.NaN);
                isFinal[k] = !undue && isFinal[from];
                firstIsFixed[k] = false;
                continue;
            }
            boolean fixed = plan.dueNeeded() ? moment >= decided + lateness : from < 0 || firstIsFixed[from];
            boolean passed = moment >= end(plan, decided) + lateness;
            boolean nothingEarlier = first[k] != NEVER && moment >= first[k] + lateness;
            boolean retractable = plan.outcome().retractable();
            firstIsFixed[k] = fixed && first[k] != NEVER && (passed || (nothingEarlier && !retractable));
            double raw = value[k];
            value[k] = value(plan, raw);
            isFinal[k] = fixed && (passed || (!retractable && decided(plan, raw, nothingEarlier)));
        }
    }

    /** The last time of an event that counts. */
    private long end(OutcomePlan plan, long decided) {
        int k = plan.index();
        return switch (plan.outcome().scope().reach()) {
            case AFTER -> origin[k] + plan.horizon();
            case BEFORE -> decided;
            case NEXT_BILLING ->
                lapsed[k] == NEVER ? due[k] + plan.horizon() : Math.min(lapsed[k], due[k] + plan.horizon());
        };
    }

    private boolean decided(OutcomePlan plan, double raw, boolean nothingEarlier) {
        int k = plan.index();
        boolean stays = !plan.moves();
        return switch (plan.outcome().as()) {
            case Aggregate.Occurred occurred -> first[k] != NEVER && (stays || raw > 0 || nothingEarlier);
            case Aggregate.Count(double max) -> stays && value[k] >= max;
            case Aggregate.Sum(double max) -> stays && value[k] >= max;
            case Aggregate.Max(double max) -> stays && value[k] >= max;
            case Aggregate.TimeToFirst time -> nothingEarlier;
            case Aggregate.Last last -> false;
        };
    }

    private double value(OutcomePlan plan, double raw) {
        int k = plan.index();
        boolean happened = first[k] != NEVER && origin[k] != NEVER;
        return switch (plan.outcome().as()) {
            case Aggregate.Occurred occurred -> happened ? 1 : 0;
            case Aggregate.Count(double max) -> Double.isNaN(raw) ? 0 : Math.min(raw, max);
            case Aggregate.Sum(double max) -> Double.isNaN(raw) ? 0 : Math.min(raw, max);
            case Aggregate.Max(double max) -> Double.isNaN(raw) ? 0 : raw;
            case Aggregate.TimeToFirst time -> happened ? first[k] - origin[k] : Double.NaN;
            case Aggregate.Last(List<String> values) ->
                Double.isNaN(raw) ? Math.max(0, values.indexOf(Aggregate.NONE)) : raw;
        };
    }

    double value(int outcome) {
        return value[outcome];
    }

    long state(int outcome) {
        return (isFinal[outcome] ? State.FINAL : State.PENDING).code();
    }

    boolean started(int outcome) {
        return origin[outcome] != NEVER;
    }

    long origin(int outcome) {
        return origin[outcome];
    }
}
