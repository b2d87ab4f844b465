package dev.longview.loop;

import dev.longview.config.Configuration;
import dev.longview.delay.DelayDefinition;
import dev.longview.outcome.OutcomeDefinition;
import dev.longview.outcome.Scope;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * What {@code longview.yaml} says under {@code delay:}: which forecasts there are, in which order they are fitted, which outcomes they look at,
 * and by when these are final.
 */
final class DeclaredForecasts {
    private final Loop loop;

    DeclaredForecasts(Loop loop) {
        this.loop = loop;
    }

    /** The declared models of these outcomes, or all. */
    List<DelayDefinition> wanted(List<String> outcomes) {
        List<String> declared = loop.configuration().delays().stream()
                .map(DelayDefinition::outcome)
                .toList();
        outcomes.stream().filter(name -> !declared.contains(name)).findFirst().ifPresent(name -> {
            throw Loop.unknown("forecast of", name, declared);
        });
        List<DelayDefinition> wanted = inOrder(outcomes.isEmpty() ? declared : outcomes);
        if (wanted.isEmpty()) {
            throw new Refusal("longview.yaml declares no delayed-feedback model"
                    + (outcomes.isEmpty() ? "" : " of " + outcomes) + "; add one under 'delay:'");
        }
        return wanted;
    }

    /** By when all of these are received and final. */
    Duration end(List<DelayDefinition> wanted) {
        return wanted.stream()
                .map(delay -> end(outcome(delay)))
                .max(Duration::compareTo)
                .orElseThrow();
    }

    /** All outcomes that these look at, and those that their clocks run from. */
    List<OutcomeDefinition> needed(List<DelayDefinition> wanted) {
        return loop.outcomes(
                closure(wanted.stream().flatMap(delay -> read(delay).stream()).toList()));
    }

    /** The outcomes that a forecast looks at, its own first. */
    static List<String> read(DelayDefinition delay) {
        List<String> read = new ArrayList<>(List.of(delay.outcome()));
        delay.state().ifPresent(read::add);
        delay.trees().ifPresent(trees -> read.addAll(trees.outcomes()));
        delay.after().ifPresent(read::add);
        delay.opinion().ifPresent(opinion -> read.addAll(opinion.outcomes()));
        return read.stream().distinct().toList();
    }

    /** The declared models of these outcomes and of those that they are given, each after the one that it is given. */
    private List<DelayDefinition> inOrder(List<String> outcomes) {
        LinkedHashMap<String, DelayDefinition> ordered = new LinkedHashMap<>();
        for (String outcome : outcomes) {
            List<DelayDefinition> before = new ArrayList<>();
            Optional<DelayDefinition> at = loop.configuration().delay(outcome);
            while (at.isPresent()) {
                before.addFirst(at.get());
                at = at.get().after().flatMap(loop.configuration()::delay);
            }
            before.forEach(delay -> ordered.putIfAbsent(delay.outcome(), delay));
        }
        return List.copyOf(ordered.values());
    }

    OutcomeDefinition outcome(DelayDefinition delay) {
        return loop.configuration().outcome(delay.outcome()).orElseThrow();
    }

    /** The forecast's definition, and those of all outcomes that it looks at. */
    String definition(String outcome) {
        DelayDefinition delay = loop.configuration().delay(outcome).orElseThrow();
        return "state " + delay.state().orElse("none") + " cuts " + delay.cuts() + " by "
                + delay.by().orElse("none")
                + delay.trees()
                        .map(read -> " trees of " + read.outcomes() + " " + read.features() + " after "
                                + read.after().orElse("none"))
                        .orElse("")
                + delay.opinion()
                        .map(read -> " opinion of " + read.outcomes() + " " + read.features())
                        .orElse("")
                + delay.period().map(period -> " period " + period).orElse("")
                + loop.outcomes(closure(read(delay))).stream()
                        .map(OutcomeDefinition::canonical)
                        .collect(Collectors.joining("; ", "; ", ""));
    }

    /**
     * By when everything is received and final: the horizons of the clock's origins, one after the other, and the lateness; of what ends
     * with the next billing, the longest period.
     */
    Duration end(OutcomeDefinition outcome) {
        return end(outcome, loop.configuration());
    }

    static Duration end(OutcomeDefinition outcome, Configuration configuration) {
        Duration own = outcome.finalAfter().plus(period(outcome, configuration));
        return outcome.from()
                .flatMap(configuration::outcome)
                .map(origin -> own.plus(end(origin, configuration)))
                .orElse(own.plus(configuration.lateness()));
    }

    /** What the next billing may be away, of an outcome that ends with it. */
    private static Duration period(OutcomeDefinition outcome, Configuration configuration) {
        return outcome.scope().reach() == Scope.Reach.NEXT_BILLING
                ? configuration
                        .delay(outcome.name())
                        .map(DelayDefinition::longestPeriod)
                        .orElse(DelayDefinition.USUAL_PERIOD)
                : Duration.ZERO;
    }

    /** These outcomes and those that their clocks run from. */
    List<String> closure(List<String> names) {
        List<String> all = new ArrayList<>(names);
        for (int i = 0; i < all.size(); i++) {
            loop.configuration().outcome(all.get(i)).flatMap(OutcomeDefinition::from).stream()
                    .filter(origin -> !all.contains(origin))
                    .forEach(all::add);
        }
        return all;
    }
}
