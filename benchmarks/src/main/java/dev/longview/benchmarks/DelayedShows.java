package dev.longview.benchmarks;

import dev.longview.label.Line;
import dev.longview.label.Posterior;
import dev.longview.label.Reading;
import dev.longview.label.ReadingLearner;
import dev.longview.label.Readings;
import dev.longview.simulate.published.FilteredBelief;
import dev.longview.simulate.published.ImpatientShows;
import dev.longview.simulate.published.ScalarBelief;
import dev.longview.simulate.published.ShowBelief;
import dev.longview.simulate.published.ShowPrior;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.TreeMap;

/**
 * How near to the truth a belief about a show comes, days after its first recommendations, in the world of {@link ImpatientShows}: by
 * readings of a pooled predictor, by plugging in what it predicts, by the Bayesian filter that was made for this world. Mean absolute
 * error of the mean stickiness, over 400 shows of each of several worlds; predictor, readings and priors are of 200 others.
 */
final class DelayedShows implements Benchmark {
    private static final int[] AGES = {2, 7, 14, 30};
    private static final int FINAL = ImpatientShows.DAYS + 1;
    private static final int[] TRACES = {100, 1_000};
    private static final int PRIOR_SHOWS = 200;
    private static final int SHOWS = 400;
    private static final long PRIOR_TRACES = 10_000;
    /** What a predictor's squared error is of: a show's mean over so many traces, or single traces. */
    private static final int GROUP = 100;

    private static final List<String> METHODS = List.of(
            "prior", "plug_in", "readings", "plug_in_of_means", "readings_of_means", "filter", "wait", "no_delay");
    /** Two million traces tell a slope of 0.1 to a tenth of itself, so that it may be divided by. */
    private static final double FLOOR = 0.05;

    private static final OptionalInt POOL = OptionalInt.empty();
    private static final double[] NO_COVARIATES = {};

    @Override
    public String name() {
        return "delay-w1";
    }

    @Override
    public String summary() {
        return "readings against plug-in and Bayesian filter, in the world of impatient shows   [WORLDS]";
    }

    @Override
    public void run(Path results, List<String> arguments) throws Exception {
        int worlds = arguments.isEmpty() ? 5 : Integer.parseInt(arguments.getFirst());
        Map<String, double[]> errors = new LinkedHashMap<>();
        Map<String, double[]> lines = new LinkedHashMap<>();
        for (int world = 0; world < worlds; world++) {
            measure(world, errors, lines);
        }
        Result result = new Result(name(), Path.of(System.getProperty("longview.root", ".")));
        result.put("worlds", worlds)
                .put("shows", SHOWS)
                .put("prior_shows", PRIOR_SHOWS)
                .put("prior_traces", PRIOR_TRACES)
                .put(
                        "predictor",
                        "least squares on four features of a trace's first days, pooled over shows; of means: fitted to"
                                + " means over " + GROUP + " traces of a show");
        lines.forEach((age, sums) -> result.put(
                age,
                new TreeMap<>(Map.of(
                        "slope",
                        sums[0] / worlds,
                        "slope_error",
                        sums[3] / worlds,
                        "noise",
                        sums[1] / worlds,
                        "shared",
                        sums[2] / worlds))));
        errors.forEach((cell, sums) -> {
            Map<String, Double> found = new LinkedHashMap<>();
            double filter = sums[METHODS.indexOf("filter")];
            for (int m = 0; m < METHODS.size(); m++) {
                found.put(METHODS.get(m), sums[m] / worlds);
            }
            for (String method : METHODS.subList(1, METHODS.indexOf("filter"))) {
                found.put(method + "_to_filter", sums[METHODS.indexOf(method)] / filter);
            }
            result.put(cell, found);
        });
        result.write(results);
    }

    private static void measure(int world, Map<String, double[]> errors, Map<String, double[]> lines) {
        ImpatientShows all = ImpatientShows.draw(1_000 + world, PRIOR_SHOWS + SHOWS);
        ImpatientShows earlier = all.range(0, PRIOR_SHOWS);
        ImpatientShows shows = all.range(PRIOR_SHOWS, PRIOR_SHOWS + SHOWS);
        ShowPrior prior = ShowPrior.of(earlier);
        Learned means = Learned.of(earlier, GROUP);
        Learned single = Learned.of(earlier, 1);
        for (int k = 0; k < AGES.length; k++) {
            add(single.readings.pooled().get(k), lines.computeIfAbsent("age_" + AGES[k], unseen -> new double[4]));
            add(
                    means.readings.pooled().get(k),
                    lines.computeIfAbsent("age_" + AGES[k] + "_of_means", unseen -> new double[4]));
            for (int traces : TRACES) {
                double[] cell = errors.computeIfAbsent(
                        "age_" + AGES[k] + "_traces_" + traces, unseen -> new double[METHODS.size()]);
                add(shows, prior, means, single, k, traces, cell);
            }
        }
    }

    private static void add(Line line, double[] sums) {
        sums[0] += line.slope();
        sums[1] += line.noise();
        sums[2] += line.shared();
        sums[3] += line.slopeError();
    }

    /** What is learned of earlier shows: a predictor for each age, and how to read it. */
    private record Learned(List<TracePredictor> predictors, Readings readings) {
        static Learned of(ImpatientShows earlier, int group) {
            List<TracePredictor> predictors = Arrays.stream(AGES)
                    .mapToObj(age -> TracePredictor.fit(earlier, PRIOR_TRACES, group, age))
                    .toList();
            return new Learned(predictors, DelayedShows.readings(earlier, predictors));
        }
    }

    /** What is believed of one show by labels: taken for final ones, or read. */
    private static final class Beliefs {
        private final TracePredictor predictor;
        private final Readings readings;
        private final Line line;
        private final long age;
        Posterior plugIn;
        Posterior read;

        Beliefs(Learned learned, int k) {
            predictor = learned.predictors.get(k);
            readings = learned.readings.withFloor(FLOOR);
            age = AGES[k];
            line = readings.at(POOL, age);
            plugIn = Posterior.prior(line.mean(), line.itemVariance());
            read = plugIn;
        }

        void add(long trace, int traces) {
            double label = predictor.predict(trace);
            plugIn = plugIn.with(new Reading(label, 1), line.finalNoise());
            read = read.with(readings.read(POOL, age, label, NO_COVARIATES, traces), line.finalNoise());
        }
    }

    private static Readings readings(ImpatientShows earlier, List<TracePredictor> predictors) {
        List<Long> ages = new ArrayList<>();
        for (int age : AGES) {
            ages.add((long) age);
        }
        ages.add((long) FINAL);
        ReadingLearner learner = ReadingLearner.of(ages, 0);
        double[] labels = new double[ages.size()];
        for (int show = 0; show < earlier.size(); show++) {
            for (long number = 0; number < PRIOR_TRACES; number++) {
                long trace = earlier.trace(show, number);
                for (int k = 0; k < predictors.size(); k++) {
                    labels[k] = predictors.get(k).predict(trace);
                }
                learner.add(earlier.item(show), "", labels, ImpatientShows.stickiness(trace), NO_COVARIATES);
            }
        }
        return switch (learner.fit(List.of())) {
            case ReadingLearner.Result.Fitted(Readings readings) -> readings;
            case ReadingLearner.Result.Unreadable(String reason) -> throw new IllegalStateException(reason);
        };
    }

    /** Adds the mean absolute errors of every method over the shows. */
    private static void add(
            ImpatientShows shows, ShowPrior prior, Learned means, Learned single, int k, int traces, double[] errors) {
        ShowBelief filter = new FilteredBelief(prior, shows.size());
        ShowBelief wait = ScalarBelief.waiting(prior, shows.size());
        ShowBelief noDelay = ScalarBelief.withoutDelay(prior, shows.size());
        List<ShowBelief> beliefs = List.of(filter, wait, noDelay);
        double[][] byLabels = new double[shows.size()][];
        for (int show = 0; show < shows.size(); show++) {
            Beliefs ofMeans = new Beliefs(means, k);
            Beliefs ofSingle = new Beliefs(single, k);
            double before = ofMeans.plugIn.mean();
            for (int number = 0; number < traces; number++) {
                long trace = shows.trace(show, number);
                for (ShowBelief belief : beliefs) {
                    belief.observe(0, show, trace);
                }
                ofMeans.add(trace, traces);
                ofSingle.add(trace, traces);
            }
            byLabels[show] = new double[] {
                before, ofSingle.plugIn.mean(), ofSingle.read.mean(), ofMeans.plugIn.mean(), ofMeans.read.mean()
            };
        }
        beliefs.forEach(belief -> belief.advance(AGES[k]));
        for (int show = 0; show < shows.size(); show++) {
            double truth = shows.meanStickiness(show);
            int m = 0;
            for (double mean : byLabels[show]) {
                errors[m++] += Math.abs(mean - truth) / shows.size();
            }
            // These are about the days after the recommendation, which itself counts for one.
            for (ShowBelief belief : beliefs) {
                errors[m++] += Math.abs(1 + belief.mean(show) - truth) / shows.size();
            }
        }
    }
}
