package dev.longview.ingest;

import java.io.BufferedInputStream;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.zip.GZIPInputStream;

/** A file's content, decompressed where it is gzip, whatever its name says. What is wrong inside shows when it is read. */
final class Source {
    static final int BUFFER = 1 << 16;
    private static final int GZIP_MAGIC = 0x1f8b;

    private Source() {}

    /** @throws ImportException when there is no such file, or it cannot be opened */
    static InputStream open(Path file, Progress progress) {
        if (!Files.exists(file)) {
            throw new ImportException("no file " + file + Siblings.hint(file));
        }
        if (!Files.isRegularFile(file)) {
            throw new ImportException(file + " is not a file: name a file of events");
        }
        try {
            InputStream raw = new BufferedInputStream(
                    new Counting(Files.newInputStream(file), Files.size(file), progress), BUFFER);
            return isGzip(raw) ? decompressed(raw) : raw;
        } catch (IOException e) {
            throw new ImportException("cannot read " + file + ": " + e.getMessage(), e);
        }
    }

    private static boolean isGzip(InputStream raw) throws IOException {
        raw.mark(2);
        int magic = raw.read() << 8 | raw.read();
        raw.reset();
        return magic == GZIP_MAGIC;
    }

    private static InputStream decompressed(InputStream raw) {
        try {
            return new GZIPInputStream(raw, BUFFER);
        } catch (IOException e) {
            return new FilterInputStream(raw) {
                @Override
                public int read() throws IOException {
                    throw e;
                }

                @Override
                public int read(byte[] bytes, int offset, int length) throws IOException {
                    throw e;
                }
            };
        }
    }

    private static final class Counting extends FilterInputStream {
        private static final long STEP = 1 << 20;

        private final long total;
        private final Progress progress;
        private long read;
        private long told = -STEP;

        Counting(InputStream in, long total, Progress progress) {
            super(in);
            this.total = total;
            this.progress = progress;
        }

        @Override
        public int read() throws IOException {
            int value = super.read();
            advance(value < 0 ? -1 : 1);
            return value;
        }

        @Override
        public int read(byte[] bytes, int offset, int length) throws IOException {
            int count = super.read(bytes, offset, length);
            advance(count);
            return count;
        }

        private void advance(long count) {
            read += Math.max(0, count);
            boolean end = count < 0 && told < read;
            if (end || read - told >= STEP) {
                told = read;
                progress.at(read, total);
            }
        }
    }
}
