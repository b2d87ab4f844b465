package dev.longview.engine.duckdb;

import dev.longview.engine.Upkeep;
import dev.longview.log.Table;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import org.duckdb.DuckDBConnection;

/** The upkeep of a folder of Parquet files: each thing in a class of its own. */
record DuckDbUpkeep(Path log, LogFiles files, DuckDBConnection connection) implements Upkeep {
    @Override
    public List<Compacted> compact(LocalDate before, long targetBytes) {
        return new Compaction(log, files, connection).compact(before, targetBytes);
    }

    @Override
    public List<Expired> expire(Set<Table> tables, LocalDate before, boolean dryRun) {
        return new Expiry(log, files, connection).expire(tables, before, dryRun);
    }

    @Override
    public Optional<LocalDate> decisionsExpiredBefore() {
        return Expiry.decisionsBefore(log);
    }

    @Override
    public long copyTo(Path folder) {
        return LogCopy.copy(log, folder);
    }

    @Override
    public Forgotten forget(Set<String> members, Consumer<List<ForgottenDecision>> decisions) {
        return new Forgetting(log, files, connection).forget(members, decisions);
    }

    @Override
    public ForgottenIn forgetIn(Path file) {
        return new Forgetting(log, files, connection).forgetIn(file);
    }
}
