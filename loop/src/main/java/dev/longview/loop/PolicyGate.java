package dev.longview.loop;

import dev.longview.evaluate.Report;
import dev.longview.evaluate.Result;
import dev.longview.evaluate.Verdict;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Supplier;

/** What a newly trained policy must pass before it is put in use. */
public final class PolicyGate {
    private static final double LEAST_AGREEMENT = 0;
    private static final int DECISIONS = 5_000;

    private final Loop loop;
    private final double leastAgreement;
    private final boolean strict;

    private PolicyGate(Loop loop, double leastAgreement, boolean strict) {
        this.loop = loop;
        this.leastAgreement = leastAgreement;
        this.strict = strict;
    }

    /** Scores may not run against those in use, and what a log cannot tell is let pass. */
    public static PolicyGate of(Loop loop) {
        return new PolicyGate(loop, LEAST_AGREEMENT, false);
    }

    /** The least rank correlation of its scores with those of the version in use, in −1 … 1. */
    public PolicyGate withLeastAgreement(double least) {
        if (!(least >= -1 && least <= 1)) {
            throw new Refusal("the least agreement must be in −1 … 1: " + least);
        }
        return new PolicyGate(loop, least, strict);
    }

    /** Whether a value that the log cannot tell stops the policy. */
    public PolicyGate strict(boolean strictly) {
        return new PolicyGate(loop, leastAgreement, strictly);
    }

    /** One thing that was looked at, and what was found. */
    public record Check(String name, boolean passed, String found) {}

    /**
     * @param current the version in use; none at first
     * @param window decisions by which the policy is judged
     */
    public List<Check> check(TrainedPolicy candidate, Optional<TrainedPolicy> current, Window window) {
        List<Check> checks = new ArrayList<>();
        current.ifPresent(inUse -> checks.add(told("score drift", () -> drift(candidate, inUse, window))));
        checks.add(told("off-policy value", () -> value(candidate, window)));
        return List.copyOf(checks);
    }

    private Check told(String name, Supplier<Check> check) {
        try {
            return check.get();
        } catch (Refusal e) {
            return new Check(name, !strict, "the log cannot tell: " + e.getMessage());
        }
    }

    private Check drift(TrainedPolicy candidate, TrainedPolicy current, Window window) {
        PolicyComparing.Comparison comparison = PolicyComparing.of(loop).compare(current, candidate, window);
        double agreement = comparison.spearman();
        // A policy that scores all items alike has no order to agree with; whether it is worth anything is the log's to
        // say.
        boolean passed = Double.isNaN(agreement) || agreement >= leastAgreement;
        return new Check(
                "score drift",
                passed,
                String.format(
                        Locale.ROOT,
                        "rank correlation with %s %.2f, at least %.2f is asked; best %d shared %.0f%%",
                        current.id(),
                        agreement,
                        leastAgreement,
                        comparison.slateSize(),
                        100 * comparison.overlap()));
    }

    /** Stopped is what the log says is worth less than what was served. */
    private Check value(TrainedPolicy candidate, Window window) {
        String reward =
                candidate.artifact().manifest().path("reward").path("name").asText();
        Report report = PolicyEvaluation.of(loop)
                .withMostDecisions(DECISIONS)
                .evaluate(candidate, List.of(reward), window)
                .getFirst()
                .best();
        Result result = report.lines().getLast().result();
        double served = report.onPolicy().value();
        return switch (result.verdict()) {
            case Verdict.Unusable(String reason) ->
                new Check("off-policy value", !strict, "the log cannot tell: " + reason);
            case Verdict.Usable usable -> valued(result, served);
            case Verdict.Weak weak -> valued(result, served);
        };
    }

    private static Check valued(Result result, double served) {
        return new Check(
                "off-policy value",
                result.high() >= served,
                String.format(
                        Locale.ROOT,
                        "%.4g (%.4g to %.4g) a decision; what was served earned %.4g",
                        result.value(),
                        result.low(),
                        result.high(),
                        served));
    }
}
