package dev.longview.ingest;

import com.fasterxml.jackson.core.JsonFactory;
import dev.longview.columns.Batch;
import dev.longview.columns.ColumnType;
import dev.longview.log.FeatureDefinition;
import dev.longview.log.Table;
import dev.longview.log.Table.ColumnDefinition;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Predicate;

/**
 * A file of visits, JSON Lines or CSV, gzip or not: rows of decisions before anything was decided, with the candidates where they are
 * not the whole catalogue. docs/schema.md, "Visits", is the contract.
 *
 * <p>It is read once, in memory that grows with it by some 24 bytes a visit, to know an id again. A row that cannot be served is skipped
 * and told of.
 */
public final class VisitsFile {
    /** The column of the items that may be shown, a list of texts; the whole catalogue where it is missing. */
    public static final String CANDIDATES = "candidates";

    /** The column of items that may not be shown on this visit, a list of texts. */
    public static final String EXCLUDE = "exclude";

    private static final String ID = "decision_id";

    private static final int LINE_LIMIT = 1 << 20;
    /** A row may name as many candidates as a line has room for. */
    private static final int BATCH = 256;

    private static final Set<String> OPTIONAL = Set.of(ID, "received");
    private static final Set<String> OF_MEMBERS = Set.of("account", "time");
    private static final Set<String> COLUMNS = Set.of(ID, "account", "member", "time", "received", "surface", "cells");

    private final Path file;
    private final Optional<Format> format;
    private final List<FeatureDefinition> features;
    private final Set<String> needed;
    private final Predicate<String> known;
    private final Progress progress;
    private final OptionalLong moment;
    private final List<String> computed;

    private VisitsFile(
            Path file,
            Optional<Format> format,
            List<FeatureDefinition> features,
            Set<String> needed,
            Predicate<String> known,
            Progress progress,
            OptionalLong moment,
            List<String> computed) {
        this.file = file;
        this.format = format;
        this.features = List.copyOf(features);
        this.needed = Set.copyOf(needed);
        this.known = known;
        this.progress = progress;
        this.moment = moment;
        this.computed = List.copyOf(computed);
    }

    /** A file whose format is told from its name, else from its first character. */
    public static VisitsFile of(Path file) {
        return new VisitsFile(
                file,
                Optional.empty(),
                List.of(),
                Set.of(),
                item -> true,
                Progress.NONE,
                OptionalLong.empty(),
                List.of());
    }

    public VisitsFile withFormat(Format written) {
        return new VisitsFile(file, Optional.of(written), features, needed, known, progress, moment, computed);
    }

    /** The features that the workspace declares: columns of visits. */
    public VisitsFile withFeatures(List<FeatureDefinition> declared) {
        return new VisitsFile(file, format, declared, needed, known, progress, moment, computed);
    }

    /** The features that each visit must speak of; it may say that there is no value. */
    public VisitsFile withNeeded(Collection<String> names) {
        return new VisitsFile(file, format, features, Set.copyOf(names), known, progress, moment, computed);
    }

    /** Which candidates there are. */
    public VisitsFile withItems(Predicate<String> catalogue) {
        return new VisitsFile(file, format, features, needed, catalogue, progress, moment, computed);
    }

    public VisitsFile withProgress(Progress told) {
        return new VisitsFile(file, format, features, needed, known, told, moment, computed);
    }

    /**
     * Members rather than visits: all come at one moment, where a row does not say when, and a member without an account is one of its
     * own.
     *
     * @param micros the moment
     */
    public VisitsFile withMembersAt(long micros) {
        return new VisitsFile(file, format, features, needed, known, progress, OptionalLong.of(micros), computed);
    }

    /**
     * Features that are computed of members who do not bring them, as of the moment at which all come: who comes before it must bring them.
     *
     * @see #withMembersAt
     */
    public VisitsFile withComputed(List<String> names) {
        return new VisitsFile(file, format, features, needed, known, progress, moment, names);
    }

    /**
     * Hands the good visits to the sink, some hundred at a time: {@code decision_id}, {@code account}, {@code member}, {@code time},
     * {@code received}, {@code surface}, {@code cells}, {@code candidates}, {@code exclude} and the declared features.
     *
     * @throws ImportException when the file is not there or cannot be opened
     */
    public ImportSummary read(Consumer<Batch> sink) {
        Findings findings = new Findings();
        RowProblems problems = new RowProblems();
        SeenIds seen = new SeenIds();
        TableRows rows = new TableRows(
                Table.DECISIONS,
                columns(features, needed, optional()),
                BATCH,
                row -> check(row, seen, problems),
                problems,
                (table, visits) -> sink.accept(visits));
        Format written = format.orElseGet(() -> EventsFile.formatOf(file, LINE_LIMIT));
        JsonFactory json = EventsFile.json();
        Rows reader = switch (written) {
            case JSON_LINES -> new VisitJsonRows(json, rows, problems);
            case CSV -> new CsvRows(json, rows, problems);
        };
        try (InputStream content = Source.open(file, progress)) {
            Records records = new Records(content, written == Format.CSV, LINE_LIMIT);
            new Reading(records, reader, problems, findings, LINE_LIMIT).run();
        } catch (IOException e) {
            findings.error("cannot close " + file + ": " + e.getMessage());
        }
        rows.flush();
        return findings.summary(List.of(rows));
    }

    /** What is read of a visit. */
    static List<ColumnDefinition> columns(List<FeatureDefinition> features, Set<String> needed) {
        return columns(features, needed, OPTIONAL);
    }

    private static List<ColumnDefinition> columns(
            List<FeatureDefinition> features, Set<String> needed, Set<String> optional) {
        List<ColumnDefinition> fixed = Table.DECISIONS.columns().stream()
                .filter(column -> COLUMNS.contains(column.name()))
                .map(column ->
                        column.required(column.required() && !optional.contains(column.name()), column.meaning()))
                .toList();
        List<ColumnDefinition> all = new ArrayList<>(TableRows.columns(Table.DECISIONS, fixed, features));
        all.replaceAll(column -> needed.contains(column.name())
                ? column.required(
                        true,
                        "a feature that the policy reads; where there is no value, say so: null, or an empty field of"
                                + " CSV")
                : column);
        all.add(new ColumnDefinition(CANDIDATES, ColumnType.TEXT_LIST, false, "the items that may be shown"));
        all.add(new ColumnDefinition(EXCLUDE, ColumnType.TEXT_LIST, false, "items that may not be shown"));
        return all;
    }

    private Set<String> optional() {
        Set<String> optional = new HashSet<>(OPTIONAL);
        optional.addAll(moment.isPresent() ? OF_MEMBERS : Set.of());
        return optional;
    }

    private void complete(TableRows row) {
        if (!row.isPresent(row.cell("time"))) {
            row.set("time", moment.orElseThrow());
        }
        if (!row.isPresent(row.cell("account"))) {
            row.set("account", row.cell("member").text());
        }
    }

    private void checkMoment(TableRows row) {
        Cell time = row.cell("time");
        List<String> left =
                computed.stream().filter(name -> !row.isPresent(row.cell(name))).toList();
        if (!left.isEmpty() && time.integer() < moment.orElseThrow()) {
            time.wrong(
                    Reason.OUT_OF_RANGE,
                    Instant.EPOCH.plus(time.integer(), ChronoUnit.MICROS) + " is before the moment as of which "
                            + String.join(", ", left) + " can be computed; leave the time out, or bring them");
        }
    }

    private void check(TableRows row, SeenIds seen, RowProblems problems) {
        checkCandidates(row, known);
        if (moment.isPresent() && problems.isEmpty()) {
            complete(row);
            checkMoment(row);
        }
        Cell id = row.cell(ID);
        // A row that is skipped anyway may stand again, corrected.
        if (problems.isEmpty() && row.isPresent(id) && !seen.add(id.text())) {
            id.wrong(
                    Reason.TWICE,
                    "a visit " + RowProblems.quoted(id.text())
                            + " stands above already; give each visit its own id, or leave ids out");
        }
    }

    /** Adds a problem when a candidate is not known. */
    static void checkCandidates(TableRows row, Predicate<String> known) {
        Cell candidates = row.cell(CANDIDATES);
        if (!row.isPresent(candidates)) {
            return;
        }
        List<String> strangers = new ArrayList<>();
        for (String candidate : candidates.elements()) {
            if (strangers.size() < 4 && !known.test(candidate)) {
                strangers.add(RowProblems.quoted(candidate));
            }
        }
        if (!strangers.isEmpty()) {
            candidates.wrong(
                    Reason.OUT_OF_RANGE,
                    String.join(", ", strangers.subList(0, Math.min(3, strangers.size())))
                            + (strangers.size() > 3 ? " and others" : "")
                            + " not in the catalogue as of that moment; import the items, received by then, or leave"
                            + " them out");
        }
    }
}
