package dev.longview.loop;

import dev.longview.columns.Batch;
import dev.longview.columns.Column;
import dev.longview.log.FeatureDefinition;
import java.util.List;

/** Embeddings of another size than is declared now are told of where rows come in, not where a model meets them. */
final class EmbeddingSizes {
    private final List<FeatureDefinition> embeddings;

    private EmbeddingSizes(List<FeatureDefinition> embeddings) {
        this.embeddings = embeddings;
    }

    static EmbeddingSizes of(List<FeatureDefinition> features) {
        return new EmbeddingSizes(features.stream()
                .filter(feature -> feature.kind() == FeatureDefinition.Kind.EMBEDDING)
                .toList());
    }

    /**
     * The batch itself.
     *
     * @param rows what a row is of: a decision, an item
     * @throws Refusal when a value has another length
     */
    Batch checked(Batch batch, String rows) {
        for (FeatureDefinition feature : embeddings) {
            if (batch.has(feature.name())) {
                check(feature, batch, rows);
            }
        }
        return batch;
    }

    private static void check(FeatureDefinition feature, Batch batch, String rows) {
        Column.FloatLists lists = batch.floatLists(feature.name());
        for (int row = 0; row < lists.size(); row++) {
            int length = lists.offsets()[row + 1] - lists.offsets()[row];
            if (length != 0 && length != feature.size()) {
                throw new Refusal("the log has " + length + " numbers of " + feature.name() + " for " + rows + " '"
                        + batch.texts(rows).text(row) + "', longview.yaml declares " + feature.size()
                        + ". Declare embeddings of another size under another name, and import them under it");
            }
        }
    }
}
