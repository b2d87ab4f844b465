package dev.longview.cli;

import dev.longview.loop.RewardHistory;
import dev.longview.loop.Workspace;
import java.io.PrintWriter;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** {@code longview reward history}. */
@Command(
        name = "history",
        description = {
            "Tells what became of each version of a reward: the policies trained on it, their offline figures, the",
            "experiments that ran them, what was decided; - where there is none."
        },
        footer = {"", "Example:", "  longview reward history enjoyed"})
final class RewardHistoryCommand implements Callable<Integer> {
    private static final String NONE = "-";

    @Mixin
    private final Common common = new Common();

    @Parameters(arity = "0..1", paramLabel = "REWARD", description = "Its name (default: all).")
    private Optional<String> reward = Optional.empty();

    @Override
    public Integer call() {
        Workspace workspace = common.workspace();
        RewardHistory history = RewardHistory.of(workspace, workspace.configuration(), reward);
        common.output().print(history, out -> print(history, out));
        return Exit.DONE;
    }

    private static void print(RewardHistory history, PrintWriter out) {
        TextTable table = TextTable.withWords(
                8, "reward", "hypothesis", "from", "policy", "offline", "by", "experiment", "decision");
        for (RewardHistory.Version version : history.versions()) {
            String name = version.reward() + "@" + version.version() + (version.declared() ? " *" : "");
            String hypothesis = version.hypothesis().orElse(NONE);
            String parent = version.parent().orElse(NONE);
            if (version.policies().isEmpty()) {
                table.row(name, hypothesis, parent, NONE, NONE, NONE, NONE, NONE);
            }
            for (RewardHistory.Policy policy : version.policies()) {
                int lines = Math.max(
                        1,
                        Math.max(
                                policy.evaluations().size(),
                                policy.experiments().size()));
                for (int i = 0; i < lines; i++) {
                    Optional<RewardHistory.Evaluation> evaluation = at(policy.evaluations(), i);
                    Optional<RewardHistory.Experiment> experiment = at(policy.experiments(), i);
                    table.row(
                            i == 0 ? name : "",
                            i == 0 ? hypothesis : "",
                            i == 0 ? parent : "",
                            i == 0 ? policy.policy() : "",
                            evaluation.map(RewardHistoryCommand::figure).orElse(NONE),
                            evaluation.map(RewardHistory.Evaluation::reward).orElse(NONE),
                            experiment
                                    .map(of -> of.experiment() + " (" + String.join(", ", of.cells()) + ")")
                                    .orElse(NONE),
                            experiment
                                    .flatMap(RewardHistory.Experiment::decision)
                                    .orElse(NONE));
                }
            }
        }
        table.print(out);
        out.println("* as longview.yaml has it now");
        history.versions().stream()
                .flatMap(version -> version.policies().stream())
                .flatMap(policy -> policy.experiments().stream())
                .distinct()
                .flatMap(of -> Stream.concat(
                        Stream.of(of.experiment() + (of.found().isEmpty() ? ": not analysed yet" : " found:")),
                        of.found().stream().map(sentence -> "  " + sentence)))
                .forEach(out::println);
    }

    private static <T> Optional<T> at(List<T> list, int index) {
        return index < list.size() ? Optional.of(list.get(index)) : Optional.empty();
    }

    private static String figure(RewardHistory.Evaluation evaluation) {
        return Numbers.value(evaluation.value()) + " (" + Numbers.interval(evaluation.low(), evaluation.high()) + ", "
                + evaluation.verdict() + "; logged " + Numbers.value(evaluation.asLogged()) + ")";
    }
}
