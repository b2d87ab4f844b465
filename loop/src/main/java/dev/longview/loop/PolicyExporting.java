package dev.longview.loop;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.longview.columns.Batch;
import dev.longview.engine.SegmentWriter;
import dev.longview.log.FeatureDefinition;
import dev.longview.outcome.Assembled;
import dev.longview.policy.FactorisedModel;
import dev.longview.policy.FeatureSpace;
import dev.longview.policy.ModelTable;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;

/**
 * Station: writes a trained policy so that other programs can score with it: {@code policy.json}, and for each of its models a Parquet
 * file of weights with the names of features. docs/policies.md has the format.
 */
public final class PolicyExporting {
    /** Of the format: a reader of another one is to stop. */
    public static final int VERSION = 1;

    private static final String DESCRIPTION = "policy.json";
    private static final String FORMAT = "longview-policy";

    private final Loop loop;

    public PolicyExporting(Loop loop) {
        this.loop = loop;
    }

    /**
     * What was written.
     *
     * @param named slots of the first model whose features have names
     * @param slots of the first model
     */
    public record Result(String policy, String folder, int version, List<String> files, long named, long slots) {}

    /**
     * Names of features are taken from the items as of the policy's moment and from the decisions that it learned from.
     *
     * @param folder that is not there, or empty
     */
    public Result write(TrainedPolicy policy, Path folder) {
        requireModels(policy);
        policy.requireDeclared(loop.configuration());
        requireEmpty(folder);
        List<ModelTable> tables = policy.models().stream().map(ModelTable::of).toList();
        name(policy, tables);
        ObjectNode json = description(policy);
        ArrayNode models = json.putArray("models");
        List<String> files = new ArrayList<>(List.of(DESCRIPTION));
        long named = 0;
        long slots = 0;
        for (int m = 0; m < tables.size(); m++) {
            String file = m == 0 ? "weights.parquet" : "weights-" + m + ".parquet";
            Batch rows = tables.get(m).rows();
            try (SegmentWriter writer =
                    loop.engine().writeFile(folder.resolve(file), tables.get(m).columns())) {
                writer.append(rows);
                writer.publish();
            }
            models.add(model(policy.models().get(m), tables.get(m), file, m < policy.ownModels()));
            files.add(file);
            if (m == 0) {
                slots = rows.size();
                for (int row = 0; row < rows.size(); row++) {
                    named += rows.column("names").isMissing(row) ? 0 : 1;
                }
            }
        }
        // Last, so that a folder with it is whole.
        write(folder.resolve(DESCRIPTION), json);
        return new Result(policy.id(), folder.toString(), VERSION, List.copyOf(files), named, slots);
    }

    private static void requireModels(TrainedPolicy policy) {
        if (policy.scorer().isPresent()) {
            throw new Refusal(
                    "the scores of policy " + policy.id() + " come from an ONNX model, which is portable already: "
                            + policy.artifact().folder().resolve(TrainedPolicy.SCORER_FILE));
        }
    }

    private static void write(Path file, ObjectNode json) {
        try {
            Files.writeString(file, json.toPrettyString() + "\n");
        } catch (IOException e) {
            throw new UncheckedIOException(file + " cannot be written", e);
        }
    }

    private static void requireEmpty(Path folder) {
        try {
            if (Files.exists(folder)) {
                try (Stream<Path> entries = Files.list(folder)) {
                    if (entries.findAny().isPresent()) {
                        throw new Refusal(folder + " is not empty: name a new folder, or remove what is in it");
                    }
                }
            }
            Files.createDirectories(folder);
        } catch (IOException e) {
            throw new Refusal(folder + " cannot be made or read: " + e, e);
        }
    }

    private void name(TrainedPolicy policy, List<ModelTable> tables) {
        JsonNode manifest = policy.artifact().manifest();
        long asOf = manifest.path("as_of_micros").asLong();
        Batch items = Catalogue.items(loop, asOf);
        if (items.size() > 0) {
            tables.forEach(table -> table.see(items, true));
        }
        Window window = Window.asOf(asOf)
                .decided(
                        manifest.path("decided_from_micros").asLong(Long.MIN_VALUE),
                        manifest.path("decided_before_micros").asLong(Long.MAX_VALUE));
        loop.assemble(
                window,
                List.of(),
                batch -> tables.forEach(table -> {
                    table.see(batch, false);
                    table.see(batch, true);
                }));
    }

    private static ObjectNode description(TrainedPolicy policy) {
        JsonNode manifest = policy.artifact().manifest();
        ObjectNode json = JsonNodeFactory.instance.objectNode();
        json.put("format", FORMAT).put("version", VERSION).put("policy", policy.id());
        json.set("as_of", manifest.path("as_of"));
        json.set("reward", manifest.path("reward"));
        json.set("exploration", Explorations.write(policy.exploration()));
        json.put("slate_size", policy.slateSize());
        return json;
    }

    private static ObjectNode model(FactorisedModel model, ModelTable table, String file, boolean own) {
        ObjectNode json = JsonNodeFactory.instance.objectNode();
        FeatureSpace space = model.space();
        json.put("weights", file).put("own", own).put("dimensions", model.dimensions());
        json.put("bias", table.bias());
        numbers(json.putArray("positions"), table.positions());
        json.putObject("hash")
                .put("bits", space.bits())
                .put("start", String.format(Locale.ROOT, "%016x", space.hashStart()));
        ArrayNode features = json.putArray("features");
        features.addObject().put("name", Assembled.ITEM).put("side", "item").put("kind", "categorical");
        for (FeatureDefinition feature : space.features()) {
            ObjectNode node = features.addObject()
                    .put("name", feature.name())
                    .put("side", feature.ofItem() ? "item" : "context")
                    .put("kind", feature.kind().name().toLowerCase(Locale.ROOT).replace('_', '-'));
            ModelTable.Standard standard = table.standard(feature);
            if (standard.mean().length > 0) {
                numbers(node.putArray("mean"), standard.mean());
                numbers(node.putArray("deviation"), standard.deviation());
            }
        }
        return json;
    }

    private static void numbers(ArrayNode array, double[] values) {
        for (double value : values) {
            array.add(value);
        }
    }
}
