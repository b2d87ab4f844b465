package dev.longview.config;

import dev.longview.log.FeatureDefinition;
import dev.longview.reward.Compilation;
import dev.longview.reward.Reward;
import dev.longview.reward.RewardDefinition;
import dev.longview.syntax.Problem;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.Set;
import java.util.regex.Pattern;

/** The rewards of a file, compiled; what is wrong with an expression is told at its place in the file. */
final class Rewards {
    private static final Pattern QUOTED = Pattern.compile("'[^'\n]*'|\"[^\"\n]*\"");
    private static final Pattern FEATURE = Pattern.compile("\\b(item|member|context)\\.");
    private static final Pattern NOT_A_NAME = Pattern.compile("[^A-Za-z0-9_]+");

    private final Outcomes outcomes;
    private final List<FeatureDefinition> features;
    private final boolean featuresDoubtful;
    private final Declared declared;
    private final Checking checking;

    private Rewards(
            Outcomes outcomes,
            List<FeatureDefinition> features,
            boolean featuresDoubtful,
            Declared declared,
            Checking checking) {
        this.outcomes = outcomes;
        this.features = features;
        this.featuresDoubtful = featuresDoubtful;
        this.declared = declared;
        this.checking = checking;
    }

    static List<RewardDefinition> bind(
            List<Shape.Named.Entry<Section>> entries,
            Declared declared,
            Outcomes outcomes,
            List<FeatureDefinition> features,
            boolean featuresDoubtful,
            Checking checking) {
        Rewards rewards = new Rewards(outcomes, features, featuresDoubtful, declared, checking);
        List<RewardDefinition> bound = new ArrayList<>();
        SequencedMap<String, Found<String>> parents = new LinkedHashMap<>();
        for (Shape.Named.Entry<Section> entry : entries) {
            entry.value().ifPresent(section -> {
                rewards.parent(section).ifPresent(parent -> parents.put(entry.name(), parent));
                rewards.reward(entry, section).ifPresent(bound::add);
            });
        }
        Circles.tell(parents, "is refined from", "correct 'parent': the first reward has none", checking);
        return bound;
    }

    private Optional<Found<String>> parent(Section section) {
        return declared.keep(section.found(FileSchema.PARENT), checking);
    }

    private Optional<RewardDefinition> reward(Shape.Named.Entry<Section> entry, Section section) {
        Optional<Found<Node.Scalar>> is = section.found(FileSchema.IS);
        List<Shape.Named.Entry<Node.Scalar>> parts =
                section.value(FileSchema.PARTS).orElse(List.of());
        boolean unread = section.doubtful().contains(FileSchema.PARTS.name())
                || parts.stream().anyMatch(part -> part.value().isEmpty());
        if (is.isEmpty() || unread) {
            return Optional.empty();
        }
        SequencedMap<String, String> texts = new LinkedHashMap<>();
        parts.forEach(part ->
                texts.put(part.name(), part.value().orElseThrow().value().stripTrailing()));
        RewardDefinition definition = new RewardDefinition(
                entry.name(),
                texts,
                is.get().value().value().stripTrailing(),
                section.value(FileSchema.HYPOTHESIS).map(text -> text.value().strip()),
                section.value(FileSchema.PARENT));
        // Outcomes that cannot be read are one mistake, not one for each reward that names them.
        boolean opaque = namesOpaque(definition.is()) || texts.values().stream().anyMatch(this::namesOpaque);
        if (!outcomes.declared().doubtful() && !opaque) {
            compile(definition, is.get().value(), parts, entry.place());
        }
        return Optional.of(definition);
    }

    private void compile(
            RewardDefinition definition, Node.Scalar written, List<Shape.Named.Entry<Node.Scalar>> parts, Place place) {
        switch (Reward.compile(definition, outcomes.definitions(), features)) {
            case Compilation.Compiled compiled -> {}
            case Compilation.Refused refused -> {
                SequencedMap<String, List<Problem>> ofParts = refused.ofParts();
                for (Shape.Named.Entry<Node.Scalar> part : parts) {
                    ExpressionProblems.tell(
                            ofParts.getOrDefault(part.name(), List.of()),
                            part.value().orElseThrow().value().stripTrailing(),
                            part.value().orElseThrow(),
                            part.place(),
                            checking);
                }
                ExpressionProblems.tell(refused.problems(), definition.is(), written, place, checking);
            }
        }
    }

    private boolean namesOpaque(String is) {
        Set<String> opaque = outcomes.opaque();
        if (featuresDoubtful
                && FEATURE.matcher(QUOTED.matcher(is).replaceAll(" ")).find()) {
            return true;
        }
        return !opaque.isEmpty()
                && NOT_A_NAME.splitAsStream(QUOTED.matcher(is).replaceAll(" ")).anyMatch(opaque::contains);
    }
}
