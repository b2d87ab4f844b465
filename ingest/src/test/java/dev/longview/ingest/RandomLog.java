package dev.longview.ingest;

import dev.longview.columns.Batch;
import dev.longview.columns.BatchBuilder;
import dev.longview.log.FeatureDefinition;
import dev.longview.log.FeatureDefinition.Kind;
import dev.longview.log.Table;
import dev.longview.log.Table.ColumnDefinition;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeSet;

/** Random rows of the log, and the two ways to write them, by other code than what reads them. */
final class RandomLog {
    static final List<FeatureDefinition> FEATURES = List.of(
            new FeatureDefinition("context.device", Kind.CATEGORICAL),
            new FeatureDefinition("context.hour", Kind.NUMERIC),
            new FeatureDefinition("member.genres", Kind.MULTI_VALUED),
            new FeatureDefinition("item.genres", Kind.MULTI_VALUED),
            new FeatureDefinition("item.runtime", Kind.NUMERIC),
            FeatureDefinition.embedding("member.taste", 2),
            FeatureDefinition.embedding("item.vector", 3));

    private static final String[] PIECES = {
        "a", "Z", "7", " ", ",", "\"", "\n", "\r\n", "|", "[", "{", "\\", "'", ";", "\t", "é", "ß", "漢", "😀", "null",
        "true", "-1"
    };

    private final Random random;

    RandomLog(long seed) {
        random = new Random(seed);
    }

    Batch batch(Table table, int rows) {
        BatchBuilder builder = new BatchBuilder(table.types(FEATURES));
        for (int i = 0; i < rows; i++) {
            for (ColumnDefinition column : table.columns()) {
                if (column.required() || random.nextInt(3) > 0) {
                    set(builder, column);
                }
            }
            for (FeatureDefinition feature : FEATURES) {
                if (table.types(FEATURES).containsKey(feature.name()) && random.nextBoolean()) {
                    set(builder, ColumnDefinition.of(feature, false, ""));
                }
            }
            builder.endRow();
        }
        return builder.build();
    }

    private void set(BatchBuilder rows, ColumnDefinition column) {
        String name = column.name();
        switch (column.type()) {
            case BOOLEAN -> rows.set(name, random.nextBoolean());
            case BIGINT -> rows.set(name, integer(name));
            case DOUBLE -> rows.set(name, number(name));
            case TEXT -> rows.set(name, text());
            case TEXT_LIST -> rows.set(name, List.copyOf(new TreeSet<>(List.of(text(), text(), text()))));
            case FLOAT_LIST -> rows.set(name, floats(column.length()));
            case TEXT_MAP -> rows.set(name, Map.of(text(), text(), text() + "x", ""));
        }
    }

    private long integer(String name) {
        if (name.equals("seed")) {
            return random.nextLong();
        }
        return name.equals("position") ? random.nextInt(100) : random.nextLong(Times.END);
    }

    private double number(String name) {
        if (name.endsWith("_propensity")) {
            return 1 - random.nextDouble();
        }
        double value = Double.longBitsToDouble(random.nextLong());
        double finite = Double.isFinite(value) ? value : random.nextGaussian();
        return name.equals("marginal_error") ? Math.abs(finite) : finite;
    }

    private float[] floats(int length) {
        float[] values = new float[length];
        for (int i = 0; i < length; i++) {
            float value = Float.intBitsToFloat(random.nextInt());
            values[i] = Float.isFinite(value) ? value : random.nextFloat();
        }
        return values;
    }

    private String text() {
        StringBuilder text = new StringBuilder();
        for (int n = 1 + random.nextInt(6); n > 0; n--) {
            text.append(PIECES[random.nextInt(PIECES.length)]);
        }
        return text.toString();
    }

    static byte[] jsonLines(Batch batch) {
        StringBuilder out = new StringBuilder();
        for (Map<String, Object> row : Collected.rows(batch)) {
            out.append(json(row)).append('\n');
        }
        return out.toString().getBytes(StandardCharsets.UTF_8);
    }

    static byte[] csv(Batch batch) {
        List<String> names = new ArrayList<>(batch.columns().sequencedKeySet());
        StringBuilder out = new StringBuilder(String.join(",", names)).append("\r\n");
        for (Map<String, Object> row : Collected.rows(batch)) {
            List<String> fields = new ArrayList<>();
            for (String name : names) {
                Object value = row.getOrDefault(name, "");
                String field = value instanceof List<?> || value instanceof Map<?, ?> ? json(value) : value.toString();
                fields.add(field.isEmpty() ? field : "\"" + field.replace("\"", "\"\"") + "\"");
            }
            out.append(String.join(",", fields)).append("\r\n");
        }
        return out.toString().getBytes(StandardCharsets.UTF_8);
    }

    static String json(Object value) {
        return switch (value) {
            case String text -> quoted(text);
            case List<?> list ->
                "[" + String.join(", ", list.stream().map(RandomLog::json).toList()) + "]";
            case Map<?, ?> map -> {
                Map<String, String> fields = new LinkedHashMap<>();
                map.forEach((key, of) -> fields.put(json(key), json(of)));
                yield "{"
                        + String.join(
                                ", ",
                                fields.entrySet().stream()
                                        .map(field -> field.getKey() + ": " + field.getValue())
                                        .toList())
                        + "}";
            }
            default -> value.toString();
        };
    }

    private static String quoted(String text) {
        StringBuilder out = new StringBuilder("\"");
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == '"' || c == '\\') {
                out.append('\\').append(c);
            } else if (c < ' ' || (c > '~' && c % 2 == 0)) {
                out.append("\\u%04x".formatted((int) c));
            } else if (Character.isSurrogate(c)) {
                out.append("\\u%04x".formatted((int) c));
            } else {
                out.append(c);
            }
        }
        return out.append('"').toString();
    }
}
