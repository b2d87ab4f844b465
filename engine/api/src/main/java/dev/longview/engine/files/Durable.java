package dev.longview.engine.files;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/** What a file system does that survives a power cut. */
public final class Durable {
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
