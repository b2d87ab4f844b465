package dev.longview.serve.seal;

import dev.longview.engine.Engine;
import dev.longview.engine.SegmentWriter;
import dev.longview.ingest.EventLines;
import dev.longview.log.FeatureDefinition;
import dev.longview.log.Table;
import dev.longview.serve.journal.Closed;
import dev.longview.serve.journal.Journal;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Puts what the journal holds into the log. A file of the journal becomes the segments {@code serve-ID-NUMBER} of the tables, which appear
 * at once; then it is deleted. A crash in between leaves both, and the next sealing publishes the same rows under the same name again,
 * which changes nothing.
 *
 * <p>Rows were checked before they were acknowledged. One that the log does not take all the same (the workspace's features have been
 * changed since) is kept beside the journal, and told of; it is never thrown away. For one thread.
 */
public final class Sealing {
    private final Journal journal;
    private final Engine engine;
    private final List<FeatureDefinition> features;
    private final Path aside;

    /** @param aside a file that gets the rows that the log does not take */
    public Sealing(Journal journal, Engine engine, List<FeatureDefinition> features, Path aside) {
        this.journal = journal;
        this.engine = engine;
        this.features = List.copyOf(features);
        this.aside = aside;
    }

    /**
     * What was sealed.
     *
     * @param files of the journal
     * @param rows of the journal
     * @param aside those of them that the log did not take
     */
    public record Sealed(int files, long rows, long aside) {}

    /**
     * Closes the file that is written, and seals all that is closed, without haste: who waits for an answer comes first, unless the journal
     * is crowded.
     */
    public Sealed seal() {
        return seal(journal.turn(), false);
    }

    /** The same at once, when nobody waits for answers or somebody for this. */
    public Sealed sealAtOnce() {
        return seal(journal.turn(), true);
    }

    /** Seals what is closed, at once: what an earlier process left. */
    public Sealed sealWaiting() {
        return seal(journal.waiting(), true);
    }

    private Sealed seal(List<Closed> files, boolean atOnce) {
        long rows = 0;
        long[] refused = {0};
        for (Closed file : files) {
            rows += file.rows();
            seal(file, atOnce, refused);
            file.drop();
        }
        return new Sealed(files.size(), rows, refused[0]);
    }

    private void seal(Closed file, boolean atOnce, long[] refused) {
        Map<Table, SegmentWriter> writers = new EnumMap<>(Table.class);
        try {
            EventLines lines = EventLines.of(
                    features,
                    (table, rows) -> writers.computeIfAbsent(
                                    table, each -> engine.write(each, file.segment(), features))
                            .append(rows));
            for (int next = 0; next >= 0; ) {
                int from = next;
                next = atOnce || journal.isCrowded()
                        ? file.read(from, line -> add(line, lines, refused))
                        : Unhurried.number("sealing", () -> unhurried(file, from, line -> add(line, lines, refused)));
            }
            lines.flush();
            // By a thread like others: the log's lock is one that answers wait for.
            engine.publish(writers.values());
        } finally {
            writers.values().forEach(SegmentWriter::close);
        }
    }

    private static int unhurried(Closed file, int from, Closed.Lines lines) {
        Unhurried.Turn turn = new Unhurried.Turn();
        return file.read(from, line -> {
            turn.endWhenDue();
            lines.line(line);
        });
    }

    private void add(byte[] line, EventLines lines, long[] refused) {
        Optional<EventLines.Refused> wrong = lines.add(line);
        if (wrong.isPresent()) {
            refused[0]++;
            keep(line);
        }
    }

    /** Durably, before the file that has it is deleted. Sealed again after a crash, it stands there twice. */
    private void keep(byte[] line) {
        try (OutputStream out = Files.newOutputStream(
                aside, StandardOpenOption.CREATE, StandardOpenOption.APPEND, StandardOpenOption.SYNC)) {
            out.write(line);
            out.write('\n');
        } catch (IOException e) {
            throw new UncheckedIOException("a row that the log does not take cannot be kept in " + aside + ": " + e, e);
        }
    }
}
