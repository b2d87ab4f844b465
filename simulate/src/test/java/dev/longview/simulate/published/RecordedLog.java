package dev.longview.simulate.published;

import static org.assertj.core.api.Assertions.assertThat;

import dev.longview.columns.Batch;
import dev.longview.columns.Column;
import dev.longview.log.FeatureDefinition;
import dev.longview.log.Table;
import dev.longview.simulate.LogSink;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.BiConsumer;

/** A log kept in memory, to be read back. */
final class RecordedLog implements LogSink {
    private record Rows(Table table, Batch batch) {}

    private final List<Rows> written = new ArrayList<>();
    private long fingerprint = 1;

    @Override
    public void rows(Table table, Batch batch) {
        written.add(new Rows(table, batch));
        fingerprint = 31 * fingerprint + table.name().hashCode();
        batch.columns().forEach((name, column) -> fingerprint = 31 * fingerprint + name.hashCode() + values(column));
    }

    /** A hash of all bytes in their order. */
    long fingerprint() {
        return fingerprint;
    }

    void each(Table table, BiConsumer<Batch, Integer> row) {
        written.stream().filter(rows -> rows.table == table).forEach(rows -> {
            for (int i = 0; i < rows.batch.size(); i++) {
                row.accept(rows.batch, i);
            }
        });
    }

    int size(Table table) {
        int[] size = {0};
        each(table, (batch, i) -> size[0]++);
        return size[0];
    }

    /** The sum of the values of a kind of feedback, or their number where they have none, for each decision. */
    Map<String, Double> sums(String kind) {
        Map<String, Double> sums = new LinkedHashMap<>();
        each(Table.FEEDBACK, (batch, i) -> {
            if (batch.texts("kind").text(i).equals(kind)) {
                double value = batch.doubles("value")[i];
                sums.merge(batch.texts("decision_id").text(i), Double.isNaN(value) ? 1 : value, Double::sum);
            }
        });
        return sums;
    }

    /** Fails unless the columns are those of the schema with the declared features, and none of these numbers is anywhere. */
    void assertHides(List<FeatureDefinition> features, Set<Double> hidden) {
        assertThat(written).isNotEmpty();
        for (Rows rows : written) {
            assertThat(rows.batch.columns().keySet())
                    .containsExactlyElementsOf(rows.table.types(features).keySet());
            rows.batch.columns().values().forEach(column -> {
                if (column instanceof Column.Doubles doubles) {
                    for (double value : doubles.values()) {
                        assertThat(hidden.contains(value))
                                .as("%s is hidden", value)
                                .isFalse();
                    }
                }
            });
        }
    }

    /** Fails unless what is required is there, identities are unique, times in order, and items known before they are recommended. */
    void assertSound() {
        Set<String> identities = new HashSet<>();
        Set<String> items = new TreeSet<>();
        for (Rows rows : written) {
            rows.table.columns().stream()
                    .filter(Table.ColumnDefinition::required)
                    .forEach(column -> {
                        for (int i = 0; i < rows.batch.size(); i++) {
                            assertThat(rows.batch.column(column.name()).isMissing(i))
                                    .isFalse();
                        }
                    });
        }
        each(
                Table.ITEMS,
                (batch, i) -> assertThat(items.add(batch.texts("item").text(i))).isTrue());
        each(
                Table.SLATES,
                (batch, i) -> assertThat(items).contains(batch.texts("item").text(i)));
        each(
                Table.CANDIDATE_SETS,
                (batch, i) -> assertThat(
                                identities.add(batch.texts("candidates_id").text(i)))
                        .isTrue());
        each(Table.DECISIONS, (batch, i) -> {
            assertThat(identities).contains(batch.texts("candidates_id").text(i));
            assertThat(identities.add(batch.texts("decision_id").text(i))).isTrue();
            assertThat(batch.booleans("usable_off_policy")[i]).isTrue();
        });
        each(Table.FEEDBACK, (batch, i) -> {
            assertThat(identities).contains(batch.texts("decision_id").text(i));
            assertThat(identities.add(batch.texts("event_id").text(i))).isTrue();
            assertThat(batch.longs("received")[i]).isGreaterThanOrEqualTo(batch.longs("time")[i]);
        });
    }

    private static int values(Column column) {
        return switch (column) {
            case Column.Booleans c -> Arrays.hashCode(c.values());
            case Column.Longs c -> Arrays.hashCode(c.values()) * 31 + Arrays.hashCode(c.missing());
            case Column.Doubles c -> Arrays.hashCode(c.values());
            case Column.Texts c -> Arrays.hashCode(c.codes()) * 31 + Arrays.hashCode(c.dictionary());
            case Column.TextLists c -> Arrays.hashCode(c.codes()) * 31 + Arrays.hashCode(c.dictionary());
            case Column.FloatLists c -> Arrays.hashCode(c.offsets()) * 31 + Arrays.hashCode(c.values());
            case Column.TextMaps c -> Arrays.hashCode(c.values()) * 31 + Arrays.hashCode(c.dictionary());
        };
    }
}
