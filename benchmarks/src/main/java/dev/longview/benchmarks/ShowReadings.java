package dev.longview.benchmarks;

import dev.longview.label.Evidence;
import dev.longview.label.Line;
import dev.longview.label.ReadingLearner;
import dev.longview.label.Readings;
import dev.longview.policy.ItemPrior;
import dev.longview.simulate.published.ImpatientShows;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;
import java.util.stream.IntStream;

/**
 * What earlier shows teach of new ones: a predictor for each number of days seen, how its labels are to be read, and the prior of a show.
 *
 * @param predictors by days seen, from 1
 */
record ShowReadings(List<ShowPredictor> predictors, Readings readings, ItemPrior prior) {
    /** Days after which nothing more comes. */
    static final int FINAL = ImpatientShows.DAYS;

    private static final List<Integer> LANDMARKS =
            List.of(1, 2, 3, 4, 5, 6, 7, 8, 10, 12, 14, 17, 21, 25, 30, 37, 45, 52);
    private static final OptionalInt POOL = OptionalInt.empty();
    private static final double[] NO_COVARIATES = {};

    static ShowReadings learn(ImpatientShows earlier, int tracesEach) {
        long[][] traces = IntStream.range(0, earlier.size())
                .mapToObj(show -> IntStream.range(0, tracesEach)
                        .mapToLong(number -> earlier.trace(show, number))
                        .toArray())
                .toArray(long[][]::new);
        List<ShowPredictor> predictors = IntStream.range(1, FINAL)
                .parallel()
                .mapToObj(age -> ShowPredictor.fit(traces, age))
                .toList();
        List<Long> ages = new ArrayList<>();
        LANDMARKS.forEach(age -> ages.add((long) age));
        ages.add((long) FINAL);
        ReadingLearner learner = ReadingLearner.of(ages, 0);
        double[] labels = new double[ages.size()];
        for (int show = 0; show < traces.length; show++) {
            String item = earlier.item(show);
            for (long trace : traces[show]) {
                for (int k = 0; k < LANDMARKS.size(); k++) {
                    labels[k] = predictors.get(LANDMARKS.get(k) - 1).predict(trace);
                }
                learner.add(item, "", labels, ImpatientShows.stickiness(trace), NO_COVARIATES);
            }
        }
        Readings readings = switch (learner.fit(List.of())) {
            case ReadingLearner.Result.Fitted(Readings fitted) -> fitted;
            case ReadingLearner.Result.Unreadable(String reason) -> throw new IllegalStateException(reason);
        };
        Line last = readings.pooled().getLast();
        return new ShowReadings(
                predictors, readings, new ItemPrior(last.mean(), last.itemVariance(), last.finalNoise()));
    }

    double label(long trace, int days) {
        return predictors.get(days - 1).predict(trace);
    }

    Evidence evidence(long trace, int days) {
        return readings.evidence(POOL, days, label(trace, days), NO_COVARIATES);
    }
}
