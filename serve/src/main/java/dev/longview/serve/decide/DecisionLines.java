package dev.longview.serve.decide;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.longview.columns.Batch;
import dev.longview.columns.Column;
import dev.longview.log.FeatureDefinition;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.TreeMap;

/** Decisions and candidate sets as lines of the log, and back. Thread-safe. */
public final class DecisionLines {
    private static final JsonFactory FACTORY = new JsonFactory();
    private static final JsonMapper JSON = new JsonMapper();

    private final List<FeatureDefinition> features;

    /** @param features all that the workspace declares; those of visits are logged as served, those of members' history too */
    public DecisionLines(List<FeatureDefinition> features) {
        this.features = features.stream().filter(feature -> !feature.ofItem()).toList();
    }

    private interface Content {
        void write(JsonGenerator json) throws IOException;
    }

    /**
     * The line of a decision.
     *
     * @param visit one row
     */
    public byte[] decision(Decision decision, Batch visit) {
        return line(json -> {
            json.writeStringField("table", "decisions");
            json.writeStringField("decision_id", decision.id());
            json.writeStringField("account", visit.texts("account").text(0));
            json.writeStringField("member", visit.texts("member").text(0));
            json.writeNumberField("time", decision.time());
            json.writeNumberField("received", decision.time());
            value(json, "surface", visit.column("surface"), 0);
            json.writeStringField("policy", decision.policy());
            if (!decision.cells().isEmpty()) {
                json.writeArrayFieldStart("cells");
                for (String cell : decision.cells()) {
                    json.writeString(cell);
                }
                json.writeEndArray();
            }
            json.writeNumberField("seed", decision.seed());
            json.writeStringField("candidates_id", decision.candidatesId());
            if (!decision.rules().isEmpty()) {
                json.writeStringField("rules", decision.rules());
            }
            json.writeBooleanField("usable_off_policy", true);
            for (FeatureDefinition feature : features) {
                value(json, feature.name(), visit.column(feature.name()), 0);
            }
            json.writeArrayFieldStart("slate");
            for (Decision.Shown shown : decision.slate()) {
                json.writeStartObject();
                json.writeStringField("item", shown.item());
                json.writeNumberField("conditional_propensity", shown.conditional());
                if (shown.marginal().isPresent()) {
                    json.writeNumberField(
                            "marginal_propensity", shown.marginal().get());
                }
                json.writeNumberField("score", shown.score());
                json.writeEndObject();
            }
            json.writeEndArray();
        });
    }

    /** The line of a candidate set. */
    public byte[] candidates(String id, List<String> items, long received) {
        return line(json -> {
            json.writeStringField("table", "candidate_sets");
            json.writeStringField("candidates_id", id);
            json.writeNumberField("received", received);
            json.writeArrayFieldStart("items");
            for (String item : items) {
                json.writeString(item);
            }
            json.writeEndArray();
        });
    }

    /**
     * What the log has of a decision, whoever made it: all columns that are not missing, and its slate.
     *
     * @param decision of its rows the first counts: one that repeats it says the same
     * @param slates the rows of its slate, in any order
     */
    public static byte[] logged(Batch decision, List<Batch> slates) {
        NavigableMap<Long, Content> shown = new TreeMap<>();
        for (Batch slate : slates) {
            for (int i = 0; i < slate.size(); i++) {
                int row = i;
                shown.putIfAbsent(slate.longs("position")[row], json -> {
                    for (var column : slate.columns().entrySet()) {
                        if (!List.of("decision_id", "received").contains(column.getKey())) {
                            value(json, column.getKey(), column.getValue(), row);
                        }
                    }
                });
            }
        }
        return line(json -> {
            json.writeStringField("table", "decisions");
            for (var column : decision.columns().entrySet()) {
                value(json, column.getKey(), column.getValue(), 0);
            }
            json.writeArrayFieldStart("slate");
            for (Content each : shown.values()) {
                json.writeStartObject();
                each.write(json);
                json.writeEndObject();
            }
            json.writeEndArray();
        });
    }

    private static byte[] line(Content content) {
        ByteArrayOutputStream out = new ByteArrayOutputStream(1024);
        try (JsonGenerator json = FACTORY.createGenerator(out)) {
            json.writeStartObject();
            content.write(json);
            json.writeEndObject();
        } catch (IOException e) {
            throw new UncheckedIOException("memory takes what is written", e);
        }
        return out.toByteArray();
    }

    private static void value(JsonGenerator json, String name, Column column, int row) throws IOException {
        if (column.isMissing(row)) {
            return;
        }
        switch (column) {
            case Column.Doubles(double[] values) -> json.writeNumberField(name, values[row]);
            case Column.Texts texts -> json.writeStringField(name, texts.text(row));
            case Column.TextLists(int[] offsets, int[] codes, String[] dictionary) -> {
                json.writeArrayFieldStart(name);
                for (int i = offsets[row]; i < offsets[row + 1]; i++) {
                    json.writeString(dictionary[codes[i]]);
                }
                json.writeEndArray();
            }
            case Column.FloatLists lists -> {
                json.writeArrayFieldStart(name);
                for (float value : lists.list(row)) {
                    json.writeNumber(value);
                }
                json.writeEndArray();
            }
            case Column.Longs longs -> json.writeNumberField(name, longs.values()[row]);
            case Column.Booleans booleans -> json.writeBooleanField(name, booleans.values()[row]);
            case Column.TextMaps maps -> throw new IllegalStateException("no feature is a map: " + name);
        }
    }

    /** What a line says. */
    public static JsonNode tree(byte[] line) {
        try {
            return JSON.readTree(line);
        } catch (IOException e) {
            throw new UncheckedIOException("a line of the journal is not JSON", e);
        }
    }

    /** The decision that a line is of. */
    public static Decision decision(byte[] line) {
        JsonNode row = tree(line);
        List<String> cells = new ArrayList<>();
        row.path("cells").forEach(cell -> cells.add(cell.asText()));
        List<Decision.Shown> slate = new ArrayList<>();
        row.path("slate")
                .forEach(shown -> slate.add(new Decision.Shown(
                        shown.path("item").asText(),
                        shown.path("conditional_propensity").asDouble(),
                        shown.has("marginal_propensity")
                                ? Optional.of(shown.path("marginal_propensity").asDouble())
                                : Optional.empty(),
                        shown.path("score").asDouble())));
        return new Decision(
                row.path("decision_id").asText(),
                row.path("policy").asText(),
                cells,
                row.path("time").asLong(),
                row.path("seed").asLong(),
                row.path("candidates_id").asText(),
                row.path("rules").asText(""),
                slate);
    }
}
