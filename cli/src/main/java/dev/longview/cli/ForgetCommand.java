package dev.longview.cli;

import dev.longview.loop.Forgetting;
import dev.longview.loop.Loop;
import dev.longview.loop.Refusal;
import dev.longview.serve.journal.Journal;
import dev.longview.serve.journal.JournalOptions;
import dev.longview.serve.journal.Refused;
import dev.longview.serve.seal.Sealing;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code longview forget}: members who want to be. */
@Command(
        name = "forget",
        description =
                "Removes members from the log and the label sets, for good: later imports leave them out, by salted"
                    + " hashes of their ids. An account without other members goes with them. What was trained on them"
                    + " is marked: train it again. While a service has the workspace open it is asked for it instead"
                    + " (POST /v1/forget). Backups are not touched. Ends with 1 when other files still name them.",
        footer = {"", "Example:", "  longview forget --member m17 --member m23"})
final class ForgetCommand implements Callable<Integer> {
    @Mixin
    private final Common common = new Common();

    @Option(names = "--member", required = true, paramLabel = "ID", description = "Who; several times for several.")
    private List<String> members = new ArrayList<>();

    @Override
    public Integer call() {
        if (members.stream().anyMatch(String::isBlank)) {
            throw new Refusal("--member: an id is not empty");
        }
        int[] exit = {Exit.DONE};
        common.withLoop(loop -> {
            seal(loop);
            Forgetting.Result result =
                    new Forgetting(loop.workspace(), loop.engine().upkeep()).forget(new LinkedHashSet<>(members));
            exit[0] = result.mentions().isEmpty() ? Exit.DONE : Exit.NEGATIVE;
            common.output().print(result, out -> {
                result.log()
                        .rows()
                        .forEach(removed -> out.println("removed " + Numbers.count(removed.rows()) + " of "
                                + removed.table().tableName()));
                if (result.log().rows().isEmpty()) {
                    out.println("the log has no row of them; imports leave them out from now on");
                }
                if (result.labels() > 0) {
                    out.println("removed " + Numbers.count(result.labels()) + " of label sets");
                }
                if (result.log().accounts() > 0) {
                    out.println(Numbers.count(result.log().accounts()) + " accounts without other members went too:"
                            + " membership rows of them that name nobody are"
                            + " left out from now on, whoever has them next");
                }
                result.unsearched()
                        .forEach(file ->
                                out.println("searched only for decisions that the log still had, since it has no"
                                        + " column 'member': " + file
                                        + "; write it again with longview label, or delete it"));
                result.marked().forEach(artifact -> out.println("had learned from them: " + artifact));
                result.suspected()
                        .forEach(artifact -> out.println(
                                "may have learned from decisions of theirs that have expired: " + artifact));
                if (!result.marked().isEmpty() || !result.suspected().isEmpty()) {
                    out.println("Next: longview delay fit, longview policy train NAME");
                }
                result.mentions()
                        .forEach(file ->
                                out.println("still names one of them: " + file + "; make it again, or delete it"));
            });
        });
        return exit[0];
    }

    /** What a service that has ended left in its journal is put into the log, to be found there. */
    private static void seal(Loop loop) {
        Path folder = loop.workspace().root().resolve("journal");
        if (!Files.isDirectory(folder)) {
            return;
        }
        try (Journal journal = Journal.open(folder, JournalOptions.withDefaults())) {
            new Sealing(journal, loop.engine(), loop.configuration().features(), folder.resolve("not-taken.jsonl"))
                    .sealWaiting();
        } catch (Refused e) {
            throw new Refusal(
                    "nobody was forgotten: the service's journal may have rows of them that are not in the log, and the"
                            + " service remembers them: " + e.getMessage()
                            + ". Ask the service: curl -X POST …/v1/forget -d '{\"members\": [\"m1\"]}'",
                    e);
        }
    }
}
