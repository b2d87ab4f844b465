package dev.longview.cli;

import dev.longview.loop.Refusal;
import dev.longview.simulate.streaming.Truth;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.reflect.RecordComponent;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The truth of a run as CSV files, one for each kind of thing, in a folder of its own. No command reads them: they are for people who judge
 * what a system made of the log.
 */
final class TruthFiles implements Truth, AutoCloseable {
    private static final String READ_ME = """
        What is true of a simulated service, and in no log: hidden satisfaction, quality and appeal of titles, how plays went and what
        they gave, and the probability behind each cancellation. No command of Longview reads these files.

        accounts.csv  one row for each account that was subscribed on a day of the run
        bills.csv     one for each bill that came due
        plays.csv     one for each play that has ended
        titles.csv    one for each title
        """;

    private final Path folder;
    private final Map<String, BufferedWriter> files = new LinkedHashMap<>();

    private TruthFiles(Path folder) {
        this.folder = folder;
    }

    /** @throws Refusal when the folder holds something already, or lies in a workspace's log */
    static TruthFiles into(Path folder, Path log) {
        if (folder.toAbsolutePath().normalize().startsWith(log.toAbsolutePath().normalize())) {
            throw new Refusal(
                    "--truth: " + folder + " is in the log, which must never have it; name a folder elsewhere");
        }
        try {
            Files.createDirectories(folder);
            try (Stream<Path> there = Files.list(folder)) {
                if (there.findAny().isPresent()) {
                    throw new Refusal("--truth: " + folder + " is not empty; name a new folder");
                }
            }
            Files.writeString(folder.resolve("README.txt"), READ_ME);
            return new TruthFiles(folder);
        } catch (IOException e) {
            throw new UncheckedIOException("--truth: " + folder + " cannot be written: " + e.getMessage(), e);
        }
    }

    @Override
    public boolean listens() {
        return true;
    }

    @Override
    public void account(AccountTruth account) {
        row("accounts.csv", account);
    }

    @Override
    public void bill(BillTruth bill) {
        row("bills.csv", bill);
    }

    @Override
    public void play(PlayTruth play) {
        row("plays.csv", play);
    }

    @Override
    public void title(TitleTruth title) {
        row("titles.csv", title);
    }

    private void row(String file, Record row) {
        try {
            BufferedWriter out = files.get(file);
            if (out == null) {
                out = Files.newBufferedWriter(folder.resolve(file));
                files.put(file, out);
                out.write(Stream.of(row.getClass().getRecordComponents())
                        .map(RecordComponent::getName)
                        .collect(Collectors.joining(",")));
                out.newLine();
            }
            String comma = "";
            for (RecordComponent component : row.getClass().getRecordComponents()) {
                out.write(comma);
                out.write(text(component.getAccessor().invoke(row)));
                comma = ",";
            }
            out.newLine();
        } catch (IOException e) {
            throw new UncheckedIOException("--truth: " + folder.resolve(file) + ": " + e.getMessage(), e);
        } catch (ReflectiveOperationException e) {
            throw new LinkageError("a record's accessor is public", e);
        }
    }

    /** Ids, numbers and names have no comma or quote; cells of experiments are joined by a bar. */
    private static String text(Object value) {
        return switch (value) {
            case Optional<?> some -> some.map(Object::toString).orElse("");
            case List<?> several -> several.stream().map(Object::toString).collect(Collectors.joining("|"));
            default -> value.toString();
        };
    }

    @Override
    public void close() {
        try {
            for (BufferedWriter file : files.values()) {
                file.close();
            }
        } catch (IOException e) {
            throw new UncheckedIOException("--truth: " + folder + ": " + e.getMessage(), e);
        }
    }
}
