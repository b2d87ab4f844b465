package dev.longview.engine.duckdb;

import dev.longview.engine.files.Durable;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;

/**
 * A change of a log: files that come, files that go; of all tables at once, and all or none of them.
 *
 * <p>No file system renames several files at once. So the files are first written to a hidden folder ({@code log/.staging/ID}) and made
 * durable; then, under the exclusive {@link LogLock}, a file {@code commit}, itself renamed into place, decides; then the files are
 * renamed one by one, and those that go are deleted. Readers list under the shared lock and see all or nothing. A writer that is killed
 * <ul>
 *   <li>before {@code commit} leaves the old state and a hidden folder, which the next {@link #recover} deletes;
 *   <li>after it leaves a mixture, which whoever next looks at the log, reader or writer, finishes before anything else.
 * </ul>
 */
final class Publication implements AutoCloseable {
    private static final String STAGING = ".staging";
    private static final String COMMIT = "commit";
    private static final String COMES = "+";
    private static final String GOES = "-";

    private final Path log;
    private final Lease lease;
    /** Where a file is to stand, by its name in the hidden folder. */
    private final Map<String, String> coming = new LinkedHashMap<>();

    private boolean decided;

    private Publication(Path log, Lease lease) {
        this.log = log;
        this.lease = lease;
    }

    static Publication begin(Path log) throws IOException {
        Durable.createFolder(log);
        return LogLock.shared(log, () -> new Publication(log, Lease.take(log.resolve(STAGING))));
    }

    /** What is known only when nobody else can change the log any more. */
    interface Decision {
        /**
         * The files that go, relative to the log; empty when the log is no longer as it was when this change was prepared, so that
         * nothing must happen.
         */
        Optional<List<String>> goes() throws IOException;
    }

    /**
     * A file that comes.
     *
     * @param target where it is to stand, relative to the log; what stands there makes way
     * @return where it is to be written
     */
    Path add(String target) {
        if (target.contains("\n") || target.contains("\t")) {
            throw new IllegalArgumentException("a file of a log has a line break or a tab in its name: " + target);
        }
        String name = coming.size() + ".parquet";
        coming.put(name, target);
        return lease.folder().resolve(name);
    }

    /**
     * Makes the change durable and visible.
     *
     * @return false when the decision was not to, and nothing has changed
     */
    boolean commit(Decision decision) throws IOException {
        for (String name : coming.keySet()) {
            Durable.sync(lease.folder().resolve(name));
        }
        return LogLock.exclusive(log, () -> {
            finishAll(log);
            Optional<List<String>> goes = decision.goes();
            if (goes.isPresent()) {
                decide(goes.get());
                finish(log, lease.folder());
            }
            return goes.isPresent();
        });
    }

    /** The point of no return. */
    void decide(List<String> goes) throws IOException {
        List<String> lines = new ArrayList<>();
        coming.forEach((name, target) -> lines.add(COMES + "\t" + name + "\t" + target));
        goes.forEach(target -> lines.add(GOES + "\t" + target));
        Path marker = lease.folder().resolve(COMMIT + ".new");
        Files.write(marker, lines, StandardCharsets.UTF_8);
        Durable.sync(marker);
        Durable.syncFolder(lease.folder());
        Durable.syncFolder(log.resolve(STAGING));
        decided = true;
        Durable.move(marker, lease.folder().resolve(COMMIT));
        Durable.syncFolder(lease.folder());
    }

    private static void finish(Path log, Path staged) throws IOException {
        TreeSet<Path> touched = new TreeSet<>();
        for (String line : Files.readAllLines(staged.resolve(COMMIT), StandardCharsets.UTF_8)) {
            String[] words = line.split("\t", -1);
            if (words[0].equals(COMES)) {
                Path from = staged.resolve(words[1]);
                Path to = log.resolve(words[2]);
                // Gone when the writer had come so far already.
                if (Files.exists(from)) {
                    Durable.move(from, Durable.createFolder(folderOf(to)).resolve(to.getFileName()));
                    touched.add(folderOf(to));
                }
            } else {
                Path gone = log.resolve(words[1]);
                Files.deleteIfExists(gone);
                if (Files.isDirectory(folderOf(gone))) {
                    touched.add(folderOf(gone));
                }
            }
        }
        for (Path folder : touched) {
            Durable.syncFolder(folder);
            if (Durable.deleteIfEmpty(folder)) {
                Durable.syncFolder(folderOf(folder));
            }
        }
        // Durably without a marker before anyone changes the log again: repeated later, this change would undo theirs.
        Files.delete(staged.resolve(COMMIT));
        Durable.syncFolder(staged);
    }

    private static Path folderOf(Path file) {
        Path parent = file.getParent();
        if (parent == null) {
            throw new IllegalArgumentException("not within a log: " + file);
        }
        return parent;
    }

    /** Whether a writer died among the renames; asked under a {@link LogLock}, without which one may just be at work. */
    static boolean unfinished(Path log) throws IOException {
        return !committed(log).isEmpty();
    }

    private static List<Path> committed(Path log) throws IOException {
        return Durable.list(log.resolve(STAGING)).stream()
                .filter(staged -> Files.exists(staged.resolve(COMMIT)))
                .toList();
    }

    private static void finishAll(Path log) throws IOException {
        for (Path staged : committed(log)) {
            finish(log, staged);
        }
    }

    /**
     * Finishes what dead writers had decided, and sweeps away what else they and dead readers have left.
     *
     * @return whether there was something to finish
     */
    static boolean recover(Path log) throws IOException {
        return LogLock.exclusive(log, () -> {
            boolean unfinished = unfinished(log);
            finishAll(log);
            Lease.sweep(log.resolve(STAGING));
            Lease.sweep(log.resolve(Snapshot.PINS));
            return unfinished;
        });
    }

    /** Whether there is anything to {@link #recover}, or someone at work. */
    static boolean quiet(Path log) throws IOException {
        return Durable.list(log.resolve(STAGING)).isEmpty()
                && Durable.list(log.resolve(Snapshot.PINS)).isEmpty();
    }

    @Override
    public void close() throws IOException {
        if (decided && Files.exists(lease.folder().resolve(COMMIT))) {
            // Decided, and then the disk failed: it is to be finished, by whoever can.
            lease.abandon();
        } else {
            lease.close();
        }
    }

    /** Lets go as a crash would. For tests. */
    void abandon() throws IOException {
        lease.abandon();
    }
}
