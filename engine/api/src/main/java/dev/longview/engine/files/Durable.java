package dev.longview.engine.files;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.UUID;
import java.util.stream.Stream;

/** What a file system does that survives a power cut. */
public final class Durable {
    private static final String UNFINISHED = ".new-";

    private Durable() {}

    /** Of a file, what is in it. */
    public static void sync(Path file) throws IOException {
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
            channel.force(true);
        }
    }

    /** A rename or a new file is durable only when its folder is. */
    public static void syncFolder(Path folder) throws IOException {
        try (FileChannel channel = FileChannel.open(folder, StandardOpenOption.READ)) {
            channel.force(true);
        }
    }

    /** In one step, in place of what stands there; durable with the folder. */
    public static void move(Path from, Path to) throws IOException {
        Files.move(from, to, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    }

    /**
     * A name beside a file for what is to take its place, hidden until then. Not a temporary file or folder: that is its owner's only, and
     * stays so under the name that it gets.
     */
    public static Path unfinished(Path file) {
        return file.resolveSibling(UNFINISHED + UUID.randomUUID());
    }

    /** Writes a file, in one step and in place of what stands there. */
    public static void write(Path file, byte[] bytes) throws IOException {
        Path building = unfinished(file.toAbsolutePath());
        try {
            Files.write(building, bytes, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
            sync(building);
            move(building, file);
            syncFolder(building.resolveSibling(""));
        } finally {
            Files.deleteIfExists(building);
        }
    }

    /** Deletes what crashes left {@link #unfinished} in a folder; what is younger than a day may still be written by somebody. */
    public static void sweep(Path folder) throws IOException {
        Instant yesterday = Instant.now().minus(Duration.ofDays(1));
        for (Path entry : list(folder)) {
            if (entry.getFileName().toString().startsWith(UNFINISHED)) {
                deleteOlder(entry, yesterday);
            }
        }
    }

    private static void deleteOlder(Path entry, Instant than) {
        try {
            if (Files.getLastModifiedTime(entry).toInstant().isBefore(than)) {
                deleteTree(entry);
            }
        } catch (IOException stays) {
            // Another has finished or deleted it meanwhile, or it is another user's: tidying is not what was asked for.
        }
    }

    /** Makes the folders of a tree durable, as they are: which names are in them. What is in the files is not looked after. */
    public static void syncFolders(Path tree) throws IOException {
        try (Stream<Path> all = Files.walk(tree)) {
            for (Path folder : all.filter(Files::isDirectory).toList()) {
                syncFolder(folder);
            }
        }
    }

    /** With those above it, where there are none. */
    public static Path createFolder(Path folder) throws IOException {
        if (!Files.isDirectory(folder)) {
            Path parent = folder.toAbsolutePath().getParent();
            if (parent != null) {
                createFolder(parent);
                Files.createDirectories(folder);
                syncFolder(parent);
            }
        }
        return folder;
    }

    /** Does nothing where there is none. */
    public static void deleteTree(Path folder) throws IOException {
        if (Files.exists(folder)) {
            try (Stream<Path> all = Files.walk(folder)) {
                for (Path path : all.sorted(Comparator.reverseOrder()).toList()) {
                    Files.deleteIfExists(path);
                }
            }
        }
    }

    /** @return whether it was, and is gone */
    public static boolean deleteIfEmpty(Path folder) throws IOException {
        try {
            return Files.deleteIfExists(folder);
        } catch (DirectoryNotEmptyException e) {
            return false;
        }
    }

    /** The entries of a folder, sorted; none when there is no folder. */
    public static List<Path> list(Path folder) throws IOException {
        if (!Files.isDirectory(folder)) {
            return List.of();
        }
        try (Stream<Path> entries = Files.list(folder)) {
            return entries.sorted().toList();
        }
    }
}
