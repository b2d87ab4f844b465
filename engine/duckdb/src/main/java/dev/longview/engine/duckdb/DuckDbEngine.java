package dev.longview.engine.duckdb;

import dev.longview.columns.Batch;
import dev.longview.columns.ColumnType;
import dev.longview.engine.Assembly;
import dev.longview.engine.Checked;
import dev.longview.engine.Contradiction;
import dev.longview.engine.Engine;
import dev.longview.engine.Finding;
import dev.longview.engine.Inspection;
import dev.longview.engine.LogException;
import dev.longview.engine.Published;
import dev.longview.engine.SegmentWriter;
import dev.longview.engine.Selection;
import dev.longview.engine.TableSummary;
import dev.longview.engine.Upkeep;
import dev.longview.engine.duckdb.Snapshot.Segment;
import dev.longview.engine.files.Durable;
import dev.longview.engine.sql.AssemblyQuery;
import dev.longview.engine.sql.Attributing;
import dev.longview.engine.sql.CheckQuery;
import dev.longview.engine.sql.Dialect;
import dev.longview.engine.sql.Distinct;
import dev.longview.engine.sql.EngagementQuery;
import dev.longview.engine.sql.FindingsQuery;
import dev.longview.engine.sql.Listing;
import dev.longview.engine.sql.Query;
import dev.longview.engine.sql.Rebatching;
import dev.longview.engine.sql.Slice;
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
import java.util.Collection;
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
 * <p>{@link AssemblyQuery} has the rules of assembly, {@link Publication} how the log changes,
 * {@link Snapshot} how it is read meanwhile.
 */
public final class DuckDbEngine implements Engine {
    private static final Pattern SEGMENT = Pattern.compile("[A-Za-z0-9_-]+");

    private final Path folder;
    private final DuckDBConnection connection;
    private final DuckDBConnection second;
    private final LogFiles files;
    private final Optional<Path> ownTemporary;
    private final Repeats repeats;
    private final Slices slices;
    /** What {@link #view} has last made of each table. */
    private final Map<String, Viewed> viewed = new HashMap<>();

    private int segments;

    private DuckDbEngine(Path folder, DuckDBConnection connection, DuckDbOptions options, Optional<Path> ownTemporary)
            throws SQLException {
        this.folder = folder;
        this.connection = connection;
        // Footers are looked at while a result streams through the other one, which another statement would end.
        this.second = connection.duplicate().unwrap(DuckDBConnection.class);
        this.files = new LogFiles(folder, second);
        this.ownTemporary = ownTemporary;
        this.repeats = new Repeats(connection);
        this.slices = new Slices(connection, options);
    }

    private record Viewed(List<Segment> files, SequencedMap<String, ColumnType> types, Set<String> present) {}

    /**
     * Opens a log; its folder need not exist before the first segment is published. What crashed writers left is finished or deleted,
     * where the folder may be written.
     *
     * @throws LogException when the folder is something else
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
            DuckDbEngine engine = new DuckDbEngine(folder, connection, options, own);
            engine.configure(options);
            sweep(folder);
            return engine;
        } catch (SQLException e) {
            throw Failures.of(folder, e);
        } catch (IOException e) {
            throw new LogException(folder, folder + " cannot be opened: " + e, e);
        }
    }

    /** What others have left is no reason not to read: what must be finished first, {@link Snapshot} insists on. */
    private static void sweep(Path folder) {
        try {
            if (!Publication.quiet(folder)) {
                Publication.recover(folder);
            }
        } catch (IOException readOnly) {
            return;
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
        return segment(appending, new DuckDbSegment.Days(folder, table, segment, files));
    }

    @Override
    public Published publish(Collection<SegmentWriter> writers) {
        List<DuckDbSegment> together = new ArrayList<>();
        writers.forEach(writer -> together.add(own(writer)));
        return together.isEmpty() ? new Published(0, 0) : new Publishing(folder, files, together).publish();
    }

    private static DuckDbSegment own(SegmentWriter writer) {
        if (writer instanceof DuckDbSegment segment) {
            return segment;
        }
        throw new IllegalArgumentException("not a segment of this engine: " + writer);
    }

    @Override
    public Optional<Contradiction> contradiction(Collection<SegmentWriter> writers) {
        return writers.stream()
                .map(DuckDbEngine::own)
                .flatMap(segment ->
                        Told.of(segment.days().table()).stream().flatMap(told -> contradiction(segment, told).stream()))
                .findFirst();
    }

    private Optional<Contradiction> contradiction(DuckDbSegment segment, Told told) {
        try (Snapshot snapshot = snapshot(told.table())) {
            try {
                return segment.contradiction(told, snapshot.segments(told.table()), files);
            } catch (SQLException e) {
                throw failure(snapshot, e);
            }
        }
    }

    @Override
    public SegmentWriter writeFile(Path file, SequencedMap<String, ColumnType> columns) {
        return segment(new Appending(columns, Set.of(), file.toString()), new DuckDbSegment.Single(file, folder));
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

    static Set<String> required(Table table) {
        return table.columns().stream()
                .filter(Table.ColumnDefinition::required)
                .map(Table.ColumnDefinition::name)
                .collect(Collectors.toCollection(TreeSet::new));
    }

    /** Lets queries read a table. */
    private void view(Snapshot snapshot, Table table, List<FeatureDefinition> features, boolean needed) {
        List<Segment> found = needed ? files.some(snapshot, table) : snapshot.segments(table);
        SequencedMap<String, ColumnType> types = table.types(features);
        Set<String> present = files.columns(found, types, required(table));
        try {
            execute(Statements.view(table.tableName(), LogFiles.pinned(found), types, present));
        } catch (SQLException e) {
            throw failure(snapshot, e);
        }
        viewed.put(table.tableName(), new Viewed(found, types, present));
    }

    private void provide(Query query) throws SQLException {
        for (Distinct distinct : query.distinct()) {
            Viewed table = viewed.get(distinct.table());
            if (table == null) {
                throw new IllegalStateException("no view of " + distinct.table() + "; there are " + viewed.keySet());
            }
            repeats.provide(distinct, LogFiles.pinned(table.files), state(table), table.types, table.present);
        }
    }

    /** Equal for equal files, under whatever names they are read. */
    private List<LogFiles.Footer> state(Viewed table) {
        return List.copyOf(files.footers(table.files).values());
    }

    private List<Slice> slices(Assembly assembly, Snapshot snapshot) {
        List<List<LogFiles.Footer>> state = new ArrayList<>();
        for (Table table : List.of(Table.DECISIONS, Table.SLATES)) {
            Viewed of = viewed.get(table.tableName());
            if (of != null) {
                state.add(state(of));
            }
        }
        try {
            return slices.of(assembly, state);
        } catch (SQLException e) {
            throw failure(snapshot, e);
        }
    }

    private Snapshot snapshot(Table... tables) {
        return Snapshot.of(folder, List.of(tables));
    }

    /** One moment for all tables that assembly reads: a decision and its slate are published at once. */
    private Snapshot views(Assembly assembly) {
        Snapshot snapshot = snapshot(Table.DECISIONS, Table.SLATES, Table.FEEDBACK, Table.ITEMS, Table.MEMBERSHIPS);
        try {
            view(snapshot, Table.DECISIONS, assembly.features(), true);
            view(snapshot, Table.SLATES, assembly.features(), true);
            view(snapshot, Table.FEEDBACK, assembly.features(), false);
            view(snapshot, Table.ITEMS, assembly.features(), false);
            view(snapshot, Table.MEMBERSHIPS, List.of(), false);
            return snapshot;
        } catch (RuntimeException e) {
            snapshot.close();
            throw e;
        }
    }

    @Override
    public long assemble(Assembly assembly, Consumer<Batch> sink) {
        AssemblyQuery query = new AssemblyQuery(assembly);
        query.query(); // Refuses what cannot be assembled before anything is read.
        try (Snapshot snapshot = views(assembly)) {
            Unfolding unfolding = query.unfolding(sink);
            engaged(assembly, snapshot, () -> {
                for (Slice slice : slices(assembly, snapshot)) {
                    read(query.query(slice), query.types(), unfolding::add, snapshot);
                }
            });
            return unfolding.finish();
        }
    }

    /** Reads while it can be read whose the events without a decision are, where the assembly asks for it. */
    private void engaged(Assembly assembly, Snapshot snapshot, Runnable reading) {
        Optional<EngagementQuery> query = EngagementQuery.of(assembly);
        if (query.isEmpty()) {
            reading.run();
            return;
        }
        try (DuckDbEngagements engagements = DuckDbEngagements.create(connection)) {
            Attributing attributing = query.get().attributing(engagements::won, engagements::continuing);
            read(query.get().query(), EngagementQuery.types(), attributing::add, snapshot);
            attributing.finish();
            engagements.complete();
            reading.run();
        } catch (SQLException e) {
            throw Failures.of(folder, e);
        }
    }

    private void read(Query query, SequencedMap<String, ColumnType> types, Consumer<Batch> sink, Snapshot snapshot) {
        try {
            stream(query, types, sink);
        } catch (SQLException e) {
            throw failure(snapshot, e);
        }
    }

    private void stream(Query query, SequencedMap<String, ColumnType> types, Consumer<Batch> sink) throws SQLException {
        provide(query);
        // Without it a streamed result comes in any order, even a sorted one: threads hand over chunks as they
        // finish.
        execute(Statements.set("preserve_insertion_order", true));
        Reading.read(connection, Dialect.DUCKDB.render(query), types, sink);
    }

    /** Says whose scan failed: the log's folder when each file can be read by itself. */
    private LogException failure(Snapshot snapshot, SQLException failure) {
        Path culprit = folder;
        for (Segment segment : snapshot.segments()) {
            try (Statement statement = connection.createStatement();
                    ResultSet all = statement.executeQuery(Statements.probe(segment.pinned()))) {
                all.next();
            } catch (SQLException e) {
                culprit = segment.file();
                break;
            }
        }
        return Failures.of(culprit, failure, snapshot.told(String.valueOf(failure.getMessage())));
    }

    @Override
    public List<Finding> findings(Assembly assembly) {
        FindingsQuery query = new FindingsQuery(assembly);
        Query sql = query.query();
        List<Finding> findings = new ArrayList<>();
        Consumer<Batch> each = batch -> {
            for (int i = 0; i < batch.size(); i++) {
                findings.add(FindingsQuery.finding(batch, i));
            }
        };
        try (Snapshot snapshot = views(assembly)) {
            engaged(
                    assembly.at(assembly.moment().asOf()),
                    snapshot,
                    () -> read(sql, FindingsQuery.types(), each, snapshot));
        }
        return findings;
    }

    @Override
    public List<Checked> check(Inspection inspection) {
        Assembly assembly = inspection.assembly();
        List<CheckQuery> queries = CheckQuery.of(inspection);
        try (Snapshot snapshot = snapshot(Table.values())) {
            for (Table table : Table.values()) {
                view(snapshot, table, assembly.features(), false);
            }
            Checking checking = new Checking((query, types, sink) -> read(query, types, sink, snapshot));
            checking.columns(snapshot, files, assembly.features());
            engaged(assembly.at(assembly.moment().asOf()), snapshot, () -> queries.forEach(checking::ask));
            return checking.checked();
        }
    }

    @Override
    public Upkeep upkeep() {
        return new DuckDbUpkeep(folder, files, second);
    }

    @Override
    public List<TableSummary> describe() {
        List<TableSummary> summaries = new ArrayList<>();
        try (Snapshot snapshot = snapshot(Table.values())) {
            for (Table table : Table.values()) {
                summaries.add(summary(snapshot, table));
            }
        }
        return summaries;
    }

    private TableSummary summary(Snapshot snapshot, Table table) {
        List<Segment> found = snapshot.segments(table);
        if (found.isEmpty()) {
            return new TableSummary(table, 0, 0, 0, 0, 0);
        }
        files.columns(found, table.types(List.of()), required(table));
        long bytes = files.footers(found).values().stream()
                .mapToLong(footer -> footer.state().size())
                .sum();
        try (Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery(Statements.summary(LogFiles.pinned(found)))) {
            row.next();
            return new TableSummary(table, found.size(), row.getLong(1), bytes, row.getLong(2), row.getLong(3));
        } catch (SQLException e) {
            throw failure(snapshot, e);
        }
    }

    @Override
    public Batch catalogue(List<FeatureDefinition> features, long asOf) {
        try (Snapshot snapshot = snapshot(Table.ITEMS)) {
            view(snapshot, Table.ITEMS, features, false);
            return whole(Listing.catalogue(features, asOf), snapshot);
        }
    }

    @Override
    public Batch candidateSets(long asOf) {
        try (Snapshot snapshot = snapshot(Table.CANDIDATE_SETS)) {
            view(snapshot, Table.CANDIDATE_SETS, List.of(), false);
            return whole(Listing.candidateSets(asOf), snapshot);
        }
    }

    private Batch whole(Listing listing, Snapshot snapshot) {
        List<Batch> parts = new ArrayList<>();
        read(listing.query(), listing.types(), parts::add, snapshot);
        return Rebatching.one(listing.types(), parts);
    }

    @Override
    public long memberships(long asOf, Consumer<Batch> sink) {
        return listed(Table.MEMBERSHIPS, List.of(), Listing.memberships(asOf), sink);
    }

    @Override
    public long rows(Table table, List<FeatureDefinition> features, Selection which, Consumer<Batch> sink) {
        return listed(table, features, Listing.rows(table, features, which), sink);
    }

    @Override
    public long feedback(List<String> kinds, long from, long asOf, Consumer<Batch> sink) {
        return listed(Table.FEEDBACK, List.of(), Listing.feedback(kinds, from, asOf), sink);
    }

    @Override
    public long watched(List<String> kinds, long from, long asOf, Consumer<Batch> sink) {
        return listed(Table.FEEDBACK, List.of(), Listing.watched(kinds, from, asOf), sink);
    }

    private long listed(Table table, List<FeatureDefinition> features, Listing listing, Consumer<Batch> sink) {
        Rebatching batches = new Rebatching(listing.types(), sink);
        try (Snapshot snapshot = snapshot(table)) {
            view(snapshot, table, features, false);
            read(listing.query(), listing.types(), batches::add, snapshot);
        }
        return batches.finish();
    }

    @Override
    public long readFile(Path file, SequencedMap<String, ColumnType> columns, Consumer<Batch> sink) {
        Set<String> present = files.columns(List.of(Segment.of(file)), columns, Set.of());
        Rebatching batches = new Rebatching(columns, sink);
        try {
            execute(Statements.view("file", List.of(file), columns, present));
            stream(Listing.of("file", columns).query(), columns, batches::add);
        } catch (SQLException e) {
            throw Failures.of(file, e);
        }
        return batches.finish();
    }

    @Override
    public void close() {
        try {
            second.close();
            connection.close();
            if (ownTemporary.isPresent()) {
                Durable.deleteTree(ownTemporary.get());
            }
        } catch (SQLException | IOException e) {
            throw new LogException(folder, "the engine of " + folder + " could not be closed: " + e.getMessage(), e);
        }
    }
}
