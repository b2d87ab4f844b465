package dev.longview.ingest;

import dev.longview.syntax.Nearest;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** What is there, when what was asked for is not. */
final class Siblings {
    private static final int SHOWN = 12;

    private Siblings() {}

    /** What stands where the missing file should: begins with ": ", or is empty when there is nothing to tell. */
    static String hint(Path missing) {
        Optional<Path> folder = Optional.ofNullable(missing.toAbsolutePath().getParent());
        if (folder.isEmpty() || !Files.isDirectory(folder.get())) {
            return folder.map(absent -> ": there is no folder " + absent).orElse("");
        }
        List<String> names = names(folder.get());
        Path name = missing.getFileName();
        String near = (name == null ? Optional.<String>empty() : Nearest.to(name.toString(), names))
                .map(nearest -> "; did you mean '" + nearest + "'?")
                .orElse("");
        return near + "; " + folder.get() + " has " + listed(names);
    }

    /** The names in a folder, sorted. */
    static List<String> names(Path folder) {
        try (Stream<Path> files = Files.list(folder)) {
            return files.map(file -> String.valueOf(file.getFileName()))
                    .sorted()
                    .toList();
        } catch (IOException e) {
            throw new ImportException("cannot read the folder " + folder + ": " + e.getMessage(), e);
        }
    }

    static String listed(List<String> names) {
        if (names.isEmpty()) {
            return "nothing";
        }
        String more = names.size() > SHOWN ? " and " + (names.size() - SHOWN) + " more" : "";
        return names.stream().limit(SHOWN).collect(Collectors.joining(", ")) + more;
    }
}
