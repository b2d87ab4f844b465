package dev.longview.delay;

import dev.longview.columns.Batch;
import dev.longview.columns.Column;
import dev.longview.outcome.Assembled;
import dev.longview.outcome.OutcomeDefinition;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * What trees read of a row, as numbers. A row is first packed, with one number for each categorical feature, and spread out to one
 * column for each value when trees see it. Values of a feature beyond the first {@link #MOST_VALUES} are told apart from none of them.
 *
 * @param runs where the outcome's clock runs from, or to, whose time the recommendation's age does not tell
 * @param outcomes those whose values so far are read
 * @param numerics features
 * @param categories features, each with its values
 */
record TreeColumns(Runs runs, List<String> outcomes, List<String> numerics, List<Category> categories) {
    static final int MOST_VALUES = 32;
    static final double HOUR = 3_600_000_000.0;

    /** What an outcome's clock depends on. */
    enum Runs {
        /** It starts with the decision: there is one column of ages. */
        FROM_DECISION,
        /** With another outcome: a column more, the age since that. */
        FROM_OUTCOME,
        /** It ends with the next billing: a column more, the hours to that. */
        TO_BILLING;

        static Runs of(OutcomeDefinition outcome) {
            return Clock.billed(outcome) ? TO_BILLING : outcome.from().isPresent() ? FROM_OUTCOME : FROM_DECISION;
        }
    }

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
        List<String> features = features(chain.definition(), inputs);
        return of(chain.outcome().name(), Runs.of(chain.outcome()), outcomes, features, batch);
    }

    /** Those of a model of opinions of an outcome: not what was said, nor when. */
    static TreeColumns ofOpinions(String outcome, TreeInputs inputs, Batch batch) {
        return of(outcome, Runs.FROM_DECISION, inputs.outcomes(), inputs.features(), batch);
    }

    private static TreeColumns of(String model, Runs runs, List<String> outcomes, List<String> features, Batch batch) {
        List<String> numerics = new ArrayList<>();
        List<Category> categories = new ArrayList<>();
        for (String feature : features) {
            Column column = batch.column(feature);
            if (column instanceof Column.Texts) {
                categories.add(new Category(feature, List.of()));
            } else if (column instanceof Column.Doubles || column instanceof Column.Longs) {
                numerics.add(feature);
            } else {
                throw new IllegalArgumentException("delay model of '" + model + "': feature '" + feature + "' is "
                        + column.type() + "; trees read numeric and categorical features");
            }
        }
        return new TreeColumns(runs, outcomes, numerics, categories);
    }

    private static List<String> features(DelayDefinition definition, TreeInputs inputs) {
        List<String> features = new ArrayList<>(inputs.features());
        definition.by().filter(by -> !features.contains(by)).ifPresent(features::add);
        return features;
    }

    int packed() {
        return 1 + (runs == Runs.FROM_DECISION ? 0 : 1) + 2 * outcomes.size() + numerics.size() + categories.size();
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
        if (runs != Runs.FROM_DECISION) {
            names.add(runs == Runs.FROM_OUTCOME ? "clock" : "hours to billing");
        }
        for (String outcome : outcomes) {
            names.add(outcome);
            names.add(outcome + ", hours since");
        }
        names.addAll(numerics);
        categories.forEach(c -> c.values().forEach(value -> names.add(c.feature() + " = " + value)));
        return names;
    }

    /** An age as trees read it, in their first column. */
    static float age(long micros) {
        return (float) Math.log1p(Math.max(0, micros) / HOUR);
    }

    /** The hours to the billing of a row that is packed; NaN while none is known. */
    float hoursToBilling(float[] packed, int from) {
        return packed[from + 1];
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
            origin = switch (runs) {
                case FROM_DECISION -> Optional.empty();
                case FROM_OUTCOME -> Optional.of((Column.Longs) batch.column(Assembled.origin(outcomes.getFirst())));
                case TO_BILLING -> Optional.of((Column.Longs) batch.column(Assembled.due(outcomes.getFirst())));
            };
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
            into[next++] = age(ages[row]);
            if (origin.isPresent()) {
                Column.Longs other = origin.get();
                double hours = (ages[row] - other.values()[row]) / HOUR;
                into[next++] = other.isMissing(row)
                        ? Float.NaN
                        : (float) (runs == Runs.TO_BILLING ? -hours : Math.log1p(Math.max(0, hours)));
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
        return new TreeColumns(runs, outcomes, numerics, more);
    }
}
