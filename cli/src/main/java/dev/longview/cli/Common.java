package dev.longview.cli;

import dev.longview.engine.duckdb.DuckDbEngine;
import dev.longview.engine.duckdb.DuckDbOptions;
import dev.longview.loop.Loop;
import dev.longview.loop.Workspace;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.function.Consumer;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** What nearly every command takes: the workspace, and whether to answer in JSON. */
final class Common {
    @Spec(Spec.Target.MIXEE)
    @SuppressWarnings("NullAway.Init") // picocli sets it
    private CommandSpec spec;

    @Option(
            names = {"-w", "--workspace"},
            paramLabel = "DIR",
            defaultValue = ".",
            description = "The workspace: a folder with longview.yaml (default: this one).")
    private Path workspace = Path.of(".");

    @Option(names = "--json", description = "Answer in JSON on standard output.")
    private boolean json;

    Path folder() {
        return workspace;
    }

    Workspace workspace() {
        return Workspace.open(workspace);
    }

    /** Runs with the workspace's log open. */
    void withLoop(Consumer<Loop> work) {
        Workspace open = workspace();
        var configuration = open.configuration();
        TerminalProgress progress = progress();
        try (DuckDbEngine engine = DuckDbEngine.open(open.log(), DuckDbOptions.withDefaults())) {
            work.accept(new Loop(open, configuration, engine, progress));
        } finally {
            progress.end();
        }
    }

    TerminalProgress progress() {
        boolean quiet = spec.root().userObject() instanceof Main main && main.isQuiet();
        return quiet ? TerminalProgress.silent() : TerminalProgress.onStandardError();
    }

    Output output() {
        return new Output(out(), json);
    }

    PrintWriter out() {
        return spec.commandLine().getOut();
    }

    PrintWriter err() {
        return spec.commandLine().getErr();
    }
}
