package dev.longview.config;

import dev.longview.experiment.ExperimentDefinition;
import dev.longview.experiment.LearnsFrom;
import dev.longview.log.FeatureDefinition;
import dev.longview.policy.Exploration;
import dev.longview.policy.LabelUse;
import dev.longview.policy.Objective;
import dev.longview.policy.PolicyDefinition;
import dev.longview.policy.SlateRules;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** The policies of a file, and the experiments that set them against each other. */
final class Policies {
    /** What a learner can number. */
    private static final int MOST_NUMERIC = 127;

    /** With what else a row may have, within what a learner reads of one. */
    private static final int MOST_NUMBERS = 9_000;

    private Policies() {}

    static List<PolicyDefinition> bind(
            List<Shape.Named.Entry<Section>> entries,
            Declared rewards,
            List<FeatureDefinition> features,
            Declared declaredFeatures,
            Declared kinds,
            Declared policies,
            Checking checking) {
        SlateRuleSections ruleSections = new SlateRuleSections(features, declaredFeatures, kinds, checking);
        List<PolicyDefinition> bound = new ArrayList<>();
        for (Shape.Named.Entry<Section> entry : entries) {
            if (entry.value().isEmpty()) {
                continue;
            }
            Section section = entry.value().get();
            rewards.keep(section.found(FileSchema.REWARD), checking);
            Optional<List<String>> read =
                    section.value(FileSchema.POLICY_FEATURES).map(listed -> declaredFeatures.keep(listed, checking));
            read.ifPresent(names -> numbered(names, features, entry.place(), checking));
            Optional<PolicyDefinition.Guard> guard =
                    section.value(RuleKeys.GUARD).flatMap(written -> guard(entry.name(), written, policies, checking));
            SlateRules rules = ruleSections.bind(section.value(RuleKeys.RULES), section.value(FileSchema.SLATE_SIZE));
            if (!section.hasAll(FileSchema.POLICY.keys().stream()
                    .filter(key -> !List.of(
                                    FileSchema.OBJECTIVE.name(),
                                    FileSchema.SCORER.name(),
                                    RuleKeys.RULES.name(),
                                    RuleKeys.GUARD.name())
                            .contains(key.name()))
                    .toList())) {
                continue;
            }
            Objective objective = objective(section);
            exploration(section.get(ExplorationKeys.EXPLORATION))
                    .filter(exploration -> fits(objective, exploration, entry, checking))
                    .filter(exploration -> scorable(section, exploration, entry, checking))
                    .ifPresent(exploration -> bound.add(new PolicyDefinition(
                            entry.name(),
                            section.get(FileSchema.REWARD),
                            LabelUse.of(section.get(FileSchema.LABELS)),
                            read.orElse(List.of()),
                            section.get(FileSchema.DIMENSIONS).intValue(),
                            section.get(FileSchema.LEARNING_RATE),
                            section.get(FileSchema.REGULARISATION),
                            section.get(FileSchema.EPOCHS).intValue(),
                            exploration,
                            section.get(FileSchema.SLATE_SIZE).intValue(),
                            objective,
                            rules,
                            guard,
                            section.value(FileSchema.SCORER).map(Node.Scalar::value))));
        }
        return bound;
    }

    private static Objective objective(Section section) {
        return section.value(FileSchema.OBJECTIVE)
                .flatMap(chosen -> chosen.value(FileSchema.POLICY_VALUE))
                .filter(value -> value.hasAll(FileSchema.IMPORTANCE_CAP, FileSchema.DOUBLY_ROBUST))
                .<Objective>map(value -> new Objective.PolicyValue(
                        value.get(FileSchema.IMPORTANCE_CAP), value.get(FileSchema.DOUBLY_ROBUST)))
                .orElseGet(Objective.Regression::new);
    }

    /** Scores that were climbed for softmax are no rewards: to another exploration, or temperature, they mean nothing. */
    private static boolean fits(
            Objective objective, Exploration exploration, Shape.Named.Entry<Section> entry, Checking checking) {
        boolean fits = objective instanceof Objective.Regression
                || (exploration instanceof Exploration.Softmax softmax && softmax.temperature() == 1);
        if (!fits) {
            checking.tell(
                    entry.place(),
                    "the objective of policy '" + entry.name()
                            + "' is the value of a softmax policy of temperature 1, and it explores otherwise",
                    "write 'exploration: { softmax: { temperature: 1 } }', or leave out 'objective'");
        }
        return fits;
    }

    /** A scorer is one model: it has no baseline's beside it, no replicas, and no objective. */
    private static boolean scorable(
            Section section, Exploration exploration, Shape.Named.Entry<Section> entry, Checking checking) {
        boolean scorable = section.value(FileSchema.SCORER).isEmpty()
                || (exploration.models() == 1
                        && section.value(RuleKeys.GUARD).isEmpty()
                        && section.value(FileSchema.OBJECTIVE).isEmpty());
        if (!scorable) {
            checking.tell(
                    entry.place(),
                    "policy '" + entry.name() + "' has a scorer, which is one model that is not trained here",
                    "leave out guard and objective, and explore otherwise than by an ensemble");
        }
        return scorable;
    }

    private static Optional<PolicyDefinition.Guard> guard(
            String name, Section written, Declared policies, Checking checking) {
        Optional<Found<String>> baseline = policies.keep(written.found(RuleKeys.BASELINE), checking);
        if (baseline.isPresent() && baseline.get().value().equals(name)) {
            checking.tell(
                    baseline.get().place(),
                    "a policy cannot be its own baseline",
                    "name another one: without features it shows what is popular");
        }
        return baseline.filter(found -> written.hasAll(RuleKeys.AT_LEAST))
                .map(found -> new PolicyDefinition.Guard(found.value(), written.get(RuleKeys.AT_LEAST)));
    }

    private static void numbered(List<String> names, List<FeatureDefinition> features, Place place, Checking checking) {
        long numeric = features.stream()
                .filter(feature -> feature.kind() == FeatureDefinition.Kind.NUMERIC && names.contains(feature.name()))
                .count();
        if (numeric > MOST_NUMERIC) {
            checking.tell(
                    place,
                    numeric + " numeric features are more than a model reads",
                    "list at most " + MOST_NUMERIC + " of them");
        }
        long numbers = features.stream()
                .filter(feature -> names.contains(feature.name()))
                .mapToLong(FeatureDefinition::size)
                .sum();
        if (numbers > MOST_NUMBERS) {
            checking.tell(
                    place,
                    "its embeddings have " + numbers + " numbers, which are more than a model reads",
                    "list embeddings of at most " + MOST_NUMBERS + " numbers together");
        }
    }

    private static Optional<Exploration> exploration(Section section) {
        Optional<Exploration> softmax = section.value(ExplorationKeys.SOFTMAX)
                .filter(chosen -> chosen.hasAll(ExplorationKeys.TEMPERATURE, ExplorationKeys.FLOOR))
                .map(chosen -> new Exploration.Softmax(
                        chosen.get(ExplorationKeys.TEMPERATURE), chosen.get(ExplorationKeys.FLOOR)));
        return softmax.or(() -> section.value(ExplorationKeys.EPSILON_GREEDY)
                        .flatMap(chosen -> chosen.value(ExplorationKeys.EPSILON))
                        .map(Exploration.EpsilonGreedy::new))
                .or(() -> section.value(ExplorationKeys.SQUARE_CB)
                        .filter(chosen -> chosen.hasAll(ExplorationKeys.GAMMA, ExplorationKeys.FLOOR))
                        .map(chosen -> new Exploration.SquareCb(
                                chosen.get(ExplorationKeys.GAMMA), chosen.get(ExplorationKeys.FLOOR))))
                .or(() -> section.value(ExplorationKeys.ENSEMBLE)
                        .filter(chosen -> chosen.hasAll(ExplorationKeys.REPLICAS, ExplorationKeys.FLOOR))
                        .map(chosen -> new Exploration.Ensemble(
                                chosen.get(ExplorationKeys.REPLICAS).intValue(), chosen.get(ExplorationKeys.FLOOR))))
                .or(() -> section.value(ExplorationKeys.THOMPSON)
                        .flatMap(chosen -> chosen.value(ExplorationKeys.FLOOR))
                        .map(Exploration.Thompson::new));
    }

    /** Of a section in which the key was found. */
    static LearnsFrom learnsFrom(Section section) {
        return LearnsFrom.valueOf(section.get(ServingKeys.LEARNS_FROM).toUpperCase(Locale.ROOT));
    }

    static List<ExperimentDefinition> experiments(
            List<Shape.Named.Entry<Section>> entries, Declared policies, Checking checking) {
        List<ExperimentDefinition> bound = new ArrayList<>();
        for (Shape.Named.Entry<Section> entry : entries) {
            if (entry.value().isEmpty()) {
                continue;
            }
            Section section = entry.value().get();
            Optional<Found<List<Shape.Named.Entry<Section>>>> cells = section.found(FileSchema.CELLS);
            if (cells.isPresent() && cells.get().value().size() < 2) {
                checking.tell(
                        cells.get().place(), "a test compares at least two cells", "add one; the first is the control");
            }
            List<ExperimentDefinition.Cell> arms = new ArrayList<>();
            cells.map(Found::value)
                    .orElse(List.of())
                    .forEach(cell -> cell.value().ifPresent(arm -> {
                        policies.keep(arm.found(FileSchema.CELL_POLICY), checking);
                        if (arm.hasAll(FileSchema.CELL_POLICY, FileSchema.WEIGHT, ServingKeys.LEARNS_FROM)) {
                            arms.add(new ExperimentDefinition.Cell(
                                    cell.name(),
                                    arm.get(FileSchema.WEIGHT),
                                    arm.get(FileSchema.CELL_POLICY),
                                    learnsFrom(arm)));
                        }
                    }));
            String salt = section.value(FileSchema.SALT).map(Node.Scalar::value).orElse(entry.name());
            section.value(FileSchema.SHARE)
                    .ifPresent(share -> bound.add(new ExperimentDefinition(
                            entry.name(),
                            salt,
                            share,
                            arms,
                            section.value(FileSchema.DECISION)
                                    .map(text -> text.value().strip()))));
        }
        return bound;
    }
}
