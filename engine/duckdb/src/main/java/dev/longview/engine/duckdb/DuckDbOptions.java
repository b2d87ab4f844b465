package dev.longview.engine.duckdb;

import java.nio.file.Path;
import java.util.Optional;

/**
 * What DuckDB may use.
 *
 * @param memoryBytes at most, before it spills to disk; DuckDB's own limit, four fifths of the machine, when empty
 * @param threads at most; all processors when empty. The rows that come out do not depend on it
 * @param temporary folder to spill to; one of its own, deleted on close, when empty
 */
public record DuckDbOptions(Optional<Long> memoryBytes, Optional<Integer> threads, Optional<Path> temporary) {

    public DuckDbOptions {
        memoryBytes.ifPresent(bytes -> {
            if (bytes < 1 << 26) {
                throw new IllegalArgumentException("memory must be at least 64 MiB: " + bytes + " bytes");
            }
        });
        threads.ifPresent(count -> {
            if (count < 1) {
                throw new IllegalArgumentException("threads must be at least 1: " + count);
            }
        });
    }

    public static DuckDbOptions withDefaults() {
        return new DuckDbOptions(Optional.empty(), Optional.empty(), Optional.empty());
    }

    public DuckDbOptions withMemory(long bytes) {
        return new DuckDbOptions(Optional.of(bytes), threads, temporary);
    }

    public DuckDbOptions withThreads(int count) {
        return new DuckDbOptions(memoryBytes, Optional.of(count), temporary);
    }

    public DuckDbOptions withTemporary(Path folder) {
        return new DuckDbOptions(memoryBytes, threads, Optional.of(folder));
    }
}
