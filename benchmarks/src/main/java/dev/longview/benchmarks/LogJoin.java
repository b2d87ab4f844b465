package dev.longview.benchmarks;

import dev.longview.columns.Batch;
import dev.longview.columns.ColumnType;
import dev.longview.engine.Assembly;
import dev.longview.engine.Moment;
import dev.longview.engine.duckdb.DuckDbEngine;
import dev.longview.engine.duckdb.DuckDbOptions;
import dev.longview.engine.duckdb.Reading;
import dev.longview.outcome.Aggregate;
import dev.longview.outcome.OutcomeDefinition;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.SequencedMap;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.duckdb.DuckDBConnection;

/**
 * Assembling outcomes from a log, beside the same join written by hand and beside one reading of the bytes.
 *
 * <p>Arguments are numbers of decisions, such as {@code 1M 5M 20M 50M}; each has twice as many events. With {@code in=FOLDER} the logs
 * are taken from there, and left there. Each size leaves a file of its own; of sizes beyond 5M, only the first assembly is measured. For the limit of 6 GiB in all, give the heap one: {@code LONGVIEW_JAVA_OPTS=-Xmx1g}.
 */
final class LogJoin implements Benchmark {
    private static final String IN = "in=";
    private static final long MEMORY = 4L << 30;
    /** The join by hand is one query: of 50 million decisions it runs out of this memory. */
    private static final long MOST_BY_HAND = 20_000_000;

    private static final long HOUR = 3_600_000_000L;
    private static final Moment AT = new Moment.At(GeneratedLog.AS_OF);
    private static final Moment AGES = new Moment.Ages(
            Stream.of(1, 6, 24, 48, 96, 168, 336, 672)
                    .map(hours -> hours * HOUR)
                    .toList(),
            GeneratedLog.AS_OF);
    private static final List<OutcomeDefinition> OUTCOMES = List.of(
            outcome("played", "play", new Aggregate.Occurred(), 1),
            outcome("minutes", "watch", new Aggregate.Sum(6000), 28),
            outcome("thumb", "thumb", new Aggregate.Last(List.of("down", "none", "up")), 28));

    private static OutcomeDefinition outcome(String name, String kind, Aggregate as, int days) {
        return new OutcomeDefinition(name, kind, as, Optional.empty(), Duration.ofDays(days), false);
    }

    @Override
    public String name() {
        return "log";
    }

    @Override
    public String summary() {
        return "outcomes of 5M decisions (or of N, M, …: 1M 20M) beside the join written by hand";
    }

    @Override
    public void run(Path results, List<String> arguments) throws Exception {
        List<String> sizes =
                arguments.stream().filter(each -> !each.startsWith(IN)).toList();
        Optional<Path> kept = arguments.stream()
                .filter(each -> each.startsWith(IN))
                .map(each -> Path.of(each.substring(IN.length())))
                .findFirst();
        for (String size : sizes.isEmpty() ? List.of("5M") : sizes) {
            Path folder = Files.createTempDirectory("longview-log");
            try {
                Path log = kept.map(in -> in.resolve(size)).orElse(folder.resolve("log"));
                Timing.forgetPeak();
                Result result = new Result(
                                name() + "-" + size, results.resolve("../..").toRealPath())
                        .put("seed", "hashes of row numbers")
                        .put("memory_limit_bytes", MEMORY)
                        .put("heap_limit_bytes", Runtime.getRuntime().maxMemory());
                measured(new GeneratedLog(log, decisions(size)), folder.resolve("spill"))
                        .forEach(result::put);
                result.write(results);
            } finally {
                delete(folder);
            }
        }
    }

    private static long decisions(String size) {
        long scale = size.endsWith("M") ? 1_000_000 : size.endsWith("k") ? 1_000 : 1;
        return scale * Long.parseLong(scale == 1 ? size : size.substring(0, size.length() - 1));
    }

    private static Map<String, Object> measured(GeneratedLog log, Path spill) throws Exception {
        boolean large = log.decisions() > 5_000_000;
        int runs = log.decisions() > 2_000_000 ? 1 : 3;
        Map<String, Object> found = new LinkedHashMap<>();
        found.put("decisions", log.decisions());
        if (!Files.exists(log.folder())) {
            try (DuckDBConnection connection = connection(spill)) {
                put(found, "generate", Timing.of(() -> {
                    log.write(connection);
                    return log.decisions();
                }));
            }
        }
        List<Sums> written = new ArrayList<>();
        Sums writtenOnce = new Sums();
        Sums assembled = new Sums();
        HandWritten hand = new HandWritten(log);
        Optional<Timing> ordered = Optional.empty();
        try (DuckDBConnection connection = connection(spill)) {
            found.put("bytes_needed", bytes(connection, log));
            put(found, "read_once", Timing.median(runs, () -> {
                for (String scan : hand.scans()) {
                    number(connection, scan);
                }
                return log.decisions();
            }));
            if (!large) {
                put(found, "hand", Timing.median(runs, () -> read(connection, hand.plain(), HandWritten.types())));
            }
            if (log.decisions() <= MOST_BY_HAND) {
                ordered = Optional.of(Timing.median(runs, () -> {
                    Sums sums = new Sums();
                    read(connection, hand.ordered(), HandWritten.types(), sums::addWritten);
                    written.add(sums);
                    return sums.rows();
                }));
                put(found, "hand_ordered", ordered.get());
            }
            if (!large) {
                put(found, "hand_ordered_once", Timing.of(() -> {
                    read(connection, hand.once(), HandWritten.types(), writtenOnce::addWritten);
                    return writtenOnce.rows();
                }));
            }
        }
        try (DuckDbEngine engine = DuckDbEngine.open(
                log.folder(), DuckDbOptions.withDefaults().withMemory(MEMORY).withTemporary(spill))) {
            put(found, "as_of_first_time", Timing.of(() -> {
                engine.assemble(assembly(AT), assembled::addAssembled);
                return assembled.rows();
            }));
            written.forEach(sums -> assembled.mustEqual(sums, false));
            if (!large) {
                assembled.mustEqual(writtenOnce, true);
                Timing at = Timing.median(runs, () -> {
                    Sums sums = new Sums();
                    engine.assemble(assembly(AT), sums::addAssembled);
                    sums.mustEqual(assembled, true);
                    return sums.rows();
                });
                put(found, "as_of", at);
                ratio(found, "as_of_to_hand_ordered", at, ordered.orElseThrow());
                Timing ages = Timing.of(() -> assemble(engine, AGES));
                put(found, "eight_ages", ages);
                ratio(found, "eight_ages_to_as_of", ages, at);
                found.put("eight_ages_rows_per_second", ages.rows() / ages.wall());
            }
        }
        if (!large) {
            found.put("ten_columns_rows_per_second", columns(spill, true));
            found.put("eight_columns_of_numbers_rows_per_second", columns(spill, false));
        }
        found.put("peak_memory_bytes", Timing.peakMemory());
        return found;
    }

    private static void put(Map<String, Object> found, String what, Timing timing) {
        found.put(what + "_seconds", timing.wall());
        found.put(what + "_cpu_seconds", timing.cpu());
    }

    private static void ratio(Map<String, Object> found, String what, Timing one, Timing other) {
        found.put(what, one.wall() / other.wall());
        found.put(what + "_cpu", one.cpu() / other.cpu());
    }

    private static DuckDBConnection connection(Path spill) throws SQLException {
        Properties properties = new Properties();
        properties.setProperty("jdbc_stream_results", "true");
        DuckDBConnection connection =
                DriverManager.getConnection("jdbc:duckdb:", properties).unwrap(DuckDBConnection.class);
        try (Statement statement = connection.createStatement()) {
            statement.execute("SET memory_limit = '" + MEMORY + "B'");
            statement.execute("SET temp_directory = '" + spill + "'");
        }
        return connection;
    }

    private static long number(DuckDBConnection connection, String sql) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery(sql)) {
            row.next();
            return row.getLong(1);
        }
    }

    private static long bytes(DuckDBConnection connection, GeneratedLog log) throws SQLException {
        return number(connection, log.bytes("decisions", HandWritten.OF_DECISIONS))
                + number(connection, log.bytes("slates", HandWritten.OF_SLATES))
                + number(connection, log.bytes("feedback", HandWritten.OF_FEEDBACK));
    }

    private static long read(DuckDBConnection connection, String sql, SequencedMap<String, ColumnType> types)
            throws SQLException {
        LongAdder rows = new LongAdder();
        read(connection, sql, types, batch -> rows.add(batch.size()));
        return rows.sum();
    }

    private static void read(
            DuckDBConnection connection, String sql, SequencedMap<String, ColumnType> types, Consumer<Batch> sink)
            throws SQLException {
        Reading.read(connection, sql, types, sink);
    }

    private static long assemble(DuckDbEngine engine, Moment moment) {
        return engine.assemble(assembly(moment), batch -> {});
    }

    private static Assembly assembly(Moment moment) {
        return Assembly.of(List.of(), OUTCOMES, Duration.ofDays(2), moment);
    }

    /** Columns that are computed as they are read, so that reading is what is measured: eight numbers, and two texts. */
    private static double columns(Path spill, boolean texts) throws Exception {
        SequencedMap<String, ColumnType> types = new LinkedHashMap<>();
        List<String> outputs = new ArrayList<>();
        if (texts) {
            outputs.addAll(List.of("'d-' || i", "'item-' || i % 5000"));
            types.put("t0", ColumnType.TEXT);
            types.put("t1", ColumnType.TEXT);
        }
        for (int column = 2; column < 10; column++) {
            ColumnType type = column < 6 ? ColumnType.BIGINT : ColumnType.DOUBLE;
            types.put("t" + column, type);
            outputs.add("CAST(i + " + column + " AS " + type.name() + ")");
        }
        String sql = "SELECT " + String.join(", ", outputs);
        try (DuckDBConnection connection = connection(spill)) {
            Timing timing = Timing.median(3, () -> read(connection, sql + " FROM range(5000000) r(i)", types));
            return timing.rows() / timing.wall();
        }
    }

    static void delete(Path folder) throws IOException {
        try (Stream<Path> all = Files.walk(folder)) {
            for (Path path : all.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(path);
            }
        }
    }
}
