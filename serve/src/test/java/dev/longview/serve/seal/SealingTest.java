package dev.longview.serve.seal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.longview.columns.Column;
import dev.longview.engine.Engine;
import dev.longview.engine.Selection;
import dev.longview.engine.duckdb.DuckDbEngine;
import dev.longview.engine.duckdb.DuckDbOptions;
import dev.longview.log.Table;
import dev.longview.serve.journal.Closed;
import dev.longview.serve.journal.Entry;
import dev.longview.serve.journal.Journal;
import dev.longview.serve.journal.JournalOptions;
import dev.longview.serve.journal.Key;
import java.io.BufferedReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIf;
import org.junit.jupiter.api.io.TempDir;

class SealingTest {
    /** So many rounds share a log: it has some dozen segments of each, and all of it is read after each. */
    private static final int ROUNDS = 20;

    @TempDir
    Path folder;

    private Path workspace = Path.of("");

    @BeforeEach
    void begin() {
        workspace = folder;
    }

    private Journal journal() {
        return Journal.open(workspace.resolve("journal"), JournalOptions.withDefaults());
    }

    private Engine engine() {
        return DuckDbEngine.open(
                workspace.resolve("log"), DuckDbOptions.withDefaults().withThreads(1));
    }

    private Sealing sealing(Journal journal, Engine engine) {
        return new Sealing(journal, engine, List.of(), workspace.resolve("aside.jsonl"));
    }

    private static List<String> ids(Engine engine) {
        List<String> ids = new ArrayList<>();
        engine.rows(Table.FEEDBACK, List.of(), Selection.received(0, Long.MAX_VALUE), batch -> {
            Column.Texts texts = batch.texts("event_id");
            for (int row = 0; row < batch.size(); row++) {
                ids.add(texts.text(row));
            }
        });
        return ids;
    }

    @Test
    void seal_rowsOfTheJournal_areInTheLogOnceAndInTheJournalNoMore() {
        try (Engine engine = engine();
                Journal journal = journal()) {
            journal.add(List.of(SealingLoad.event("e1"), SealingLoad.event("e2")));
            Sealing sealing = sealing(journal, engine);
            assertThat(sealing.seal()).isEqualTo(new Sealing.Sealed(1, 2, 0));
            assertThat(ids(engine)).containsExactlyInAnyOrder("e1", "e2");
            assertThat(journal.waiting()).isEmpty();
            assertThat(sealing.seal()).isEqualTo(new Sealing.Sealed(0, 0, 0));
        }
    }

    /** Much more than is read at once: in turns, and at once where the journal is crowded. */
    @Test
    void seal_manyRows_areInTheLogOnce_withoutHasteAndAtOnce() {
        List<String> ids = new ArrayList<>();
        try (Engine engine = engine();
                Journal journal = journal()) {
            Sealing sealing = sealing(journal, engine);
            for (int turn = 0; turn < 2; turn++) {
                List<Entry> rows = new ArrayList<>();
                for (int i = 0; i < 8_000; i++) {
                    ids.add("many-" + turn + "-" + i);
                    rows.add(SealingLoad.event(ids.getLast()));
                }
                journal.add(rows);
                assertThat((turn == 0 ? sealing.seal() : sealing.sealAtOnce()).rows())
                        .isEqualTo(8_000);
            }
            assertThat(ids(engine)).containsExactlyInAnyOrderElementsOf(ids);
        }
    }

    /** What fails on the way leaves the rows in the journal, to be sealed by whoever comes next. */
    @Test
    void seal_logThatCannotBeWritten_isToldAndTheRowsStay() throws Exception {
        try (Engine engine = engine();
                Journal journal = journal()) {
            journal.add(List.of(SealingLoad.event("e1")));
            Path taken = workspace.resolve("log").resolve("feedback");
            Files.createDirectories(workspace.resolve("log"));
            Files.writeString(taken, "no folder");
            Sealing sealing = sealing(journal, engine);
            assertThatThrownBy(sealing::seal).isInstanceOf(RuntimeException.class);
            assertThat(journal.waiting()).hasSize(1);
            Files.delete(taken);
            assertThat(sealing.seal().rows()).isEqualTo(1);
            assertThat(ids(engine)).containsExactly("e1");
        }
    }

    /** Published, and killed before the file was deleted: it is published again. */
    @Test
    void seal_fileWhoseSegmentStandsAlready_changesNothing() throws Exception {
        Path journals = workspace.resolve("journal");
        Path kept = workspace.resolve("kept");
        try (Engine engine = engine()) {
            try (Journal journal = journal()) {
                journal.add(List.of(SealingLoad.event("e1"), SealingLoad.event("e2")));
                journal.turn();
                Files.createDirectories(kept);
                for (String name : List.of("000000000001.db", "000000000001.db-wal")) {
                    Files.copy(journals.resolve(name), kept.resolve(name));
                }
                sealing(journal, engine).sealWaiting();
            }
            for (String name : List.of("000000000001.db", "000000000001.db-wal")) {
                Files.copy(kept.resolve(name), journals.resolve(name));
            }
            try (Journal journal = journal()) {
                assertThat(sealing(journal, engine).sealWaiting().rows()).isEqualTo(2);
            }
            assertThat(ids(engine)).containsExactlyInAnyOrder("e1", "e2");
        }
    }

    @Test
    void seal_rowThatTheLogDoesNotTake_isKeptAside() throws Exception {
        String line = "{\"table\":\"feedback\",\"event_id\":\"e2\",\"kind\":7}";
        try (Engine engine = engine();
                Journal journal = journal()) {
            journal.add(List.of(
                    SealingLoad.event("e1"),
                    new Entry(Key.of(Table.FEEDBACK, "e2"), line.getBytes(StandardCharsets.UTF_8))));
            assertThat(sealing(journal, engine).seal().aside()).isEqualTo(1);
            assertThat(ids(engine)).containsExactly("e1");
            assertThat(workspace.resolve("aside.jsonl")).hasContent(line);
            assertThat(journal.waiting()).extracting(Closed::segment).isEmpty();
        }
    }

    @Test
    void processKilledUnderLoad_losesNothingThatItAcknowledgedAndDoublesNothing() throws Exception {
        killed(1, false);
    }

    @Test
    @Tag("thorough")
    void processKilled200Times_losesNothingThatItAcknowledgedAndDoublesNothing() throws Exception {
        killed(200, false);
    }

    /** No file of the process may grow beyond 200 kB: real writes fail, again and again, and the journal goes on by itself. */
    @Test
    @EnabledIf("canLimitFiles")
    void processWhoseDiskTakesNoMore_refusesAndRecoversByItselfAndLosesNothing() throws Exception {
        Round round = round(0, 1500, true);
        assertThat(round.refusals()).as("refusals").isPositive();
        assertThat(round.ackedAfterRefusal()).as("acknowledged after a refusal").isPositive();
        requireEachOnce(round.acknowledged());
    }

    static boolean canLimitFiles() {
        return Files.isExecutable(Path.of("/usr/bin/prlimit"));
    }

    private void killed(int times, boolean limited) throws Exception {
        SplittableRandom random = new SplittableRandom(8);
        Set<String> acknowledged = new HashSet<>();
        int all = 0;
        for (int round = 0; round < times; round++) {
            if (round % ROUNDS == 0) {
                all += acknowledged.size();
                acknowledged.clear();
                workspace = Files.createDirectories(folder.resolve("from-" + round));
            }
            acknowledged.addAll(round(round, random.nextInt(50, 900), limited).acknowledged());
            requireEachOnce(acknowledged);
        }
        assertThat(all + acknowledged.size()).isGreaterThan(times * 5);
    }

    private void requireEachOnce(Set<String> acknowledged) {
        try (Engine engine = engine();
                Journal journal = journal()) {
            sealing(journal, engine).sealWaiting();
            assertThat(ids(engine)).doesNotHaveDuplicates().containsAll(acknowledged);
        }
    }

    private record Round(Set<String> acknowledged, int refusals, int ackedAfterRefusal) {}

    /** Runs the load, and kills it so many milliseconds after its first answer. */
    private Round round(int number, long millis, boolean limited) throws Exception {
        String java = ProcessHandle.current().info().command().orElseThrow();
        List<String> command = List.of(
                java,
                "-Xmx256m",
                "-XX:TieredStopAtLevel=1",
                "--enable-native-access=ALL-UNNAMED",
                "-cp",
                System.getProperty("java.class.path"),
                SealingLoad.class.getName(),
                workspace.toString(),
                "r" + number);
        Process process = new ProcessBuilder(command)
                .redirectError(workspace.resolve("stderr-" + number).toFile())
                .start();
        Set<String> acknowledged = new HashSet<>();
        int refusals = 0;
        int after = 0;
        try (BufferedReader out = process.inputReader(StandardCharsets.UTF_8)) {
            // What was printed before the kill is read to its end: it was acknowledged.
            for (String line = out.readLine(); line != null; line = out.readLine()) {
                if (line.startsWith("refused")) {
                    refusals++;
                } else if (line.matches("ack [^ ]+ [0-9]+")) {
                    int space = line.lastIndexOf(' ');
                    int first = Integer.parseInt(line.substring(space + 1));
                    for (int i = first; i < first + 5; i++) {
                        acknowledged.add(line.substring("ack ".length(), space) + i);
                    }
                    after += refusals > 0 ? 1 : 0;
                    if (acknowledged.size() == 5) {
                        if (limited) {
                            limitFiles(process);
                        }
                        Thread.ofVirtual().start(() -> kill(process, millis));
                    }
                }
            }
        }
        process.waitFor();
        assertThat(acknowledged)
                .as(Files.readString(workspace.resolve("stderr-" + number)))
                .isNotEmpty();
        return new Round(acknowledged, refusals, after);
    }

    private static void limitFiles(Process process) throws Exception {
        int exit = new ProcessBuilder("prlimit", "--pid", Long.toString(process.pid()), "--fsize=200000")
                .inheritIO()
                .start()
                .waitFor();
        assertThat(exit).isZero();
    }

    private static void kill(Process process, long millis) {
        try {
            Thread.sleep(millis);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        // Of the process itself this would close the stream, with what it still has to say.
        process.toHandle().destroyForcibly();
    }
}
