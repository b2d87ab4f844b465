package dev.longview.loop;

import dev.longview.config.Configuration;
import dev.longview.outcome.OutcomeDefinition;
import dev.longview.outcome.Scope;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * How far from a decision the rules of a configuration look for events and other decisions: what expires within it is missed.
 *
 * @param length from the decision, back or ahead
 * @param of what looks so far
 */
public record Reach(Duration length, String of) {

    /** The longest of a configuration; empty when nothing looks beyond the decision. Billing periods, which nobody knows, are not in it. */
    public static Optional<Reach> longest(Configuration configuration) {
        List<Reach> all = new ArrayList<>();
        configuration
                .attribution()
                .ifPresent(rules ->
                        all.add(new Reach(rules.within().plus(rules.lasts()), "attribution: 'within' and 'lasts'")));
        configuration.history().forEach(feature -> all.add(new Reach(feature.over(), feature.name() + ": 'over'")));
        for (OutcomeDefinition outcome : configuration.outcomes()) {
            all.add(
                    outcome.scope().reach() == Scope.Reach.BEFORE
                            ? new Reach(outcome.finalAfter(), outcome.name() + ": 'before'")
                            : new Reach(
                                    horizon(outcome, configuration).plus(configuration.lateness()),
                                    outcome.name() + ": horizon and lateness"));
        }
        return all.stream().max(Comparator.comparing(Reach::length));
    }

    /** From the decision, over the clocks that it starts one after the other. */
    private static Duration horizon(OutcomeDefinition outcome, Configuration configuration) {
        Duration before = outcome.from()
                .flatMap(configuration::outcome)
                .map(origin -> horizon(origin, configuration))
                .orElse(Duration.ZERO);
        return before.plus(outcome.finalAfter());
    }

    /** Whole days that it touches. */
    public long days() {
        return length.plusDays(1).minusNanos(1).toDays();
    }
}
