package dev.longview.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What goes wrong is told once, in place, and by the exit code. */
class BadInputTest {
    @TempDir
    @SuppressWarnings("NullAway.Init") // JUnit sets it
    private Path folder;

    @BeforeEach
    void workspace() {
        assertThat(run("init").exit()).isEqualTo(Exit.DONE);
    }

    @Test
    void configCheck_sixMistakes_areToldAtOnceWithTheirLines() throws IOException {
        Files.writeString(folder.resolve("longview.yaml"), """
            lateness: soon
            features:
              context.device: categoric
            feedback:
              play: {}
            outcomes:
              played: { of: plays, as: occurred, final-after: 1d }
              minutes: { of: play, as: sum, final-after: 28d }
            rewards:
              ctr: { is: "playd ? 1 : 0" }
            policies:
              clicks: { reward: crt, features: [context.device] }
            """);
        CommandLineRun check = run("config", "check");
        assertThat(check.exit()).isEqualTo(Exit.NEGATIVE);
        assertThat(check.out())
                .contains("longview.yaml:1:", "soon")
                .contains("longview.yaml:3:", "categorical")
                .contains("longview.yaml:7:", "did you mean 'play'")
                .contains("longview.yaml:8:", "max")
                .contains("longview.yaml:10:", "did you mean 'played'")
                .contains("longview.yaml:12:", "did you mean 'ctr'")
                .contains("6 problems");
        // Every other command refuses the same file, as the user's mistake.
        CommandLineRun outcome = run("outcome");
        assertThat(outcome.exit()).isEqualTo(Exit.REFUSED);
        assertThat(outcome.err()).contains("6 problems").doesNotContain("\tat ");
    }

    @Test
    void import_malformedLines_importsTheRestAndNamesThem() throws IOException {
        Path file = folder.resolve("feedback.jsonl");
        Files.writeString(file, """
            {"event_id": "e1", "kind": "play", "member": "m1", "item": "t1", "time": 1767225600000000, "received": 1767225600000001}
            {"event_id": "e2", "kind": "play", "member":
            {"event_id": "e3", "kind": "play", "member": "m1", "item": "t1", "time": "yesterday", "received": 1767225600000001}
            {"event_id": "e4", "kind": "play", "member": "m2", "item": "t1", "time": "2026-01-01T00:00:00Z", "received": "2026-01-01T00:00:05Z"}
            """);
        CommandLineRun imported = run("import", "events", file);
        assertThat(imported.exit()).isEqualTo(Exit.NEGATIVE);
        assertThat(imported.out()).contains("4 rows read, 2 accepted, 2 skipped", "line 2:", "line 3:", "yesterday");
        // The same again is a no-op.
        assertThat(run("import", "events", file).out()).contains("2 accepted");
        assertThat(run("validate", "--as-of", "2026-01-02").err()).contains("decisions");
    }

    @Test
    void truncatedParquet_isNamed() throws IOException {
        assertThat(run("simulate", "--members", 150, "--days", 2).exit()).isEqualTo(Exit.DONE);
        Path segment;
        try (Stream<Path> files = Files.walk(folder.resolve("log/slates"))) {
            segment = files.filter(file -> file.toString().endsWith(".parquet"))
                    .sorted()
                    .findFirst()
                    .orElseThrow();
        }
        byte[] bytes = Files.readAllBytes(segment);
        Files.write(segment, Arrays.copyOf(bytes, bytes.length / 2));
        CommandLineRun outcome = run("outcome");
        assertThat(outcome.exit()).isEqualTo(Exit.REFUSED);
        assertThat(outcome.err()).contains(segment.getFileName().toString()).doesNotContain("\tat ", "defect");
    }

    @Test
    void missingThings_areEachToldWithTheNextStep() {
        assertThat(CommandLineRun.of("outcome", "--workspace", folder.resolve("nowhere")))
                .satisfies(run -> assertThat(run.exit()).isEqualTo(Exit.REFUSED))
                .satisfies(run -> assertThat(run.err()).contains("nowhere", "longview init"));
        assertThat(run("outcome"))
                .satisfies(run -> assertThat(run.exit()).isEqualTo(Exit.REFUSED))
                .satisfies(run -> assertThat(run.err()).contains("longview import"));
        assertThat(run("policy", "train", "gald", "--as-of", "2026-01-01").err())
                .contains("did you mean 'glad'?");
        assertThat(run("policy", "show", "glad").err()).contains("none has been trained yet");
        assertThat(run("import", "events", folder.resolve("no.jsonl")))
                .satisfies(run -> assertThat(run.exit()).isEqualTo(Exit.REFUSED))
                .satisfies(run -> assertThat(run.err()).contains("no.jsonl"));
        assertThat(run("outcome", "--as-of", "yesterday").err()).contains("--as-of", "2026-01-31");
        assertThat(run("init").err()).contains("there already");
    }

    @Test
    void rewardCheck_unknownNameAndTypeError_eachHaveACaret() {
        CommandLineRun unknown = run("reward", "check", "played ? complted : 0");
        assertThat(unknown.exit()).isEqualTo(Exit.NEGATIVE);
        assertThat(unknown.out()).contains("complted", "^^^^^^^^", "completed");
        CommandLineRun type = run("reward", "check", "minutes ? 1 : 0");
        assertThat(type.exit()).isEqualTo(Exit.NEGATIVE);
        assertThat(type.out()).contains("^^^^^^^");
        assertThat(run("reward", "check", "played ? 1 : 0").exit()).isEqualTo(Exit.DONE);
    }

    @Test
    void everyCommand_helpsWithAnExample() {
        for (String command : List.of(
                "demo",
                "init",
                "config",
                "import",
                "simulate",
                "validate",
                "outcome",
                "reward",
                "delay",
                "label",
                "policy",
                "evaluate",
                "experiment",
                "log",
                "backup",
                "restore",
                "forget")) {
            CommandLineRun help = CommandLineRun.of(command, "--help");
            assertThat(help.exit()).as(command).isEqualTo(Exit.DONE);
            assertThat(help.out()).as(command).contains("Example", "  longview " + command);
        }
    }

    private CommandLineRun run(Object... arguments) {
        Object[] all = Arrays.copyOf(arguments, arguments.length + 2);
        all[arguments.length] = "--workspace";
        all[arguments.length + 1] = folder;
        return CommandLineRun.of(all);
    }
}
