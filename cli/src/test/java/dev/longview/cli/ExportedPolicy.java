package dev.longview.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Scores with nothing but an exported policy, as docs/policies.md says how; knows no class of Longview's. */
final class ExportedPolicy {
    private final JsonNode model;
    private final int bits;
    private final long start;
    private final int dimensions;
    /** By slot: linear weight, then the vector. */
    private final Map<Long, double[]> weights = new HashMap<>();

    private final Set<String> names = new HashSet<>();

    private ExportedPolicy(JsonNode model) {
        this.model = model;
        bits = model.path("hash").path("bits").asInt();
        start = Long.parseUnsignedLong(model.path("hash").path("start").asText(), 16);
        dimensions = model.path("dimensions").asInt();
    }

    static ExportedPolicy read(Path folder) throws IOException, SQLException {
        JsonNode policy =
                new JsonMapper().readTree(folder.resolve("policy.json").toFile());
        if (policy.path("version").asInt() != 1) {
            throw new IOException("another version");
        }
        ExportedPolicy exported = new ExportedPolicy(policy.path("models").get(0));
        Path file = folder.resolve(exported.model.path("weights").asText());
        try (var connection = DriverManager.getConnection("jdbc:duckdb:");
                var statement = connection.createStatement();
                ResultSet row = statement.executeQuery("SELECT * FROM '" + file + "'")) {
            while (row.next()) {
                double[] of = new double[exported.dimensions + 1];
                of[0] = row.getDouble("linear");
                for (int j = 0; j < exported.dimensions; j++) {
                    of[j + 1] = row.getDouble("v" + j);
                }
                exported.weights.put(row.getLong("slot"), of);
                Arrays.stream((Object[]) row.getArray("names").getArray())
                        .forEach(name -> exported.names.add((String) name));
            }
        }
        return exported;
    }

    Set<String> names() {
        return names;
    }

    /** @param row features by name; numbers as doubles, texts, lists of texts, embeddings as float arrays; none where missing */
    double score(Map<String, Object> row) {
        double[] context = new double[dimensions + 1];
        double[] item = new double[dimensions + 1];
        add(context, "bias", 1);
        for (JsonNode feature : model.path("features")) {
            double[] side = feature.path("side").asText().equals("item") ? item : context;
            add(side, feature, row.get(feature.path("name").asText()));
        }
        double score = model.path("bias").asDouble() + context[0] + item[0];
        for (int j = 1; j <= dimensions; j++) {
            score += context[j] * item[j];
        }
        return score;
    }

    private void add(double[] side, JsonNode feature, @Nullable Object value) {
        String name = feature.path("name").asText();
        switch (value) {
            case Double number when Double.isFinite(number) -> add(side, name, standard(feature, 0, number));
            case String text -> add(side, name + "=" + text, 1);
            case List<?> texts
            when !texts.isEmpty() -> texts.forEach(text -> add(side, name + "=" + text, 1 / Math.sqrt(texts.size())));
            case float[] numbers -> {
                for (int i = 0; i < numbers.length; i++) {
                    add(side, name + "[" + i + "]", standard(feature, i, numbers[i]));
                }
            }
            case null, default -> add(side, name + "?", 1);
        }
    }

    private static double standard(JsonNode feature, int i, double value) {
        double z = (value - feature.path("mean").get(i).asDouble())
                / feature.path("deviation").get(i).asDouble();
        return Math.max(-10, Math.min(10, z));
    }

    private void add(double[] side, String name, double value) {
        double[] of = weights.getOrDefault(slot(name), new double[dimensions + 1]);
        for (int j = 0; j <= dimensions; j++) {
            side[j] += value * of[j];
        }
    }

    private long slot(String name) {
        long hash = start;
        for (byte each : name.getBytes(StandardCharsets.UTF_8)) {
            hash = (hash ^ (each & 0xFF)) * 0x100000001B3L;
        }
        hash = (hash ^ (hash >>> 30)) * 0xBF58476D1CE4E5B9L;
        hash = (hash ^ (hash >>> 27)) * 0x94D049BB133111EBL;
        return (hash ^ (hash >>> 31)) >>> (64 - bits);
    }
}
