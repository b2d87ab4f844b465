package dev.longview.ingest;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.json.JsonReadFeature;
import dev.longview.log.FeatureDefinition;
import dev.longview.log.Table;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * A file of rows in the log's own schema: JSON Lines or CSV, gzip or not. docs/schema.md is the contract.
 *
 * <p>It is read once, in memory that does not grow with it. A row that cannot be one is skipped and told of; nothing in a file stops the
 * rest of it, and of a damaged gzip what can be read is read.
 *
 * <pre>{@code
 * EventsFile file = EventsFile.of(path).withFeatures(configuration.features());
 * String segment = ContentHash.of(path).segment();
 * ImportSummary summary = file.read((table, rows) -> writer(table, segment).append(rows));
 * }</pre>
 */
public final class EventsFile {
    private static final int DEFAULT_LINE_LIMIT = 1 << 20;
    private static final int LARGEST_LINE_LIMIT = 1 << 29;

    private final Path file;
    private final Optional<Table> table;
    private final Optional<Format> format;
    private final List<FeatureDefinition> features;
    private final int lineLimit;
    private final Progress progress;

    private EventsFile(
            Path file,
            Optional<Table> table,
            Optional<Format> format,
            List<FeatureDefinition> features,
            int lineLimit,
            Progress progress) {
        this.file = file;
        this.table = table;
        this.format = format;
        this.features = List.copyOf(features);
        this.lineLimit = lineLimit;
        this.progress = progress;
    }

    /** A file whose format is told from its name, else from its first character, and whose rows name their tables. */
    public static EventsFile of(Path file) {
        return new EventsFile(file, Optional.empty(), Optional.empty(), List.of(), DEFAULT_LINE_LIMIT, Progress.NONE);
    }

    /** The table of rows that do not name one. CSV needs it. */
    public EventsFile withTable(Table ofRows) {
        return new EventsFile(file, Optional.of(ofRows), format, features, lineLimit, progress);
    }

    public EventsFile withFormat(Format written) {
        return new EventsFile(file, table, Optional.of(written), features, lineLimit, progress);
    }

    /** The features that the workspace declares: columns of decisions and items. */
    public EventsFile withFeatures(List<FeatureDefinition> declared) {
        return new EventsFile(file, table, format, declared, lineLimit, progress);
    }

    /** The most bytes that a row may have: 1 MiB unless said. */
    public EventsFile withLineLimit(int bytes) {
        if (bytes < 16 || bytes > LARGEST_LINE_LIMIT) {
            throw new IllegalArgumentException("line limit must be 16 to " + LARGEST_LINE_LIMIT + " bytes: " + bytes);
        }
        return new EventsFile(file, table, format, features, bytes, progress);
    }

    public EventsFile withProgress(Progress told) {
        return new EventsFile(file, table, format, features, lineLimit, told);
    }

    /**
     * Hands the file's good rows to the sink, table by table as batches fill.
     *
     * @throws ImportException when the file is not there or cannot be opened, or is CSV and no table is given
     */
    public ImportSummary read(BatchSink sink) {
        Findings findings = new Findings();
        RowProblems problems = new RowProblems();
        Tables tables = new Tables(features, problems, sink);
        Format written = format.orElseGet(() -> formatOf(file, lineLimit));
        try (InputStream content = Source.open(file, progress)) {
            Records records = new Records(content, written == Format.CSV, lineLimit);
            Rows rows = rows(written, tables, problems);
            new Reading(records, rows, problems, findings, lineLimit).run();
        } catch (IOException e) {
            findings.error("cannot close " + file + ": " + e.getMessage());
        }
        return findings.summary(tables.flush());
    }

    private Rows rows(Format written, Tables tables, RowProblems problems) {
        JsonFactory json = json();
        return switch (written) {
            case JSON_LINES -> new JsonRows(json, tables, table, problems);
            case CSV ->
                new CsvRows(
                        json,
                        tables.of(table.orElseThrow(() -> new ImportException(file
                                + " is CSV, whose rows are all of one table: say which, by --table feedback or another"
                                + " of "
                                + JsonRows.TABLES))),
                        problems);
        };
    }

    /** Interning would keep every key of every file for as long as the process lives. */
    static JsonFactory json() {
        return JsonFactory.builder()
                .disable(JsonFactory.Feature.INTERN_FIELD_NAMES)
                .enable(JsonReadFeature.ALLOW_NON_NUMERIC_NUMBERS)
                .build();
    }

    /** The format that a file's name tells, else its first character. */
    static Format formatOf(Path file, int lineLimit) {
        return formatOfName(file).orElseGet(() -> formatOfContent(file, lineLimit));
    }

    private static Optional<Format> formatOfName(Path file) {
        String name = String.valueOf(file.getFileName()).toLowerCase(Locale.ROOT);
        String plain = name.endsWith(".gz") ? name.substring(0, name.length() - 3) : name;
        if (plain.endsWith(".csv")) {
            return Optional.of(Format.CSV);
        }
        boolean json = plain.endsWith(".jsonl") || plain.endsWith(".ndjson") || plain.endsWith(".json");
        return json ? Optional.of(Format.JSON_LINES) : Optional.empty();
    }

    /** A row of JSON Lines begins with a brace; no header of CSV does. */
    private static Format formatOfContent(Path file, int lineLimit) {
        try (InputStream content = Source.open(file, Progress.NONE)) {
            Records records = new Records(content, false, lineLimit);
            boolean brace = !records.next() || records.bytes()[records.start()] == '{';
            return brace ? Format.JSON_LINES : Format.CSV;
        } catch (IOException e) {
            throw new ImportException("cannot read " + file + ": " + e.getMessage(), e);
        }
    }
}
