package dev.longview.engine.duckdb;

import static org.assertj.core.api.Assertions.assertThat;

import dev.longview.log.Table;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentSkipListSet;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A writer that imports and compacts is killed by SIGKILL at random moments, while another process reads. Whoever looks, at any moment,
 * sees whole states only, and never one from before what the writer said was done.
 */
class KillTest {
    @TempDir
    @SuppressWarnings("NullAway.Init") // JUnit sets it
    private Path folder;

    private final AtomicLong stateDone = new AtomicLong(-1);
    private final ConcurrentSkipListSet<Long> moreDone = new ConcurrentSkipListSet<>();

    @Test
    void kill_eightTimes_leavesWholeStatesOnly() throws Exception {
        kill(8, 1);
    }

    @Test
    @Tag("thorough")
    void kill_aHundredAndTwentyTimes_leavesWholeStatesOnly() throws Exception {
        kill(120, 2);
    }

    private Path log() {
        return folder.resolve("log");
    }

    private void kill(int times, long seed) throws Exception {
        SplittableRandom random = new SplittableRandom(seed);
        AtomicBoolean over = new AtomicBoolean();
        long unfinished = 0;
        try (ExecutorService threads = Executors.newSingleThreadExecutor()) {
            Future<Long> reading = threads.submit(() -> readUntil(over));
            try {
                for (int i = 0; i < times; i++) {
                    // From the second on a writer finds what the last one left.
                    killAfter(random.nextInt(6), random.nextDouble());
                    unfinished += Files.isDirectory(log()) && Publication.unfinished(log()) ? 1 : 0;
                }
            } finally {
                over.set(true);
            }
            assertThat(reading.get()).as("states read meanwhile").isGreaterThan(times);
        }
        long before = stateDone.get();
        DuckDbEngine.open(log(), DuckDbOptions.withDefaults()).close();
        assertThat(litter()).containsExactly(".lock");
        // The folders by themselves, as other programs read them.
        Map<Table, List<Path>> files = new TreeMap<>();
        for (Table table : KilledWriter.TABLES) {
            files.put(table, Snapshot.files(log().resolve(table.tableName())));
        }
        try (Connection connection = DriverManager.getConnection("jdbc:duckdb:")) {
            check(connection, files, before, moreDone);
        }
        System.out.println("killed " + times + " times, " + unfinished + " of them among the renames; rounds done: "
                + moreDone.size());
    }

    /**
     * Kills in the middle of a step, whatever the machine's speed is.
     *
     * @param steps how many steps are waited for
     * @param share how much of the time of such a step passes then
     */
    private void killAfter(int steps, double share) throws Exception {
        Process writer = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Xmx256m",
                        "-XX:TieredStopAtLevel=1",
                        "--enable-native-access=ALL-UNNAMED",
                        "-cp",
                        System.getProperty("surefire.test.class.path", System.getProperty("java.class.path")),
                        KilledWriter.class.getName(),
                        log().toString(),
                        Long.toString(stateDone.get() + 2))
                .redirectErrorStream(true)
                .start();
        try (BufferedReader said = writer.inputReader()) {
            heard(said.readLine());
            long from = System.nanoTime();
            for (int step = 0; step < steps; step++) {
                heard(said.readLine());
            }
            long step = steps == 0 ? 50_000_000 : (System.nanoTime() - from) / steps;
            Thread.sleep((long) (share * 1.5 * step / 1_000_000));
            // By its handle: the process itself would close the pipe that has its last words.
            writer.toHandle().destroyForcibly();
            for (String line = said.readLine(); line != null; line = said.readLine()) {
                heard(line);
            }
        } finally {
            writer.destroyForcibly().waitFor();
        }
    }

    private void heard(@org.jspecify.annotations.Nullable String line) {
        assertThat(line).as("what the writer said").matches("(state|more|compacted) [0-9]+");
        String[] words = String.valueOf(line).split(" ", -1);
        long round = Long.parseLong(words[1]);
        if (words[0].equals("state")) {
            stateDone.set(round);
        } else {
            moreDone.add(round);
        }
    }

    private long readUntil(AtomicBoolean over) throws SQLException, InterruptedException {
        long states = 0;
        try (Connection connection = DriverManager.getConnection("jdbc:duckdb:")) {
            while (!over.get()) {
                long state = stateDone.get();
                Set<Long> more = Set.copyOf(moreDone);
                try (Snapshot snapshot = Snapshot.of(log(), KilledWriter.TABLES)) {
                    Map<Table, List<Path>> files = new TreeMap<>();
                    for (Table table : KilledWriter.TABLES) {
                        files.put(table, LogFiles.pinned(snapshot.segments(table)));
                    }
                    check(connection, files, state, more);
                }
                states++;
                Thread.sleep(10);
            }
        }
        return states;
    }

    /** One version of the state in all tables, not older than was said; and of everything else all rows, once. */
    private static void check(Connection connection, Map<Table, List<Path>> files, long state, Set<Long> more)
            throws SQLException {
        if (files.values().stream().allMatch(List::isEmpty)) {
            assertThat(state).isEqualTo(-1);
            return;
        }
        List<Map<String, Long>> tables = new ArrayList<>();
        for (Map.Entry<Table, List<Path>> table : files.entrySet()) {
            tables.add(versions(connection, table.getKey(), table.getValue()));
        }
        assertThat(tables).as("rows of each segment and version, by table").allMatch(tables.getFirst()::equals);
        TreeSet<Long> states = new TreeSet<>();
        tables.getFirst().forEach((segment, rows) -> {
            long version = Long.parseLong(segment.substring(segment.indexOf(" v") + 2));
            if (segment.startsWith("state ")) {
                states.add(version);
                assertThat(rows).as(segment).isEqualTo(KilledWriter.stateRows(version));
            } else {
                assertThat(rows).as(segment).isEqualTo(KilledWriter.MORE_ROWS);
                assertThat(segment).isEqualTo("more-" + version + " v" + version);
            }
        });
        assertThat(states).hasSize(1);
        assertThat(states.first()).isGreaterThanOrEqualTo(state);
        for (long round : more) {
            assertThat(tables.getFirst()).containsKey("more-" + round + " v" + round);
        }
    }

    private static Map<String, Long> versions(Connection connection, Table table, List<Path> files)
            throws SQLException {
        String mark = switch (table) {
            case DECISIONS -> "account";
            case SLATES -> "item";
            case FEEDBACK -> "kind";
            case CANDIDATE_SETS, MEMBERSHIPS, ITEMS -> throw new IllegalArgumentException(table.tableName());
        };
        Map<String, Long> versions = new TreeMap<>();
        try (Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery("SELECT split_part(decision_id, '/', 1) || ' ' || " + mark
                        + ", count(*) FROM read_parquet(["
                        + files.stream()
                                .map(file -> "'" + file + "'")
                                .reduce((a, b) -> a + ", " + b)
                                .orElse("")
                        + "], union_by_name = true) GROUP BY ALL")) {
            while (rows.next()) {
                versions.put(rows.getString(1), rows.getLong(2));
            }
        }
        return versions;
    }

    /** What is in the log beside visible files. */
    private List<String> litter() throws IOException {
        try (Stream<Path> all = Files.walk(log())) {
            return all.map(path -> log().relativize(path).toString())
                    .filter(name -> name.startsWith("."))
                    .filter(name -> !name.equals(".staging") && !name.equals(".pins"))
                    .sorted()
                    .toList();
        }
    }
}
