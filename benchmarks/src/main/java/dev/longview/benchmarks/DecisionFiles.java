package dev.longview.benchmarks;

import com.sun.management.OperatingSystemMXBean;
import dev.longview.columns.Batch;
import dev.longview.columns.ColumnType;
import dev.longview.engine.SegmentWriter;
import dev.longview.engine.duckdb.DuckDbEngine;
import dev.longview.engine.duckdb.DuckDbOptions;
import java.io.BufferedReader;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.SequencedMap;

/**
 * Learning W8 from a file in the form that each side writes: Parquet through the product's engine, and Vowpal Wabbit's text. CPU is that of
 * the whole process, as reading has threads of its own.
 */
final class DecisionFiles {
    /** A decision's lines end with an empty one. */
    private static final int LINES = 1 << 16;

    private DecisionFiles() {}

    /** CPU seconds of reading and learning, and the size of what was read. */
    record Read(double cpuSeconds, long bytes) {}

    /** From Parquet: rows, learner and the catalogue's matrix. */
    static Read ours(FactorisedDecisions decisions, int dimensions, double rate, Path folder) {
        Path file = folder.resolve("decisions.parquet");
        try (DuckDbEngine engine = DuckDbEngine.open(
                folder.resolve("log"), DuckDbOptions.withDefaults().withThreads(1))) {
            Batch rows = decisions.withRewards();
            SequencedMap<String, ColumnType> columns = new LinkedHashMap<>();
            rows.columns().forEach((name, column) -> columns.put(name, column.type()));
            try (SegmentWriter writer = engine.writeFile(file, columns)) {
                writer.append(rows);
                writer.publish();
            }
            double start = cpu();
            List<Batch> read = new ArrayList<>();
            engine.readFile(file, columns, read::add);
            decisions.learn(read, dimensions, rate);
            return new Read(cpu() - start, size(file));
        }
    }

    /** From text, as {@code vw} itself reads it. */
    static Read theirs(VowpalWabbit.Texts texts, String setting, Path folder) throws IOException {
        Path file = folder.resolve("decisions.txt");
        texts.write(file);
        try (VowpalWabbit vw = new VowpalWabbit(setting);
                BufferedReader reader = Files.newBufferedReader(file)) {
            double start = cpu();
            String[] lines = new String[LINES];
            int count = 0;
            for (String line = reader.readLine(); line != null; line = reader.readLine()) {
                if (line.isEmpty()) {
                    vw.learn(Arrays.copyOf(lines, count));
                    count = 0;
                } else {
                    lines[count++] = line;
                }
            }
            return new Read(cpu() - start, size(file));
        }
    }

    private static long size(Path file) {
        try {
            return Files.size(file);
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    private static double cpu() {
        return ((OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean()).getProcessCpuTime() / 1e9;
    }
}
