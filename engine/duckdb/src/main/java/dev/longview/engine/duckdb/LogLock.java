package dev.longview.engine.duckdb;

import dev.longview.engine.files.Durable;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Who may look at a log's folders, and who may change them: many readers, or one writer. Held for the time of a listing or of a few
 * renames, never while rows are read or written.
 *
 * <p>Between processes it is a lock of the operating system on {@code log/.lock}, which goes with its process however that ends. The
 * locks of POSIX belong to a process, and closing any channel of the file gives up all of them: so within this process a mutex lets
 * one at a time have the file open. The file itself stays for ever, since who deletes a lock file can split its holders in two.
 */
final class LogLock {
    private static final String FILE = ".lock";
    private static final Map<Path, ReentrantLock> OF_THIS_PROCESS = new ConcurrentHashMap<>();

    private LogLock() {}

    /** What is done under the lock. */
    interface Work<T> {
        T run() throws IOException;
    }

    /** For listing. Where there is nothing that could be locked, a log that cannot be written, it is done without. */
    static <T> T shared(Path log, Work<T> work) throws IOException {
        ReentrantLock mutex = mutex(log);
        mutex.lock();
        try {
            if (!Files.isDirectory(log)) {
                return work.run();
            }
            FileChannel channel;
            try {
                channel = readable(log.resolve(FILE));
            } catch (NoSuchFileException nobodyEverWroteHere) {
                return work.run();
            }
            try (channel) {
                try {
                    channel.lock(0, Long.MAX_VALUE, true);
                } catch (IOException noLocksHere) {
                    return work.run();
                }
                return work.run();
            }
        } finally {
            mutex.unlock();
        }
    }

    private static FileChannel readable(Path file) throws IOException {
        try {
            return FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE);
        } catch (IOException readOnly) {
            return FileChannel.open(file, StandardOpenOption.READ);
        }
    }

    /** For changing; the log's folder is made where there is none. */
    static <T> T exclusive(Path log, Work<T> work) throws IOException {
        Durable.createFolder(log);
        ReentrantLock mutex = mutex(log);
        mutex.lock();
        try (FileChannel channel =
                FileChannel.open(log.resolve(FILE), StandardOpenOption.CREATE, StandardOpenOption.WRITE)) {
            channel.lock();
            return work.run();
        } finally {
            mutex.unlock();
        }
    }

    private static ReentrantLock mutex(Path log) throws IOException {
        Path real = Files.exists(log) ? log.toRealPath() : log.toAbsolutePath().normalize();
        return OF_THIS_PROCESS.computeIfAbsent(real, unseen -> new ReentrantLock(true));
    }
}
