package dev.longview.engine.duckdb;

import dev.longview.engine.Assembly;
import dev.longview.engine.Moment;
import dev.longview.engine.sql.Slice;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import org.duckdb.DuckDBConnection;

/**
 * How the decisions of an assembly are cut into slices of time that fit the memory.
 *
 * <p>DuckDB sorts, joins and sums up beyond its memory, but several such steps of one query get in each other's way, and some states
 * stay in memory whatever happens. A query that looks at so many decisions only needs none of it.
 */
final class Slices {
    private static final long MEMORY = 4L << 30;
    /** Of a row of the log that is joined, and of an outcome at a moment: measured, and doubled. */
    private static final long BYTES_A_ROW = 512;

    private static final long BYTES_A_VALUE = 64;
    /** Into so many stretches of equal length the time of all decisions is divided; a slice is some of them. */
    private static final long STRETCHES = 100_000;

    private final DuckDBConnection connection;
    private final DuckDbOptions options;
    private Bounds known = new Bounds("none yet", 0, 0, 0, 0, 0);

    /** Of all decisions; of slates in comparison to when their decisions happened. */
    private record Bounds(Object files, long first, long last, long delay, long slatesFrom, long slatesUntil) {}

    Slices(DuckDBConnection connection, DuckDbOptions options) {
        this.connection = connection;
        this.options = options;
    }

    /**
     * The slices in the order of time, of the views of the log's tables.
     *
     * @param files equal for equal files of decisions and slates
     */
    List<Slice> of(Assembly assembly, Object files) throws SQLException {
        List<Slice> whole = List.of(Slice.WHOLE);
        long decisions = numbers(Statements.count("decisions"))[0];
        long most = options.slice().isPresent() ? options.slice().get() : fitting(assembly, decisions);
        if (decisions <= most) {
            return whole;
        }
        if (!known.files.equals(files)) {
            known = bounds(files);
        }
        long length = known.last - known.first;
        if (length < 0) {
            return whole; // Longer than times can tell: some are wrong.
        }
        long stretch = length / STRETCHES + 1;
        List<Slice> slices = new ArrayList<>();
        long from = Long.MIN_VALUE;
        long held = 0;
        try (Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery(
                        Statements.stretches(known.first, stretch, assembly.decidedFrom(), assembly.decidedBefore()))) {
            while (row.next()) {
                long start = known.first + row.getLong(1) * stretch;
                long rows = row.getLong(2);
                if (held > 0 && held + rows > most) {
                    slices.add(slice(from, start));
                    from = start;
                    held = 0;
                }
                held += rows;
            }
        }
        if (slices.isEmpty()) {
            return whole;
        }
        slices.add(slice(from, Long.MAX_VALUE));
        return slices;
    }

    private Slice slice(long from, long before) {
        return new Slice(
                from,
                before,
                sum(Math.min(before, known.last), known.delay),
                sum(Math.max(from, known.first), known.slatesFrom),
                sum(Math.min(before, known.last), known.slatesUntil));
    }

    private static long sum(long time, long duration) {
        long sum = time + duration;
        boolean over = ((time ^ sum) & (duration ^ sum)) < 0;
        return over ? (duration < 0 ? Long.MIN_VALUE : Long.MAX_VALUE) : sum;
    }

    private long fitting(Assembly assembly, long decisions) throws SQLException {
        long slates = numbers(Statements.count("slates"))[0];
        long rows = decisions + slates + numbers(Statements.count("feedback"))[0];
        long moments = switch (assembly.moment()) {
            case Moment.At at -> 1;
            case Moment.Ages(List<Long> ages, long asOf) -> ages.size();
        };
        double bytes = BYTES_A_ROW * (double) rows
                + BYTES_A_VALUE
                        * (double) slates
                        * moments
                        * assembly.outcomes().size();
        return Math.max(1, (long) (options.memoryBytes().orElse(MEMORY) / Math.max(1, bytes / Math.max(1, decisions))));
    }

    private Bounds bounds(Object files) throws SQLException {
        long[] times = numbers(Statements.timesOfDecisions());
        long[] slates = numbers(Statements.delaysOfSlates());
        return new Bounds(files, times[0], times[1], times[2], slates[0], slates[1]);
    }

    private long[] numbers(String sql) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery(sql)) {
            row.next();
            long[] numbers = new long[row.getMetaData().getColumnCount()];
            for (int i = 0; i < numbers.length; i++) {
                numbers[i] = row.getLong(i + 1);
            }
            return numbers;
        }
    }
}
