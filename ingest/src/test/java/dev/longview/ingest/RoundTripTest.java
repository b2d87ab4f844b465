package dev.longview.ingest;

import static org.assertj.core.api.Assertions.assertThat;

import dev.longview.columns.Batch;
import dev.longview.log.Table;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Random;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class RoundTripTest {
    @TempDir
    Path folder;

    @ParameterizedTest
    @EnumSource(Table.class)
    void read_randomRowsAsJsonLines_areTheSameRows(Table table) throws IOException {
        Batch batch = new RandomLog(1).batch(table, 5000);
        same(table, batch, write("rows.jsonl", RandomLog.jsonLines(batch)));
    }

    @ParameterizedTest
    @EnumSource(Table.class)
    void read_randomRowsAsCsv_areTheSameRows(Table table) throws IOException {
        Batch batch = new RandomLog(2).batch(table, 5000);
        same(table, batch, write("rows.csv", RandomLog.csv(batch)));
    }

    @ParameterizedTest
    @EnumSource(Table.class)
    void read_gzipUnderAnotherName_isToldFromTheContent(Table table) throws IOException {
        Batch batch = new RandomLog(3).batch(table, 50);
        same(table, batch, write("rows", gzip(RandomLog.jsonLines(batch))));
        same(table, batch, write("rows", gzip(RandomLog.csv(batch))));
    }

    /** Bytes changed, lost and doubled: nothing throws, and every row is either accepted or skipped. */
    @ParameterizedTest
    @EnumSource(Table.class)
    void read_damagedBytes_countsEveryRowAndThrowsNothing(Table table) throws IOException {
        Random random = new Random(4);
        Batch batch = new RandomLog(5).batch(table, 20);
        for (int i = 0; i < 100; i++) {
            for (Format format : Format.values()) {
                byte[] good = format == Format.CSV ? RandomLog.csv(batch) : RandomLog.jsonLines(batch);
                boolean compressed = random.nextInt(4) == 0;
                byte[] bad = damaged(compressed ? gzip(good) : good, random);
                Collected rows = new Collected();
                ImportSummary summary = EventsFile.of(write("damaged", bad))
                        .withTable(table)
                        .withFormat(format)
                        .withFeatures(RandomLog.FEATURES)
                        .withLineLimit(random.nextBoolean() ? 1 << 20 : 400)
                        .read(rows);
                assertThat(summary.accepted() + summary.skipped()).isEqualTo(summary.read());
                assertThat(rows.of(table)).hasSize((int) summary.rows(table));
                assertThat(summary.text()).isNotEmpty();
            }
        }
    }

    private static void same(Table table, Batch batch, Path file) {
        Collected rows = new Collected();
        ImportSummary summary = EventsFile.of(file)
                .withTable(table)
                .withFeatures(RandomLog.FEATURES)
                .read(rows);
        assertThat(summary.problems()).isEmpty();
        assertThat(summary.errors()).isEmpty();
        assertThat(summary.accepted()).isEqualTo(batch.size());
        assertThat(rows.of(table)).isEqualTo(Collected.rows(batch));
        assertThat(rows.largest()).isLessThanOrEqualTo(4096);
    }

    private static byte[] damaged(byte[] good, Random random) {
        byte[] bytes = good.clone();
        for (int n = 1 + random.nextInt(8); n > 0; n--) {
            int at = random.nextInt(bytes.length);
            bytes[at] = random.nextBoolean() ? (byte) random.nextInt(256) : bytes[random.nextInt(bytes.length)];
        }
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        int from = random.nextInt(bytes.length);
        out.write(bytes, 0, from);
        int again = random.nextInt(3) == 0 ? random.nextInt(bytes.length) : from;
        out.write(bytes, again, bytes.length - again);
        return out.toByteArray();
    }

    private static byte[] gzip(byte[] content) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (OutputStream out = new GZIPOutputStream(bytes)) {
            out.write(content);
        }
        return bytes.toByteArray();
    }

    private Path write(String name, byte[] content) throws IOException {
        return Files.write(folder.resolve(name), content);
    }
}
