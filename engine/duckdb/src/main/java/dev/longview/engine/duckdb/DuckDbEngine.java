package dev.longview.engine.duckdb;

import dev.longview.columns.Batch;
import dev.longview.columns.ColumnType;
import dev.longview.engine.Assembly;
import dev.longview.engine.Engine;
import dev.longview.engine.Finding;
import dev.longview.engine.LogException;
import dev.longview.engine.SegmentWriter;
import dev.longview.engine.TableSummary;
import dev.longview.engine.sql.AssemblyQuery;
import dev.longview.engine.sql.Dialect;
import dev.longview.engine.sql.Distinct;
import dev.longview.engine.sql.FindingsQuery;
import dev.longview.engine.sql.Listing;
import dev.longview.engine.sql.Query;
import dev.longview.engine.sql.Rebatching;
import dev.longview.engine.sql.Unfolding;
import dev.longview.log.FeatureDefinition;
import dev.longview.log.Table;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.SequencedMap;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Consumer;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.duckdb.DuckDBConnection;

/**
 * The embedded engine: a folder of Parquet files, {@code <table>/day=YYYY-MM-DD/<segment>.parquet} by the UTC day of {@code received},
 * read and joined by DuckDB in this process. It keeps nothing else: the folder is the log.
 *
 * <pre>{@code
 * try (var engine = DuckDbEngine.open(workspace.resolve("log"), DuckDbOptions.withDefaults())) {
 *     try (var writer = engine.write(Table.FEEDBACK, "import-7", features)) {
 *         writer.append(batch);
 *         writer.publish();
 *     }
 *     engine.assemble(assembly, batch -> …);
 * }
 * }</pre>
 *
 * <p>{@link AssemblyQuery} has the rules of assembly, {@link Publication} what a crash can leave.
 */
public final class DuckDbEngine implements Engine {
    private static final Pattern SEGMENT = Pattern.compile("[A-Za-z0-9_-]+");

    private final Path folder;
    private final DuckDBConnection connection;
    private final LogFiles files;
    private final Optional<Path> ownTemporary;
    private final Repeats repeats;
    /** What {@link #view} has last made of each table. */
    private final Map<String, Viewed> viewed = new HashMap<>();

    private int segments;

    private DuckDbEngine(Path folder, DuckDBConnection connection, Optional<Path> ownTemporary) {
        this.folder = folder;
        this.connection = connection;
        this.files = new LogFiles(folder, connection);
        this.ownTemporary = ownTemporary;
        this.repeats = new Repeats(connection);
    }

    private record Viewed(List<Path> files, SequencedMap<String, ColumnType> types, Set<String> present) {}

    /**
     * Opens a log; its folder need not exist before the first segment is published. What crashed writers left is finished or deleted.
     *
     * @throws LogException when the folder is something else, or what was left cannot be put right
     */
    public static DuckDbEngine open(Path folder, DuckDbOptions options) {
        if (Files.exists(folder) && !Files.isDirectory(folder)) {
            throw new LogException(folder, folder + " is not a folder; a log is one");
        }
        try {
            Optional<Path> own = options.temporary().isPresent()
                    ? Optional.empty()
                    : Optional.of(Files.createTempDirectory("longview-duckdb"));
            Properties properties = new Properties();
            properties.setProperty("jdbc_stream_results", "true");
            DuckDBConnection connection =
                    DriverManager.getConnection("jdbc:duckdb:", properties).unwrap(DuckDBConnection.class);
            DuckDbEngine engine = new DuckDbEngine(folder, connection, own);
            engine.configure(options);
            engine.files.recover();
            return engine;
        } catch (SQLException e) {
            throw Failures.of(folder, e);
        } catch (IOException e) {
            throw new LogException(folder, folder + " cannot be opened: " + e, e);
        }
    }

    private void configure(DuckDbOptions options) throws SQLException {
        Path temporary = options.temporary().or(() -> ownTemporary).orElse(folder);
        execute(Statements.set("temp_directory", temporary.toString()));
        if (options.memoryBytes().isPresent()) {
            execute(Statements.set("memory_limit", options.memoryBytes().get() + "B"));
        }
        if (options.threads().isPresent()) {
            execute(Statements.set("threads", options.threads().get().toString()));
        }
    }

    private void execute(String sql) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    @Override
    public SegmentWriter write(Table table, String segment, List<FeatureDefinition> features) {
        if (!SEGMENT.matcher(segment).matches()) {
            throw new IllegalArgumentException(
                    "a segment's name may have letters, digits, '-' and '_' only: '" + segment + "'");
        }
        Appending appending = new Appending(table.types(features), required(table), table.tableName());
        return segment(appending, new DuckDbSegment.Days(files.folder(table), segment, table.tableName()));
    }

    @Override
    public SegmentWriter writeFile(Path file, SequencedMap<String, ColumnType> columns) {
        return segment(new Appending(columns, Set.of(), file.toString()), new DuckDbSegment.Single(file));
    }

    private SegmentWriter segment(Appending appending, DuckDbSegment.Target target) {
        try {
            // A connection of its own: rows may be written while others are read, labels from outcomes.
            return new DuckDbSegment(
                    connection.duplicate().unwrap(DuckDBConnection.class), "rows_" + segments++, appending, target);
        } catch (SQLException e) {
            throw Failures.of(target.path(), e);
        }
    }

    private static Set<String> required(Table table) {
        return table.columns().stream()
                .filter(Table.ColumnDefinition::required)
                .map(Table.ColumnDefinition::name)
                .collect(Collectors.toCollection(TreeSet::new));
    }

    /** Lets queries read a table. @return the files that it stands for */
    private List<Path> view(Table table, List<FeatureDefinition> features, boolean needed) {
        List<Path> found = needed ? files.someFiles(table) : files.files(table);
        SequencedMap<String, ColumnType> types = table.types(features);
        Set<String> present = files.columns(found, types, required(table));
        try {
            execute(Statements.view(table.tableName(), found, types, present));
        } catch (SQLException e) {
            throw Failures.of(files.folder(table), e);
        }
        viewed.put(table.tableName(), new Viewed(found, types, present));
        return found;
    }

    private void provide(Query query) throws SQLException {
        for (Distinct distinct : query.distinct()) {
            Viewed table = viewed.get(distinct.table());
            if (table == null) {
                throw new IllegalStateException("no view of " + distinct.table() + "; there are " + viewed.keySet());
            }
            repeats.provide(distinct, table.files, files.state(table.files), table.types, table.present);
        }
    }

    private List<Path> views(Assembly assembly) {
        List<Path> all = new ArrayList<>();
        all.addAll(view(Table.DECISIONS, assembly.features(), true));
        all.addAll(view(Table.SLATES, assembly.features(), true));
        all.addAll(view(Table.FEEDBACK, assembly.features(), false));
        all.addAll(view(Table.ITEMS, assembly.features(), false));
        return all;
    }

    @Override
    public long assemble(Assembly assembly, Consumer<Batch> sink) {
        AssemblyQuery query = new AssemblyQuery(assembly);
        Query sql = query.query();
        List<Path> scanned = views(assembly);
        Unfolding unfolding = query.unfolding(sink);
        read(sql, query.types(), unfolding::add, scanned);
        return unfolding.finish();
    }

    private void read(Query query, SequencedMap<String, ColumnType> types, Consumer<Batch> sink, List<Path> scanned) {
        try {
            provide(query);
            // Without it a streamed result comes in any order, even a sorted one: threads hand over chunks as they
            // finish.
            execute(Statements.set("preserve_insertion_order", true));
            Reading.read(connection, Dialect.DUCKDB.render(query), types, sink);
        } catch (SQLException e) {
            throw Failures.of(culprit(scanned), e);
        }
    }

    /** Whose scan fails; the log's folder when each file can be read by itself. */
    private Path culprit(List<Path> scanned) {
        for (Path file : scanned) {
            try (Statement statement = connection.createStatement();
                    ResultSet all = statement.executeQuery(Statements.probe(file))) {
                all.next();
            } catch (SQLException e) {
                return file;
            }
        }
        return folder;
    }

    @Override
    public List<Finding> findings(Assembly assembly) {
        FindingsQuery query = new FindingsQuery(assembly);
        Query sql = query.query();
        List<Path> scanned = views(assembly);
        List<Finding> findings = new ArrayList<>();
        read(
                sql,
                FindingsQuery.types(),
                batch -> {
                    for (int i = 0; i < batch.size(); i++) {
                        findings.add(FindingsQuery.finding(batch, i));
                    }
                },
                scanned);
        return findings;
    }

    @Override
    public List<TableSummary> describe() {
        List<TableSummary> summaries = new ArrayList<>();
        for (Table table : Table.values()) {
            summaries.add(summary(table));
        }
        return summaries;
    }

    private TableSummary summary(Table table) {
        List<Path> found = files.files(table);
        if (found.isEmpty()) {
            return new TableSummary(table, 0, 0, 0, 0, 0);
        }
        files.columns(found, table.types(List.of()), required(table));
        try (Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery(Statements.summary(found))) {
            row.next();
            long bytes = 0;
            for (Path file : found) {
                bytes += Files.size(file);
            }
            return new TableSummary(table, found.size(), row.getLong(1), bytes, row.getLong(2), row.getLong(3));
        } catch (SQLException e) {
            throw Failures.of(culprit(found), e);
        } catch (IOException e) {
            throw new LogException(files.folder(table), files.folder(table) + " cannot be read: " + e, e);
        }
    }

    @Override
    public Batch catalogue(List<FeatureDefinition> features, long asOf) {
        return whole(Listing.catalogue(features, asOf), view(Table.ITEMS, features, false));
    }

    @Override
    public Batch candidateSets(long asOf) {
        return whole(Listing.candidateSets(asOf), view(Table.CANDIDATE_SETS, List.of(), false));
    }

    private Batch whole(Listing listing, List<Path> scanned) {
        List<Batch> parts = new ArrayList<>();
        read(listing.query(), listing.types(), parts::add, scanned);
        return Rebatching.one(listing.types(), parts);
    }

    @Override
    public long memberships(long asOf, Consumer<Batch> sink) {
        List<Path> scanned = view(Table.MEMBERSHIPS, List.of(), false);
        return stream(Listing.memberships(asOf), scanned, sink);
    }

    private long stream(Listing listing, List<Path> scanned, Consumer<Batch> sink) {
        Rebatching batches = new Rebatching(listing.types(), sink);
        read(listing.query(), listing.types(), batches::add, scanned);
        return batches.finish();
    }

    @Override
    public long readFile(Path file, SequencedMap<String, ColumnType> columns, Consumer<Batch> sink) {
        Set<String> present = files.columns(List.of(file), columns, Set.of());
        try {
            execute(Statements.view("file", List.of(file), columns, present));
        } catch (SQLException e) {
            throw Failures.of(file, e);
        }
        return stream(Listing.of("file", columns), List.of(file), sink);
    }

    @Override
    public void close() {
        try {
            connection.close();
            if (ownTemporary.isPresent()) {
                Durable.deleteTree(ownTemporary.get());
            }
        } catch (SQLException | IOException e) {
            throw new LogException(folder, "the engine of " + folder + " could not be closed: " + e.getMessage(), e);
        }
    }
}
