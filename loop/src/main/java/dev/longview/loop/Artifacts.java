package dev.longview.loop;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.longview.engine.files.Durable;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.stream.Stream;

/**
 * Versioned artifacts of one kind: {@code <folder>/<name>/<version>/} with a {@code manifest.json}, and {@code <name>/current}, which
 * names the version in use, and {@code <name>/used}, those that were before. A version is the hash of its content, so that learning the same thing twice gives the same version; a
 * folder appears whole, by one rename, and never changes.
 */
public final class Artifacts {
    private static final JsonMapper JSON =
            JsonMapper.builder().enable(SerializationFeature.INDENT_OUTPUT).build();
    private static final String MANIFEST = "manifest.json";
    private static final String CURRENT = "current";
    private static final String USED = "used";
    private static final int MOST_USED = 1_000;

    private final Path folder;
    private final String kind;

    Artifacts(Path folder, String kind) {
        this.folder = folder;
        this.kind = kind;
    }

    /** Writes an artifact, unless this very one is there, and makes it the one in use. */
    public Artifact publish(String name, ObjectNode manifest, SequencedMap<String, byte[]> files) {
        Artifact kept = keep(name, manifest, files);
        promote(name, kept.version());
        return kept;
    }

    /** Writes an artifact, unless this very one is there; which one is in use stays as it is. */
    public Artifact keep(String name, ObjectNode manifest, SequencedMap<String, byte[]> files) {
        Digest digest = new Digest().text(text(manifest));
        files.forEach((file, bytes) -> digest.text(file).bytes(bytes));
        String version = digest.shortHex();
        ObjectNode whole = manifest.deepCopy().put("version", version);
        Path target = folder.resolve(name).resolve(version);
        try {
            if (!holds(target, whole, files)) {
                write(target, whole, files);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(kind + " " + name + " cannot be written to " + target, e);
        }
        return new Artifact(name, version, whole, target);
    }

    private static void write(Path target, ObjectNode manifest, SequencedMap<String, byte[]> files) throws IOException {
        Path all = Durable.createFolder(target.toAbsolutePath().resolveSibling(""));
        Durable.sweep(all);
        Path building = Files.createDirectory(Durable.unfinished(target.toAbsolutePath()));
        try {
            for (var file : files.entrySet()) {
                Durable.write(building.resolve(file.getKey()), file.getValue());
            }
            Durable.write(building.resolve(MANIFEST), text(manifest).getBytes(StandardCharsets.UTF_8));
            if (Files.isDirectory(target)) {
                // The same version with other bytes was damaged: it makes way.
                Files.move(target, Durable.unfinished(target));
            }
            Files.move(building, target, StandardCopyOption.ATOMIC_MOVE);
            Durable.syncFolder(all);
        } finally {
            Durable.deleteTree(building);
        }
    }

    private static boolean holds(Path target, ObjectNode manifest, SequencedMap<String, byte[]> files)
            throws IOException {
        Path text = target.resolve(MANIFEST);
        if (!Files.isRegularFile(text) || !Files.readString(text).equals(text(manifest))) {
            return false;
        }
        for (var file : files.entrySet()) {
            Path there = target.resolve(file.getKey());
            if (!Files.isRegularFile(there) || !Arrays.equals(Files.readAllBytes(there), file.getValue())) {
                return false;
            }
        }
        return true;
    }

    /** Makes a version the one in use. */
    public void promote(String name, String version) {
        List<String> used = new ArrayList<>(used(name));
        if (used.isEmpty() || !used.getLast().equals(version)) {
            used.add(version);
            replace(name, USED, used.subList(Math.max(0, used.size() - MOST_USED), used.size()));
        }
        replace(name, CURRENT, List.of(version));
    }

    /**
     * Makes the version that was in use before the present one the one in use again; called again, it goes back further.
     *
     * @throws Refusal when there was none
     */
    public Artifact rollback(String name) {
        Artifact current = require(name, Optional.empty());
        List<String> there = children(folder.resolve(name));
        String earlier = used(name).reversed().stream()
                .filter(version -> !version.equals(current.version()) && there.contains(version))
                .findFirst()
                .orElseThrow(() -> new Refusal(kind + " '" + name + "' has had no other version in use than "
                        + current.version() + ": there is nothing to roll back to. Name one: longview policy promote "
                        + name + "@VERSION"));
        goBack(name, earlier);
        return version(name, earlier);
    }

    /** Makes a version that was in use before the one in use again: those since are none to roll back to. */
    public void goBack(String name, String version) {
        List<String> used = used(name);
        int at = used.lastIndexOf(version);
        if (at < 0) {
            promote(name, version);
        } else {
            replace(name, USED, used.subList(0, at + 1));
            replace(name, CURRENT, List.of(version));
        }
    }

    /** The versions that were put in use, the present one last: what is noted after it never came to be in use. */
    private List<String> used(String name) {
        Path file = folder.resolve(name).resolve(USED);
        Path pointer = folder.resolve(name).resolve(CURRENT);
        try {
            if (!Files.isRegularFile(file) || !Files.isRegularFile(pointer)) {
                return List.of();
            }
            List<String> noted = Files.readAllLines(file);
            int at = noted.lastIndexOf(Files.readString(pointer).strip());
            return at < 0 ? noted : noted.subList(0, at + 1);
        } catch (IOException e) {
            throw new UncheckedIOException(file + " cannot be read", e);
        }
    }

    private void replace(String name, String file, List<String> lines) {
        Path target = folder.resolve(name).resolve(file);
        try {
            Durable.write(target, (String.join("\n", lines) + "\n").getBytes(StandardCharsets.UTF_8));
        } catch (IOException e) {
            throw new UncheckedIOException(target + " cannot be written", e);
        }
    }

    /** Deletes a version that is not in use; does nothing where there is none. */
    public void delete(String name, String version) {
        if (current(name).map(Artifact::version).equals(Optional.of(version))) {
            throw new Refusal(kind + " " + name + " " + version + " is in use: put another in use first");
        }
        try {
            Durable.deleteTree(folder.resolve(name).resolve(version));
        } catch (IOException e) {
            throw new UncheckedIOException(kind + " " + name + " " + version + " cannot be deleted", e);
        }
    }

    /** The version in use. */
    public Optional<Artifact> current(String name) {
        Path pointer = folder.resolve(name).resolve(CURRENT);
        if (!Files.isRegularFile(pointer)) {
            return Optional.empty();
        }
        try {
            return Optional.of(version(name, Files.readString(pointer).strip()));
        } catch (IOException e) {
            throw new UncheckedIOException(pointer + " cannot be read", e);
        }
    }

    /** Any version: the one in use when {@code version} is empty. */
    public Artifact require(String name, Optional<String> version) {
        return version.map(wanted -> version(name, wanted))
                .or(() -> current(name))
                .orElseThrow(() -> new Refusal("there is no trained " + kind + " '" + name + "'"
                        + (names().isEmpty() ? "; none has been trained yet" : "; trained are " + names())));
    }

    /** Names with at least one version, sorted. */
    public List<String> names() {
        return children(folder);
    }

    /** The versions of a name, sorted by what they were learned as of, then by hash. */
    public List<Artifact> versions(String name) {
        return children(folder.resolve(name)).stream()
                .map(version -> version(name, version))
                .sorted(Comparator.comparingLong((Artifact artifact) ->
                                artifact.manifest().path("as_of_micros").asLong())
                        .thenComparing(Artifact::version))
                .toList();
    }

    private Artifact version(String name, String version) {
        Path target = folder.resolve(name).resolve(version);
        Path manifest = target.resolve(MANIFEST);
        if (!Files.isRegularFile(manifest)) {
            throw new Refusal("there is no version '" + version + "' of " + kind + " '" + name + "'; there are "
                    + children(folder.resolve(name)));
        }
        try {
            JsonNode read = JSON.readTree(manifest.toFile());
            return new Artifact(name, version, read, target);
        } catch (JsonProcessingException e) {
            throw new Refusal(manifest + " is damaged: " + e.getOriginalMessage() + ". Train it again.", e);
        } catch (IOException e) {
            throw new UncheckedIOException(manifest + " cannot be read", e);
        }
    }

    private static List<String> children(Path folder) {
        if (!Files.isDirectory(folder)) {
            return List.of();
        }
        try (Stream<Path> entries = Files.list(folder)) {
            return entries.filter(Files::isDirectory)
                    .map(entry -> String.valueOf(entry.getFileName()))
                    .filter(name -> !name.startsWith("."))
                    .sorted()
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(folder + " cannot be read", e);
        }
    }

    private static String text(JsonNode manifest) {
        try {
            return JSON.writeValueAsString(manifest) + "\n";
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("a manifest is a tree of values", e);
        }
    }
}
