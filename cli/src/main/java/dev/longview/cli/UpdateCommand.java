package dev.longview.cli;

import dev.longview.loop.Artifact;
import dev.longview.loop.GateOptions;
import dev.longview.loop.Loop;
import dev.longview.loop.PolicyGate;
import dev.longview.loop.PolicyReporting;
import dev.longview.loop.PolicyUpdating;
import dev.longview.loop.Refusal;
import dev.longview.loop.Window;
import dev.longview.policy.PolicyDefinition;
import java.io.PrintWriter;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code longview update}: everything that makes policies current, in one command, made for cron. */
@Command(
        name = "update",
        description = {
            "Brings policies up to the log: fits forecasts, labels, trains, judges, and puts in use what passes.",
            "A policy that fails is kept and named, and the version in use stays. Ends with 1 when one fails."
        },
        footer = {
            "",
            "Examples:",
            "  longview update",
            "  longview update glad --judge-days 3 --least-agreement 0.5 --json"
        })
final class UpdateCommand implements Callable<Integer> {
    @Mixin
    private final Common common = new Common();

    @Mixin
    private final WindowOptions window = new WindowOptions();

    @Parameters(arity = "0..*", paramLabel = "POLICY", description = "Which (default: all that are declared).")
    private List<String> names = List.of();

    @Option(
            names = "--judge-days",
            paramLabel = "N",
            defaultValue = "7",
            description = "Judge by the decisions of so many last days (default: ${DEFAULT-VALUE}).")
    private int days;

    @Option(
            names = "--least-agreement",
            paramLabel = "R",
            description = "Least rank correlation of its scores with those in use, -1 to 1 (default: serving.gate of"
                    + " longview.yaml, 0).")
    private Optional<Double> least = Optional.empty();

    @Option(names = "--strict", description = "Fail a policy whose value the log cannot tell (default: let it pass).")
    private boolean strict;

    @Option(names = "--keep-forecasts", description = "Label by the forecasts in use (default: fit them anew).")
    private boolean keepForecasts;

    @Option(names = "--seed", defaultValue = "0", description = "Seeds the models (default: ${DEFAULT-VALUE}).")
    private long seed;

    /** What became of a policy; of one that could not be trained the version is empty. */
    record Line(
            String policy,
            String version,
            Optional<String> before,
            boolean promoted,
            long rows,
            List<PolicyGate.Check> checks) {}

    @Override
    public Integer call() {
        int[] exit = {Exit.DONE};
        common.withLoop(loop -> {
            List<Line> lines = update(loop);
            common.output().print(lines, out -> lines.forEach(line -> print(line, out)));
            exit[0] = lines.stream().allMatch(Line::promoted) ? Exit.DONE : Exit.NEGATIVE;
        });
        return exit[0];
    }

    private List<Line> update(Loop loop) {
        long judging = PolicyReporting.judging(days);
        List<String> wanted = names.isEmpty()
                ? loop.configuration().policies().stream()
                        .filter(policy -> policy.scorer().isEmpty())
                        .map(PolicyDefinition::name)
                        .toList()
                : names;
        if (wanted.isEmpty()) {
            throw new Refusal("longview.yaml declares no policy: there is nothing to update");
        }
        // All names are looked at before the first is worked on.
        wanted.forEach(loop::policy);
        Window all = window.window(loop);
        long from = Math.max(all.from(), all.asOf() - judging);
        GateOptions gate = GateOptions.of(loop.configuration().serving().gate());
        PolicyUpdating updating = PolicyUpdating.of(loop)
                .withGate(PolicyGate.of(
                        loop,
                        gate.withLeastAgreement(least.orElse(gate.leastAgreement()))
                                .strict(strict)))
                .withFitting(!keepForecasts);
        updating.refit(all);
        return wanted.stream()
                .map(name -> {
                    try {
                        return line(name, updating.update(name, all, all.decided(from, all.before()), seed));
                    } catch (Refusal e) {
                        if (wanted.size() == 1) {
                            throw e;
                        }
                        return refused(loop, name, e);
                    }
                })
                .toList();
    }

    /** One that cannot be trained keeps none of the others from it. */
    private static Line refused(Loop loop, String name, Refusal why) {
        return new Line(
                name,
                "",
                loop.workspace().policies().current(name).map(Artifact::version),
                false,
                0,
                List.of(new PolicyGate.Check("training", false, String.valueOf(why.getMessage()))));
    }

    private static Line line(String name, PolicyUpdating.Update update) {
        return new Line(
                name,
                update.trained().policy().artifact().version(),
                update.before(),
                update.promoted(),
                update.trained().rows(),
                update.checks());
    }

    private static void print(Line line, PrintWriter out) {
        String id = line.version().isEmpty() ? line.policy() : line.policy() + "@" + line.version();
        String before =
                line.before().map(version -> line.policy() + "@" + version).orElse("none");
        out.println(
                id + (line.promoted() ? " is in use, before it " + before : " is not put in use; it stays " + before)
                        + " (" + Numbers.count(line.rows()) + " recommendations)");
        line.checks()
                .forEach(check -> out.println(
                        "  " + (check.passed() ? "passed  " : "FAILED  ") + check.name() + ": " + check.found()));
        if (!line.promoted() && !line.version().isEmpty()) {
            out.println("  To put it in use all the same: longview policy promote " + id);
        }
    }
}
