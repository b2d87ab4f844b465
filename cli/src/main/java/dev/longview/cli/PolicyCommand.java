package dev.longview.cli;

import com.fasterxml.jackson.databind.JsonNode;
import dev.longview.loop.Artifact;
import dev.longview.loop.Artifacts;
import dev.longview.loop.PolicyTraining;
import dev.longview.loop.ScorerTaking;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code longview policy}: policies are trained, listed, shown and put in use. */
@Command(
        name = "policy",
        description = "Trains policies, and tells which there are.",
        subcommands = {
            PolicyCommand.Train.class,
            PolicyCommand.Listing.class,
            PolicyCommand.Show.class,
            PolicyCommand.Promote.class,
            PolicyCommand.Rollback.class,
            PolicyDiff.class,
            PolicyExplain.class,
            PolicyExamples.class,
            PolicyExport.class,
            PolicyReportCommand.class,
            PolicyTune.class
        },
        footer = {"", "Example:", "  longview policy train glad"})
final class PolicyCommand extends CommandGroup {

    /** {@code longview policy train}. */
    @Command(
            name = "train",
            description =
                    "Trains a policy off-policy on its reward: observed where it has arrived, expected where it is"
                            + " pending. Of a policy with a scorer, takes its file in.",
            footer = {"", "Example:", "  longview policy train glad --as-of 2026-01-29 --seed 1"})
    static final class Train implements Callable<Integer> {
        @Mixin
        private final Common common = new Common();

        @Mixin
        private final WindowOptions window = new WindowOptions();

        @Parameters(paramLabel = "POLICY", description = "Its name in longview.yaml.")
        private String policy = "";

        @Option(names = "--seed", defaultValue = "0", description = "Seeds the model (default: ${DEFAULT-VALUE}).")
        private long seed;

        @Override
        public Integer call() {
            common.withLoop(loop -> {
                if (loop.policy(policy).scorer().isPresent()) {
                    ScorerTaking.Result taken = new ScorerTaking(loop).take(policy, window.window(loop));
                    common.output()
                            .print(
                                    taken,
                                    out -> out.println("took in " + taken.policy() + " from " + taken.file()
                                            + ", which reads " + String.join(", ", taken.inputs())));
                    return;
                }
                PolicyTraining.Result result = new PolicyTraining(loop).train(policy, window.window(loop), seed);
                JsonNode manifest = result.policy().artifact().manifest();
                common.output().print(manifest, out -> {
                    var labels = result.labels();
                    out.println("trained " + result.policy().id() + " on " + result.reward() + " ("
                            + result.rewardVersion() + ")");
                    out.println("  recommendations     " + Numbers.count(labels.rows()) + ", of them settled "
                            + Numbers.count(labels.settled()) + ", predicted " + Numbers.count(labels.predicted()));
                    out.println("  mean reward         " + Numbers.value(labels.meanSoFar()) + " observed so far, "
                            + Numbers.value(labels.meanExpected()) + " expected in the end");
                    out.println("  squared error       " + Numbers.value(result.progressiveLoss())
                            + " on rows not yet seen; " + Numbers.value(result.constantLoss()) + " of the mean alone");
                    out.println("  learned from        " + Numbers.count(result.rows()) + ", refused "
                            + Numbers.count(result.refused()));
                    result.readings()
                            .ifPresent(version -> out.println("  readings            " + version
                                    + ": as good as "
                                    + Numbers.count(Math.round(labels.rows() * result.meanPrecision()))
                                    + " final labels; withheld " + Numbers.count(result.withheld())));
                    out.println("  label set           " + labels.id());
                    if (!result.note().isEmpty()) {
                        out.println("  note                " + result.note());
                    }
                });
            });
            return Exit.DONE;
        }
    }

    /** {@code longview policy list}. */
    @Command(
            name = "list",
            description = "Lists trained policies; * marks the version in use, (f) one that learned from members since"
                    + " forgotten.",
            footer = {"", "Example:", "  longview policy list"})
    static final class Listing implements Callable<Integer> {
        @Mixin
        private final Common common = new Common();

        /** A trained version. */
        record Line(
                String policy,
                String version,
                boolean inUse,
                String reward,
                String asOf,
                long rows,
                boolean forgotten) {}

        @Override
        public Integer call() {
            Artifacts policies = common.workspace().policies();
            List<Line> lines = new ArrayList<>();
            for (String name : policies.names()) {
                Optional<String> current = policies.current(name).map(Artifact::version);
                for (Artifact artifact : policies.versions(name)) {
                    JsonNode manifest = artifact.manifest();
                    lines.add(new Line(
                            name,
                            artifact.version(),
                            current.equals(Optional.of(artifact.version())),
                            manifest.path("reward").path("name").asText(),
                            manifest.path("as_of").asText(),
                            manifest.path("metrics").path("rows").asLong(),
                            artifact.forgotten()));
                }
            }
            common.output().print(lines, out -> {
                TextTable table = TextTable.withWords(4, "policy", "version", "reward", "as of", "rows");
                lines.forEach(line -> table.row(
                        line.policy(),
                        line.version() + (line.inUse() ? " *" : "") + (line.forgotten() ? " (f)" : ""),
                        line.reward(),
                        line.asOf(),
                        Numbers.count(line.rows())));
                table.print(out);
                if (lines.stream().anyMatch(Line::forgotten)) {
                    out.println("(f) learned from members who were forgotten since; train it again");
                }
                if (lines.isEmpty()) {
                    out.println("None is trained yet. Train one: longview policy train NAME");
                }
            });
            return Exit.DONE;
        }
    }

    /** {@code longview policy show}. */
    @Command(
            name = "show",
            description = "Prints the manifest of a trained policy: reward, label set, data window, metrics.",
            footer = {"", "Example:", "  longview policy show glad"})
    static final class Show implements Callable<Integer> {
        @Mixin
        private final Common common = new Common();

        @Parameters(paramLabel = "POLICY", description = "Its name, or NAME@VERSION.")
        private String policy = "";

        @Override
        public Integer call() {
            Artifact artifact = PolicyNames.require(common.workspace(), policy);
            common.out().println(Output.json(artifact.manifest()));
            common.out().flush();
            return Exit.DONE;
        }
    }

    /** {@code longview policy promote}. */
    @Command(
            name = "promote",
            description = "Puts a trained version in use.",
            footer = {"", "Example:", "  longview policy promote glad@0123456789ab"})
    static final class Promote implements Callable<Integer> {
        @Mixin
        private final Common common = new Common();

        @Parameters(paramLabel = "POLICY@VERSION", description = "The version to put in use.")
        private String policy = "";

        @Override
        public Integer call() {
            Artifact artifact = PolicyNames.require(common.workspace(), policy);
            common.workspace().policies().promote(artifact.name(), artifact.version());
            common.output()
                    .print(
                            artifact.manifest(),
                            out -> out.println(artifact.name() + "@" + artifact.version() + " is in use"));
            return Exit.DONE;
        }
    }

    /** {@code longview policy rollback}. */
    @Command(
            name = "rollback",
            description =
                    "Puts the version in use again that was before the present one; called again, goes back further.",
            footer = {"", "Example:", "  longview policy rollback glad"})
    static final class Rollback implements Callable<Integer> {
        @Mixin
        private final Common common = new Common();

        @Parameters(paramLabel = "POLICY", description = "Its name.")
        private String policy = "";

        @Override
        public Integer call() {
            Artifact artifact = common.workspace().policies().rollback(policy);
            common.output()
                    .print(
                            artifact.manifest(),
                            out -> out.println(artifact.name() + "@" + artifact.version() + " is in use again"));
            return Exit.DONE;
        }
    }
}
