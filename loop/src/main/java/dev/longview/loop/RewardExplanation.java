package dev.longview.loop;

import dev.longview.columns.Batch;
import dev.longview.columns.Column;
import dev.longview.outcome.Aggregate;
import dev.longview.outcome.Assembled;
import dev.longview.outcome.OutcomeDefinition;
import dev.longview.outcome.State;
import dev.longview.reward.Reward;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * Why the recommendations of one decision have the reward that they have: what was observed, what it comes to term by term, and what is
 * expected to come, told apart.
 *
 * @param low the least value that the reward can take
 * @param high the greatest
 */
public record RewardExplanation(
        String decision,
        String reward,
        String rewardVersion,
        String normalised,
        double low,
        double high,
        List<Recommendation> recommendations) {
    /**
     * One recommendation.
     *
     * @param features those that the reward reads, as they were when the decision was served
     * @param soFar the reward of what has been observed: the sum of the terms
     * @param expected what it is expected to be in the end
     * @param sd standard deviation of that expectation; 0 when nothing is predicted
     */
    public record Recommendation(
            long position,
            String item,
            List<Outcome> outcomes,
            List<Feature> features,
            List<Term> terms,
            double soFar,
            double expected,
            double sd,
            boolean settled,
            boolean predicted) {}

    /** An outcome as it was observed. */
    public record Outcome(String name, String value, boolean pending) {}

    /** A feature, spelt; empty where it was missing. */
    public record Feature(String name, Optional<String> value) {}

    /**
     * A summand of the reward.
     *
     * @param name of the part that it comes from; the expression where there is none
     */
    public record Term(String name, String expression, double value) {}

    private static final double MICROS_PER_DAY = 86_400e6;

    /** @throws Refusal when the log has no such decision, or it was not seen */
    public static RewardExplanation of(Loop loop, String rewardName, String decision, Window window) {
        Labeller labeller = new ForecastsInUse(loop).labeller(rewardName, window.asOf());
        Reward reward = labeller.reward();
        List<OutcomeDefinition> outcomes = loop.outcomes(labeller.outcomes());
        List<Recommendation> found = new ArrayList<>();
        loop.assemble(window, outcomes, batch -> {
            int code = List.of(batch.texts(Assembled.DECISION).dictionary()).indexOf(decision);
            for (int row = 0; code >= 0 && row < batch.size(); row++) {
                if (batch.texts(Assembled.DECISION).codes()[row] == code) {
                    found.add(explain(batch, row, reward, labeller.label(batch), outcomes));
                }
            }
        });
        if (found.isEmpty()) {
            throw new Refusal("the log has no decision '" + decision + "' as of that moment");
        }
        return new RewardExplanation(
                decision,
                rewardName,
                reward.version(),
                reward.normalised(),
                reward.range().low(),
                reward.range().high(),
                found);
    }

    /** A decision that is worth explaining: the first with a recommendation whose reward is partly observed and partly predicted. */
    public static Optional<String> example(Loop loop, String rewardName, Window window) {
        Labeller labeller = new ForecastsInUse(loop).labeller(rewardName, window.asOf());
        List<String> found = new ArrayList<>();
        loop.assemble(window, loop.outcomes(labeller.outcomes()), batch -> {
            if (!found.isEmpty()) {
                return;
            }
            Labels labels = labeller.label(batch);
            for (int row = 0; row < batch.size() && found.isEmpty(); row++) {
                if (labels.predicted()[row] && labels.soFar()[row] > 0) {
                    found.add(batch.texts(Assembled.DECISION).text(row));
                }
            }
        });
        return found.stream().findFirst();
    }

    static Recommendation explain(
            Batch batch, int row, Reward reward, Labels labels, List<OutcomeDefinition> outcomes) {
        List<Outcome> observed = outcomes.stream()
                .map(outcome -> new Outcome(
                        outcome.name(),
                        text(outcome.as(), batch.doubles(Assembled.value(outcome.name()))[row]),
                        batch.longs(Assembled.state(outcome.name()))[row] == State.PENDING.code()))
                .toList();
        List<Term> terms = new ArrayList<>();
        for (int term = 0; term < reward.terms().size(); term++) {
            terms.add(new Term(
                    reward.termNames().get(term), reward.terms().get(term), reward.evaluateTerm(term, batch)[row]));
        }
        return new Recommendation(
                batch.longs(Assembled.POSITION)[row],
                batch.texts(Assembled.ITEM).text(row),
                observed,
                reward.features().stream()
                        .map(name -> new Feature(name, text(batch.column(name), row)))
                        .toList(),
                terms,
                labels.soFar()[row],
                labels.expected()[row],
                labels.sd()[row],
                labels.settled()[row],
                labels.predicted()[row]);
    }

    private static Optional<String> text(Column column, int row) {
        return column.isMissing(row)
                ? Optional.empty()
                : Optional.of(
                        switch (column) {
                            case Column.Doubles numbers -> String.valueOf(numbers.values()[row]);
                            case Column.Longs numbers -> String.valueOf(numbers.values()[row]);
                            case Column.Booleans flags -> String.valueOf(flags.values()[row]);
                            case Column.Texts texts -> texts.text(row);
                            case Column.TextLists lists ->
                                Arrays.stream(lists.codes(), lists.offsets()[row], lists.offsets()[row + 1])
                                        .filter(code -> code >= 0)
                                        .mapToObj(code -> lists.dictionary()[code])
                                        .collect(Collectors.joining(", "));
                            case Column.FloatLists lists ->
                                throw new IllegalArgumentException("no reward reads an embedding");
                            case Column.TextMaps maps -> throw new IllegalArgumentException("no feature is a map");
                        });
    }

    private static String text(Aggregate as, double value) {
        return switch (as) {
            case Aggregate.Occurred occurred -> value > 0 ? "yes" : "no";
            case Aggregate.TimeToFirst time ->
                Double.isNaN(value) ? "no" : String.format(Locale.ROOT, "after %.2f days", value / MICROS_PER_DAY);
            case Aggregate.Last(List<String> values) -> values.get((int) value);
            case Aggregate.Count count -> String.valueOf((long) value);
            case Aggregate.Sum sum -> String.valueOf(value);
            case Aggregate.Max max -> String.valueOf(value);
        };
    }
}
