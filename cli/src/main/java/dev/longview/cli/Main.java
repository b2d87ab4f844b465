package dev.longview.cli;

import dev.longview.engine.LogException;
import dev.longview.ingest.ImportException;
import dev.longview.loop.Refusal;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.IVersionProvider;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ScopeType;
import picocli.CommandLine.Spec;

/** The root of the commands. What went wrong is told in one message; the stack trace only on {@code --debug}. */
@Command(
        name = "longview",
        description = "Recommends what members will be glad about later, not only what they click now.",
        mixinStandardHelpOptions = true,
        scope = ScopeType.INHERIT,
        versionProvider = Main.Version.class,
        exitCodeOnInvalidInput = Exit.REFUSED,
        exitCodeOnExecutionException = Exit.FAILED,
        sortOptions = false,
        subcommands = {
            DemoCommand.class,
            InitCommand.class,
            ConfigCommand.class,
            ImportCommand.class,
            SimulateCommand.class,
            StudyCommand.class,
            ValidateCommand.class,
            OutcomeCommand.class,
            RewardCommand.class,
            DelayCommand.class,
            LabelCommand.class,
            PolicyCommand.class,
            UpdateCommand.class,
            EvaluateCommand.class,
            RecommendCommand.class,
            ServeCommand.class,
            ExperimentCommand.class,
            LogCommand.class,
            BackupCommand.class,
            RestoreCommand.class,
            ForgetCommand.class
        },
        footer = {
            "",
            "Example:",
            "  longview demo",
            "",
            "Exit codes: 0 done, 1 the answer is no, 2 your mistake, 3 ours."
        })
public final class Main implements Runnable {
    @Spec
    @SuppressWarnings("NullAway.Init") // picocli sets it
    private CommandSpec spec;

    @Option(names = "--debug", scope = ScopeType.INHERIT, description = "Print stack traces.")
    private boolean debug;

    @Option(names = "--quiet", scope = ScopeType.INHERIT, description = "Tell no progress.")
    private boolean quiet;

    private Main() {}

    public static void main(String[] args) {
        int exit;
        try {
            exit = commandLine().execute(args);
        } catch (OutOfMemoryError | StackOverflowError e) {
            System.err.println("longview failed: " + e
                    + ". More memory: LONGVIEW_JAVA_OPTS=-Xmx8g longview … ; or narrow the window with --decided-from");
            exit = Exit.FAILED;
        }
        System.exit(exit);
    }

    /** The whole command line, for {@link #main} and for tests. */
    static CommandLine commandLine() {
        var main = new Main();
        return new CommandLine(main)
                .setExecutionExceptionHandler((failure, command, parsed) -> main.told(failure, command.getErr()));
    }

    @Override
    public void run() {
        throw new ParameterException(spec.commandLine(), "which command?");
    }

    /** Whether long work is to be done in silence. */
    boolean isQuiet() {
        return quiet;
    }

    private int told(Exception failure, PrintWriter err) {
        boolean refused = failure instanceof Refusal
                || failure instanceof LogException
                || failure instanceof ImportException
                || failure instanceof UncheckedIOException;
        String message = failure.getMessage();
        err.println(refused && message != null ? message : "longview failed: " + failure);
        if (debug) {
            failure.printStackTrace(err);
        } else if (!refused) {
            err.println("This is a defect of Longview. Run it again with --debug to see where.");
        }
        err.flush();
        return refused ? Exit.REFUSED : Exit.FAILED;
    }

    /** The version that the jar was built as. */
    static final class Version implements IVersionProvider {
        @Override
        public String[] getVersion() {
            String built = Main.class.getPackage().getImplementationVersion();
            return new String[] {
                "longview " + (built == null ? "(not from a jar)" : built), "Java " + Runtime.version(),
            };
        }
    }
}
