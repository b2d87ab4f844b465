package dev.longview.loop;

import dev.longview.columns.Batch;
import dev.longview.evaluate.Report;
import dev.longview.evaluate.Result;
import dev.longview.evaluate.Verdict;
import dev.longview.policy.FactorisedModel;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * What a newly trained policy must pass before it is put in use, by {@code longview update} as in a service that learns: it has learned
 * from enough; its scores are finite; it shows every item now and then; its scores have not moved beyond what learning explains; and the
 * log does not say that it is worse. What the log cannot tell is said, and stops it only where the gate is strict.
 */
public final class PolicyGate {
    private static final int CONTEXTS = 64;

    /** A version that has learned from the days by which it is judged would flatter itself. */
    private static final String TRAINED_ANEW =
            "as it has learned from these days, the same training on them alone, cross-fitted: ";

    private final Loop loop;
    private final GateOptions options;

    private PolicyGate(Loop loop, GateOptions options) {
        this.loop = loop;
        this.options = options;
    }

    public static PolicyGate of(Loop loop, GateOptions options) {
        return new PolicyGate(loop, options);
    }

    /** One thing that was looked at, and what was found. */
    public record Check(String name, boolean passed, String found) {}

    /**
     * Compares scores in contexts of the window's decisions.
     *
     * @param current the version in use; none at first
     * @param window decisions by which the policy is judged
     */
    public List<Check> check(TrainedPolicy candidate, Optional<TrainedPolicy> current, Window window) {
        return check(candidate, current, window, List.of());
    }

    /**
     * Compares scores in some visits.
     *
     * @param visits one row each, with all features; where there are none, those of the window's decisions serve
     */
    public List<Check> check(
            TrainedPolicy candidate, Optional<TrainedPolicy> current, Window window, List<Batch> visits) {
        List<Check> checks = new ArrayList<>();
        checks.add(few(candidate));
        checks.addAll(scores(candidate, current, window, visits));
        if (options.offPolicy()) {
            checks.add(told(() -> value(candidate, window)));
        }
        return List.copyOf(checks);
    }

    private Check few(TrainedPolicy candidate) {
        long rows = candidate.artifact().manifest().path("metrics").path("rows").asLong();
        return new Check(
                "data",
                rows >= options.fewest(),
                "it learned from %d recommendations; wanted: at least %d".formatted(rows, options.fewest()));
    }

    private List<Check> scores(
            TrainedPolicy candidate, Optional<TrainedPolicy> inUse, Window window, List<Batch> visits) {
        Optional<TrainedPolicy> current =
                inUse.filter(policy -> incomparable(policy).isEmpty());
        ComparedScores scores;
        try {
            Batch catalogue = loop.engine().catalogue(loop.configuration().features(), window.asOf());
            scores = ComparedScores.of(candidate, current, catalogue, contexts(candidate, current, window, visits));
        } catch (Refusal e) {
            return List.of(new Check("scores", !options.strict(), "the log cannot tell: " + e.getMessage()));
        }
        if (!scores.isFinite()) {
            return List.of(new Check("finite scores", false, scores.infinite()));
        }
        List<Check> checks = new ArrayList<>();
        checks.add(new Check("finite scores", true, "all are numbers"));
        checks.add(new Check(
                "exploration",
                scores.leastShare() >= options.floor(),
                String.format(
                        Locale.ROOT,
                        "item '%s' is shown first with %.3g of a uniform draw's probability; the floor is %s",
                        scores.leastItem(),
                        scores.leastShare(),
                        options.floor())));
        current.ifPresent(policy -> checks.add(drift(scores.drift(), policy)));
        inUse.flatMap(this::incomparable)
                .ifPresent(why -> checks.add(
                        new Check("score drift", !options.strict(), why + ": its scores cannot be compared")));
        return checks;
    }

    /** What was trained elsewhere scores in a scale of its own; what reads a feature that is gone scores nothing. */
    private Optional<String> incomparable(TrainedPolicy policy) {
        return policy.scorer().isPresent()
                ? Optional.of(policy.id() + " was trained elsewhere")
                : policy.undeclared(loop.configuration());
    }

    private List<double[][]> contexts(
            TrainedPolicy candidate, Optional<TrainedPolicy> current, Window window, List<Batch> visits) {
        List<FactorisedModel> models = ComparedScores.models(candidate, current);
        if (visits.isEmpty()) {
            String reward =
                    candidate.artifact().manifest().path("reward").path("name").asText();
            return SampledContexts.of(loop, reward, window, models, CONTEXTS);
        }
        List<double[][]> contexts = new ArrayList<>();
        for (Batch visit : visits) {
            double[][] context = new double[models.size()][];
            for (int m = 0; m < context.length; m++) {
                context[m] = new double[models.get(m).vectorLength()];
                models.get(m).contexts(visit).read(0, context[m]);
            }
            contexts.add(context);
        }
        return contexts;
    }

    private Check drift(ScoreDrift drift, TrainedPolicy current) {
        double deviations = drift.shift() / drift.deviation();
        double agreement = drift.agreement();
        // A policy that scores all items alike has no order to agree with, and no scale to measure by: whether it is
        // worth anything is the log's to say.
        boolean near = !(drift.deviation() > 0) || deviations <= options.drift();
        boolean agrees = Double.isNaN(agreement) || agreement >= options.leastAgreement();
        return new Check(
                "score drift",
                near && agrees,
                String.format(
                        Locale.ROOT,
                        "its scores moved by %.3g on average, %.2g standard deviations of those of %s, at most %s is"
                                + " allowed; rank correlation %.2f, at least %.2f is asked%s",
                        drift.shift(),
                        deviations,
                        current.id(),
                        options.drift(),
                        agreement,
                        options.leastAgreement(),
                        near && agrees ? "" : ". If members have changed and nothing is broken: " + allowing(near)));
    }

    private static String allowing(boolean near) {
        return near ? "longview update --least-agreement -1" : "raise drift of serving.gate in longview.yaml";
    }

    private Check told(Supplier<Check> check) {
        try {
            return check.get();
        } catch (Refusal e) {
            return untold(String.valueOf(e.getMessage()));
        }
    }

    private Check untold(String reason) {
        return new Check("off-policy value", !options.strict(), "the log cannot tell: " + reason);
    }

    /** Stopped is what the log says is worth less than what was served, both with their uncertainty. */
    private Check value(TrainedPolicy candidate, Window window) {
        String reward =
                candidate.artifact().manifest().path("reward").path("name").asText();
        PolicyEvaluation.Result evaluated = PolicyEvaluation.of(loop)
                .withMostDecisions(options.decisions())
                .evaluate(candidate, List.of(reward), window)
                .getFirst();
        Report report = evaluated.best();
        Result result = report.lines().getLast().result();
        String judged = evaluated.policy().equals(candidate.id()) ? "" : TRAINED_ANEW;
        return switch (result.verdict()) {
            case Verdict.Unusable(String reason) -> untold(reason);
            case Verdict.Usable usable -> valued(judged, result, report);
            case Verdict.Weak weak -> valued(judged, result, report);
        };
    }

    private static Check valued(String judged, Result result, Report report) {
        return new Check(
                "off-policy value",
                result.high() >= report.onPolicy().low(),
                judged
                        + String.format(
                                Locale.ROOT,
                                "%.4g (%.4g to %.4g) a decision; what was served earned %.4g (%.4g to %.4g)",
                                result.value(),
                                result.low(),
                                result.high(),
                                report.onPolicy().value(),
                                report.onPolicy().low(),
                                report.onPolicy().high()));
    }
}
