package dev.longview.serve.seal;

import dev.longview.engine.Engine;
import dev.longview.engine.duckdb.DuckDbEngine;
import dev.longview.engine.duckdb.DuckDbOptions;
import dev.longview.log.Table;
import dev.longview.serve.journal.Entry;
import dev.longview.serve.journal.Journal;
import dev.longview.serve.journal.JournalOptions;
import dev.longview.serve.journal.Key;
import dev.longview.serve.journal.Refused;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.IntStream;

/** A process that is killed: threads hand in rows, and say which were acknowledged; meanwhile the journal is sealed all the time. */
final class SealingLoad {
    private static final int THREADS = 8;

    private SealingLoad() {}

    static Entry event(String id) {
        String line =
                "{\"table\":\"feedback\",\"event_id\":\"%s\",\"kind\":\"play\",\"member\":\"m\",\"time\":%d,\"received\":%d}"
                        .formatted(id, 1_767_225_600_000_000L, 1_767_225_600_000_000L);
        return new Entry(Key.of(Table.FEEDBACK, id), line.getBytes(StandardCharsets.UTF_8));
    }

    /** @param args the workspace, and the round, which makes ids new */
    public static void main(String[] args) {
        Path workspace = Path.of(args[0]);
        PrintStream out = new PrintStream(System.out, true, StandardCharsets.UTF_8);
        try (Engine engine = DuckDbEngine.open(
                        workspace.resolve("log"), DuckDbOptions.withDefaults().withThreads(1));
                Journal journal = Journal.open(workspace.resolve("journal"), JournalOptions.withDefaults())) {
            for (int t = 0; t < THREADS; t++) {
                String name = args[1] + "-" + t + "-";
                Thread.ofVirtual().start(() -> load(journal, name, out));
            }
            Sealing sealing = new Sealing(journal, engine, List.of(), workspace.resolve("aside.jsonl"));
            while (true) {
                try {
                    out.println("sealed " + sealing.seal().rows());
                    Thread.sleep(20);
                } catch (Refused | InterruptedException e) {
                    out.println("refused " + e.getMessage());
                }
            }
        }
    }

    private static void load(Journal journal, String name, PrintStream out) {
        int next = 0;
        while (true) {
            int first = next;
            try {
                journal.add(IntStream.range(first, first + 5)
                        .mapToObj(i -> event(name + i))
                        .toList());
                out.println("ack " + name + " " + first);
                next = first + 5;
            } catch (Refused again) {
                // A client would wait, and send the same ids.
                out.println("refused " + again.getMessage());
                java.util.concurrent.locks.LockSupport.parkNanos(2_000_000);
            }
        }
    }
}
