package dev.longview.loop;

import dev.longview.columns.Batch;
import dev.longview.columns.Column;
import dev.longview.log.FeatureDefinition;
import dev.longview.outcome.Assembled;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * What recommendations are compared at equal values of, when it is asked what their items are worth: the position, and the declared
 * features of visit and member. Numbers as they are, 0 where missing; texts as one indicator for each of the first {@value #VALUES}
 * values but the very first, in the order of the rows. Lists are left out.
 */
final class ContextCovariates {
    private static final int VALUES = 8;
    private static final int POSITIONS = 7;
    private static final String UNUSED = "unused";

    private final List<FeatureDefinition> features;
    private final List<String> names = new ArrayList<>();
    /** By feature and value: its column, −1 for one that has none. */
    private final Map<String, Map<String, Integer>> columns = new HashMap<>();

    private final boolean learning;

    private ContextCovariates(List<FeatureDefinition> features, boolean learning) {
        this.features = features.stream()
                .filter(feature -> !feature.ofItem()
                        && (feature.kind() == FeatureDefinition.Kind.NUMERIC
                                || feature.kind() == FeatureDefinition.Kind.CATEGORICAL))
                .toList();
        this.learning = learning;
    }

    /** That learn, from the rows that they see first, which values there are. */
    static ContextCovariates learning(List<FeatureDefinition> features) {
        ContextCovariates covariates = new ContextCovariates(features, true);
        for (int position = 1; position <= POSITIONS; position++) {
            covariates.names.add(position(position));
        }
        for (FeatureDefinition feature : covariates.features) {
            if (feature.kind() == FeatureDefinition.Kind.NUMERIC) {
                covariates.names.add(feature.name());
            } else {
                covariates.columns.put(feature.name(), new HashMap<>());
                for (int value = 1; value < VALUES; value++) {
                    covariates.names.add(UNUSED + " " + feature.name() + " " + value);
                }
            }
        }
        return covariates;
    }

    /** Those of readings that were fitted. Features that are not declared any more are 0. */
    static ContextCovariates named(List<String> names, List<FeatureDefinition> features) {
        ContextCovariates covariates = new ContextCovariates(features, false);
        covariates.names.addAll(names);
        for (FeatureDefinition feature : covariates.features) {
            if (feature.kind() == FeatureDefinition.Kind.CATEGORICAL) {
                String prefix = feature.name() + "=";
                Map<String, Integer> values = new HashMap<>();
                for (int j = 0; j < names.size(); j++) {
                    if (names.get(j).startsWith(prefix)) {
                        values.put(names.get(j).substring(prefix.length()), j);
                    }
                }
                covariates.columns.put(feature.name(), values);
            }
        }
        return covariates;
    }

    private static String position(int position) {
        return position == POSITIONS ? "position>=" + POSITIONS : "position=" + position;
    }

    List<String> names() {
        return List.copyOf(names);
    }

    /** Row by row. */
    double[][] of(Batch batch) {
        double[][] x = new double[batch.size()][names.size()];
        long[] positions = batch.longs(Assembled.POSITION);
        int first = names.indexOf(position(1));
        for (int row = 0; row < x.length && first >= 0; row++) {
            if (positions[row] > 0) {
                x[row][first + (int) Math.min(positions[row], POSITIONS) - 1] = 1;
            }
        }
        for (FeatureDefinition feature : features) {
            if (feature.kind() == FeatureDefinition.Kind.NUMERIC) {
                numbers(batch.doubles(feature.name()), names.indexOf(feature.name()), x);
            } else {
                texts(feature.name(), batch.texts(feature.name()), x);
            }
        }
        return x;
    }

    private static void numbers(double[] values, int column, double[][] x) {
        for (int row = 0; row < x.length && column >= 0; row++) {
            x[row][column] = Double.isFinite(values[row]) ? values[row] : 0;
        }
    }

    private void texts(String feature, Column.Texts texts, double[][] x) {
        int[] columnOf = new int[texts.dictionary().length];
        boolean[] known = new boolean[columnOf.length];
        for (int row = 0; row < x.length; row++) {
            if (texts.isMissing(row)) {
                continue;
            }
            int code = texts.codes()[row];
            if (!known[code]) {
                known[code] = true;
                columnOf[code] = column(feature, texts.text(row));
            }
            if (columnOf[code] >= 0) {
                x[row][columnOf[code]] = 1;
            }
        }
    }

    private int column(String feature, String value) {
        Map<String, Integer> values = columns.getOrDefault(feature, Map.of());
        if (!learning || values.containsKey(value)) {
            return values.getOrDefault(value, -1);
        }
        int column = values.isEmpty() ? -1 : names.indexOf(UNUSED + " " + feature + " " + values.size());
        if (column >= 0) {
            names.set(column, feature + "=" + value);
        }
        values.put(value, column);
        return column;
    }
}
