package dev.longview.engine.duckdb;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.UUID;

/**
 * A segment on its way into a table's folder: a file for each day, all or none of them.
 *
 * <p>No file system renames several files at once. So the files are first written to a hidden folder beside the days
 * ({@code .staging/ID}) and made durable; then a file {@code commit} there, itself renamed into place, decides; then the files are renamed
 * one by one, and files of the same segment on other days are deleted. After a crash
 * <ul>
 *   <li>before {@code commit}, the old state stands, and the hidden folder is deleted at the next {@link #recover};
 *   <li>after it, some days may show the new segment and others the old one or none, until {@link #recover}, which every engine runs when
 *       it opens the log, has done the rest.
 * </ul>
 * The same mixture can be seen for a moment by a reader that lists the folder during the renames. A writer holds a lock on
 * {@code .staging/ID.lock}, so that no other process takes it for dead. Segments of the same name must not be published at once.
 */
final class Publication implements AutoCloseable {
    private static final String STAGING = ".staging";
    private static final String COMMIT = "commit";

    private final Path table;
    private final String segment;
    private final Path staged;
    private final FileChannel lock;
    private final Path lockFile;

    private Publication(Path table, String segment, Path staged, Path lockFile, FileChannel lock) {
        this.table = table;
        this.segment = segment;
        this.staged = staged;
        this.lockFile = lockFile;
        this.lock = lock;
    }

    static Publication begin(Path table, String segment) throws IOException {
        Path staging = Durable.createFolder(table.resolve(STAGING));
        String id = segment + "-" + UUID.randomUUID();
        Path lockFile = staging.resolve(id + ".lock");
        // The lock comes before the folder: a folder without a held lock is a dead writer's.
        FileChannel lock = FileChannel.open(lockFile, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
        lock.lock();
        Path staged = Files.createDirectory(staging.resolve(id));
        return new Publication(table, segment, staged, lockFile, lock);
    }

    /** Where the rows of a day are to be written. */
    Path fileOf(String day) {
        return staged.resolve(day + ".parquet");
    }

    /** Makes the files of all days durable and visible, and those of other days of the same segment disappear. */
    void publish(List<String> days) throws IOException {
        commit(days);
        finish(table, staged);
    }

    /** The point of no return. */
    void commit(List<String> days) throws IOException {
        for (String day : days) {
            Durable.sync(fileOf(day));
        }
        Path marker = staged.resolve(COMMIT + ".new");
        String lines = segment + "\n" + String.join("\n", days);
        Files.writeString(marker, lines, StandardCharsets.UTF_8);
        Durable.sync(marker);
        Durable.syncFolder(staged);
        Durable.syncFolder(table.resolve(STAGING));
        Durable.move(marker, staged.resolve(COMMIT));
        Durable.syncFolder(staged);
    }

    private static void finish(Path table, Path staged) throws IOException {
        List<String> lines = Files.readAllLines(staged.resolve(COMMIT), StandardCharsets.UTF_8);
        String file = lines.get(0) + ".parquet";
        List<String> days = lines.stream().skip(1).filter(day -> !day.isEmpty()).toList();
        for (String day : days) {
            Path from = staged.resolve(day + ".parquet");
            if (Files.exists(from)) {
                Path folder = Durable.createFolder(table.resolve("day=" + day));
                Durable.move(from, folder.resolve(file));
                Durable.syncFolder(folder);
            }
        }
        for (Path folder : Durable.list(table)) {
            String name = folder.getFileName().toString();
            if (name.startsWith("day=")
                    && !days.contains(name.substring(4))
                    && Files.deleteIfExists(folder.resolve(file))) {
                Durable.syncFolder(folder);
                Durable.deleteIfEmpty(folder);
            }
        }
        Durable.syncFolder(table);
        // The marker goes last but the folder: without it, what is left is litter.
        Durable.deleteTree(staged);
    }

    /** Finishes or throws away what writers that are gone have left in a table's folder. */
    static void recover(Path table) throws IOException {
        Path staging = table.resolve(STAGING);
        for (Path staged : Durable.list(staging)) {
            if (!Files.isDirectory(staged)) {
                continue;
            }
            Path lockFile = staging.resolve(staged.getFileName() + ".lock");
            try (FileChannel channel = FileChannel.open(lockFile, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
                    FileLock held = channel.tryLock()) {
                if (held == null) {
                    continue;
                }
                if (Files.exists(staged.resolve(COMMIT))) {
                    finish(table, staged);
                }
                Durable.deleteTree(staged);
                Files.deleteIfExists(lockFile);
            } catch (OverlappingFileLockException e) {
                // A writer of this very process is at work: what it has staged is its own.
                assert Files.exists(lockFile);
            }
        }
    }

    @Override
    public void close() throws IOException {
        Durable.deleteTree(staged);
        Files.deleteIfExists(lockFile);
        lock.close();
    }

    /** Lets go as a crash would: nothing is cleaned up. For tests. */
    void abandon() throws IOException {
        lock.close();
    }
}
