package dev.longview.delay;

import dev.longview.columns.Batch;
import dev.longview.columns.Column;
import dev.longview.outcome.Assembled;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * What trees read of a row, as numbers. A row is first packed, with one number for each categorical feature, and spread out to one
 * column for each value when trees see it. Values of a feature beyond the first {@link #MOST_VALUES} are told apart from none of them.
 *
 * @param clock whether the outcome's clock starts with another outcome, so that its age is not the recommendation's
 * @param outcomes those whose values so far are read
 * @param numerics features
 * @param categories features, each with its values
 */
record TreeColumns(boolean clock, List<String> outcomes, List<String> numerics, List<Category> categories) {
    static final int MOST_VALUES = 32;
    private static final double HOUR = 3_600_000_000.0;

    /** A categorical feature. */
    record Category(String feature, List<String> values) {
        Category {
            values = List.copyOf(values);
        }
    }

    TreeColumns {
        outcomes = List.copyOf(outcomes);
        numerics = List.copyOf(numerics);
        categories = List.copyOf(categories);
    }

    /**
     * The columns of a definition, going by a batch; no value of a category is known yet.
     *
     * @throws IllegalArgumentException when a feature is not numeric or categorical
     */
    static TreeColumns of(Chain chain, TreeInputs inputs, Batch batch) {
        List<String> outcomes = new ArrayList<>(List.of(chain.outcome().name()));
        chain.definition().state().filter(state -> !outcomes.contains(state)).ifPresent(outcomes::add);
        inputs.outcomes().stream().filter(other -> !outcomes.contains(other)).forEach(outcomes::add);
        List<String> numerics = new ArrayList<>();
        List<Category> categories = new ArrayList<>();
        for (String feature : features(chain.definition(), inputs)) {
            Column column = batch.column(feature);
            if (column instanceof Column.Texts) {
                categories.add(new Category(feature, List.of()));
            } else if (column instanceof Column.Doubles || column instanceof Column.Longs) {
                numerics.add(feature);
            } else {
                throw new IllegalArgumentException(
                        "delay model of '" + chain.outcome().name() + "': feature '" + feature + "' is " + column.type()
                                + "; trees read numeric and categorical features");
            }
        }
        return new TreeColumns(chain.outcome().from().isPresent(), outcomes, numerics, categories);
    }

    private static List<String> features(DelayDefinition definition, TreeInputs inputs) {
        List<String> features = new ArrayList<>(inputs.features());
        definition.by().filter(by -> !features.contains(by)).ifPresent(features::add);
        return features;
    }

    int packed() {
        return 1 + (clock ? 1 : 0) + 2 * outcomes.size() + numerics.size() + categories.size();
    }

    /** Columns that trees see, but for what they are told beside. */
    int spread() {
        return packed()
                - categories.size()
                + categories.stream().mapToInt(c -> c.values().size()).sum();
    }

    /** Their names, in order. */
    List<String> names() {
        List<String> names = new ArrayList<>(List.of("age"));
        if (clock) {
            names.add("clock");
        }
        for (String outcome : outcomes) {
            names.add(outcome);
            names.add(outcome + ", hours since");
        }
        names.addAll(numerics);
        categories.forEach(c -> c.values().forEach(value -> names.add(c.feature() + " = " + value)));
        return names;
    }

    /** One row of packed numbers as trees see it. */
    void spread(float[] packed, int from, float[] into, int to) {
        int plain = packed() - categories.size();
        System.arraycopy(packed, from, into, to, plain);
        int at = to + plain;
        for (int c = 0; c < categories.size(); c++) {
            int size = categories.get(c).values().size();
            Arrays.fill(into, at, at + size, 0);
            int code = (int) packed[from + plain + c];
            if (code >= 0 && code < size) {
                into[at + code] = 1;
            }
            at += size;
        }
    }

    /** Reads rows of one batch; the codes of its texts are found once. */
    final class Reader {
        private final long[] ages;
        private final Optional<Column.Longs> origin;
        private final double[][] values;
        private final Column.Longs[] recent;
        private final Column[] numbers;
        private final Column.Texts[] texts;
        private final int[][] codes;

        Reader(Batch batch) {
            ages = batch.longs(Assembled.AGE);
            origin = clock
                    ? Optional.of((Column.Longs) batch.column(Assembled.origin(outcomes.getFirst())))
                    : Optional.empty();
            values = outcomes.stream()
                    .map(outcome -> batch.doubles(Assembled.value(outcome)))
                    .toArray(double[][]::new);
            recent = outcomes.stream().map(outcome -> latest(batch, outcome)).toArray(Column.Longs[]::new);
            numbers = numerics.stream().map(batch::column).toArray(Column[]::new);
            texts = categories.stream().map(c -> batch.texts(c.feature())).toArray(Column.Texts[]::new);
            codes = new int[texts.length][];
            for (int c = 0; c < texts.length; c++) {
                List<String> known = categories.get(c).values();
                codes[c] = Arrays.stream(texts[c].dictionary())
                        .mapToInt(known::indexOf)
                        .toArray();
            }
        }

        void row(int row, float[] into, int at) {
            int next = at;
            into[next++] = (float) Math.log1p(Math.max(0, ages[row]) / HOUR);
            if (origin.isPresent()) {
                Column.Longs start = origin.get();
                into[next++] = start.isMissing(row)
                        ? Float.NaN
                        : (float) Math.log1p(Math.max(0, ages[row] - start.values()[row]) / HOUR);
            }
            for (int k = 0; k < values.length; k++) {
                into[next++] = (float) values[k][row];
                into[next++] = since(k, row);
            }
            for (Column column : numbers) {
                into[next++] = number(column, row);
            }
            for (int c = 0; c < texts.length; c++) {
                int code = texts[c].codes()[row];
                into[next++] = code < 0 ? -1 : codes[c][code];
            }
        }

        private float since(int k, int row) {
            return recent[k].isMissing(row)
                    ? Float.NaN
                    : (float) Math.log1p(Math.max(0, ages[row] - recent[k].values()[row]) / HOUR);
        }

        private static float number(Column column, int row) {
            return column instanceof Column.Longs longs
                    ? (longs.isMissing(row) ? Float.NaN : longs.values()[row])
                    : (float) ((Column.Doubles) column).values()[row];
        }

        /** All missing where it was not assembled. */
        private static Column.Longs latest(Batch batch, String outcome) {
            if (batch.has(Assembled.recent(outcome))) {
                return (Column.Longs) batch.column(Assembled.recent(outcome));
            }
            boolean[] missing = new boolean[batch.size()];
            Arrays.fill(missing, true);
            return new Column.Longs(new long[batch.size()], missing);
        }
    }

    /** These, and what further values of categories a batch has, as long as there is room. */
    TreeColumns with(Batch batch) {
        List<Category> more = new ArrayList<>();
        for (Category category : categories) {
            Column.Texts column = batch.texts(category.feature());
            List<String> values = new ArrayList<>(category.values());
            // In the order of rows: a batch's dictionary may be in any order.
            boolean[] seen = new boolean[column.dictionary().length];
            for (int row = 0; row < column.size() && values.size() < MOST_VALUES; row++) {
                int code = column.codes()[row];
                if (code >= 0 && !seen[code]) {
                    seen[code] = true;
                    if (!values.contains(column.text(row))) {
                        values.add(column.text(row));
                    }
                }
            }
            more.add(new Category(category.feature(), values));
        }
        return new TreeColumns(clock, outcomes, numerics, more);
    }
}
