package dev.longview.reward;

import static dev.longview.reward.Sample.DAY;
import static dev.longview.reward.Sample.NEVER;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.longview.columns.Batch;
import dev.longview.columns.Column;
import dev.longview.outcome.Aggregate;
import dev.longview.outcome.Assembled;
import dev.longview.outcome.OutcomeDefinition;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

class RewardTest {
    private static final String ENJOYED =
            "played ? (completed ? 1 + 0.5 * exp(-days(completed) / 2) : 0.2 * min(minutes / 60, 1))"
                    + " + (thumb == 'up' ? 1 : thumb == 'down' ? -2 : 0) : 0";

    private static Sample.Row row(Set<String> pending, double played, double minutes, double completed, double thumb) {
        Map<String, Double> values = new LinkedHashMap<>();
        Map<String, Boolean> states = new LinkedHashMap<>();
        Sample.OUTCOMES.forEach(o -> {
            values.put(o.name(), Sample.at(Sample.VALUES, o.name())[0]);
            states.put(o.name(), pending.contains(o.name()));
        });
        values.put("played", played);
        values.put("minutes", minutes);
        values.put("completed", completed);
        values.put("thumb", thumb);
        return new Sample.Row(values, states);
    }

    private static final Set<String> LATE = Set.of("minutes", "completed", "thumb");

    @Test
    void evaluate_enjoyed_isWhatItSays() {
        Reward enjoyed = Sample.reward(ENJOYED);
        Batch batch = Sample.batch(List.of(
                row(Set.of(), 0, 0, NEVER, 1),
                row(Set.of(), 1, 30, NEVER, 0),
                row(Set.of(), 1, 90, 2 * DAY, 2),
                row(Set.of(), 1, 90, NEVER, 1)));
        assertThat(enjoyed.evaluate(batch))
                .containsExactly(new double[] {0, 0.1 - 2, 1 + 0.5 * Math.exp(-1) + 1, 0.2}, within(1e-12));
        assertThat(enjoyed.outcomes()).containsExactly("played", "completed", "minutes", "thumb");
        assertThat(enjoyed.range().low()).isEqualTo(-2);
        assertThat(enjoyed.range().high()).isEqualTo(2.5);
        assertThat(enjoyed.terms())
                .containsExactly(
                        "played ? (completed ? 1 : 0) : 0",
                        "played ? (completed ? 0.5 * exp(-days(completed) / 2) : 0) : 0",
                        "played ? (completed ? 0 : 0.2 * min(minutes / 60, 1)) : 0",
                        "played ? (thumb == 'up' ? 1 : thumb == 'down' ? -2 : 0) : 0");
    }

    @Test
    void expected_enjoyedWhilePending_isTheHandComputedMixture() {
        Reward enjoyed = Sample.reward(ENJOYED);
        Batch batch = Sample.batch(List.of(row(LATE, 1, 60, NEVER, 1), row(LATE, 0, 0, NEVER, 1)));
        Map<String, Forecast> forecasts = Map.of(
                "completed", new Forecast(new double[] {NEVER, 2 * DAY}, new double[] {0.75, 0.25, 0.75, 0.25}),
                "thumb", new Forecast(new double[] {0, 1, 2}, new double[] {0.1, 0.7, 0.2, 0.1, 0.7, 0.2}));
        Expected expected = enjoyed.expected(batch, forecasts);
        double done = 1 + 0.5 * Math.exp(-1);
        double variance = 0.25 * 0.75 * (done - 0.2) * (done - 0.2) + (0.1 * 4 + 0.2 - 0.0);
        assertThat(expected.mean()[0]).isEqualTo(0.75 * 0.2 + 0.25 * done + 0.2 - 0.2, within(1e-12));
        assertThat(expected.sd()[0]).isEqualTo(Math.sqrt(variance), within(1e-12));
        assertThat(expected.mean()[1]).isZero();
        assertThat(expected.sd()[1]).isZero();
        assertThat(expected.predicted()).containsExactly(true, false);
    }

    @Test
    void settled_knowledgeThatNarrows_settlesBeforeTheHorizon() {
        Batch batch = Sample.batch(
                List.of(row(LATE, 0, 0, NEVER, 1), row(LATE, 1, 30, NEVER, 1), row(LATE, 1, 60, NEVER, 1)));
        assertThat(Sample.reward(ENJOYED).settled(batch)).containsExactly(true, false, false);
        assertThat(Sample.reward("min(minutes / 60, 1)").settled(batch)).containsExactly(false, false, true);
        assertThat(Sample.reward("played ? 1 : 0").settled(batch)).containsExactly(true, true, true);
    }

    @Test
    void settled_originFinallyDidNotHappen_settlesWhatRunsFromItOnlyWhereThatIsProven() {
        Batch batch = Sample.batch(List.of(row(Set.of("thumb"), 0, 0, NEVER, 1), row(Set.of("thumb"), 1, 0, NEVER, 1)));
        assertThat(Sample.reward("thumb == 'up' ? 1 : 0").settled(batch)).containsExactly(true, false);
        // Minutes of 0 may be an event of 0 minutes, from which the clock of "again" runs.
        OutcomeDefinition minutes = Sample.outcome("minutes", new Aggregate.Sum(10), "", 7);
        OutcomeDefinition again = Sample.outcome("again", new Aggregate.Occurred(), "minutes", 7);
        Batch zero = Batch.of(
                1,
                Map.of(
                        Assembled.value("minutes"), new Column.Doubles(new double[] {0}),
                        Assembled.state("minutes"), new Column.Longs(new long[] {1}, new boolean[0]),
                        Assembled.value("again"), new Column.Doubles(new double[] {0}),
                        Assembled.state("again"), new Column.Longs(new long[] {0}, new boolean[0])));
        assertThat(compiled("again ? 1 : 0", minutes, again).settled(zero)).containsExactly(false);
    }

    @Test
    void settled_retractableOutcome_staysOpenWhateverItsValue() {
        OutcomeDefinition kind = Sample.outcome("liked", new Aggregate.Occurred(), "", 7);
        OutcomeDefinition retractable =
                new OutcomeDefinition("liked", "liked", kind.as(), kind.from(), kind.finalAfter(), true);
        Batch batch = Batch.of(
                1,
                Map.of(
                        Assembled.value("liked"), new Column.Doubles(new double[] {1}),
                        Assembled.state("liked"), new Column.Longs(new long[] {0}, new boolean[0])));
        assertThat(compiled("liked ? 1 : 0", kind).settled(batch)).containsExactly(true);
        assertThat(compiled("liked ? 1 : 0", retractable).settled(batch)).containsExactly(false);
        assertThat(compiled("liked ? 1 : 0", retractable).version())
                .isNotEqualTo(compiled("liked ? 1 : 0", kind).version());
    }

    private static Reward compiled(String is, OutcomeDefinition... outcomes) {
        RewardDefinition definition = new RewardDefinition("r", is, Optional.empty(), Optional.empty());
        return ((Compilation.Compiled) Reward.compile(definition, List.of(outcomes), List.of())).reward();
    }

    @Test
    void version_spacingParenthesesAndUnusedOutcomes_doNotMatterButMeaningDoes() {
        String version = Sample.reward("played ? 1 + 2 * plays : 0").version();
        assertThat(Sample.reward(" (played)?(1.0+(2*plays)):0e1\n").version()).isEqualTo(version);
        assertThat(Sample.reward("played ? 1 + 3 * plays : 0").version()).isNotEqualTo(version);
        assertThat(version).matches("[0-9a-f]{12}");
        // The clock of completed runs from played: its definition is part of the meaning.
        OutcomeDefinition completed = Sample.outcome("completed", new Aggregate.TimeToFirst(), "played", 28);
        Reward day =
                compiled("completed ? 1 : 0", completed, Sample.outcome("played", new Aggregate.Occurred(), "", 1));
        Reward week =
                compiled("completed ? 1 : 0", completed, Sample.outcome("played", new Aggregate.Occurred(), "", 7));
        assertThat(day.version()).isNotEqualTo(week.version());
        assertThat(day.outcomes()).containsExactly("played", "completed");
    }

    @Test
    void days_ofAnAbsentEvent_isItsHorizon() {
        Batch batch = Sample.batch(List.of(row(Set.of(), 1, 0, NEVER, 1), row(Set.of(), 1, 0, 3 * DAY, 1)));
        assertThat(Sample.reward("days(completed)").evaluate(batch)).containsExactly(28, 3);
        assertThat(Sample.reward("hours(completed)").evaluate(batch)).containsExactly(28 * 24, 72);
    }

    @Test
    void evaluate_valuesThatCannotBe_areHeldToTheRangeOrRefused() {
        Batch tooMany = Sample.batch(List.of(row(Set.of(), 1, 7000, 40 * DAY, 1), row(Set.of(), 1, -5, -DAY, 1)));
        assertThat(Sample.reward("minutes + days(completed)").evaluate(tooMany)).containsExactly(6028, 0);
        Batch missing = Sample.batch(List.of(row(Set.of(), 1, NEVER, NEVER, 1)));
        assertThatThrownBy(() -> Sample.reward("minutes").evaluate(missing))
                .hasMessageContaining("outcome 'minutes' is NaN at row 0; allowed are 0 to 6000");
        Batch noSuch = Sample.batch(List.of(row(Set.of(), 1, 0, NEVER, 3)));
        assertThatThrownBy(() -> Sample.reward("thumb == 'up' ? 1 : 0").evaluate(noSuch))
                .hasMessageContaining("outcome 'thumb' is 3.0");
    }

    @Test
    void expected_badForecasts_areRefused() {
        Batch batch = Sample.batch(List.of(row(LATE, 1, 0, NEVER, 1)));
        Reward reward = Sample.reward("thumb == 'up' ? 1 : 0");
        assertThatThrownBy(() ->
                        reward.expected(batch, Map.of("thumb", new Forecast(new double[] {0, 2}, new double[] {0.4, 0.4
                        }))))
                .hasMessageContaining("row 0 add up to 0.8");
        assertThatThrownBy(() ->
                        reward.expected(batch, Map.of("thumb", new Forecast(new double[] {0}, new double[] {1, 1}))))
                .hasMessageContaining("2 rows, the batch 1");
        assertThatThrownBy(() -> new Forecast(new double[] {0, 1}, new double[] {-0.1, 1.1}))
                .hasMessageContaining("-0.1");
    }

    @Test
    void compile_twoOutcomesOfOneName_isRefused() {
        List<OutcomeDefinition> twice = new ArrayList<>(Sample.OUTCOMES);
        twice.add(Sample.OUTCOMES.getFirst());
        RewardDefinition definition = new RewardDefinition("r", "1", Optional.empty(), Optional.empty());
        assertThatThrownBy(() -> Reward.compile(definition, twice, List.of())).hasMessageContaining("'played'");
    }
}
