package dev.longview.build;

import com.palantir.javaformat.java.Formatter;
import com.palantir.javaformat.java.FormatterException;
import com.palantir.javaformat.java.JavaFormatterOptions;
import com.palantir.javaformat.java.JavaFormatterOptions.Style;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Stream;

/**
 * Checks or applies the format of every Java source below a folder, in one process.
 *
 * <p>Not Spotless: that runs the formatter inside Maven's own JVM, and the formatter parses with the javac of the JVM it runs in, so a
 * Maven on 17 would refuse Java 21 sources.
 */
public final class Format {
    private static final Set<String> NOT_OURS = Set.of("target", "node_modules");

    private final Formatter formatter = Formatter.createFormatter(JavaFormatterOptions.builder()
            .style(Style.PALANTIR)
            .formatJavadoc(false)
            .build());

    private Format() {}

    public static void main(String[] args) throws IOException {
        System.exit(run(args));
    }

    private static int run(String[] args) throws IOException {
        if (args.length < 2 || !(args[0].equals("check") || args[0].equals("apply"))) {
            System.err.println("usage: Format check|apply ROOT [FILE...]");
            return 2;
        }
        Path root = Path.of(args[1]);
        List<Path> files = args.length == 2
                ? sources(root)
                : Stream.of(args).skip(2).map(Path::of).toList();
        var format = new Format();
        boolean apply = args[0].equals("apply");
        Predicate<Path> differs = apply ? format::apply : format::differs;
        List<Path> different = files.parallelStream().filter(differs).toList();
        for (Path file : different) {
            System.err.println((apply ? "formatted " : "not formatted: ")
                    + (file.startsWith(root) ? root.relativize(file) : file));
        }
        if (apply || different.isEmpty()) {
            return 0;
        }
        System.err.println(different.size() + " of " + files.size() + " Java files are not formatted. Run: ./format");
        return 1;
    }

    private static List<Path> sources(Path root) throws IOException {
        List<Path> found = new ArrayList<>();
        Files.walkFileTree(root, new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult preVisitDirectory(Path folder, BasicFileAttributes attributes) {
                String name = String.valueOf(folder.getFileName());
                boolean skip = !folder.equals(root) && (name.startsWith(".") || NOT_OURS.contains(name));
                return skip ? FileVisitResult.SKIP_SUBTREE : FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
                if (file.toString().endsWith(".java")) {
                    found.add(file);
                }
                return FileVisitResult.CONTINUE;
            }
        });
        return found;
    }

    private boolean differs(Path file) {
        try {
            String source = Files.readString(file);
            return !formatted(file, source).equals(source);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private boolean apply(Path file) {
        try {
            String source = Files.readString(file);
            String formatted = formatted(file, source);
            if (formatted.equals(source)) {
                return false;
            }
            Files.writeString(file, formatted);
            return true;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** A file that does not parse is left as it is: the compiler tells better what is wrong with it. */
    private String formatted(Path file, String source) {
        try {
            return formatter.formatSourceAndFixImports(source);
        } catch (FormatterException e) {
            System.err.println("cannot parse " + file + ": " + e.getMessage());
            return source;
        }
    }
}
