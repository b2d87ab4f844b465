package dev.longview.benchmarks;

import dev.longview.columns.Batch;
import dev.longview.columns.Column;
import dev.longview.delay.DelayDefinition;
import dev.longview.delay.DelayLearner;
import dev.longview.delay.DelayModel;
import dev.longview.delay.Landmarks;
import dev.longview.delay.TreeInputs;
import dev.longview.delay.TreeSettings;
import dev.longview.outcome.Aggregate;
import dev.longview.outcome.Assembled;
import dev.longview.outcome.OutcomeDefinition;
import dev.longview.outcome.State;
import dev.longview.reward.Forecast;
import dev.longview.simulate.published.DelayedConversions;
import dev.longview.simulate.published.DelayedConversions.Cases;
import dev.longview.trees.XGBoostLearner;
import java.time.Duration;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.IntToDoubleFunction;
import java.util.stream.IntStream;

/** Cases of the delayed conversions as rows at ages, as an assembly of their log would give them, and delay models learned from them. */
final class ConversionRows {
    private static final double DAY = 86_400e6;
    private static final List<String> FEATURES = IntStream.rangeClosed(1, DelayedConversions.FEATURES)
            .mapToObj(j -> "x" + j)
            .toList();
    private static final OutcomeDefinition CONVERTED = new OutcomeDefinition(
            "converted",
            "conversion",
            new Aggregate.Occurred(),
            Optional.empty(),
            Duration.ofDays(ConversionHazards.HORIZON),
            false);

    private ConversionRows() {}

    /** Of the snapshot: every case at every landmark that it is old enough for. */
    static DelayModel fit(Cases cases, boolean trees, TreeSettings settings) {
        Landmarks landmarks = Landmarks.of(Arrays.stream(ConversionHazards.EDGES)
                .mapToObj(days -> Duration.ofMinutes(Math.round(days * 24 * 60)))
                .toList());
        TreeInputs inputs = new TreeInputs(List.of(), FEATURES, Optional.empty());
        DelayLearner learner = DelayLearner.of(
                new DelayDefinition(
                        "converted",
                        Optional.empty(),
                        List.of(),
                        Optional.empty(),
                        trees ? Optional.of(inputs) : Optional.empty()),
                CONVERTED,
                landmarks);
        if (trees) {
            learner.withTrees(new XGBoostLearner(), settings, 4_000_000, Optional.empty());
        }
        int most = cases.size() * landmarks.ages().size();
        int[] of = new int[most];
        long[] ages = new long[most];
        int n = 0;
        for (int i = 0; i < cases.size(); i++) {
            for (long age : landmarks.ages()) {
                if (age <= cases.age()[i] * DAY) {
                    of[n] = i;
                    ages[n++] = age;
                }
            }
        }
        return learner.add(rows(cases, Arrays.copyOf(of, n), Arrays.copyOf(ages, n)))
                .fit();
    }

    private static Batch rows(Cases cases, int[] of, long[] ages) {
        int n = of.length;
        Map<String, Column> columns = new LinkedHashMap<>();
        String[] names = IntStream.range(0, cases.size()).mapToObj(i -> "c" + i).toArray(String[]::new);
        columns.put(Assembled.DECISION, new Column.Texts(of, names));
        columns.put(Assembled.POSITION, new Column.Longs(new long[n], new boolean[0]));
        columns.put(Assembled.AGE, new Column.Longs(ages, new boolean[0]));
        for (int j = 0; j < FEATURES.size(); j++) {
            int feature = j;
            columns.put(FEATURES.get(j), doubles(n, k -> cases.x()[of[k] * DelayedConversions.FEATURES + feature]));
        }
        columns.put(Assembled.value("converted"), doubles(n, k -> converted(cases, of[k], ages[k]) ? 1 : 0));
        long[] states = new long[n];
        for (int k = 0; k < n; k++) {
            boolean over = ages[k] >= ConversionHazards.HORIZON * DAY;
            states[k] = (over || converted(cases, of[k], ages[k]) ? State.FINAL : State.PENDING).code();
        }
        columns.put(Assembled.state("converted"), new Column.Longs(states, new boolean[0]));
        return Batch.of(n, columns);
    }

    private static Column doubles(int n, IntToDoubleFunction of) {
        return new Column.Doubles(IntStream.range(0, n).mapToDouble(of).toArray());
    }

    private static boolean converted(Cases cases, int i, long age) {
        return cases.delay()[i] * DAY <= age;
    }

    /** What a label says of each case at an age in days: 0 or 1 where it is decided, else the forecast. */
    static double[] labels(DelayModel model, Cases cases, IntToDoubleFunction days) {
        int n = cases.size();
        long[] ages = IntStream.range(0, n)
                .mapToLong(i -> (long) (days.applyAsDouble(i) * DAY))
                .toArray();
        Forecast forecast = model.forecast(rows(cases, IntStream.range(0, n).toArray(), ages));
        int width = forecast.support().length;
        double[] labels = new double[n];
        for (int i = 0; i < n; i++) {
            if (converted(cases, i, ages[i])) {
                labels[i] = 1;
                continue;
            }
            for (int s = 0; s < width && ages[i] < ConversionHazards.HORIZON * DAY; s++) {
                labels[i] += forecast.support()[s] * forecast.probability()[i * width + s];
            }
        }
        return labels;
    }
}
