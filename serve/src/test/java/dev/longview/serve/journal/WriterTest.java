package dev.longview.serve.journal;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class WriterTest {
    private static final JournalOptions OPTIONS = JournalOptions.withDefaults();

    @TempDir
    Path folder;

    private Writer writer(JournalFile file, JournalOptions options) {
        Writer writer = new Writer(folder, new SeenKeys(1000), file, options, closed -> {});
        writer.start();
        return writer;
    }

    private static CompletableFuture<List<Outcome>> add(Writer writer, String id) {
        CompletableFuture<List<Outcome>> answer = new CompletableFuture<>();
        Thread.ofVirtual().start(() -> {
            try {
                answer.complete(writer.add(List.of(JournalTest.entry(id))));
            } catch (Refused e) {
                answer.completeExceptionally(e);
            }
        });
        return answer;
    }

    private static String refusal(CompletableFuture<?> answer) {
        try {
            answer.join();
            return "";
        } catch (CompletionException e) {
            return String.valueOf(e.getCause());
        }
    }

    @Test
    void add_whileTheDiskHangs_isToldSo_andTheJournalGoesOnWhenItDoesNot() throws Exception {
        JournalFile file = JournalFile.create(folder, 1);
        Writer writer = writer(file, OPTIONS.withLongestWait(Duration.ofMillis(200)));
        String written;
        String waiting;
        // Whoever has the file's monitor keeps the journal from writing, as a disk does that hangs.
        synchronized (file) {
            CompletableFuture<List<Outcome>> first = add(writer, "e1");
            while (!writer.isWriting()) {
                Thread.sleep(1);
            }
            CompletableFuture<List<Outcome>> second = add(writer, "e2");
            written = refusal(first);
            waiting = refusal(second);
        }
        assertThat(written).contains("hangs in the middle of a write").contains("the same ids");
        assertThat(waiting).contains("has not answered for");
        // What was being written is there, and who sends it again as he was told to is told that; the other is not.
        assertThat(writer.add(List.of(JournalTest.entry("e1")))).containsExactly(Outcome.REPEATED);
        assertThat(writer.add(List.of(JournalTest.entry("e2")))).containsExactly(Outcome.STORED);
        writer.close();
    }

    @Test
    void line_whileTheFileIsRead_isFoundAtOnce() throws Exception {
        JournalFile file = JournalFile.create(folder, 1);
        Writer writer = writer(file, OPTIONS);
        for (int i = 0; i < 100; i++) {
            writer.add(List.of(JournalTest.entry("e" + i)));
        }
        List<Integer> read = new ArrayList<>();
        file.read((n, key, line) -> {
            read.add(n);
            // As who repeats a request does, from another thread.
            assertThat(CompletableFuture.supplyAsync(() -> line(file, n))
                            .orTimeout(10, TimeUnit.SECONDS)
                            .join())
                    .isEqualTo(line);
        });
        assertThat(read).isEqualTo(IntStream.range(0, 100).boxed().toList());
        writer.close();
    }

    private static byte[] line(JournalFile file, int n) {
        try {
            return file.line(n).orElseThrow();
        } catch (SQLException e) {
            throw new CompletionException(e);
        }
    }

    @Test
    void add_byManyAtOnce_isCommittedInFarFewerCommits_andByOneAloneInOneEach() throws Exception {
        Writer writer = writer(JournalFile.create(folder, 1), OPTIONS);
        for (int i = 0; i < 20; i++) {
            writer.add(List.of(JournalTest.entry("alone" + i)));
        }
        assertThat(writer.state(0).commits()).isEqualTo(20);
        List<CompletableFuture<List<Outcome>>> answers = new ArrayList<>();
        for (int i = 0; i < 500; i++) {
            answers.add(add(writer, "e" + i));
        }
        answers.forEach(answer -> assertThat(answer.join()).containsExactly(Outcome.STORED));
        assertThat(writer.state(0).commits()).isLessThan(20 + 250);
        assertThat(writer.state(0).rows()).isEqualTo(520);
        writer.close();
    }
}
