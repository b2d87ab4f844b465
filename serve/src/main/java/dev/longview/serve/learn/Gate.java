package dev.longview.serve.learn;

import dev.longview.columns.Batch;
import dev.longview.evaluate.Report;
import dev.longview.evaluate.Result;
import dev.longview.evaluate.Verdict;
import dev.longview.loop.Loop;
import dev.longview.loop.PolicyEvaluation;
import dev.longview.loop.Refusal;
import dev.longview.loop.TrainedPolicy;
import dev.longview.loop.Window;
import dev.longview.policy.Slate;
import dev.longview.serve.decide.InService;
import dev.longview.serve.decide.ServedPolicy;
import java.util.List;
import java.util.Optional;

/**
 * Whether a version may serve: its scores are finite, no candidate falls below the floor of exploration, scores have not moved beyond
 * what learning explains, and the log does not say that it is worse. What cannot be judged (no visit yet, too few decisions) does not
 * keep a version out: it is said, and the other checks stand.
 */
public final class Gate {
    private final GateOptions options;

    public Gate(GateOptions options) {
        this.options = options;
    }

    /** What came of it. */
    public sealed interface Finding {
        /** @param note what the log says of it, or why it says nothing */
        record Passed(String note) implements Finding {}

        record Kept(String reason) implements Finding {}
    }

    /**
     * @param visits by which scores are compared
     * @param window the decisions on which it is evaluated
     */
    public Finding judge(TrainedPolicy candidate, InService service, List<Batch> visits, Loop loop, Window window) {
        Optional<String> kept = few(candidate).or(() -> scores(candidate, service, visits));
        if (kept.isPresent()) {
            return new Finding.Kept(kept.get());
        }
        return options.offPolicy() ? offPolicy(candidate, loop, window) : new Finding.Passed("not evaluated");
    }

    private Optional<String> few(TrainedPolicy candidate) {
        long rows = candidate.artifact().manifest().path("metrics").path("rows").asLong();
        return rows < options.fewest()
                ? Optional.of("it learned from %d recommendations; wanted: at least %d. Is the window too short?"
                        .formatted(rows, options.fewest()))
                : Optional.empty();
    }

    private Optional<String> scores(TrainedPolicy candidate, InService service, List<Batch> visits) {
        ServedPolicy next = ServedPolicy.of(candidate, service.catalogue(), 0);
        Optional<ServedPolicy> now = service.policy(next.name());
        int n = service.catalogue().size();
        double[] scores = new double[n];
        double[] before = new double[n];
        double[] probabilities = new double[n];
        double moved = 0;
        double sum = 0;
        double squares = 0;
        long compared = 0;
        for (Batch visit : visits) {
            score(next, visit, scores);
            for (int i = 0; i < n; i++) {
                if (!Double.isFinite(scores[i])) {
                    return Optional.of("its score of item '" + next.scorer().item(i) + "' is " + scores[i]);
                }
            }
            candidate.sampler().probabilities(scores, n, new int[0], 0, new Slate(1), probabilities);
            for (int i = 0; i < n; i++) {
                if (!(probabilities[i] >= options.floor() / n)) {
                    return Optional.of("it shows item '%s' with probability %.3g, below the floor of %s/%d"
                            .formatted(next.scorer().item(i), probabilities[i], options.floor(), n));
                }
            }
            if (now.isPresent()) {
                score(now.get(), visit, before);
                double level = 0;
                for (int i = 0; i < n; i++) {
                    level += (scores[i] - before[i]) / n;
                }
                for (int i = 0; i < n; i++) {
                    // That all items are worth more or less today moves none before another.
                    moved += Math.abs(scores[i] - before[i] - level);
                    sum += before[i];
                    squares += before[i] * before[i];
                }
                compared += n;
            }
        }
        return drifted(moved, sum, squares, compared);
    }

    private Optional<String> drifted(double moved, double sum, double squares, long compared) {
        if (compared == 0) {
            return Optional.empty();
        }
        double mean = sum / compared;
        double deviation = Math.sqrt(Math.max(0, squares / compared - mean * mean));
        double shift = moved / compared;
        // Scores that are all alike have no scale to measure by.
        return deviation > 0 && shift > options.drift() * deviation
                ? Optional.of(
                        "its scores moved by %.3g on average, %.1f standard deviations of those in service; allowed: %s"
                                .formatted(shift, shift / deviation, options.drift()))
                : Optional.empty();
    }

    private static void score(ServedPolicy policy, Batch visit, double[] out) {
        var model = policy.trained().model();
        double[] context = new double[model.vectorLength()];
        model.contexts(visit).read(0, context);
        policy.scorer().score(context, out);
    }

    private Finding offPolicy(TrainedPolicy candidate, Loop loop, Window window) {
        String name = candidate.artifact().name();
        try {
            String reward = loop.policy(name).reward();
            Report report = PolicyEvaluation.of(loop)
                    .withMostDecisions(options.decisions())
                    .evaluate(candidate, List.of(reward), window)
                    .getFirst()
                    .best();
            Result result = report.lines().getLast().result();
            boolean judged = !(result.verdict() instanceof Verdict.Unusable);
            boolean worse = judged && result.high() < report.onPolicy().low();
            return worse ? new Finding.Kept(report.sentence()) : new Finding.Passed(report.sentence());
        } catch (Refusal e) {
            return new Finding.Passed("the log cannot judge it: " + e.getMessage());
        }
    }
}
