package dev.longview.loop;

import dev.longview.engine.Upkeep;
import dev.longview.engine.Upkeep.Forgotten;
import dev.longview.engine.Upkeep.ForgottenDecision;
import dev.longview.engine.Upkeep.ForgottenIn;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Station: forgets members. Their rows leave the log and the label sets; what was learned from them is marked; and what else of the
 * workspace still names them is told. Whoever is interrupted does it again, with the same ids.
 */
public final class Forgetting {
    private final Workspace workspace;
    private final Upkeep log;

    public Forgetting(Workspace workspace, Upkeep log) {
        this.workspace = workspace;
        this.log = log;
    }

    /**
     * What was done.
     *
     * @param labels rows removed from label sets
     * @param unsearched label sets that do not say whose their rows are: only decisions that the log still had were found in them
     * @param marked artifacts that had learned from the members, {@code name@version}
     * @param suspected artifacts that are marked too, since they may have learned from decisions of the members that have expired
     * @param mentions files that Longview cannot write anew and that still name a member
     */
    public record Result(
            Forgotten log,
            long labels,
            List<String> unsearched,
            List<String> marked,
            List<String> suspected,
            List<String> mentions) {
        public Result {
            unsearched = List.copyOf(unsearched);
            marked = List.copyOf(marked);
            suspected = List.copyOf(suspected);
            mentions = List.copyOf(mentions);
        }
    }

    public Result forget(Set<String> members) {
        List<ForgottenDecision> theirs = new ArrayList<>();
        // The marks are made before the rows go, which tell what learned from them; and again, for what was trained
        // meanwhile.
        Forgotten gone = log.forget(members, decisions -> {
            theirs.addAll(decisions);
            mark(theirs);
        });
        Learned learned = mark(theirs);
        long labels = 0;
        List<String> unsearched = new ArrayList<>();
        for (Path file : files(workspace.labels(), ".parquet")) {
            ForgottenIn removed = log.forgetIn(file);
            labels += removed.rows();
            if (!removed.byMember()) {
                unsearched.add(workspace.root().relativize(file).toString());
            }
        }
        return new Result(gone, labels, unsearched, learned.surely, learned.perhaps, mentions(members));
    }

    private record Learned(List<String> surely, List<String> perhaps) {}

    /** Marks what had learned from decisions, and what may have from those that have expired: whose these were nobody knows any more. */
    private Learned mark(List<ForgottenDecision> theirs) {
        Learned learned = new Learned(new ArrayList<>(), new ArrayList<>());
        Optional<LocalDate> expired = log.decisionsExpiredBefore();
        for (Artifacts artifacts : List.of(workspace.policies(), workspace.delayModels(), workspace.readings())) {
            for (String name : artifacts.names()) {
                for (Artifact artifact : artifacts.versions(name)) {
                    String version = artifact.name() + "@" + artifact.version();
                    List<LearnedFrom> from = LearnedFrom.all(artifact.manifest(), workspace.policies());
                    long decisions = theirs.stream()
                            .filter(decision -> from.stream().anyMatch(rows -> rows.has(decision)))
                            .count();
                    if (decisions > 0) {
                        artifact.markForgotten(decisions);
                        learned.surely.add(version);
                    } else if (expired.isPresent()
                            && from.stream().anyMatch(rows -> rows.reachesBefore(micros(expired.get())))) {
                        if (!artifact.forgotten()) {
                            artifact.markForgotten(0);
                        }
                        learned.perhaps.add(version);
                    }
                }
            }
        }
        return learned;
    }

    private static long micros(LocalDate day) {
        return ChronoUnit.MICROS.between(
                Instant.EPOCH, day.atStartOfDay(ZoneOffset.UTC).toInstant());
    }

    /** Files with an id as a whole word, in bytes: a report or a configuration that somebody wrote it into. */
    private List<String> mentions(Set<String> members) {
        Pattern word = Pattern.compile(members.stream()
                .map(Forgetting::latin)
                .map(Pattern::quote)
                .collect(Collectors.joining("|", "(?<![A-Za-z0-9_-])(", ")(?![A-Za-z0-9_-])")));
        List<String> found = new ArrayList<>();
        List<Path> files = new ArrayList<>(files(workspace.reports(), ""));
        files.addAll(files(workspace.root().resolve("models"), ""));
        files.addAll(files(workspace.labels(), ".json"));
        files.addAll(files(workspace.root().resolve("journal"), ".jsonl"));
        files.add(workspace.config());
        for (Path file : files) {
            try {
                String bytes = new String(Files.readAllBytes(file), StandardCharsets.ISO_8859_1);
                if (word.matcher(bytes).find()) {
                    found.add(workspace.root().relativize(file).toString());
                }
            } catch (IOException e) {
                throw new UncheckedIOException(file + " cannot be read", e);
            }
        }
        return found;
    }

    private static String latin(String id) {
        return new String(id.getBytes(StandardCharsets.UTF_8), StandardCharsets.ISO_8859_1);
    }

    private static List<Path> files(Path folder, String extension) {
        if (!Files.isDirectory(folder)) {
            return List.of();
        }
        try (Stream<Path> all = Files.walk(folder)) {
            return all.filter(Files::isRegularFile)
                    .filter(file -> file.toString().endsWith(extension))
                    .sorted()
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(folder + " cannot be read", e);
        }
    }
}
