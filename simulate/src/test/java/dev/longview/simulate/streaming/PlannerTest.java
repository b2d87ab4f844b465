package dev.longview.simulate.streaming;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.longview.columns.Batch;
import dev.longview.simulate.Assigner;
import dev.longview.simulate.LogSink;
import dev.longview.simulate.Progress;
import dev.longview.simulate.Recommender;
import dev.longview.simulate.Slate;
import dev.longview.simulate.counterfactual.Course;
import dev.longview.simulate.counterfactual.Effect;
import dev.longview.simulate.counterfactual.RollOut;
import dev.longview.simulate.streaming.Truth.PlayTruth;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

final class PlannerTest {
    private static final long START = 1_704_067_200_000_000L;

    @Test
    void recommend_knowingAll_satisfiesMoreThanPopularityAndThanRandom() {
        World world = World.create(WorldParameters.defaults(), 31, 1200, START);
        RollOut rollOut = RollOut.over(45);
        Course planner = Course.of(world, Planner.of(1));

        Effect overPopular = rollOut.compare(planner, Course.of(world, PopularityRecommender.withDefaults()));
        Effect overRandom = rollOut.compare(planner, Course.of(world, PopularityRecommender.uniform()));

        assertThat(overPopular.playSatisfaction().low()).isPositive();
        assertThat(overRandom.playSatisfaction().low()).isPositive();
        assertThat(overPopular.satisfiedDays().low()).isPositive();
    }

    @Test
    void value_playsOfManyMembers_areWorthWhatTheyAreExpectedTo() {
        World world = World.create(WorldParameters.defaults(), 32, 3000, START);
        Hidden hidden = world.hidden();
        int title = hidden.titles().stream()
                .filter(t -> t.film() && t.quality() > 0)
                .findFirst()
                .orElseThrow()
                .index();
        List<ScriptedPlay> plays = new ArrayList<>();
        ExpectedWorth worth = new ExpectedWorth(world, new Title[] {world.titles.get(title)}, 0);
        double expected = 0;
        for (int i = 0; i < hidden.members(); i++) {
            plays.add(new ScriptedPlay(
                    0, i, title, ScriptedPlay.HowItGoes.AS_DRAWN, false, java.util.Optional.of("none")));
            // Probability times worth, over probability.
            double logit = BlockDay.playLogit(world, i, world.titles.get(title), 0, 0);
            expected += worth.value(world, i, 0) * (1 + Math.exp(-logit)) / hidden.members();
        }
        List<PlayTruth> ended = new ArrayList<>();
        run(world.scripted(plays), ended, 50);
        double[] gave = ended.stream()
                .filter(play -> play.startedDay() == 0
                        && play.item().equals(world.titles.get(title).item()))
                .mapToDouble(PlayTruth::satisfaction)
                .toArray();
        double mean = java.util.Arrays.stream(gave).average().orElseThrow();
        double variance = java.util.Arrays.stream(gave)
                .map(x -> (x - mean) * (x - mean))
                .average()
                .orElseThrow();

        assertThat(gave).hasSizeGreaterThan(2900);
        // Moods move between the drawing and the expectation, and a sixth of plays is cut short by nothing that is
        // expected.
        assertThat(mean)
                .isBetween(
                        expected - 5 * Math.sqrt(variance / gave.length) - 0.05,
                        expected + 5 * Math.sqrt(variance / gave.length) + 0.05);
    }

    @Test
    void play_recommendedPlays_becomeFeedbackOfTheirDecision() {
        World world = World.create(WorldParameters.defaults(), 33, 300, START);
        OracleFeedback oracle = new OracleFeedback();
        Simulation.withDefaults()
                .run(
                        world,
                        20,
                        Assigner.everybody(PopularityRecommender.withDefaults()),
                        oracle.beside((table, rows) -> {}),
                        oracle,
                        Progress.silent());

        Batch rows = oracle.take();

        assertThat(rows.size()).isGreaterThan(100);
        assertThat(rows.texts("kind").dictionary()).containsOnly("satisfaction", "dissatisfaction");
        for (int row = 0; row < rows.size(); row++) {
            assertThat(rows.texts("decision_id").isMissing(row)).isFalse();
            assertThat(rows.doubles("value")[row]).isNotNegative().isFinite();
        }
        assertThat(oracle.take().size()).isZero();
    }

    @Test
    void recommend_visitOfAnotherWorld_isRefused() {
        Recommender planner = Planner.of(0);

        assertThatThrownBy(() -> planner.recommend(
                        new dev.longview.simulate.GivenVisit(
                                "d",
                                "a",
                                "m",
                                0,
                                dev.longview.simulate.Candidates.of(
                                        List.of(), Batch.of(0, java.util.Map.of()), new double[0]),
                                1,
                                new double[0],
                                new String[0]),
                        new Slate(1)))
                .hasMessageContaining("streaming world");
    }

    private static void run(World world, List<PlayTruth> ended, int days) {
        Truth truth = new Truth() {
            @Override
            public void account(AccountTruth account) {}

            @Override
            public void play(PlayTruth play) {
                ended.add(play);
            }

            @Override
            public boolean listens() {
                return true;
            }
        };
        Simulation.withDefaults()
                .run(
                        world,
                        days,
                        Assigner.everybody(PopularityRecommender.uniform()),
                        LogSink.nobody(),
                        truth,
                        Progress.silent());
    }
}
