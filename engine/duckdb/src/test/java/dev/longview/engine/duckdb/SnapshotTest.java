package dev.longview.engine.duckdb;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.longview.engine.LogException;
import dev.longview.engine.files.Durable;
import dev.longview.log.Table;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Reading while others write. */
class SnapshotTest {
    @TempDir
    @SuppressWarnings("NullAway.Init") // JUnit sets it
    private Path folder;

    private DuckDbEngine open() {
        return DuckDbEngine.open(folder.resolve("log"), DuckDbOptions.withDefaults());
    }

    private static void memberships(DuckDbEngine engine, String plan, int rows) {
        Logs logs = Logs.empty();
        for (int i = 0; i < rows; i++) {
            logs.add(
                    Table.MEMBERSHIPS,
                    "event_id",
                    "e%06d".formatted(i),
                    "account",
                    "a%06d".formatted(i),
                    "event",
                    "join",
                    "plan",
                    plan,
                    "time",
                    (long) i,
                    "received",
                    86_400_000_000L * (i % 5));
        }
        logs.publish(engine, List.of(), 1);
    }

    @Test
    void read_segmentReplacedMeanwhile_seesTheOldRowsToTheEnd() {
        int rows = 200_000;
        try (DuckDbEngine engine = open();
                DuckDbEngine writer = open()) {
            memberships(engine, "old", rows);
            List<String> plans = new ArrayList<>();
            engine.memberships(Long.MAX_VALUE / 2, batch -> {
                if (plans.isEmpty()) {
                    memberships(writer, "new", 5);
                }
                for (int i = 0; i < batch.size(); i++) {
                    plans.add(batch.texts("plan").text(i));
                }
            });
            assertThat(plans).hasSize(rows).containsOnly("old");
            assertThat(engine.memberships(
                            Long.MAX_VALUE / 2,
                            batch -> assertThat(batch.texts("plan").text(0)).isEqualTo("new")))
                    .isEqualTo(5);
        }
    }

    @Test
    void snapshot_filesDeletedMeanwhile_canStillBeRead() throws IOException {
        try (DuckDbEngine engine = open()) {
            memberships(engine, "old", 10);
        }
        Path log = folder.resolve("log");
        List<Path> pinned;
        try (Snapshot snapshot = Snapshot.of(log, List.of(Table.MEMBERSHIPS))) {
            pinned = LogFiles.pinned(snapshot.segments(Table.MEMBERSHIPS));
            assertThat(pinned).hasSize(5);
            Durable.deleteTree(log.resolve("memberships"));
            assertThat(pinned).allSatisfy(file -> assertThat(file).exists());
        }
        assertThat(pinned).noneSatisfy(file -> assertThat(file).exists());
        try (Stream<Path> left = Files.list(log.resolve(".pins"))) {
            assertThat(left).isEmpty();
        }
    }

    @Test
    void open_pinsOfADeadReader_areSweptAndThoseOfALivingOneKept() throws IOException {
        try (DuckDbEngine engine = open()) {
            memberships(engine, "old", 10);
        }
        Path pins = folder.resolve("log/.pins");
        Lease dead = Lease.take(pins);
        Files.createLink(
                dead.folder().resolve("pinned"),
                Snapshot.files(folder.resolve("log/memberships")).getFirst());
        dead.abandon();
        try (Lease alive = Lease.take(pins)) {
            open().close();
            assertThat(alive.folder()).exists();
            assertThat(dead.folder()).doesNotExist();
            assertThat(Durable.list(pins)).hasSize(2);
        }
    }

    @Test
    void read_brokenFile_isNamedByItsOwnPathAndNotByAPin() throws IOException {
        try (DuckDbEngine engine = open()) {
            memberships(engine, "old", 40_000);
            Path file = Snapshot.files(folder.resolve("log/memberships")).getFirst();
            byte[] bytes = Files.readAllBytes(file);
            // The footer stays whole: the scan fails, not the opening.
            java.util.Arrays.fill(bytes, 8, bytes.length / 2, (byte) 7);
            Files.write(file, bytes);
            assertThatThrownBy(() -> engine.memberships(Long.MAX_VALUE / 2, batch -> {}))
                    .isInstanceOfSatisfying(
                            LogException.class, e -> assertThat(e.file()).isEqualTo(file))
                    .hasMessageContaining(file.toString())
                    .hasMessageNotContaining(".pins");
        }
    }

    @Test
    void read_folderThatCannotBeWritten_isReadAsItIs() throws IOException {
        try (DuckDbEngine engine = open()) {
            memberships(engine, "old", 10);
        }
        Path log = folder.resolve("log");
        // Where a file stands in the way nobody can make pins, not even root, who may write everywhere.
        Durable.deleteTree(log.resolve(".pins"));
        Files.writeString(log.resolve(".pins"), "");
        var before = Files.getPosixFilePermissions(log);
        Files.setPosixFilePermissions(log, PosixFilePermissions.fromString("r-xr-xr-x"));
        try (DuckDbEngine engine = open()) {
            assertThat(engine.memberships(Long.MAX_VALUE / 2, batch -> {})).isEqualTo(10);
        } finally {
            Files.setPosixFilePermissions(log, before);
        }
    }
}
