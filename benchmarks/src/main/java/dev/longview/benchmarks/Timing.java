package dev.longview.benchmarks;

import com.sun.management.OperatingSystemMXBean;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * How long something took in this process.
 *
 * @param cpu seconds of all threads, which other work on the machine disturbs less than {@code wall}
 */
record Timing(double wall, double cpu, long rows) {
    /** Something that gives rows. */
    interface Work {
        long run() throws Exception;
    }

    /** The run of {@code runs} with the median of CPU time. */
    static Timing median(int runs, Work work) throws Exception {
        List<Timing> all = new ArrayList<>();
        for (int i = 0; i < runs; i++) {
            all.add(of(work));
        }
        return all.stream()
                .sorted(Comparator.comparingDouble(Timing::cpu))
                .toList()
                .get((runs - 1) / 2);
    }

    static Timing of(Work work) throws Exception {
        long cpu = processorTime();
        long start = System.nanoTime();
        long rows = work.run();
        return new Timing((System.nanoTime() - start) / 1e9, (processorTime() - cpu) / 1e9, rows);
    }

    private static long processorTime() {
        return ManagementFactory.getOperatingSystemMXBean() instanceof OperatingSystemMXBean system
                ? system.getProcessCpuTime()
                : 0;
    }

    /** Starts {@link #peakMemory} anew, where the system lets it. */
    static void forgetPeak() throws IOException {
        Path references = Path.of("/proc/self/clear_refs");
        if (Files.isWritable(references)) {
            Files.writeString(references, "5");
        }
    }

    /** The most memory that this process has had, in bytes; −1 where the system does not tell. */
    static long peakMemory() throws IOException {
        Path status = Path.of("/proc/self/status");
        if (!Files.isReadable(status)) {
            return -1;
        }
        return Files.readAllLines(status).stream()
                .filter(line -> line.startsWith("VmHWM:"))
                .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")) * 1024)
                .findFirst()
                .orElse(-1);
    }
}
