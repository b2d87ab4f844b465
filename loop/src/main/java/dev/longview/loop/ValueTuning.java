package dev.longview.loop;

import dev.longview.evaluate.LearnedBy;
import dev.longview.evaluate.Result;
import dev.longview.evaluate.Verdict;
import dev.longview.policy.LearningSetting;
import dev.longview.policy.PolicyDefinition;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** Chooses settings by what their policies would have earned on later decisions, by the steadiest estimator; each learns from all rows. */
final class ValueTuning {
    private final Loop loop;
    private final PolicyDefinition definition;
    private final long seed;

    ValueTuning(Loop loop, PolicyDefinition definition, long seed) {
        this.loop = loop;
        this.definition = definition;
        this.seed = seed;
    }

    private record Tried(
            LearningSetting setting, boolean declared, double value, Optional<PolicyTraining.Learned> learned) {
        PolicyTuning.Trial trial() {
            return new PolicyTuning.Trial(setting, declared, List.of(value));
        }
    }

    PolicyTuning.Result tune(
            SettingSpace space,
            ForwardWindows forward,
            Window choosing,
            Window confirming,
            int budget,
            LearnedBy by,
            List<String> notes) {
        List<LearningSetting> settings = space.draw(definition.setting(), Math.max(2, budget), seed);
        List<Tried> tried = new ArrayList<>();
        for (LearningSetting setting : settings) {
            tried.add(tried(setting, forward.learning(), choosing, notes));
            loop.progress().at("trying settings for " + definition.name(), tried.size(), settings.size());
        }
        Tried declared = tried.getFirst();
        tried.sort(Comparator.comparingDouble((Tried each) -> -each.value).thenComparing(each -> !each.declared));
        Tried best = tried.getFirst();
        Optional<PolicyTuning.Confirmed> confirmed = Optional.empty();
        if (!best.declared && best.learned.isPresent() && declared.learned.isPresent()) {
            Result ours = value(best.learned.get(), confirming);
            Result theirs = value(declared.learned.get(), confirming);
            // Not paired, so that the interval is wider than it need be.
            double margin = Math.hypot(ours.high() - ours.value(), theirs.high() - theirs.value());
            double difference = ours.value() - theirs.value();
            confirmed = Optional.of(new PolicyTuning.Confirmed(
                    ours.value(), theirs.value(), difference, difference - margin, difference + margin));
        }
        return new PolicyTuning.Result(
                definition.name(),
                definition.reward(),
                "value",
                choosing.from(),
                confirming.from(),
                choosing.asOf(),
                best.learned.map(learned -> learned.trained().rows()).orElse(0L),
                by,
                0,
                0,
                List.of(1.0),
                Double.NaN,
                tried.stream().map(Tried::trial).toList(),
                declared.setting,
                best.setting,
                confirmed,
                notes);
    }

    /** What diverges, or cannot be valued, is worth less than all else. */
    private Tried tried(LearningSetting setting, Window learning, Window choosing, List<String> notes) {
        boolean declared = setting.equals(definition.setting());
        long split = choosing.from();
        PolicyTraining.Learned learned;
        try {
            learned = new PolicyTraining(loop).learnBefore(split, definition.with(setting), learning, seed);
        } catch (Refusal refused) {
            if (!(refused.getCause() instanceof IllegalStateException)) {
                throw refused;
            }
            return new Tried(setting, declared, Double.NEGATIVE_INFINITY, Optional.empty());
        }
        Result found = value(learned, choosing);
        if (found.verdict() instanceof Verdict.Unusable(String reason)) {
            // The number tells nothing, however large it is.
            notes.add(String.format(
                    Locale.ROOT,
                    "learning rate %s, regularisation %s, %d dimensions, %d epochs cannot be valued: %s",
                    setting.learningRate(),
                    setting.regularisation(),
                    setting.dimensions(),
                    setting.epochs(),
                    reason));
            return new Tried(setting, declared, Double.NEGATIVE_INFINITY, Optional.of(learned));
        }
        double value = found.value();
        return new Tried(
                setting, declared, Double.isNaN(value) ? Double.NEGATIVE_INFINITY : value, Optional.of(learned));
    }

    private Result value(PolicyTraining.Learned learned, Window window) {
        return PolicyEvaluation.of(loop)
                .withSeed(seed)
                .judge(learned.policy(), List.of(definition.reward()), window, List.of())
                .getFirst()
                .best()
                .lines()
                .getLast()
                .result();
    }
}
