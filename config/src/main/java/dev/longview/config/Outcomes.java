package dev.longview.config;

import dev.longview.log.FeatureDefinition;
import dev.longview.log.FeedbackKind;
import dev.longview.outcome.Aggregate;
import dev.longview.outcome.Condition;
import dev.longview.outcome.ConditionScope;
import dev.longview.outcome.OutcomeDefinition;
import dev.longview.outcome.Scope;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.Set;

/**
 * The outcomes of a file. A wrong one has a stand-in as near to it as can be told, so that the rewards over it are checked at once and
 * its mistake is told once: what is missing of a range is taken as small, where nothing overflows.
 *
 * @param standIns in the order of the file, of all outcomes but those in {@code opaque}
 * @param opaque those of which not even the type is known: rewards that name them cannot be checked yet
 * @param timeless those whose horizon is not known
 */
record Outcomes(
        SequencedMap<String, OutcomeDefinition> standIns, Set<String> opaque, Set<String> timeless, Declared declared) {
    private static final Duration SOME_HORIZON = Duration.ofMinutes(1);
    private static final Scope OWN = new Scope.Recommendation();

    static Outcomes bind(
            List<Shape.Named.Entry<Section>> entries,
            Declared declared,
            List<FeedbackKind> feedback,
            Declared kinds,
            List<FeatureDefinition> features,
            boolean attributed,
            Checking checking) {
        Map<String, Boolean> retractable = new HashMap<>();
        feedback.forEach(kind -> retractable.put(kind.name(), kind.retractable()));
        SequencedMap<String, Found<String>> origins = new LinkedHashMap<>();
        for (Shape.Named.Entry<Section> entry : entries) {
            Optional<Found<String>> from = entry.value().flatMap(s -> s.found(FileSchema.FROM));
            declared.keep(from, checking).ifPresent(origin -> origins.put(entry.name(), origin));
        }
        Set<String> circling =
                Circles.tell(origins, "runs from", "correct 'from': a clock starts at the decision", checking);
        SequencedMap<String, OutcomeDefinition> standIns = new LinkedHashMap<>();
        Set<String> opaque = new HashSet<>();
        Set<String> timeless = new HashSet<>(circling);
        for (Shape.Named.Entry<Section> entry : entries) {
            String name = entry.name();
            Optional<String> of = entry.value().flatMap(s -> Scopes.of(s, kinds, checking));
            Optional<Scopes.Bound> scope = entry.value().map(s -> Scopes.bind(entry, s, checking));
            Optional<Condition> where = entry.value()
                    .flatMap(s -> Conditions.bind(
                            s.found(FileSchema.WHERE),
                            entry.place(),
                            ConditionScope.ofRecommendation(features),
                            checking));
            Optional<Aggregate> as = entry.value().flatMap(s -> aggregate(s, checking));
            if (as.isEmpty()) {
                opaque.add(name);
                continue;
            }
            Optional<String> from = Optional.ofNullable(circling.contains(name) ? null : origins.get(name))
                    .map(Found::value);
            if (!scope.map(Scopes.Bound::fixed).orElse(false)) {
                timeless.add(name);
            }
            origins.entrySet().stream()
                    .filter(origin -> origin.getValue().value().equals(name)
                            && !(scope.map(Scopes.Bound::scope).orElse(OWN) instanceof Scope.Recommendation))
                    .forEach(origin -> checking.tell(
                            origin.getValue().place(),
                            Node.quoted(name)
                                    + " is no outcome of the recommendation itself, so no clock starts from it",
                            "name one whose scope is recommendation"));
            standIns.put(
                    name,
                    new OutcomeDefinition(
                            name,
                            of.orElse(""),
                            as.get(),
                            from,
                            scope.map(Scopes.Bound::horizon).orElse(SOME_HORIZON),
                            of.map(kind -> retractable.getOrDefault(kind, false))
                                    .orElse(false),
                            scope.map(Scopes.Bound::scope).orElse(OWN),
                            where,
                            false));
        }
        // What runs from an opaque outcome stands on its own meanwhile.
        standIns.replaceAll(
                (name, outcome) -> outcome.from().filter(opaque::contains).isEmpty()
                        ? outcome
                        : new OutcomeDefinition(
                                name,
                                outcome.of(),
                                outcome.as(),
                                Optional.empty(),
                                outcome.finalAfter(),
                                outcome.retractable(),
                                outcome.scope(),
                                outcome.where(),
                                false));
        if (attributed) {
            standIns.replaceAll((name, outcome) -> outcome.attributed());
        }
        return new Outcomes(standIns, opaque, timeless, declared);
    }

    List<OutcomeDefinition> definitions() {
        return List.copyOf(standIns.values());
    }

    /** From the decision to the end of the horizon, over all origins between; empty where one of them is wrong. */
    Optional<Duration> horizon(String outcome) {
        Duration sum = Duration.ZERO;
        Optional<String> at = Optional.of(outcome);
        while (at.isPresent()) {
            OutcomeDefinition here = standIns.get(at.get());
            if (here == null || timeless.contains(at.get())) {
                return Optional.empty();
            }
            sum = here.scope().reach() == Scope.Reach.BEFORE ? sum : sum.plus(here.finalAfter());
            at = here.from();
        }
        return Optional.of(sum);
    }

    private static Optional<Aggregate> aggregate(Section section, Checking checking) {
        Optional<String> as = section.value(FileSchema.AS);
        if (as.isEmpty()) {
            return Optional.empty();
        }
        double max = section.value(FileSchema.MAX).orElse(1.0);
        return switch (as.get()) {
            case "occurred" -> Optional.of(new Aggregate.Occurred());
            case "count" -> {
                if (max != Math.rint(max)) {
                    section.found(FileSchema.MAX)
                            .ifPresent(found -> checking.tell(
                                    found.place(),
                                    "the max of a count is a whole number",
                                    "write " + (long) Math.ceil(max)));
                }
                yield Optional.of(new Aggregate.Count(Math.ceil(max)));
            }
            case "sum" -> Optional.of(new Aggregate.Sum(max));
            case "max" -> Optional.of(new Aggregate.Max(max));
            case "time-to-first" -> Optional.of(new Aggregate.TimeToFirst());
            default -> section.found(FileSchema.VALUES).map(found -> last(found, checking));
        };
    }

    private static Aggregate last(Found<List<Found<Node.Scalar>>> listed, Checking checking) {
        List<String> values = new ArrayList<>();
        Set<String> folded = new HashSet<>();
        for (Found<Node.Scalar> label : listed.value()) {
            String value = label.value().value();
            if (folded.add(NameRule.folded(value))) {
                values.add(value);
            } else {
                checking.tell(
                        label.place(), Node.quoted(value) + " stands twice in the list, or but for case", "remove one");
            }
        }
        if (!values.contains(Aggregate.NONE)) {
            checking.tell(
                    listed.place(),
                    "no value '" + Aggregate.NONE + "' for no event",
                    "add it: [" + Aggregate.NONE + ", " + String.join(", ", values) + "]");
            values.addFirst(Aggregate.NONE);
        }
        return new Aggregate.Last(values);
    }
}
