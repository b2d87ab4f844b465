package dev.longview.cli;

import dev.longview.evaluate.Report;
import dev.longview.evaluate.Result;
import dev.longview.evaluate.Verdict;
import dev.longview.loop.Loop;
import dev.longview.loop.PolicyEvaluation;
import dev.longview.loop.Refusal;
import dev.longview.loop.TrainedPolicy;
import java.io.PrintWriter;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code longview evaluate}: what would a policy have earned on decisions that another made? */
@Command(
        name = "evaluate",
        description = {
            "Tells what a policy would have earned on logged decisions, with intervals and a verdict.",
            "Ends with 1 when the log cannot tell."
        },
        footer = {
            "",
            "Examples:",
            "  longview evaluate glad --reward enjoyed",
            "  longview evaluate --behind open-bandit/men/bts --served-by open-bandit/men/random --reward ctr"
        })
final class EvaluateCommand implements Callable<Integer> {
    @Mixin
    private final Common common = new Common();

    @Mixin
    private final WindowOptions window = new WindowOptions();

    @Parameters(arity = "0..1", paramLabel = "POLICY", description = "A trained policy, or NAME@VERSION.")
    private Optional<String> policy = Optional.empty();

    @Option(
            names = "--behind",
            paramLabel = "POLICY",
            description = "Instead: the policy behind the decisions of the log that this version served.")
    private Optional<String> behind = Optional.empty();

    @Option(names = "--reward", description = "By which reward (default: the one that the policy was trained on).")
    private Optional<String> reward = Optional.empty();

    @Option(
            names = "--decisions",
            paramLabel = "N",
            defaultValue = "20000",
            description = "Evaluate about this many decisions at the most (default: ${DEFAULT-VALUE}).")
    private int decisions;

    @Option(names = "--seed", defaultValue = "0", description = "Seeds the folds (default: ${DEFAULT-VALUE}).")
    private long seed;

    @Override
    public Integer call() {
        int[] exit = {Exit.DONE};
        common.withLoop(loop -> {
            PolicyEvaluation.Result result = evaluate(loop);
            common.output().print(result, out -> print(result, out));
            Report report = result.best();
            Verdict verdict = report.lines().getLast().result().verdict();
            exit[0] = verdict instanceof Verdict.Unusable ? Exit.NEGATIVE : Exit.DONE;
        });
        return exit[0];
    }

    private PolicyEvaluation.Result evaluate(Loop loop) {
        PolicyEvaluation evaluation = PolicyEvaluation.of(loop).withSeed(seed).withMostDecisions(decisions);
        if (behind.isPresent() == policy.isPresent()) {
            throw new Refusal(
                    "evaluate takes either a trained POLICY or --behind POLICY. See: longview evaluate --help");
        }
        if (behind.isPresent()) {
            String by = reward.orElseThrow(() -> new Refusal("--behind needs --reward: by which reward to judge"));
            return evaluation.evaluateBehind(behind.get(), by, window.window(loop));
        }
        TrainedPolicy trained = TrainedPolicy.read(PolicyNames.require(loop.workspace(), policy.orElseThrow()));
        String by = reward.orElseGet(
                () -> trained.artifact().manifest().path("reward").path("name").asText());
        return evaluation.evaluate(trained, List.of(by), window.window(loop)).getFirst();
    }

    private static TextTable table(PolicyEvaluation.Result result, Report report) {
        TextTable table = TextTable.withWords(
                1,
                "estimator",
                "value",
                "95% interval",
                "expected",
                "settled",
                "so far",
                "effective",
                "largest w",
                "mean w");
        var onPolicy = report.onPolicy();
        table.row(
                "as logged",
                Numbers.value(onPolicy.value()),
                Numbers.interval(onPolicy.low(), onPolicy.high()),
                Numbers.value(result.expected().onPolicy().value()),
                result.settled()
                        .map(settled -> Numbers.value(settled.onPolicy().value()))
                        .orElse(""),
                Numbers.value(result.soFar().onPolicy().value()));
        for (Report.Line each : report.lines()) {
            Result line = each.result();
            table.row(
                    each.estimator(),
                    Numbers.value(line.value()),
                    Numbers.interval(line.low(), line.high()),
                    value(Optional.of(result.expected()), each.estimator()),
                    value(result.settled(), each.estimator()),
                    value(Optional.of(result.soFar()), each.estimator()),
                    Numbers.value(line.effectiveSize()),
                    Numbers.value(line.largestWeight()),
                    Numbers.value(line.meanWeight()));
        }
        return table;
    }

    private static String value(Optional<Report> report, String estimator) {
        return report.stream()
                .flatMap(of -> of.lines().stream())
                .filter(line -> line.estimator().equals(estimator))
                .map(line -> Numbers.value(line.result().value()))
                .findFirst()
                .orElse("");
    }

    private static void print(PolicyEvaluation.Result result, PrintWriter out) {
        Report report = result.best();
        String unit = result.perDecision() ? "decision" : "recommendation";
        out.println(result.policy() + " by " + result.reward() + " (" + result.rewardVersion() + "), per " + unit + ": "
                + Numbers.count(result.decisions()) + " decisions of " + Numbers.count(report.accounts())
                + " accounts, " + Numbers.share(result.settledShare()) + " of the rewards settled");
        result.readings()
                .ifPresent(readings -> out.println("  values are on readings, of "
                        + Numbers.count(result.readDecisions()) + " " + unit
                        + "s old enough; beside them on expected rewards,"
                        + " which are shrunk, on settled rewards alone, and on what has arrived"));
        table(result, report).print(out);
        result.behind().ifPresent(summary -> {
            out.println("  truth: " + summary.policy() + " itself earned "
                    + Numbers.value(summary.onPolicy().value()) + " ("
                    + Numbers.interval(
                            summary.onPolicy().low(), summary.onPolicy().high()) + ") over "
                    + Numbers.count(summary.recommendations()) + " recommendations");
            out.println("  its frequencies differ from its propensities by "
                    + Numbers.value(summary.largestDifference()) + " at the most"
                    + (summary.uniform()
                            ? "; that a uniform log looks like this has p = " + Numbers.value(summary.pValue())
                            : ""));
        });
        result.notes().forEach(note -> out.println("  note: " + note));
        out.println(report.sentence());
    }
}
