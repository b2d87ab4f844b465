package dev.longview.engine.duckdb;

import dev.longview.engine.files.Durable;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;

/**
 * A hidden folder of one writer or reader, {@code <parent>/ID}, with a lock on {@code <parent>/ID.lock} that says that it is alive. What
 * the dead have left is swept away by whoever comes next.
 *
 * <p>Taken under a {@link LogLock}, swept under an exclusive one: otherwise a lease could be swept between the making of its file and the
 * lock on it.
 */
final class Lease implements AutoCloseable {
    private static final String LOCK = ".lock";
    /** Looking at the lock of one's own process would give it up, see {@link LogLock}. */
    private static final Set<String> OF_THIS_PROCESS = ConcurrentHashMap.newKeySet();

    private final String id;
    private final Path folder;
    private final Path lockFile;
    private final FileChannel channel;

    private Lease(String id, Path folder, Path lockFile, FileChannel channel) {
        this.id = id;
        this.folder = folder;
        this.lockFile = lockFile;
        this.channel = channel;
    }

    static Lease take(Path parent) throws IOException {
        Durable.createFolder(parent);
        String id = UUID.randomUUID().toString();
        Path lockFile = parent.resolve(id + LOCK);
        FileChannel channel = FileChannel.open(lockFile, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
        try {
            OF_THIS_PROCESS.add(id);
            channel.lock();
            return new Lease(id, Files.createDirectory(parent.resolve(id)), lockFile, channel);
        } catch (IOException | RuntimeException e) {
            channel.close();
            OF_THIS_PROCESS.remove(id);
            throw e;
        }
    }

    Path folder() {
        return folder;
    }

    /** Deletes what those have left who are gone. */
    static void sweep(Path parent) throws IOException {
        for (Path entry : Durable.list(parent)) {
            String name = entry.getFileName().toString();
            String id = name.endsWith(LOCK) ? name.substring(0, name.length() - LOCK.length()) : name;
            if (OF_THIS_PROCESS.contains(id)) {
                continue;
            }
            Path lockFile = parent.resolve(id + LOCK);
            try (FileChannel channel = FileChannel.open(lockFile, StandardOpenOption.WRITE);
                    FileLock held = channel.tryLock()) {
                if (held != null) {
                    Durable.deleteTree(parent.resolve(id));
                    Files.deleteIfExists(lockFile);
                }
            } catch (NoSuchFileException e) {
                Durable.deleteTree(entry);
            } catch (OverlappingFileLockException e) {
                // Held by this process after all, through another class loader.
                assert Files.exists(lockFile);
            }
        }
    }

    /** Lets go as a crash would: what is in the folder is left to who comes next. */
    void abandon() throws IOException {
        channel.close();
        OF_THIS_PROCESS.remove(id);
    }

    @Override
    public void close() throws IOException {
        try {
            Durable.deleteTree(folder);
            Files.deleteIfExists(lockFile);
        } finally {
            abandon();
        }
    }
}
