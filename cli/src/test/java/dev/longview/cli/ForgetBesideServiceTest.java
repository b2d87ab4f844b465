package dev.longview.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.longview.log.Table;
import dev.longview.serve.journal.Entry;
import dev.longview.serve.journal.Journal;
import dev.longview.serve.journal.JournalOptions;
import dev.longview.serve.journal.Key;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ForgetBesideServiceTest {
    @TempDir
    Path workspace;

    @Test
    void forget_whileAServiceHasTheJournal_isRefused_andAfterwardsReachesWhatItLeft() {
        assertThat(CommandLineRun.of("init", "-w", workspace).exit()).isZero();
        String event = "{\"table\":\"feedback\",\"event_id\":\"e1\",\"kind\":\"play\",\"member\":\"m1\","
                + "\"time\":1767225600000000,\"received\":1767225600000000}";
        try (Journal journal = Journal.open(workspace.resolve("journal"), JournalOptions.withDefaults())) {
            journal.add(List.of(new Entry(Key.of(Table.FEEDBACK, "e1"), event.getBytes(StandardCharsets.UTF_8))));
            CommandLineRun refused = CommandLineRun.of("forget", "--member", "m1", "-w", workspace);
            assertThat(refused.exit()).isEqualTo(Exit.REFUSED);
            assertThat(refused.err()).contains("nobody was forgotten", "/v1/forget");
        }
        CommandLineRun done = CommandLineRun.of("forget", "--member", "m1", "-w", workspace);
        assertThat(done.exit()).isEqualTo(Exit.DONE);
        assertThat(done.out()).contains("removed 1 of feedback");
    }
}
