package dev.longview.simulate.drive;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.util.MinimalPrettyPrinter;
import dev.longview.columns.Batch;
import dev.longview.log.Table;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;

/** The log as it arrives: a file for each day, with the rows received by its end. Only what is late is held in memory. */
final class Arrivals implements AutoCloseable {
    static final long DAY = 86_400_000_000L;
    /** What stands between two rows; each ends its own line. */
    private static final String NOTHING = "";

    private final JsonFactory factory = new JsonFactory();
    private final Path folder;
    /** By the midnight that ends the day on which it is received. */
    private final NavigableMap<Long, StringWriter> late = new TreeMap<>();

    private Path file;
    private JsonGenerator json;
    private long end;
    private long rows;

    /** @param start a midnight: the first file is of what is received up to it */
    Arrivals(Path folder, long start) {
        this.folder = folder;
        this.end = start;
        this.file = path(start);
        this.json = generator(file);
    }

    /** Adds a row to the file that is open, or keeps it until it would have arrived. */
    void add(Table table, Batch batch, int row) {
        long received = batch.longs("received")[row];
        try {
            if (received <= end) {
                LogLines.write(json, table, batch, row);
                rows++;
            } else {
                long due = end + Math.ceilDiv(received - end, DAY) * DAY;
                try (JsonGenerator held =
                        factory.createGenerator(late.computeIfAbsent(due, unseen -> new StringWriter()))) {
                    LogLines.write(held, table, batch, row);
                }
            }
        } catch (IOException e) {
            throw failed(e);
        }
    }

    /** Hands over the file that is open, unless it is empty, and opens that of the next day. */
    void next(Product product) {
        handOver(product);
        end += DAY;
        file = path(end);
        json = generator(file);
        rows = 0;
        try {
            for (Map.Entry<Long, StringWriter> due = late.firstEntry();
                    due != null && due.getKey() <= end;
                    due = late.firstEntry()) {
                json.writeRaw(due.getValue().toString());
                rows++;
                late.pollFirstEntry();
            }
        } catch (IOException e) {
            throw failed(e);
        }
    }

    /** Hands over the last file. */
    void handOver(Product product) {
        try {
            json.close();
            if (rows > 0) {
                product.take(file);
            }
            Files.deleteIfExists(file);
        } catch (IOException e) {
            throw failed(e);
        }
    }

    @Override
    public void close() {
        try {
            json.close();
            Files.deleteIfExists(file);
        } catch (IOException e) {
            throw failed(e);
        }
    }

    private Path path(long midnight) {
        return folder.resolve("log-" + midnight + ".jsonl");
    }

    private JsonGenerator generator(Path to) {
        try {
            return factory.createGenerator(Files.newBufferedWriter(to))
                    .setPrettyPrinter(new MinimalPrettyPrinter(NOTHING));
        } catch (IOException e) {
            throw failed(e);
        }
    }

    private UncheckedIOException failed(IOException e) {
        return new UncheckedIOException("the log of a driven day cannot be written to " + folder + ": " + e, e);
    }
}
