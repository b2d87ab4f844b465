package dev.longview.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.longview.loop.Refusal;
import java.io.PrintWriter;
import java.io.StringWriter;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;
import picocli.CommandLine.Command;

class MainTest {
    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    @Test
    void version_isAsked_isPrintedAndDone() {
        assertThat(run("--version")).isEqualTo(Exit.DONE);
        assertThat(out.toString()).startsWith("longview ").contains("Java " + Runtime.version());
    }

    @Test
    void noCommand_isRefusedWithTheUsage() {
        assertThat(run()).isEqualTo(Exit.REFUSED);
        assertThat(err.toString()).contains("which command?").contains("Usage: longview");
    }

    @Test
    void unknownOption_isRefused() {
        assertThat(run("--no-such-option")).isEqualTo(Exit.REFUSED);
        assertThat(err.toString()).contains("--no-such-option");
    }

    @Test
    void refusal_printsItsMessageOnly() {
        assertThat(run("refuses")).isEqualTo(Exit.REFUSED);
        assertThat(err.toString()).isEqualToNormalizingNewlines("no such reward: 'enjoied'\n");
    }

    @Test
    void failure_hidesTheStackTraceWithoutDebug() {
        assertThat(run("fails")).isEqualTo(Exit.FAILED);
        assertThat(err.toString()).contains("IllegalStateException: lost").doesNotContain("\tat ");
    }

    @Test
    void failure_showsTheStackTraceWithDebug() {
        assertThat(run("fails", "--debug")).isEqualTo(Exit.FAILED);
        assertThat(err.toString()).contains("\tat " + Fails.class.getName());
    }

    private int run(String... args) {
        CommandLine line = Main.commandLine().addSubcommand(new Refuses()).addSubcommand(new Fails());
        return line.setOut(new PrintWriter(out)).setErr(new PrintWriter(err)).execute(args);
    }

    @Command(name = "refuses")
    static final class Refuses implements Runnable {
        @Override
        public void run() {
            throw new Refusal("no such reward: 'enjoied'");
        }
    }

    @Command(name = "fails")
    static final class Fails implements Runnable {
        @Override
        public void run() {
            throw new IllegalStateException("lost");
        }
    }
}
