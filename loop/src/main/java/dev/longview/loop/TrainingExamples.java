package dev.longview.loop;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.longview.columns.Batch;
import dev.longview.columns.Column;
import dev.longview.columns.ColumnType;
import dev.longview.engine.SegmentWriter;
import dev.longview.log.FeatureDefinition;
import dev.longview.outcome.Assembled;
import dev.longview.outcome.OutcomeDefinition;
import dev.longview.policy.PolicyDefinition;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;

/**
 * Station: writes what a policy would learn from as a Parquet file, for learners of other makes: a row for each recommendation, in the
 * order in which {@code policy train} reads them, with the policy's features as they were served, the reward as it would be read, and how
 * much the row weighs: 0 for what it would not use. Beside it stands what the rows were made from.
 */
public final class TrainingExamples {
    private static final String REWARD = "reward";
    private static final String WEIGHT = "weight";
    private static final String EXPECTED = "expected";
    private static final String SETTLED = "settled";

    private final Loop loop;

    public TrainingExamples(Loop loop) {
        this.loop = loop;
    }

    /**
     * A file that was written.
     *
     * @param rows of a weight above 0
     * @param withheld rows of weight 0: not usable off-policy, not seen, continuations, or telling nothing yet
     */
    public record Result(
            String file, String policy, String reward, String rewardVersion, long rows, long withheld, String note) {}

    /** @throws Refusal when no recommendation of the window can be learned from */
    public Result write(String name, Window window, Path file) {
        PolicyDefinition definition = loop.policy(name);
        Labeller labeller = new ForecastsInUse(loop).labeller(definition.reward(), window.asOf());
        LabelReader reader = LabelReader.of(loop, definition, labeller, window);
        List<FeatureDefinition> features = loop.configuration().features().stream()
                .filter(feature -> definition.features().contains(feature.name()))
                .toList();
        List<OutcomeDefinition> outcomes = loop.outcomes(labeller.outcomes());
        long[] rows = {0, 0};
        try (SegmentWriter writer = loop.engine().writeFile(file, columns(features))) {
            loop.assemble(window, outcomes, batch -> {
                Labels labels = labeller.label(batch);
                LabelReader.Read read = reader.read(batch, labels);
                double[] weight = UsableRows.weights(batch, loop.continuationsTrain(), outcomes);
                for (int row = 0; row < weight.length; row++) {
                    weight[row] *= read.precision()[row];
                    rows[weight[row] > 0 ? 0 : 1]++;
                }
                writer.append(examples(batch, features, labels, read.value(), weight));
                loop.progress().at("writing examples for " + name, rows[0], 0);
            });
            if (rows[0] == 0) {
                throw new Refusal("policy " + name + ": no recommendation of this window can be learned from; "
                        + rows[1] + " are withheld. See: longview validate");
            }
            writer.publish();
        }
        ObjectNode manifest = Provenance.of("examples", name, window);
        manifest.putObject("reward")
                .put("name", definition.reward())
                .put("version", labeller.reward().version());
        manifest.put("labels", definition.labels().word());
        manifest.put("rules", loop.rulesOf(definition));
        ObjectNode fitted = manifest.putObject("delay_models");
        labeller.versions().forEach(fitted::put);
        reader.describe(manifest);
        manifest.putPOJO("features", definition.features());
        manifest.put("rows", rows[0]).put("withheld", rows[1]);
        new JsonFile(Path.of(file + ".json")).write(manifest);
        new RewardVersions(loop.workspace(), loop.configuration()).keep(definition.reward());
        return new Result(
                file.toString(),
                name,
                definition.reward(),
                labeller.reward().version(),
                rows[0],
                rows[1],
                reader.note());
    }

    private static SequencedMap<String, ColumnType> columns(List<FeatureDefinition> features) {
        SequencedMap<String, ColumnType> columns = new LinkedHashMap<>();
        columns.put(Assembled.DECISION, ColumnType.TEXT);
        columns.put(Assembled.POSITION, ColumnType.BIGINT);
        columns.put(Assembled.ITEM, ColumnType.TEXT);
        columns.put(Assembled.TIME, ColumnType.BIGINT);
        columns.put(Assembled.CONDITIONAL, ColumnType.DOUBLE);
        columns.put(Assembled.MARGINAL, ColumnType.DOUBLE);
        columns.put(REWARD, ColumnType.DOUBLE);
        columns.put(WEIGHT, ColumnType.DOUBLE);
        columns.put(EXPECTED, ColumnType.DOUBLE);
        columns.put(SETTLED, ColumnType.BOOLEAN);
        features.forEach(feature -> columns.put(feature.name(), feature.kind().columnType()));
        return columns;
    }

    private static Batch examples(
            Batch batch, List<FeatureDefinition> features, Labels labels, double[] reward, double[] weight) {
        Map<String, Column> columns = new LinkedHashMap<>();
        for (String name : List.of(
                Assembled.DECISION,
                Assembled.POSITION,
                Assembled.ITEM,
                Assembled.TIME,
                Assembled.CONDITIONAL,
                Assembled.MARGINAL)) {
            columns.put(name, batch.column(name));
        }
        columns.put(REWARD, new Column.Doubles(reward));
        columns.put(WEIGHT, new Column.Doubles(weight));
        columns.put(EXPECTED, new Column.Doubles(labels.expected()));
        columns.put(SETTLED, new Column.Booleans(labels.settled(), new boolean[0]));
        features.forEach(feature -> columns.put(feature.name(), batch.column(feature.name())));
        return Batch.of(batch.size(), columns);
    }
}
