package dev.longview.config;

import dev.longview.delay.DelayDefinition;
import dev.longview.delay.TreeInputs;
import dev.longview.log.FeatureDefinition;
import dev.longview.outcome.Aggregate;
import dev.longview.outcome.OutcomeDefinition;
import dev.longview.outcome.Scope;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The delayed-feedback models of a file. */
final class Delays {
    /** The first landmark: what is final by then has nothing to be predicted. */
    private static final Duration SHORTEST = Duration.ofMinutes(10);

    private Delays() {}

    static List<DelayDefinition> bind(
            List<Shape.Named.Entry<Section>> entries,
            Outcomes outcomes,
            List<FeatureDefinition> features,
            Declared declaredFeatures,
            Checking checking) {
        List<DelayDefinition> bound = new ArrayList<>();
        for (Shape.Named.Entry<Section> entry : entries) {
            if (outcomes.declared().knows(entry.name(), entry.place(), checking)) {
                longEnough(entry, outcomes, checking);
                periodFits(entry, outcomes, checking);
            }
            entry.value().ifPresent(section -> {
                Optional<Found<String>> state = outcomes.declared().keep(section.found(FileSchema.STATE), checking);
                state.ifPresent(found -> numeric(found, outcomes, checking));
                Optional<Found<String>> by = declaredFeatures.keep(section.found(FileSchema.BY), checking);
                by.ifPresent(found -> categorical(found, features, checking));
                // A definition takes no cuts without a state: what is wrong with either has been told.
                List<Double> cuts = section.found(FileSchema.CUTS)
                        .map(found -> ascending(found.value(), checking))
                        .filter(ascending -> state.isPresent())
                        .orElse(List.of());
                Optional<TreeInputs> trees = section.value(FileSchema.TREES)
                        .map(found -> trees(entry, found, entries, outcomes, features, declaredFeatures, checking));
                bound.add(new DelayDefinition(
                        entry.name(),
                        state.map(Found::value),
                        cuts,
                        by.map(Found::value),
                        trees,
                        section.value(FileSchema.PERIOD),
                        section.found(FileSchema.OPINION)
                                .flatMap(found ->
                                        opinion(entry, found, outcomes, features, declaredFeatures, checking))));
            });
        }
        return bound;
    }

    private static TreeInputs trees(
            Shape.Named.Entry<Section> entry,
            Section section,
            List<Shape.Named.Entry<Section>> entries,
            Outcomes outcomes,
            List<FeatureDefinition> features,
            Declared declaredFeatures,
            Checking checking) {
        List<Found<String>> listed = section.value(FileSchema.TREE_FEATURES).orElse(List.of());
        listed.forEach(feature -> readable(feature, features, checking));
        Optional<Found<String>> after = outcomes.declared().keep(section.found(FileSchema.AFTER), checking);
        return new TreeInputs(
                outcomes.declared().keep(section.value(FileSchema.TREE_OUTCOMES).orElse(List.of()), checking),
                declaredFeatures.keep(listed, checking),
                after.filter(found -> follows(entry, found, entries, checking)).map(Found::value));
    }

    /** Only of what is said in several ways, or not at all; and what was said tells nothing of who says nothing. */
    private static Optional<TreeInputs> opinion(
            Shape.Named.Entry<Section> entry,
            Found<Section> found,
            Outcomes outcomes,
            List<FeatureDefinition> features,
            Declared declaredFeatures,
            Checking checking) {
        OutcomeDefinition outcome = outcomes.standIns().get(entry.name());
        boolean said = outcome != null
                && outcome.as() instanceof Aggregate.Last(List<String> values)
                && values.contains(Aggregate.NONE)
                && values.size() > 2;
        if (outcome != null && !said) {
            checking.tell(
                    found.place(),
                    "there is no opinion of '" + entry.name() + "'",
                    "an opinion is of an outcome that is the last of several values, one of which is " + Aggregate.NONE
                            + "; remove it");
            return Optional.empty();
        }
        List<Found<String>> read =
                found.value().value(FileSchema.OPINION_OUTCOMES).orElse(List.of());
        read.stream()
                .filter(other -> other.value().equals(entry.name()))
                .forEach(other -> checking.tell(
                        other.place(), "what was said tells nothing of who says nothing", "leave it out here"));
        List<Found<String>> listed =
                found.value().value(FileSchema.TREE_FEATURES).orElse(List.of());
        listed.forEach(feature -> readable(feature, features, checking));
        List<Found<String>> others = read.stream()
                .filter(other -> !other.value().equals(entry.name()))
                .toList();
        return Optional.of(new TreeInputs(
                outcomes.declared().keep(others, checking), declaredFeatures.keep(listed, checking), Optional.empty()));
    }

    private static void readable(Found<String> feature, List<FeatureDefinition> features, Checking checking) {
        features.stream()
                .filter(declared -> declared.name().equals(feature.value()))
                .filter(declared -> declared.kind() == FeatureDefinition.Kind.MULTI_VALUED
                        || declared.kind() == FeatureDefinition.Kind.EMBEDDING)
                .forEach(declared -> checking.tell(
                        feature.place(),
                        Node.quoted(feature.value())
                                + (declared.kind() == FeatureDefinition.Kind.EMBEDDING
                                        ? " is an embedding"
                                        : " has several values"),
                        "trees read numeric and categorical features; leave it out"));
    }

    /** What is given must have trees, and not be given this one's end in its turn. */
    private static boolean follows(
            Shape.Named.Entry<Section> entry,
            Found<String> after,
            List<Shape.Named.Entry<Section>> entries,
            Checking checking) {
        Optional<String> at = Optional.of(after.value());
        for (int steps = 0; at.isPresent(); steps++) {
            String name = at.get();
            if (name.equals(entry.name()) || steps > entries.size()) {
                checking.tell(
                        after.place(),
                        Node.quoted(entry.name()) + " is given " + Node.quoted(after.value())
                                + ", which is given it in turn",
                        "one of them has to be forecast first; remove 'after' there");
                return false;
            }
            Optional<Section> trees = entries.stream()
                    .filter(other -> other.name().equals(name))
                    .findFirst()
                    .flatMap(Shape.Named.Entry::value)
                    .flatMap(section -> section.value(FileSchema.TREES));
            if (trees.isEmpty()) {
                checking.tell(
                        after.place(),
                        Node.quoted(name) + " has no trees of its own",
                        "declare 'trees: {}' for it under 'delay', or remove 'after'");
                return false;
            }
            at = trees.get().value(FileSchema.AFTER);
        }
        return true;
    }

    private static void periodFits(Shape.Named.Entry<Section> entry, Outcomes outcomes, Checking checking) {
        OutcomeDefinition outcome = outcomes.standIns().get(entry.name());
        if (outcome == null || outcome.scope().reach() == Scope.Reach.NEXT_BILLING) {
            return;
        }
        entry.value()
                .flatMap(section -> section.found(FileSchema.PERIOD))
                .ifPresent(found -> checking.tell(
                        found.place(),
                        "'period' goes with an outcome that ends with the next billing, '" + entry.name()
                                + "' does not",
                        "remove it"));
    }

    private static void longEnough(Shape.Named.Entry<Section> entry, Outcomes outcomes, Checking checking) {
        if (outcomes.horizon(entry.name())
                .filter(horizon -> horizon.compareTo(SHORTEST) <= 0)
                .isPresent()) {
            checking.tell(
                    entry.place(),
                    "'" + entry.name() + "' is final within " + Durations.spell(SHORTEST) + " of the decision",
                    "remove the model: an outcome that soon is waited for, or give it a later final-after");
        }
    }

    private static void numeric(Found<String> state, Outcomes outcomes, Checking checking) {
        OutcomeDefinition outcome = outcomes.standIns().get(state.value());
        if (outcome == null) {
            return;
        }
        boolean categoryOrTime = switch (outcome.as()) {
            case Aggregate.Occurred o -> false;
            case Aggregate.Count c -> false;
            case Aggregate.Sum s -> false;
            case Aggregate.Max m -> false;
            case Aggregate.TimeToFirst t -> true;
            case Aggregate.Last l -> true;
        };
        if (categoryOrTime) {
            checking.tell(
                    state.place(),
                    "the state must be a number that grows, '" + state.value() + "' is a "
                            + outcome.as().canonical().replaceAll(" .*", ""),
                    "take an outcome that occurred, or a count, sum or max");
        }
    }

    private static void categorical(Found<String> by, List<FeatureDefinition> features, Checking checking) {
        features.stream()
                .filter(feature -> feature.name().equals(by.value()))
                .filter(feature -> feature.kind() != FeatureDefinition.Kind.CATEGORICAL)
                .forEach(feature -> checking.tell(
                        by.place(),
                        Node.quoted(by.value()) + " is not categorical",
                        "categorical features declared: "
                                + Checking.list(features.stream()
                                        .filter(f -> f.kind() == FeatureDefinition.Kind.CATEGORICAL)
                                        .map(FeatureDefinition::name)
                                        .toList())));
    }

    private static List<Double> ascending(List<Found<Double>> cuts, Checking checking) {
        if (cuts.size() > DelayDefinition.MOST_CUTS) {
            checking.tell(
                    cuts.get(DelayDefinition.MOST_CUTS).place(),
                    "there are " + cuts.size() + " cuts, allowed are up to " + DelayDefinition.MOST_CUTS,
                    "leave out those between which little differs");
            return List.of();
        }
        for (int i = 1; i < cuts.size(); i++) {
            double before = cuts.get(i - 1).value();
            if (!(cuts.get(i).value() > before)) {
                checking.tell(
                        cuts.get(i).place(),
                        "cuts must ascend, this stands after " + Shape.Decimal.spell(before),
                        "sort them and remove doubles");
                return List.of();
            }
        }
        return cuts.stream().map(Found::value).toList();
    }
}
