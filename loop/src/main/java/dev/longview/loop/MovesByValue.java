package dev.longview.loop;

import dev.longview.columns.Batch;
import dev.longview.columns.Column;
import dev.longview.log.FeatureDefinition;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Sums of what two rewards are, and of how far they move apart in rank, for each value of an attribute. */
final class MovesByValue {
    private final String attribute;
    private final Map<Optional<String>, Sums> sums = new HashMap<>();

    private static final class Sums {
        private long rows;
        private double first;
        private double second;
        private double move;
    }

    private MovesByValue(String attribute) {
        this.attribute = attribute;
    }

    /** @throws Refusal when this is no feature of texts */
    static MovesByValue of(String attribute, List<FeatureDefinition> features) {
        List<String> texts = features.stream()
                .filter(feature -> feature.kind() == FeatureDefinition.Kind.CATEGORICAL
                        || feature.kind() == FeatureDefinition.Kind.MULTI_VALUED)
                .map(FeatureDefinition::name)
                .toList();
        if (texts.contains(attribute)) {
            return new MovesByValue(attribute);
        }
        if (features.stream().anyMatch(feature -> feature.name().equals(attribute))) {
            throw new Refusal("--by " + attribute + ": it is no text; a comparison can be split by a categorical or"
                    + " multi-valued feature: " + String.join(", ", texts));
        }
        throw Loop.unknown("categorical or multi-valued feature", attribute, texts);
    }

    void add(Batch batch, int row, double first, double second, double move) {
        switch (batch.column(attribute)) {
            case Column.TextLists lists -> {
                if (lists.isMissing(row)) {
                    add(Optional.empty(), first, second, move);
                }
                for (int i = lists.offsets()[row]; i < lists.offsets()[row + 1]; i++) {
                    int code = lists.codes()[i];
                    add(code < 0 ? Optional.empty() : Optional.of(lists.dictionary()[code]), first, second, move);
                }
            }
            case Column.Texts texts ->
                add(texts.isMissing(row) ? Optional.empty() : Optional.of(texts.text(row)), first, second, move);
            case Column.Booleans other -> throw wrong(other);
            case Column.Doubles other -> throw wrong(other);
            case Column.Longs other -> throw wrong(other);
            case Column.TextMaps other -> throw wrong(other);
            case Column.FloatLists other -> throw wrong(other);
        }
    }

    private IllegalStateException wrong(Column column) {
        return new IllegalStateException(attribute + " is a column of " + column.type() + ", not of texts");
    }

    private void add(Optional<String> value, double first, double second, double move) {
        Sums of = sums.computeIfAbsent(value, unseen -> new Sums());
        of.rows++;
        of.first += first;
        of.second += second;
        of.move += move;
    }

    RewardComparison.Grouping grouping() {
        List<RewardComparison.Value> values = new ArrayList<>();
        sums.forEach((value, of) -> values.add(new RewardComparison.Value(
                value, of.rows, of.first / of.rows, of.second / of.rows, of.move / of.rows)));
        values.sort(Comparator.comparingDouble(RewardComparison.Value::meanMove)
                .reversed()
                .thenComparing(value -> value.value().orElse("")));
        return new RewardComparison.Grouping(attribute, values);
    }
}
