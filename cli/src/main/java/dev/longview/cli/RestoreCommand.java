package dev.longview.cli;

import dev.longview.loop.WorkspaceBackup;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** {@code longview restore}: a workspace from a backup. */
@Command(
        name = "restore",
        description = "Makes a workspace from a backup, after checking each of its files. Who was forgotten after the"
                + " backup is in it: forget them again.",
        footer = {"", "Example:", "  longview restore backups/2026-02-01 --workspace shop-again"})
final class RestoreCommand implements Callable<Integer> {
    @Mixin
    private final Common common = new Common();

    @Parameters(paramLabel = "FROM", description = "A folder that longview backup has made.")
    private Path source = Path.of("");

    @Override
    public Integer call() {
        WorkspaceBackup.Result result = WorkspaceBackup.restore(source, common.folder());
        common.output().print(result, out -> {
            out.println("restored " + Numbers.count(result.files()) + " files, " + Numbers.count(result.bytes())
                    + " bytes, to " + result.to());
        });
        return Exit.DONE;
    }
}
