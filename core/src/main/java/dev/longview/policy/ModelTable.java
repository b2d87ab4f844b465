package dev.longview.policy;

import dev.longview.columns.Batch;
import dev.longview.columns.BatchBuilder;
import dev.longview.columns.ColumnType;
import dev.longview.log.FeatureDefinition;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.SequencedMap;
import java.util.SortedSet;
import java.util.TreeSet;

/**
 * A model's parameters for other programs: what is one number, and a table with a row for each slot that training saw, its weights and
 * the names of what lives in it as far as rows told them.
 *
 * <pre>{@code
 * ModelTable table = ModelTable.of(model);
 * table.see(catalogue, true);
 * Batch rows = table.rows();
 * }</pre>
 *
 * <p>Not for several threads.
 */
public final class ModelTable {
    private static final String SLOT = "slot";
    private static final String NAMES = "names";
    private static final String LINEAR = "linear";

    private final FactorisedModel model;
    private final List<SortedSet<String>> names = new ArrayList<>();

    private ModelTable(FactorisedModel model) {
        this.model = model;
        for (int i = 0; i < model.slots.length; i++) {
            names.add(new TreeSet<>());
        }
    }

    public static ModelTable of(FactorisedModel model) {
        return new ModelTable(model);
    }

    /** Names what these rows have of items, or else of contexts. */
    public void see(Batch batch, boolean items) {
        Encoder encoder = items ? Encoder.ofItems(model.space, batch) : Encoder.ofContexts(model.space, batch);
        encoder.all((slot, name) -> {
            int index = model.index(slot);
            if (index >= 0) {
                names.get(index).add(name);
            }
        });
    }

    /** The score of no feature at position 0. */
    public double bias() {
        return model.bias;
    }

    /** What each position adds; those beyond the last are as the last. */
    public double[] positions() {
        return model.positions.clone();
    }

    /**
     * How the numbers of a feature are standardised: (x − mean)/deviation, cut at ±10. One of each for a numeric feature, one for each number
     * of an embedding, none for others.
     */
    public record Standard(double[] mean, double[] deviation) {}

    public Standard standard(FeatureDefinition feature) {
        int from = 0;
        for (FeatureDefinition each : model.space.features()) {
            int numbers = FeatureSpace.numbers(each);
            if (each.equals(feature)) {
                double[] mean = new double[numbers];
                double[] deviation = new double[numbers];
                System.arraycopy(model.scaling.mean(), from, mean, 0, numbers);
                System.arraycopy(model.scaling.deviation(), from, deviation, 0, numbers);
                return new Standard(mean, deviation);
            }
            from += numbers;
        }
        throw new IllegalArgumentException("the model does not read " + feature.name());
    }

    /** {@code slot}, {@code names}, {@code linear}, and the embedding's numbers as {@code v0}, {@code v1}, … */
    public SequencedMap<String, ColumnType> columns() {
        SequencedMap<String, ColumnType> columns = new LinkedHashMap<>();
        columns.put(SLOT, ColumnType.BIGINT);
        columns.put(NAMES, ColumnType.TEXT_LIST);
        columns.put(LINEAR, ColumnType.DOUBLE);
        for (int j = 0; j < model.dimensions; j++) {
            columns.put(number(j), ColumnType.DOUBLE);
        }
        return columns;
    }

    /** All slots that training saw, ascending. */
    public Batch rows() {
        BatchBuilder rows = new BatchBuilder(columns());
        for (int i = 0; i < model.slots.length; i++) {
            rows.set(SLOT, (long) model.slots[i]);
            rows.set(NAMES, List.copyOf(names.get(i)));
            rows.set(LINEAR, model.linear[i]);
            for (int j = 0; j < model.dimensions; j++) {
                rows.set(number(j), model.embeddings[i * model.dimensions + j]);
            }
            rows.endRow();
        }
        return rows.build();
    }

    private static String number(int j) {
        return "v" + j;
    }
}
