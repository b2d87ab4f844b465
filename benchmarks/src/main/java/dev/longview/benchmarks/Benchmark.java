package dev.longview.benchmarks;

import java.nio.file.Path;
import java.util.List;

/** One thing that can be measured by name. */
interface Benchmark {
    String name();

    /** One line for the list. */
    String summary();

    /** Measures; what it finds goes to {@code results/<name>.json} and, for a person, to standard output. */
    void run(Path results, List<String> arguments) throws Exception;
}
