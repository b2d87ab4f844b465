package dev.longview.evaluate;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;

/**
 * All estimators on one log, beside what the logging policy itself earned.
 *
 * @param units recommendations
 * @param accounts different accounts
 * @param onPolicy mean logged reward per decision, with its 95% interval
 * @param lines an estimate per estimator; those that need a reward model are absent without one
 * @param sentence what it comes to, for a person
 */
public record Report(int units, int accounts, Interval onPolicy, List<Line> lines, String sentence) {
    /** One estimator's estimate. */
    public record Line(String estimator, Result result) {}

    /** A value in units of the reward per decision, with its 95% interval. */
    public record Interval(double value, double low, double high) {}

    public Report {
        lines = List.copyOf(lines);
    }

    public static Report of(LoggedRewards logged) {
        List<Line> lines = new ArrayList<>();
        Stream.of(
                        DirectMethod.withDefaults(),
                        InversePropensity.withDefaults(),
                        DoublyRobust.withDefaults(),
                        SelfNormalised.withDefaults(),
                        SelfNormalisedDoublyRobust.withDefaults())
                .filter(estimator -> logged.hasModel() || !estimator.needsModel())
                .forEach(estimator -> lines.add(new Line(estimator.name(), estimator.estimate(logged))));
        Interval onPolicy = onPolicy(logged);
        // The last is the steadiest that the log allows: self-normalised, doubly robust where there is a model.
        return new Report(logged.size(), logged.clusters(), onPolicy, lines, sentence(onPolicy, lines.getLast()));
    }

    /** Where the reward model has learned something else than what is estimated, which corrects estimators that weigh but not that one. */
    public Report withoutDirectMethod() {
        String direct = DirectMethod.withDefaults().name();
        return new Report(
                units,
                accounts,
                onPolicy,
                lines.stream().filter(line -> !line.estimator().equals(direct)).toList(),
                sentence);
    }

    private static Interval onPolicy(LoggedRewards logged) {
        double[] influence = new double[logged.size()];
        double sum = 0;
        for (int i = 0; i < influence.length; i++) {
            sum += logged.reward(i);
        }
        double mean = sum / influence.length;
        for (int i = 0; i < influence.length; i++) {
            influence[i] = logged.reward(i) - mean;
        }
        double value = mean * logged.positions();
        double margin = Support.margin(logged, influence) * logged.positions();
        return new Interval(value, value - margin, value + margin);
    }

    private static String sentence(Interval onPolicy, Line line) {
        Result result = line.result();
        if (result.verdict() instanceof Verdict.Unusable(String reason)) {
            return "This log cannot tell what the policy would earn: " + reason + ".";
        }
        String against = result.low() > onPolicy.value()
                ? "more than"
                : result.high() < onPolicy.value() ? "less than" : "not distinguishable from";
        return String.format(
                Locale.ROOT,
                "The policy would have earned %.4g (95%% %.4g to %.4g, %s), %s the %.4g that was logged;" + " %s.",
                result.value(),
                result.low(),
                result.high(),
                line.estimator(),
                against,
                onPolicy.value(),
                result.verdict().sentence());
    }
}
