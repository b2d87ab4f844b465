package dev.longview.config;

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
    private static final Pattern NOT_A_NAME = Pattern.compile("[^A-Za-z0-9_]+");

    private final Outcomes outcomes;
    private final Declared declared;
    private final Checking checking;

    private Rewards(Outcomes outcomes, Declared declared, Checking checking) {
        this.outcomes = outcomes;
        this.declared = declared;
        this.checking = checking;
    }

    static List<RewardDefinition> bind(
            List<Shape.Named.Entry<Section>> entries, Declared declared, Outcomes outcomes, Checking checking) {
        Rewards rewards = new Rewards(outcomes, declared, checking);
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
        if (is.isEmpty()) {
            return Optional.empty();
        }
        RewardDefinition definition = new RewardDefinition(
                entry.name(),
                is.get().value().value().stripTrailing(),
                section.value(FileSchema.HYPOTHESIS).map(text -> text.value().strip()),
                section.value(FileSchema.PARENT));
        // Outcomes that cannot be read are one mistake, not one for each reward that names them.
        if (!outcomes.declared().doubtful() && !namesOpaque(definition.is())) {
            compile(definition, is.get().value(), entry.place());
        }
        return Optional.of(definition);
    }

    private void compile(RewardDefinition definition, Node.Scalar written, Place place) {
        switch (Reward.compile(definition, outcomes.definitions())) {
            case Compilation.Compiled compiled -> {}
            case Compilation.Refused(List<Problem> problems) -> {
                ExpressionProblems.tell(problems, definition.is(), written, place, checking);
            }
        }
    }

    private boolean namesOpaque(String is) {
        Set<String> opaque = outcomes.opaque();
        return !opaque.isEmpty()
                && NOT_A_NAME.splitAsStream(QUOTED.matcher(is).replaceAll(" ")).anyMatch(opaque::contains);
    }
}
