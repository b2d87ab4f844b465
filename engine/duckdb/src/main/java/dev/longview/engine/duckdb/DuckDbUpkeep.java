package dev.longview.engine.duckdb;

import dev.longview.engine.Upkeep;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.List;
import org.duckdb.DuckDBConnection;

/** The upkeep of a folder of Parquet files: each thing in a class of its own. */
final class DuckDbUpkeep implements Upkeep {
    private final Path log;
    private final LogFiles files;
    private final DuckDBConnection connection;

    DuckDbUpkeep(Path log, LogFiles files, DuckDBConnection connection) {
        this.log = log;
        this.files = files;
        this.connection = connection;
    }

    @Override
    public List<Compacted> compact(LocalDate before, long targetBytes) {
        return new Compaction(log, files, connection).compact(before, targetBytes);
    }
}
