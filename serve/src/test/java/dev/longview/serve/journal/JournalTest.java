package dev.longview.serve.journal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.longview.engine.files.Durable;
import dev.longview.log.Table;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class JournalTest {
    private static final JournalOptions OPTIONS = JournalOptions.withDefaults();

    @TempDir
    Path folder;

    static Entry entry(String id) {
        String line = "{\"table\":\"feedback\",\"event_id\":\"" + id + "\"}";
        return new Entry(Key.of(Table.FEEDBACK, id), line.getBytes(StandardCharsets.UTF_8));
    }

    static List<String> lines(Journal journal) {
        List<String> lines = new ArrayList<>();
        for (Closed closed : journal.turn()) {
            int next = 0;
            while (next >= 0) {
                next = closed.read(next, line -> lines.add(new String(line, StandardCharsets.UTF_8)));
            }
        }
        return lines;
    }

    @Test
    void add_fromManyThreadsWithRepetitions_hasEachRowOnceAndTellsWhichWasFirst() throws Exception {
        Set<Integer> stored = ConcurrentHashMap.newKeySet();
        List<Thread> threads = new ArrayList<>();
        int[] twice = {0};
        try (Journal journal = Journal.open(folder, OPTIONS)) {
            for (int t = 0; t < 16; t++) {
                int thread = t;
                threads.add(Thread.ofVirtual().start(() -> {
                    for (int i = 0; i < 100; i++) {
                        // Each id is sent by two threads.
                        int id = i * 8 + thread % 8;
                        List<Outcome> outcome = journal.add(List.of(entry("e" + id)));
                        if (outcome.equals(List.of(Outcome.STORED)) && !stored.add(id)) {
                            twice[0]++;
                        }
                    }
                }));
            }
            for (Thread thread : threads) {
                thread.join();
            }
            assertThat(twice[0]).isZero();
            assertThat(stored).hasSize(800);
            assertThat(lines(journal)).hasSize(800).doesNotHaveDuplicates();
            // Requests that wait are committed together.
            assertThat(journal.state().commits()).isLessThan(800);
        }
    }

    @Test
    void line_ofARowThatIsWrittenOrClosed_isThatRow_andOfADroppedOneIsNoMore() {
        try (Journal journal = Journal.open(folder, OPTIONS)) {
            Entry row = entry("e1");
            journal.add(List.of(row, entry("e2")));
            assertThat(journal.line(row.key())).contains(row.line());
            Closed closed = journal.turn().getFirst();
            assertThat(journal.line(row.key())).contains(row.line());
            closed.drop();
            assertThat(journal.line(row.key())).isEmpty();
            assertThat(journal.add(List.of(row))).containsExactly(Outcome.REPEATED);
            assertThat(journal.line(entry("e3").key())).isEmpty();
        }
    }

    @Test
    void open_afterwards_hasWhatWasAcknowledgedAndKnowsTheKeys() {
        try (Journal journal = Journal.open(folder, OPTIONS)) {
            journal.add(List.of(entry("e1")));
            journal.turn();
            journal.add(List.of(entry("e2")));
        }
        try (Journal journal = Journal.open(folder, OPTIONS)) {
            assertThat(journal.add(List.of(entry("e1"), entry("e2"), entry("e3"))))
                    .containsExactly(Outcome.REPEATED, Outcome.REPEATED, Outcome.STORED);
            assertThat(lines(journal)).hasSize(3);
            assertThat(journal.waiting()).extracting(Closed::segment).doesNotHaveDuplicates();
        }
    }

    @Test
    void segments_ofAJournalThatBeganAnew_haveOtherNames() throws Exception {
        Set<String> names = new HashSet<>();
        for (Path each : List.of(folder.resolve("a"), folder.resolve("b"))) {
            try (Journal journal = Journal.open(each, OPTIONS)) {
                for (int i = 0; i < 3; i++) {
                    journal.add(List.of(entry("e" + i)));
                    Closed closed = journal.turn().getFirst();
                    names.add(closed.segment());
                    closed.drop();
                }
            }
            // And numbers go on where they were.
            try (Journal journal = Journal.open(each, OPTIONS)) {
                journal.add(List.of(entry("e9")));
                names.add(journal.turn().getLast().segment());
            }
        }
        assertThat(names).hasSize(8);
    }

    @Test
    void open_whileAnotherHasIt_isRefused() {
        try (Journal journal = Journal.open(folder, OPTIONS)) {
            assertThat(journal.waiting()).isEmpty();
            assertThatThrownBy(() -> Journal.open(folder, OPTIONS))
                    .isInstanceOf(Refused.class)
                    .hasMessageContaining("another process has the journal");
        }
    }

    @Test
    void add_beyondTheLimit_isRefusedUntilSomethingIsSealed() {
        try (Journal journal = Journal.open(folder, OPTIONS.withMostBytes(200))) {
            int taken = 0;
            try {
                for (int i = 0; i < 100; i++) {
                    journal.add(List.of(entry("e" + i)));
                    taken++;
                }
            } catch (Refused full) {
                assertThat(full.why()).isEqualTo(Refused.Why.DISK);
                assertThat(full).hasMessageContaining("limit of 200 bytes");
            }
            assertThat(taken).isBetween(2, 10);
            journal.turn().forEach(Closed::drop);
            assertThat(journal.add(List.of(entry("f1")))).containsExactly(Outcome.STORED);
        }
    }

    @Test
    void add_afterClose_isRefused() {
        Journal journal = Journal.open(folder, OPTIONS);
        journal.close();
        assertThatThrownBy(() -> journal.add(List.of(entry("e1"))))
                .isInstanceOfSatisfying(
                        Refused.class, refused -> assertThat(refused.why()).isEqualTo(Refused.Why.CLOSED));
    }

    /** A power cut leaves any part of what was not yet acknowledged: the write-ahead log is cut at each byte behind the last answer. */
    @Test
    void open_journalTornBehindWhatWasAcknowledged_hasAllOfThatAndTheRestWholeOrNotAtAll() throws Exception {
        tornAtEach(997);
    }

    @Test
    @Tag("thorough")
    void open_journalTornAtAnyByteBehindWhatWasAcknowledged_hasAllOfThatAndTheRestWholeOrNotAtAll() throws Exception {
        tornAtEach(1);
    }

    private void tornAtEach(int nth) throws Exception {
        Path whole = folder.resolve("whole");
        long acknowledged;
        try (Journal journal = Journal.open(whole, OPTIONS)) {
            journal.add(List.of(entry("e0"), entry("e1"), entry("e2")));
            acknowledged = Files.size(wal(whole));
            journal.add(IntStream.range(3, 40).mapToObj(i -> entry("e" + i)).toList());
            copy(whole, folder.resolve("copy"));
        }
        byte[] log = Files.readAllBytes(wal(folder.resolve("copy")));
        assertThat((long) log.length).isGreaterThan(acknowledged);
        Set<Integer> seen = new HashSet<>();
        for (int cut = log.length; cut >= acknowledged; cut -= nth) {
            Path torn = folder.resolve("torn");
            copy(folder.resolve("copy"), torn);
            Files.write(wal(torn), Arrays.copyOf(log, cut));
            try (Journal journal = Journal.open(torn, OPTIONS)) {
                List<String> lines = lines(journal);
                assertThat(lines.subList(0, 3)).as("cut at %d", cut).containsExactlyElementsOf(three());
                seen.add(lines.size());
            }
            Durable.deleteTree(torn);
        }
        // A transaction is there or not: 3 rows, or all 40.
        assertThat(seen).containsExactlyInAnyOrder(3, 40);
    }

    /** The tail is not cut but garbage: the disk had room for it and not yet its content. */
    @Test
    void open_journalWithGarbageBehindWhatWasAcknowledged_hasAllOfThatAndNothingElse() throws Exception {
        Path whole = folder.resolve("whole");
        try (Journal journal = Journal.open(whole, OPTIONS)) {
            journal.add(List.of(entry("e0"), entry("e1"), entry("e2")));
            copy(whole, folder.resolve("torn"));
        }
        byte[] log = Files.readAllBytes(wal(folder.resolve("torn")));
        byte[] longer = Arrays.copyOf(log, log.length + 20_000);
        for (int i = log.length; i < longer.length; i++) {
            longer[i] = (byte) (i * 31);
        }
        Files.write(wal(folder.resolve("torn")), longer);
        try (Journal journal = Journal.open(folder.resolve("torn"), OPTIONS)) {
            assertThat(lines(journal)).containsExactlyElementsOf(three());
        }
    }

    private static List<String> three() {
        return IntStream.range(0, 3)
                .mapToObj(i -> new String(entry("e" + i).line(), StandardCharsets.UTF_8))
                .toList();
    }

    private static Path wal(Path journal) {
        return journal.resolve("000000000001.db-wal");
    }

    private static void copy(Path from, Path to) throws Exception {
        Files.createDirectories(to);
        for (Path file : Durable.list(from)) {
            Files.copy(file, to.resolve(file.getFileName()), StandardCopyOption.REPLACE_EXISTING);
        }
    }
}
