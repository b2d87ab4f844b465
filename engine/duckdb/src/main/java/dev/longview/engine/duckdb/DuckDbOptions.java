package dev.longview.engine.duckdb;

import java.nio.file.Path;
import java.util.Optional;

/**
 * What DuckDB may use.
 *
 * @param memoryBytes at most, before it spills to disk; DuckDB's own limit, four fifths of the machine, when empty
 * @param threads at most; all processors when empty. The rows that come out do not depend on it
 * @param temporary folder to spill to; one of its own, deleted on close, when empty
 * @param slice decisions that are assembled at once, at most, one such slice of time after the other; as many as fit the memory when
 *     empty. The rows that come out do not depend on it
 */
public record DuckDbOptions(
        Optional<Long> memoryBytes, Optional<Integer> threads, Optional<Path> temporary, Optional<Long> slice) {

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
        slice.ifPresent(decisions -> {
            if (decisions < 1) {
                throw new IllegalArgumentException("a slice must have at least 1 decision: " + decisions);
            }
        });
    }

    public static DuckDbOptions withDefaults() {
        return new DuckDbOptions(Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty());
    }

    public DuckDbOptions withMemory(long bytes) {
        return new DuckDbOptions(Optional.of(bytes), threads, temporary, slice);
    }

    public DuckDbOptions withThreads(int count) {
        return new DuckDbOptions(memoryBytes, Optional.of(count), temporary, slice);
    }

    public DuckDbOptions withTemporary(Path folder) {
        return new DuckDbOptions(memoryBytes, threads, Optional.of(folder), slice);
    }

    public DuckDbOptions withSlice(long decisions) {
        return new DuckDbOptions(memoryBytes, threads, temporary, Optional.of(decisions));
    }
}
