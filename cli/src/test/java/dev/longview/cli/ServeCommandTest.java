package dev.longview.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What the command refuses before it listens; what it does then is serve's to test. */
class ServeCommandTest {
    @TempDir
    Path folder;

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "--every 1 | --every: 1 is too short; allowed: 2 seconds and more",
                "--window 200000 | --window: 200000 is out of range; allowed: 1 to 3,650 days",
                "--fit-every -1 | --fit-every: -1 is out of range; allowed: 0 to 87,600 hours",
                "--memory 64 | --memory: 64 is too little; allowed: 128 MiB and more",
                "--host 0.0.0.0 | give it two tokens",
                "--clock sundial | --clock: 'sundial' is none; allowed: wall, events",
                "--holdout 0.1 | --holdout and --holdout-policy belong together",
                "--holdout 2 --holdout-policy clicks | --holdout: 2.0 is no share; allowed: above 0, below 1",
                "--tls-key key.pem | --tls-certificate and --tls-key belong together",
                "--token-file nowhere | nowhere cannot be read"
            })
    void serve_optionsThatCannotBe_areRefused(String options, String message) {
        assertThat(CommandLineRun.of("init", "-w", folder).exit()).isZero();
        List<Object> arguments = Stream.concat(Stream.of("serve", "-w", folder), Stream.of(options.split(" ", -1)))
                .map(Object.class::cast)
                .toList();
        CommandLineRun run = CommandLineRun.of(arguments.toArray());
        assertThat(run.exit()).isEqualTo(Exit.REFUSED);
        assertThat(run.err()).contains(message);
    }

    @Test
    void serve_shortTokenOrUntrainedWorkspace_isRefused() throws Exception {
        Path workspace = folder.resolve("w");
        assertThat(CommandLineRun.of("init", "-w", workspace).exit()).isZero();
        Path token = Files.writeString(folder.resolve("token"), "short\n");
        assertThat(CommandLineRun.of("serve", "-w", workspace, "--token-file", token)
                        .err())
                .contains("fewer than 16 characters");
        CommandLineRun untrained = CommandLineRun.of("serve", "-w", workspace, "--port", "0");
        assertThat(untrained.exit()).isEqualTo(Exit.REFUSED);
        assertThat(untrained.err()).contains("no policy has been trained yet").contains("longview policy train");
    }

    /** The file is read, and an option goes before it. */
    @Test
    void serve_sectionOfTheFile_countsUnlessAnOptionSaysOtherwise() throws Exception {
        assertThat(CommandLineRun.of("init", "-w", folder).exit()).isZero();
        Files.writeString(folder.resolve("longview.yaml"), "serving: { host: 0.0.0.0 }\n", StandardOpenOption.APPEND);
        assertThat(CommandLineRun.of("serve", "-w", folder).err()).contains("would listen on 0.0.0.0");
        assertThat(CommandLineRun.of("serve", "-w", folder, "--host", "127.0.0.1")
                        .err())
                .contains("no policy has been trained yet");
    }

    /** As the pages write it. */
    @Test
    void serve_commandsOfThePages_areUnderstood() throws Exception {
        Path root = Path.of(System.getProperty("longview.root"));
        int understood = 0;
        for (String page : List.of("README.md", "docs/serving.md", "examples/serve/longview.service")) {
            for (String line : Files.readAllLines(root.resolve(page))) {
                int at = line.indexOf("longview serve");
                if (at >= 0 && line.strip().matches("(ExecStart=/opt/|\\./).*")) {
                    String options = line.substring(at + "longview ".length())
                            .replaceAll("[#&].*", "")
                            .strip();
                    Main.commandLine().parseArgs(options.split(" ", -1));
                    understood++;
                }
            }
        }
        assertThat(understood).isGreaterThanOrEqualTo(4);
    }
}
