package dev.longview.delay;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.longview.columns.Batch;
import dev.longview.columns.BatchBuilder;
import dev.longview.columns.ColumnType;
import dev.longview.outcome.Aggregate;
import dev.longview.outcome.Assembled;
import dev.longview.outcome.OutcomeDefinition;
import dev.longview.reward.Forecast;
import java.time.Duration;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

/**
 * Plays of which it is known what everybody would say. Half of the plays are of the keen. Of the keen 0.8 finish by the second landmark,
 * else 0.2. Who finishes would say up with probability 0.9, else 0.3. Who finishes answers with probability 0.4, else 0.05: it goes with
 * what is thought, but only by way of what was observed. Or it depends on what is thought as well: 1.8 times as often when that is up.
 */
class OpinionTest {
    private static final Landmarks LANDMARKS =
            Landmarks.of(List.of(Duration.ofHours(1), Duration.ofDays(2), Duration.ofDays(5)));
    private static final OutcomeDefinition THUMB = new OutcomeDefinition(
            "thumb",
            "thumb",
            new Aggregate.Last(List.of("down", "none", "up")),
            Optional.empty(),
            Duration.ofDays(4),
            false);
    private static final TreeInputs INPUTS =
            new TreeInputs(List.of("completed"), List.of("context.keen"), Optional.empty());
    private static final TreeSettings SETTINGS = new TreeSettings(60, 3, 0.2, 1, 10, 1, 1, 1);
    private static final int PLAYS = 20_000;

    private record Play(boolean keen, boolean finishes, boolean up, boolean answers) {}

    private static Play[] draw(long seed, double answersWhenUp) {
        SplittableRandom random = new SplittableRandom(seed);
        Play[] plays = new Play[PLAYS];
        for (int i = 0; i < PLAYS; i++) {
            boolean keen = random.nextBoolean();
            boolean finishes = random.nextDouble() < (keen ? 0.8 : 0.2);
            boolean up = random.nextDouble() < (finishes ? 0.9 : 0.3);
            double answers = (finishes ? 0.4 : 0.05) * (up ? answersWhenUp : 1);
            plays[i] = new Play(keen, finishes, up, random.nextDouble() < answers);
        }
        return plays;
    }

    private static Batch rows(Play[] plays, List<Long> ages) {
        SequencedMap<String, ColumnType> columns = new LinkedHashMap<>();
        columns.put(Assembled.DECISION, ColumnType.TEXT);
        columns.put(Assembled.POSITION, ColumnType.BIGINT);
        columns.put(Assembled.TIME, ColumnType.BIGINT);
        columns.put(Assembled.AGE, ColumnType.BIGINT);
        columns.put("context.keen", ColumnType.DOUBLE);
        for (String outcome : List.of("completed", "thumb")) {
            columns.put(Assembled.value(outcome), ColumnType.DOUBLE);
            columns.put(Assembled.state(outcome), ColumnType.BIGINT);
        }
        BatchBuilder builder = new BatchBuilder(columns);
        for (int i = 0; i < plays.length; i++) {
            for (long age : ages) {
                boolean ended = age == LANDMARKS.end();
                boolean seen = age >= LANDMARKS.age(1);
                builder.set(Assembled.DECISION, "d" + i)
                        .set(Assembled.POSITION, 0L)
                        .set(Assembled.TIME, i)
                        .set(Assembled.AGE, age)
                        .set("context.keen", plays[i].keen ? 1.0 : 0.0)
                        .set(Assembled.value("completed"), seen && plays[i].finishes ? 1.0 : 0.0)
                        .set(Assembled.state("completed"), seen ? 1L : 0L)
                        .set(Assembled.value("thumb"), ended && plays[i].answers ? (plays[i].up ? 2.0 : 0.0) : 1.0)
                        .set(Assembled.state("thumb"), ended ? 1L : 0L)
                        .endRow();
            }
        }
        return builder.build();
    }

    private static OpinionModel fit(Play[] plays) {
        return OpinionLearner.of(THUMB, INPUTS, LANDMARKS, new PlainTrees(), SETTINGS, 1_000_000)
                .add(rows(plays, LANDMARKS.ages()))
                .fit()
                .orElseThrow();
    }

    private static OpinionReport report(OpinionModel model, Play[] plays) {
        boolean[] all = new boolean[plays.length];
        Arrays.fill(all, true);
        return OpinionEvaluation.of(model)
                .add(rows(plays, List.of(LANDMARKS.end())), all)
                .report();
    }

    /** The share of up that is expected of the silent among these, at an age, and that they would say. */
    private static double[] ofSilent(OpinionModel model, Play[] plays, long age, boolean keen) {
        Forecast forecast = model.forecast(rows(plays, List.of(age)), 0);
        double expected = 0;
        double truth = 0;
        int count = 0;
        for (int i = 0; i < plays.length; i++) {
            if (!plays[i].answers && plays[i].keen == keen) {
                expected += forecast.probability()[2 * i + 1];
                truth += plays[i].up ? 1 : 0;
                count++;
            }
        }
        return new double[] {expected / count, truth / count};
    }

    @Test
    void report_answersThatGoWithWhatWasObserved_ifAskedIsUnbiasedWhereTheMeanOfAnswersIsNot() {
        OpinionModel model = fit(draw(1, 1));
        OpinionReport report = report(model, draw(2, 1));

        // Half finish: 0.5 · 0.9 + 0.5 · 0.3. Among who answer eight of nine finish.
        double truth = 0.6;
        double amongAnswers = (0.4 * 0.9 + 0.05 * 0.3) / 0.45;
        // 4,500 answers to learn from, of which 500 of those who did not finish: an error of half of 0.02.
        double error = 0.5 * Math.sqrt(0.3 * 0.7 / 500) + 0.5 * Math.sqrt(0.9 * 0.1 / 4_000);
        assertThat(report.bestOfAnswered()).isCloseTo(amongAnswers, within(0.02));
        assertThat(report.asked().get(1).best()).isCloseTo(truth, within(4 * error));
        assertThat(report.weighted()).isCloseTo(truth, within(8 * error));
        assertThat(report.bestOfAnswered() - truth).isGreaterThan(0.2);
        assertThat(report.logLoss()).isLessThan(0.95 * report.priorLogLoss());
        assertThat(report.best()).isEqualTo("up");
    }

    /** Before it is known who finishes, who will answer are mostly who will: the silent are to be learned from the silent. */
    @Test
    void forecast_early_isThatOfTheSilentAndNotOfWhoWillAnswer() {
        Play[] others = draw(4, 1);
        OpinionModel model = fit(draw(3, 1));
        for (boolean keen : new boolean[] {false, true}) {
            double[] silent = ofSilent(model, others, LANDMARKS.age(0), keen);
            assertThat(silent[0]).as("keen %s", keen).isCloseTo(silent[1], within(0.04));
        }
        double finishes = 0.8;
        double amongAnswersOfTheKeen = (finishes * 0.4 * 0.9 + 0.2 * 0.05 * 0.3) / (finishes * 0.4 + 0.2 * 0.05);
        assertThat(amongAnswersOfTheKeen - ofSilent(model, others, LANDMARKS.age(0), true)[1])
                .isGreaterThan(0.1);
    }

    @Test
    void report_answersThatDependOnTheOpinion_areBiasedWithinTheTilts() {
        // Odds of up of who did not finish: 0.77 among answers, 0.41 among the silent, δ = −0.6; of who did: 16.2 and
        // 4.2, δ = −1.35.
        // Expected are 0.69 at δ = 0 and 0.575 at δ = −1.
        OpinionReport report = report(fit(draw(5, 1.8)), draw(6, 1.8));
        double truth = 0.6;

        assertThat(report.asked().get(1).best() - truth).isGreaterThan(0.05);
        assertThat(truth)
                .isBetween(report.asked().get(0).best(), report.asked().get(2).best());
        assertThat(report.asked().get(0).best())
                .isLessThan(report.asked().get(1).best() - 0.03);
    }

    @Test
    void tilt_twoValues_multipliesTheOdds() {
        double[] p = {0.8, 0.2};
        Opinions.of(THUMB).tilt(p, 0, 1);
        assertThat(p[1] / p[0]).isCloseTo(Math.E * 0.25, within(1e-12));
        assertThat(p[0] + p[1]).isCloseTo(1, within(1e-12));
    }

    @Test
    void bytes_readBack_forecastTheSame() {
        Play[] plays = draw(7, 1);
        OpinionModel model = fit(plays);
        byte[] bytes = OpinionBytes.write(model);
        OpinionModel read = OpinionBytes.read(bytes, new PlainTrees());
        Batch rows = rows(Arrays.copyOf(plays, 100), LANDMARKS.ages());
        assertThat(read.forecast(rows, 0.5).probability())
                .containsExactly(model.forecast(rows, 0.5).probability());
        bytes[40]++;
        assertThatThrownBy(() -> OpinionBytes.read(bytes, new PlainTrees())).hasMessageContaining("damaged");
    }

    @Test
    void fit_nobodyAnswers_isNone() {
        Play[] plays = draw(8, 0);
        for (int i = 0; i < plays.length; i++) {
            plays[i] = new Play(plays[i].keen, plays[i].finishes, plays[i].up, false);
        }
        assertThat(OpinionLearner.of(THUMB, INPUTS, LANDMARKS, NoTrees.INSTANCE, SETTINGS, 1_000_000)
                        .add(rows(plays, LANDMARKS.ages()))
                        .fit())
                .isEmpty();
    }

    @Test
    void of_outcomeWithoutSilence_isRefused() {
        OutcomeDefinition said = new OutcomeDefinition(
                "said",
                "thumb",
                new Aggregate.Last(List.of("down", "up")),
                Optional.empty(),
                Duration.ofDays(4),
                false);
        assertThatThrownBy(() -> Opinions.of(said)).hasMessageContaining("takes the last of values");
    }
}
