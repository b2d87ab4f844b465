package dev.longview.engine.duckdb;

import dev.longview.columns.Batch;
import dev.longview.columns.Column;
import dev.longview.columns.ColumnType;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;
import java.util.function.Consumer;
import org.duckdb.DuckDBChunkedResult;
import org.duckdb.DuckDBConnection;
import org.duckdb.DuckDBDataChunkReader;
import org.duckdb.DuckDBPreparedStatement;
import org.duckdb.DuckDBReadableVector;

/**
 * The rows of a query, chunk by chunk, as batches.
 *
 * <p>By chunks, because the getters of a JDBC result set take twice as long. A chunk cannot show lists, so the query encodes them as
 * text (see {@code Expression.Function#ENCODE_LIST}) and they are decoded here, each distinct one once.
 */
public final class Reading {
    private Reading() {}

    /** Prepares and runs a query whose columns, in their order, have these types; texts may hold encoded lists. */
    public static void read(
            DuckDBConnection connection, String sql, SequencedMap<String, ColumnType> types, Consumer<Batch> sink)
            throws SQLException {
        try (DuckDBPreparedStatement statement = connection.prepare(sql);
                DuckDBChunkedResult result = statement.query()) {
            while (result.nextChunk()) {
                DuckDBDataChunkReader chunk = result.chunk();
                int size = Math.toIntExact(chunk.rowCount());
                if (size == 0) {
                    continue;
                }
                Map<String, Column> columns = new LinkedHashMap<>();
                int index = 0;
                for (Map.Entry<String, ColumnType> column : types.entrySet()) {
                    columns.put(column.getKey(), column(chunk.vector(index++), column.getValue(), size));
                }
                sink.accept(Batch.of(size, columns));
            }
        }
    }

    private static Column column(DuckDBReadableVector vector, ColumnType type, int size) throws SQLException {
        return switch (type) {
            case BOOLEAN -> booleans(vector, size);
            case BIGINT -> longs(vector, size);
            case DOUBLE -> doubles(vector, size);
            case TEXT -> texts(vector, size);
            case TEXT_LIST -> {
                Decoded decoded = decoded(vector, size);
                yield new Column.TextLists(decoded.offsets, decoded.codes, decoded.texts);
            }
            case TEXT_MAP -> maps(decoded(vector, size));
            case FLOAT_LIST -> numbers(vector, size);
        };
    }

    private static Column booleans(DuckDBReadableVector vector, int size) throws SQLException {
        boolean[] values = new boolean[size];
        boolean[] missing = new boolean[size];
        boolean any = false;
        for (int i = 0; i < size; i++) {
            missing[i] = vector.isNull(i);
            any |= missing[i];
            values[i] = !missing[i] && vector.getBoolean(i);
        }
        return new Column.Booleans(values, any ? missing : new boolean[0]);
    }

    private static Column longs(DuckDBReadableVector vector, int size) throws SQLException {
        long[] values = new long[size];
        boolean[] missing = new boolean[size];
        boolean any = false;
        for (int i = 0; i < size; i++) {
            missing[i] = vector.isNull(i);
            any |= missing[i];
            values[i] = missing[i] ? 0 : vector.getLong(i);
        }
        return new Column.Longs(values, any ? missing : new boolean[0]);
    }

    private static Column doubles(DuckDBReadableVector vector, int size) throws SQLException {
        double[] values = new double[size];
        for (int i = 0; i < size; i++) {
            values[i] = vector.isNull(i) ? Double.NaN : vector.getDouble(i);
        }
        return new Column.Doubles(values);
    }

    private static Column.Texts texts(DuckDBReadableVector vector, int size) throws SQLException {
        Map<String, Integer> dictionary = new LinkedHashMap<>();
        int[] codes = new int[size];
        for (int i = 0; i < size; i++) {
            codes[i] = vector.isNull(i)
                    ? -1
                    : dictionary.computeIfAbsent(vector.getString(i), unseen -> dictionary.size());
        }
        return new Column.Texts(codes, dictionary.keySet().toArray(String[]::new));
    }

    private static Column.FloatLists numbers(DuckDBReadableVector vector, int size) throws SQLException {
        Column.Texts encoded = texts(vector, size);
        float[][] lists = new float[encoded.dictionary().length][];
        for (int i = 0; i < lists.length; i++) {
            lists[i] = numbers(encoded.dictionary()[i]);
        }
        int[] offsets = new int[size + 1];
        for (int i = 0; i < size; i++) {
            offsets[i + 1] = Math.addExact(offsets[i], encoded.isMissing(i) ? 0 : lists[encoded.codes()[i]].length);
        }
        float[] values = new float[offsets[size]];
        for (int i = 0; i < size; i++) {
            if (offsets[i + 1] > offsets[i]) {
                System.arraycopy(lists[encoded.codes()[i]], 0, values, offsets[i], offsets[i + 1] - offsets[i]);
            }
        }
        return new Column.FloatLists(offsets, values);
    }

    private static float[] numbers(String encoded) {
        float[] values = new float[16];
        int count = 0;
        for (int from = 0; from < encoded.length(); count++) {
            int comma = encoded.indexOf(',', from);
            int to = comma < 0 ? encoded.length() : comma;
            values = count < values.length ? values : Arrays.copyOf(values, 2 * count);
            values[count] = Float.parseFloat(encoded.substring(from, to));
            from = to + 1;
        }
        return Arrays.copyOf(values, count);
    }

    private record Decoded(int[] offsets, int[] codes, String[] texts) {}

    private static Decoded decoded(DuckDBReadableVector vector, int size) throws SQLException {
        Column.Texts encoded = texts(vector, size);
        Map<String, Integer> dictionary = new HashMap<>();
        List<String> texts = new ArrayList<>();
        int[][] lists = new int[encoded.dictionary().length][];
        for (int i = 0; i < lists.length; i++) {
            lists[i] = elements(encoded.dictionary()[i]).stream()
                    .mapToInt(element -> dictionary.computeIfAbsent(element, unseen -> {
                        texts.add(unseen);
                        return texts.size() - 1;
                    }))
                    .toArray();
        }
        int[] offsets = new int[size + 1];
        int[] codes = new int[size];
        for (int i = 0; i < size; i++) {
            int[] list = encoded.isMissing(i) ? new int[0] : lists[encoded.codes()[i]];
            offsets[i + 1] = offsets[i] + list.length;
            if (offsets[i + 1] > codes.length) {
                codes = Arrays.copyOf(codes, offsets[i + 1] * 2);
            }
            System.arraycopy(list, 0, codes, offsets[i], list.length);
        }
        return new Decoded(offsets, Arrays.copyOf(codes, offsets[size]), texts.toArray(String[]::new));
    }

    /** {@code 2:ab3:cde} is [ab, cde]; lengths count code points. */
    private static List<String> elements(String encoded) {
        List<String> elements = new ArrayList<>();
        int at = 0;
        while (at < encoded.length()) {
            int colon = encoded.indexOf(':', at);
            int length = Integer.parseInt(encoded, at, colon, 10);
            int end = encoded.offsetByCodePoints(colon + 1, length);
            elements.add(encoded.substring(colon + 1, end));
            at = end;
        }
        return elements;
    }

    /** A map is encoded as its keys, then as many values. */
    private static Column maps(Decoded decoded) {
        int rows = decoded.offsets.length - 1;
        int[] offsets = new int[rows + 1];
        int[] keys = new int[decoded.codes.length / 2];
        int[] values = new int[decoded.codes.length / 2];
        for (int i = 0; i < rows; i++) {
            int entries = (decoded.offsets[i + 1] - decoded.offsets[i]) / 2;
            offsets[i + 1] = offsets[i] + entries;
            System.arraycopy(decoded.codes, decoded.offsets[i], keys, offsets[i], entries);
            System.arraycopy(decoded.codes, decoded.offsets[i] + entries, values, offsets[i], entries);
        }
        return new Column.TextMaps(offsets, keys, values, decoded.texts);
    }
}
