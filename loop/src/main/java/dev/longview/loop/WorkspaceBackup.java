package dev.longview.loop;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.longview.engine.Upkeep;
import dev.longview.engine.files.Durable;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import java.util.stream.Stream;

/**
 * Copies of a workspace: {@code longview.yaml}, the log as it is at one moment, {@code rewards}, {@code models}, {@code labels} and {@code reports}, as
 * plain files, and {@code backup.json}, which lists each with its size and SHA-256. Others may read and write the workspace meanwhile.
 *
 * <p>A copy is built under a hidden name and gets its own by one rename: what is there is whole. What is restored is held against the
 * list first.
 */
public final class WorkspaceBackup {
    private static final String LIST = "backup.json";
    private static final List<String> FOLDERS = List.of("rewards", "models", "labels", "reports");
    private static final String BUILDING = ".new-";

    private WorkspaceBackup() {}

    /** A copy that was made. */
    public record Result(String from, String to, long files, long bytes) {}

    private record Entry(long bytes, String sha256) {}

    /** @throws Refusal when there is something at the target already */
    public static Result backup(Workspace workspace, Upkeep log, Path target) {
        requireFree(target);
        if (real(target).startsWith(real(workspace.root()))) {
            throw new Refusal(
                    target + " is within the workspace that it would be a copy of; choose a folder outside of it");
        }
        return building(target, folder -> {
            copy(workspace.config(), folder.resolve(Workspace.CONFIG));
            for (String name : FOLDERS) {
                tree(workspace.root().resolve(name), folder.resolve(name));
            }
            // Last: what models and labels were made from is in it.
            log.copyTo(folder.resolve("log"));
            Map<String, Entry> entries = entries(folder);
            Files.writeString(folder.resolve(LIST), list(entries));
            Durable.sync(folder.resolve(LIST));
            return result(workspace.root(), target, entries);
        });
    }

    /** @throws Refusal when the source is no whole backup, or the target is not empty */
    public static Result restore(Path source, Path target) {
        Path list = source.resolve(LIST);
        if (!Files.isRegularFile(list)) {
            throw new Refusal(source + " is no backup: it has no " + LIST + ". Make one with: longview backup DIR");
        }
        requireFree(target);
        return building(target, folder -> {
            Map<String, Entry> entries = read(list);
            for (Map.Entry<String, Entry> entry : entries.entrySet()) {
                Path file = source.resolve(entry.getKey()).normalize();
                if (!file.startsWith(source.normalize())) {
                    throw new Refusal(list + " names a file outside of the backup: " + entry.getKey());
                }
                try {
                    copy(file, folder.resolve(entry.getKey()));
                } catch (NoSuchFileException e) {
                    throw new Refusal(file + " is missing from the backup; nothing was restored", e);
                }
                Entry copied = entry(folder.resolve(entry.getKey()));
                if (!copied.equals(entry.getValue())) {
                    throw new Refusal(file + " is not what was backed up: " + copied.bytes() + " bytes, were "
                            + entry.getValue().bytes()
                            + (copied.bytes() == entry.getValue().bytes() ? ", others" : "")
                            + "; nothing was restored");
                }
            }
            return result(source, target, entries);
        });
    }

    private static void requireFree(Path target) {
        try {
            if (Files.exists(target) && (!Files.isDirectory(target) || !isEmpty(target))) {
                throw new Refusal(target + " is not empty; choose a folder that is, or is not there");
            }
        } catch (IOException e) {
            throw new UncheckedIOException(target + " cannot be read", e);
        }
    }

    private static boolean isEmpty(Path folder) throws IOException {
        try (Stream<Path> entries = Files.list(folder)) {
            return entries.findAny().isEmpty();
        }
    }

    /** Where a file is or would come to be, when symbolic links are followed. */
    private static Path real(Path path) {
        Path there = path.toAbsolutePath();
        Path beyond = Path.of("");
        try {
            while (!Files.exists(there)) {
                Path parent = there.getParent();
                if (parent == null) {
                    return path.toAbsolutePath().normalize();
                }
                beyond = there.getFileName().resolve(beyond);
                there = parent;
            }
            return there.toRealPath().resolve(beyond).normalize();
        } catch (IOException e) {
            throw new UncheckedIOException(path + " cannot be read", e);
        }
    }

    private interface Work {
        Result in(Path folder) throws IOException;
    }

    private static Result building(Path target, Work work) {
        Path absolute = real(target);
        Path parent = absolute.getParent();
        if (parent == null) {
            throw new Refusal(target + " is the root of the file system; choose a folder below it");
        }
        try {
            Durable.createFolder(parent);
            // Not a temporary folder: that is its owner's only, and stays so under the name that it gets.
            Path folder = Files.createDirectory(parent.resolve(BUILDING + UUID.randomUUID()));
            try {
                Result result = work.in(folder);
                Durable.syncFolders(folder);
                Files.deleteIfExists(absolute);
                Files.move(folder, absolute, StandardCopyOption.ATOMIC_MOVE);
                Durable.syncFolder(parent);
                return result;
            } finally {
                Durable.deleteTree(folder);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(target + " cannot be written", e);
        }
    }

    /** Files before folders: a pointer to the version in use before the versions, so that it is among them. */
    private static void tree(Path from, Path to) throws IOException {
        if (!Files.isDirectory(from)) {
            return;
        }
        List<Path> entries;
        try (Stream<Path> all = Files.list(from)) {
            entries = all.filter(entry -> !entry.getFileName().toString().startsWith("."))
                    .sorted(Comparator.comparing((Path entry) -> Files.isDirectory(entry))
                            .thenComparing(Comparator.naturalOrder()))
                    .toList();
        }
        for (Path entry : entries) {
            Path target = to.resolve(entry.getFileName());
            if (Files.isDirectory(entry)) {
                tree(entry, target);
            } else {
                copy(entry, target);
            }
        }
    }

    private static void copy(Path from, Path to) throws IOException {
        Path parent = to.getParent();
        if (parent != null) {
            Files.createDirectories(parent);
        }
        Files.copy(from, to);
        Durable.sync(to);
    }

    private static Map<String, Entry> entries(Path folder) throws IOException {
        Map<String, Entry> entries = new TreeMap<>();
        try (Stream<Path> all = Files.walk(folder)) {
            for (Path file : all.filter(Files::isRegularFile).toList()) {
                entries.put(folder.relativize(file).toString(), entry(file));
            }
        }
        return entries;
    }

    private static Entry entry(Path file) throws IOException {
        try (InputStream bytes = Files.newInputStream(file);
                DigestInputStream digesting = new DigestInputStream(bytes, MessageDigest.getInstance("SHA-256"))) {
            long size = digesting.transferTo(java.io.OutputStream.nullOutputStream());
            return new Entry(
                    size, HexFormat.of().formatHex(digesting.getMessageDigest().digest()));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }

    private static String list(Map<String, Entry> entries) throws IOException {
        JsonMapper json = new JsonMapper();
        ObjectNode root = json.createObjectNode();
        ArrayNode files = root.put("kind", "backup").putArray("files");
        entries.forEach((name, entry) ->
                files.addObject().put("file", name).put("bytes", entry.bytes()).put("sha256", entry.sha256()));
        return json.writerWithDefaultPrettyPrinter().writeValueAsString(root) + "\n";
    }

    private static Map<String, Entry> read(Path list) throws IOException {
        Map<String, Entry> entries = new TreeMap<>();
        for (JsonNode file : new JsonMapper().readTree(list.toFile()).path("files")) {
            entries.put(
                    file.path("file").asText(),
                    new Entry(file.path("bytes").asLong(), file.path("sha256").asText()));
        }
        if (!entries.containsKey(Workspace.CONFIG)) {
            throw new Refusal(list + " is damaged: it does not list " + Workspace.CONFIG);
        }
        return entries;
    }

    private static Result result(Path from, Path to, Map<String, Entry> entries) {
        return new Result(
                from.toString(),
                to.toString(),
                entries.size(),
                entries.values().stream().mapToLong(Entry::bytes).sum());
    }
}
