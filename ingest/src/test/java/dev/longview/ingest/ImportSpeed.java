package dev.longview.ingest;

import dev.longview.log.Table;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;

/** A scratch measurement, started by hand: rows a second from a file of feedback, on one core. */
final class ImportSpeed {
    private static final int ROWS = 1_000_000;

    private ImportSpeed() {}

    public static void main(String[] arguments) throws IOException {
        StringBuilder json = new StringBuilder();
        StringBuilder csv = new StringBuilder("event_id,kind,member,item,time,received,decision_id,position,value\n");
        for (int i = 0; i < ROWS; i++) {
            long time = 1_800_000_000_000_000L + 1_234_567L * i;
            int member = (int) (i * 7919L % 50_000);
            json.append(String.format(
                    Locale.ROOT,
                    "{\"event_id\": \"event-%09d\", \"kind\": \"watch\", \"member\": \"member-%06d\", \"item\":"
                            + " \"item-%04d\", \"time\": %d, \"received\": %d, \"decision_id\": \"decision-%08d\","
                            + " \"position\": %d, \"value\": %.1f}%n",
                    i,
                    member,
                    i % 1000,
                    time,
                    time + 500,
                    i / 3,
                    i % 10,
                    i % 600 / 10.0));
            csv.append(String.format(
                    Locale.ROOT,
                    "event-%09d,watch,member-%06d,item-%04d,%d,%d,decision-%08d,%d,%.1f%n",
                    i,
                    member,
                    i % 1000,
                    time,
                    time + 500,
                    i / 3,
                    i % 10,
                    i % 600 / 10.0));
        }
        for (Format format : Format.values()) {
            Path file = Files.createTempFile("speed", ".txt");
            Files.writeString(file, format == Format.CSV ? csv : json);
            for (int run = 0; run < 6; run++) {
                long start = System.nanoTime();
                ImportSummary summary = EventsFile.of(file)
                        .withFormat(format)
                        .withTable(Table.FEEDBACK)
                        .read((table, rows) -> {});
                double seconds = (System.nanoTime() - start) / 1e9;
                System.out.printf(
                        Locale.ROOT,
                        "%s %,.0f rows/s, %.0f MB/s%n",
                        format,
                        summary.accepted() / seconds,
                        Files.size(file) / seconds / 1e6);
            }
            Files.delete(file);
        }
    }
}
