package dev.longview.cli;

import dev.longview.loop.WorkspaceBackup;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** {@code longview backup}: a copy of a workspace, while others work in it. */
@Command(
        name = "backup",
        description =
                "Copies the workspace as of one moment, while others read and write it: longview.yaml, log, models,"
                        + " labels, reports. A copy is plain files and a list with their SHA-256.",
        footer = {"", "Example:", "  longview backup backups/2026-02-01 --workspace shop"})
final class BackupCommand implements Callable<Integer> {
    @Mixin
    private final Common common = new Common();

    @Parameters(paramLabel = "TO", description = "A folder that is empty or not there, outside of the workspace.")
    private Path target = Path.of("");

    @Override
    public Integer call() {
        common.withLoop(loop -> {
            WorkspaceBackup.Result result =
                    WorkspaceBackup.backup(loop.workspace(), loop.engine().upkeep(), target);
            common.output().print(result, out -> {
                out.println("copied " + Numbers.count(result.files()) + " files, " + Numbers.count(result.bytes())
                        + " bytes, to " + result.to());
                out.println("Back again: longview restore " + result.to() + " --workspace DIR");
            });
        });
        return Exit.DONE;
    }
}
