package dev.longview.policy;

import dev.longview.columns.Batch;
import dev.longview.columns.Column;
import dev.longview.outcome.Condition;
import dev.longview.outcome.Condition.Field;
import dev.longview.outcome.Condition.Source;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A condition over an item, a member and a context, for a whole catalogue at once. Items that are alike in all that it reads of them
 * share an answer, and answers are kept by what it reads of the visit, so that it is worked out once for each pair of kinds, not for
 * each item of each visit. For one thread.
 */
final class ItemCondition {
    /** Contexts whose answers are kept; of a numeric one hardly any comes twice, and the oldest makes way. */
    private static final int KEPT = 512;

    private final Condition condition;
    private final List<Field> ofVisit;
    /** By row of the catalogue. */
    private final int[] kinds;

    private final List<Map<Field, Optional<Object>>> examples;
    private final Map<List<Optional<Object>>, boolean[]> answers = new LinkedHashMap<>(16, 0.75f, true) {
        private static final long serialVersionUID = 1;

        @Override
        protected boolean removeEldestEntry(Map.Entry<List<Optional<Object>>, boolean[]> eldest) {
            return size() > KEPT;
        }
    };

    private ItemCondition(
            Condition condition, List<Field> ofVisit, int[] kinds, List<Map<Field, Optional<Object>>> examples) {
        this.condition = condition;
        this.ofVisit = ofVisit;
        this.kinds = kinds;
        this.examples = examples;
    }

    static ItemCondition of(Condition condition, Batch catalogue) {
        List<Field> fields = List.copyOf(condition.fields());
        List<Field> ofItem =
                fields.stream().filter(field -> field.source() == Source.ITEM).toList();
        List<Field> ofVisit =
                fields.stream().filter(field -> field.source() != Source.ITEM).toList();
        Map<Map<Field, Optional<Object>>, Integer> known = new HashMap<>();
        List<Map<Field, Optional<Object>>> examples = new ArrayList<>();
        int[] kinds = new int[catalogue.size()];
        for (int row = 0; row < kinds.length; row++) {
            Map<Field, Optional<Object>> values = new HashMap<>();
            for (Field field : ofItem) {
                values.put(field, value(catalogue.column(field.name()), row));
            }
            Integer kind = known.get(values);
            if (kind == null) {
                kind = examples.size();
                known.put(values, kind);
                examples.add(values);
            }
            kinds[row] = kind;
        }
        return new ItemCondition(condition, ofVisit, kinds, examples);
    }

    /** The same for another thread. */
    ItemCondition another() {
        return new ItemCondition(condition, ofVisit, kinds, examples);
    }

    /** By kind of item, whether it holds for a visit: {@code answer[kind(row)]}. */
    boolean[] answers(Batch visits, int row) {
        List<Optional<Object>> values = new ArrayList<>(ofVisit.size());
        for (Field field : ofVisit) {
            values.add(value(visits.column(field.name()), row));
        }
        return answers.computeIfAbsent(values, this::answers);
    }

    int kind(int item) {
        return kinds[item];
    }

    private boolean[] answers(List<Optional<Object>> values) {
        boolean[] answers = new boolean[examples.size()];
        for (int kind = 0; kind < answers.length; kind++) {
            Map<Field, Optional<Object>> ofItem = examples.get(kind);
            answers[kind] = condition.holds(field -> {
                int at = ofVisit.indexOf(field);
                return at < 0 ? ofItem.getOrDefault(field, Optional.empty()) : values.get(at);
            });
        }
        return answers;
    }

    private static Optional<Object> value(Column column, int row) {
        if (column.isMissing(row)) {
            return Optional.empty();
        }
        return switch (column) {
            case Column.Doubles(double[] values) -> Optional.of(values[row]);
            case Column.Texts texts -> Optional.of(texts.text(row));
            case Column.TextLists(int[] offsets, int[] codes, String[] dictionary) ->
                Optional.of(Arrays.stream(codes, offsets[row], offsets[row + 1])
                        .mapToObj(code -> dictionary[code])
                        .toList());
            case Column.Longs longs -> throw unexpected(longs);
            case Column.Booleans booleans -> throw unexpected(booleans);
            case Column.FloatLists lists -> throw unexpected(lists);
            case Column.TextMaps maps -> throw unexpected(maps);
        };
    }

    private static IllegalStateException unexpected(Column column) {
        return new IllegalStateException("no feature is " + column.type());
    }
}
