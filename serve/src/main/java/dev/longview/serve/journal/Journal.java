package dev.longview.serve.journal;

import dev.longview.engine.files.Durable;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentSkipListMap;

/**
 * Rows that are acknowledged, and not yet in the log.
 *
 * <pre>{@code
 * try (Journal journal = Journal.open(workspace.resolve("journal"), JournalOptions.withDefaults())) {
 *     List<Outcome> outcomes = journal.add(List.of(new Entry(Key.of(Table.FEEDBACK, "e1"), line)));   // on disk
 *     for (Closed closed : journal.turn()) {
 *         …publish closed.read(..) under closed.segment()…
 *         closed.drop();
 *     }
 * }
 * }</pre>
 *
 * <p>The newest file is never deleted, so that numbers are never used twice; and the names of segments begin with an id that the folder
 * got when it was made, so that a journal that somebody deletes does not write over what an earlier one sealed.
 */
public final class Journal implements AutoCloseable {
    private static final String ID = "id";

    /** Of what it may hold, the share that waits when it is crowded: one in so many. */
    private static final int CROWDED = 4;

    private final Path folder;
    private final String id;
    private final JournalLock lock;
    private final Writer writer;
    private final JournalOptions options;
    private final ConcurrentSkipListMap<Integer, Closed> closed = new ConcurrentSkipListMap<>();

    private Journal(
            Path folder, String id, JournalLock lock, SeenKeys seen, JournalFile first, JournalOptions options) {
        this.folder = folder;
        this.id = id;
        this.lock = lock;
        this.options = options;
        this.writer = new Writer(folder, seen, first, options, file -> closed.put(file.number(), closing(file)));
    }

    /**
     * Opens a journal, or makes one. What a crash left is there, waiting to be sealed: {@link #waiting}.
     *
     * @throws Refused when another process has it open, or it cannot be read or written
     */
    public static Journal open(Path folder, JournalOptions options) {
        Map<Integer, JournalFile> files = new HashMap<>();
        try {
            Durable.createFolder(folder);
            JournalLock lock = JournalLock.take(folder);
            try {
                String id = id(folder);
                List<Integer> numbers = JournalFile.numbers(folder);
                sweep(folder, new HashSet<>(numbers));
                SeenKeys seen = new SeenKeys(options.keys());
                for (int number : numbers) {
                    JournalFile file = JournalFile.open(folder, number);
                    files.put(number, file);
                    // Of a row that stands in two files the first counts: the second was sent again when a disk had
                    // failed.
                    file.dropRepeated(seen);
                }
                int next = numbers.isEmpty() ? 1 : numbers.getLast() + 1;
                JournalFile first = JournalFile.create(folder, next);
                Journal journal = new Journal(folder, id, lock, seen, first, options);
                files.values().forEach(journal.writer::adopt);
                journal.writer.start();
                return journal;
            } catch (SQLException | IOException | RuntimeException e) {
                lock.close();
                throw e;
            }
        } catch (SQLException | IOException e) {
            files.values().forEach(Journal::closeQuietly);
            throw new Refused(
                    Refused.Why.DISK,
                    "the journal " + folder + " cannot be opened: " + e.getMessage()
                            + ". Is the disk full, or the folder another user's?",
                    e);
        }
    }

    private static String id(Path folder) throws IOException {
        Path file = folder.resolve(ID);
        if (!Files.exists(file)) {
            byte[] random = new byte[4];
            new java.security.SecureRandom().nextBytes(random);
            Path fresh = folder.resolve(ID + ".new");
            Files.writeString(fresh, java.util.HexFormat.of().formatHex(random) + "\n");
            Durable.sync(fresh);
            Durable.move(fresh, file);
            Durable.syncFolder(folder);
        }
        return Files.readString(file).strip();
    }

    /** What is left of files whose deletion was cut off. */
    private static void sweep(Path folder, Set<Integer> numbers) throws IOException {
        for (Path file : Durable.list(folder)) {
            String name = String.valueOf(file.getFileName());
            if (name.matches("[0-9]{12}\\.db-.*") && !numbers.contains(Integer.parseInt(name.substring(0, 12)))) {
                Files.deleteIfExists(file);
            }
        }
    }

    /**
     * Makes rows durable, all of them or none. Blocks until they are; made for virtual threads.
     *
     * @return of each row whether it is new
     * @throws Refused when they are not
     */
    public List<Outcome> add(List<Entry> entries) {
        return entries.isEmpty() ? List.of() : writer.add(entries);
    }

    /** The line of a row that is in the journal; empty when it never was, or is sealed. */
    public Optional<byte[]> line(Key key) {
        return writer.place(key).flatMap(place -> {
            try {
                Closed old = closed.get(place.file());
                return old == null ? writer.line(place) : old.file().line(place.row());
            } catch (SQLException e) {
                throw new Refused(Refused.Why.DISK, "the journal cannot be read: " + e.getMessage(), e);
            }
        });
    }

    /** Whether a row of this key is remembered: it is in the journal, or in the log. */
    public boolean knows(Key key) {
        return writer.place(key).isPresent();
    }

    /** Remembers keys of rows that are in the log already. */
    public void remember(List<Key> keys) {
        writer.remember(keys);
    }

    /**
     * Closes the file that is written, unless it is empty, and goes on with a new one.
     *
     * @return all files that are closed, the oldest first
     * @throws Refused when there can be no new file: nothing has changed
     */
    public List<Closed> turn() {
        writer.turn();
        return waiting();
    }

    /** The files that are closed and not dropped yet, the oldest first. */
    public List<Closed> waiting() {
        return new ArrayList<>(closed.values());
    }

    /** Whether so much waits to be sealed that it should be before anything else. */
    public boolean isCrowded() {
        return writer.state(0).unsealed() > options.mostBytes() / CROWDED;
    }

    /** How it is. */
    public JournalState state() {
        return writer.state(closed.size());
    }

    private Closed closing(JournalFile file) {
        return new Closed(file, "serve-%s-%06d".formatted(id, file.number()), this::drop);
    }

    private void drop(Closed file) {
        try {
            file.file().delete();
            closed.remove(file.file().number());
            writer.dropped(file.file().bytes());
            Durable.syncFolder(folder);
        } catch (SQLException | IOException e) {
            throw new Refused(
                    Refused.Why.DISK, file.segment() + " of the journal cannot be deleted: " + e.getMessage(), e);
        }
    }

    private static void closeQuietly(JournalFile file) {
        try {
            file.close();
        } catch (SQLException e) {
            throw new Refused(Refused.Why.DISK, "the journal cannot be closed: " + e.getMessage(), e);
        }
    }

    /** Answers all who wait, takes nothing more, and lets go of the files. */
    @Override
    public void close() {
        try {
            writer.close();
            closed.values().forEach(file -> closeQuietly(file.file()));
        } finally {
            lock.close();
        }
    }
}
