package dev.longview.engine.sql;

import dev.longview.engine.Assembly;
import dev.longview.outcome.Aggregate;
import dev.longview.outcome.OutcomeDefinition;
import dev.longview.outcome.Scope;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;

/**
 * An outcome on its place among others.
 *
 * @param index in the assembly's order
 * @param origin index of the outcome that starts the clock, −1 for the decision
 * @param level 0 for a clock that starts at the decision, else one more than the origin's
 * @param starts whether another's clock starts with this one's first event
 * @param moves whether its events can turn out to be another recommendation's: where they are attributed by engagements
 * @param recent whether the time of its latest event is wanted
 */
record OutcomePlan(
        OutcomeDefinition outcome, int index, int origin, int level, boolean starts, boolean moves, boolean recent) {
    /** Long enough for any horizon, and short enough for a time to be added without overflow: 73,000 years. */
    static final long LONGEST = 1L << 61;

    static long micros(Duration duration) {
        return Math.clamp(TimeUnit.MICROSECONDS.convert(duration), 0, LONGEST);
    }

    long horizon() {
        return micros(outcome.finalAfter());
    }

    /** Whether it looks at more than the events that belong to the recommendation. */
    boolean scoped() {
        return !(outcome.scope() instanceof Scope.Recommendation);
    }

    /** Whether its events are those of a membership. */
    boolean ofMemberships() {
        return outcome.scope() instanceof Scope.Account(Scope.Source source, Scope.Reach reach)
                && source == Scope.Source.MEMBERSHIPS;
    }

    /** The name of the {@link Group} that it is summed up in. */
    String group() {
        return scoped() ? "s" + index : "" + level;
    }

    /** Whether its window depends on when billing is due. */
    boolean dueNeeded() {
        return outcome.scope().reach() == Scope.Reach.NEXT_BILLING;
    }

    String dueStep() {
        return "due_" + index;
    }

    /** Whether a lapse ends its window before the billing: after it nothing of the membership comes. Who rejoins begins another one. */
    boolean endsWithLapse() {
        return dueNeeded()
                && ofMemberships()
                && !outcome.of().equals("join")
                && !outcome.of().equals("rejoin");
    }

    String lapsedColumn(int moment) {
        return "lapsed." + index + "." + moment;
    }

    String dueColumn(int moment) {
        return "due." + index + "." + moment;
    }

    /** Whether its window is the same at all moments. */
    boolean startsAtDecision() {
        return origin < 0 && !dueNeeded();
    }

    String originColumn(int moment) {
        return "first." + origin + "." + moment;
    }

    /** Whether the time of the first event is needed. */
    boolean first() {
        return starts || outcome.as() instanceof Aggregate.Occurred || outcome.as() instanceof Aggregate.TimeToFirst;
    }

    /** Whether a value besides the time of the first event is needed. */
    boolean value() {
        return outcome.as() instanceof Aggregate.Occurred ? moves : !(outcome.as() instanceof Aggregate.TimeToFirst);
    }

    String valueColumn(int moment) {
        return "value." + index + "." + moment;
    }

    String recentColumn(int moment) {
        return "recent." + index + "." + moment;
    }

    String firstColumn(int moment) {
        return "first." + index + "." + moment;
    }

    /**
     * The outcomes in their own order.
     *
     * @throws IllegalArgumentException with all that is wrong with names and origins
     */
    static List<OutcomePlan> of(Assembly assembly) {
        List<OutcomeDefinition> outcomes = assembly.outcomes();
        boolean moves = assembly.attribution().isPresent();
        Map<String, Integer> index = new HashMap<>();
        List<String> problems = new ArrayList<>();
        for (OutcomeDefinition outcome : outcomes) {
            if (index.putIfAbsent(outcome.name(), index.size()) != null) {
                problems.add("outcome '" + outcome.name() + "' is there twice");
            }
        }
        if (problems.isEmpty()) {
            outcomes.forEach(outcome -> check(outcome, outcomes, index, problems));
        }
        if (!problems.isEmpty()) {
            throw new IllegalArgumentException(String.join("\n", problems));
        }
        List<OutcomePlan> plans = new ArrayList<>();
        for (OutcomeDefinition outcome : outcomes) {
            int level = 0;
            for (OutcomeDefinition at = outcome; at.from().isPresent(); level++) {
                at = outcomes.get(index.getOrDefault(at.from().get(), 0));
            }
            int origin =
                    outcome.from().map(from -> index.getOrDefault(from, -1)).orElse(-1);
            boolean moving = moves && outcome.scope() instanceof Scope.Recommendation;
            boolean starts = outcomes.stream()
                    .anyMatch(
                            other -> other.from().filter(outcome.name()::equals).isPresent());
            boolean recent = assembly.recent().contains(outcome.name());
            plans.add(new OutcomePlan(outcome, plans.size(), origin, level, starts, moving, recent));
        }
        return plans;
    }

    private static void check(
            OutcomeDefinition outcome,
            List<OutcomeDefinition> outcomes,
            Map<String, Integer> index,
            List<String> problems) {
        Set<String> seen = new HashSet<>(Set.of(outcome.name()));
        OutcomeDefinition at = outcome;
        while (at.from().isPresent()) {
            String from = at.from().get();
            Integer origin = index.get(from);
            if (origin == null) {
                problems.add(
                        "outcome '" + at.name() + "' starts from '" + from + "', which is not among " + index.keySet());
                return;
            }
            if (!seen.add(from)) {
                problems.add("outcome '" + outcome.name() + "' starts from itself, by way of '" + at.name() + "'");
                return;
            }
            at = outcomes.get(origin);
            if (!(at.scope() instanceof Scope.Recommendation)) {
                problems.add("outcome '" + outcome.name() + "' starts from '" + from
                        + "', which is not the recommendation's own: its scope is"
                        + at.scope().canonical());
                return;
            }
            if (!canStart(at.as())) {
                problems.add("outcome '" + outcome.name() + "' starts from '" + from + "', which is "
                        + at.as().canonical() + "; a clock starts from occurred, count or time-to-first");
                return;
            }
        }
    }

    /** Those alone whose value tells whether there was an event: a sum of 0 may have had some. */
    private static boolean canStart(Aggregate as) {
        return switch (as) {
            case Aggregate.Occurred() -> true;
            case Aggregate.TimeToFirst() -> true;
            case Aggregate.Count(double max) -> max >= 1;
            case Aggregate.Sum sum -> false;
            case Aggregate.Max max -> false;
            case Aggregate.Last last -> false;
        };
    }
}
