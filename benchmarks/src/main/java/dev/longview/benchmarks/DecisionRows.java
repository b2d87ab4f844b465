package dev.longview.benchmarks;

import dev.longview.columns.Batch;
import dev.longview.columns.Column;
import dev.longview.log.FeatureDefinition;
import dev.longview.log.FeatureDefinition.Kind;
import dev.longview.outcome.Assembled;
import dev.longview.simulate.published.LoggedDecisions;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/** The decisions of W8 as columns: contexts, the items shown, and what came of them; and the catalogue. */
final class DecisionRows {
    private final LoggedDecisions world;

    DecisionRows(LoggedDecisions world) {
        this.world = world;
    }

    static List<FeatureDefinition> features() {
        List<FeatureDefinition> features = new ArrayList<>();
        names("context.c", LoggedDecisions.CONTEXT_TOKENS).forEach(n -> features.add(of(n, Kind.CATEGORICAL)));
        names("context.u", LoggedDecisions.CONTEXT_NUMBERS).forEach(n -> features.add(of(n, Kind.NUMERIC)));
        names("item.g", LoggedDecisions.ITEM_TOKENS).forEach(n -> features.add(of(n, Kind.CATEGORICAL)));
        names("item.v", LoggedDecisions.ITEM_NUMBERS).forEach(n -> features.add(of(n, Kind.NUMERIC)));
        return features;
    }

    private static FeatureDefinition of(String name, Kind kind) {
        return new FeatureDefinition(name, kind);
    }

    private static List<String> names(String prefix, int count) {
        return IntStream.range(0, count).mapToObj(i -> prefix + i).toList();
    }

    /**
     * Decisions from {@code first} on, a row each.
     *
     * @param rewards gets whether what was shown was rewarded
     */
    Batch shown(long first, double[] rewards) {
        int n = rewards.length;
        int[][] tokens = new int[LoggedDecisions.CONTEXT_TOKENS][n];
        double[][] numbers = new double[LoggedDecisions.CONTEXT_NUMBERS][n];
        int[] items = new int[n];
        double[] propensity = new double[n];
        LoggedDecisions.Decision decision = new LoggedDecisions.Decision();
        for (int row = 0; row < n; row++) {
            world.draw(first + row, decision);
            for (int j = 0; j < tokens.length; j++) {
                tokens[j][row] = decision.token(j);
            }
            for (int j = 0; j < numbers.length; j++) {
                numbers[j][row] = decision.number(j);
            }
            items[row] = decision.item(decision.chosen());
            propensity[row] = decision.propensity(decision.chosen());
            rewards[row] = decision.rewarded(decision.chosen()) ? 1 : 0;
        }
        Map<String, Column> columns = items(items);
        for (int j = 0; j < tokens.length; j++) {
            columns.put("context.c" + j, texts(tokens[j], "c", LoggedDecisions.CONTEXT_TOKEN_VALUES));
        }
        for (int j = 0; j < numbers.length; j++) {
            columns.put("context.u" + j, new Column.Doubles(numbers[j]));
        }
        columns.put(Assembled.POSITION, new Column.Longs(new long[n], new boolean[0]));
        columns.put(Assembled.CONDITIONAL, new Column.Doubles(propensity));
        return Batch.of(n, columns);
    }

    /** All items, by number. */
    Batch catalogue() {
        return Batch.of(
                LoggedDecisions.ITEMS,
                items(IntStream.range(0, LoggedDecisions.ITEMS).toArray()));
    }

    private Map<String, Column> items(int[] items) {
        Map<String, Column> columns = new LinkedHashMap<>();
        columns.put(Assembled.ITEM, texts(items, "i", LoggedDecisions.ITEMS));
        for (int j = 0; j < LoggedDecisions.ITEM_TOKENS; j++) {
            int slot = j;
            int[] tokens = Arrays.stream(items)
                    .map(item -> world.itemToken(item, slot))
                    .toArray();
            columns.put("item.g" + j, texts(tokens, "g", LoggedDecisions.ITEM_TOKEN_VALUES));
        }
        for (int j = 0; j < LoggedDecisions.ITEM_NUMBERS; j++) {
            int slot = j;
            columns.put(
                    "item.v" + j,
                    new Column.Doubles(Arrays.stream(items)
                            .mapToDouble(item -> world.itemNumber(item, slot))
                            .toArray()));
        }
        return columns;
    }

    private static Column texts(int[] codes, String prefix, int values) {
        return new Column.Texts(codes, names(prefix, values).toArray(String[]::new));
    }
}
