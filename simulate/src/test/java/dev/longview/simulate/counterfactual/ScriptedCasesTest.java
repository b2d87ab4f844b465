package dev.longview.simulate.counterfactual;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.longview.simulate.Assigner;
import dev.longview.simulate.LogSink;
import dev.longview.simulate.Progress;
import dev.longview.simulate.streaming.Hidden;
import dev.longview.simulate.streaming.Hidden.HiddenTitle;
import dev.longview.simulate.streaming.PopularityRecommender;
import dev.longview.simulate.streaming.ScriptedPlay;
import dev.longview.simulate.streaming.Simulation;
import dev.longview.simulate.streaming.Truth;
import dev.longview.simulate.streaming.Truth.PlayTruth;
import dev.longview.simulate.streaming.World;
import dev.longview.simulate.streaming.WorldParameters;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

final class ScriptedCasesTest {
    private static final long START = 1_704_067_200_000_000L;

    @Test
    void effects_defaultWorld_areOrderedAsTheirStoriesSay() {
        Map<ScriptedCase, Effect> effects = effects(WorldParameters.defaults());

        assertThat(satisfaction(effects, ScriptedCase.FAST_SEASON).low()).isGreaterThan(1);
        assertThat(satisfaction(effects, ScriptedCase.TEN_MINUTES_AND_BACK).low())
                .isBetween(0.0, satisfaction(effects, ScriptedCase.FAST_SEASON).low());
        assertThat(satisfaction(effects, ScriptedCase.GENRE_DISCOVERED).low()).isPositive();
        assertThat(satisfaction(effects, ScriptedCase.SLOW_SEASON_THUMB_DOWN).high())
                .isNegative();
        assertThat(satisfaction(effects, ScriptedCase.TEN_MINUTES_AND_AWAY).high())
                .isNegative();
        assertThat(satisfaction(effects, ScriptedCase.CLICKBAIT).high())
                .isLessThan(
                        satisfaction(effects, ScriptedCase.TEN_MINUTES_AND_AWAY).low());
    }

    /** Nobody is made to play: who begins a title of the case goes on as it says, by a recommendation too, and others are as they were. */
    @Test
    void directed_membersOfEvenNumber_leaveWhatTheyBeginAndOthersDoAsBefore() {
        World world = World.create(WorldParameters.defaults(), 3, 1_500, START);
        Hidden hidden = world.hidden();
        List<ScriptedPlay> directions = new ArrayList<>();
        Set<String> directed = new HashSet<>();
        Map<Integer, String> items =
                hidden.titles().stream().collect(Collectors.toMap(HiddenTitle::index, HiddenTitle::item));
        for (int member = 0; member < hidden.members(); member += 2) {
            List<ScriptedPlay> own = ScriptedCase.CLICKBAIT.directions(hidden, member);
            own.forEach(play ->
                    directed.add(hidden.member(play.member()) + "/" + Objects.requireNonNull(items.get(play.title()))));
            directions.addAll(own);
        }
        Map<String, PlayTruth> with = plays(world.directed(directions));
        Map<String, PlayTruth> without = plays(world);
        int left = 0;
        int same = 0;
        int otherwise = 0;
        for (PlayTruth play : with.values()) {
            if (directed.contains(play.member() + "/" + play.item())) {
                assertThat(play.kind()).isEqualTo("abandon");
                assertThat(play.completed()).isFalse();
                left += play.decision().isPresent() ? 1 : 0;
            }
        }
        for (PlayTruth play : without.values()) {
            boolean first = play.startedDay() == 0;
            boolean isDirected = directed.contains(play.member() + "/" + play.item());
            otherwise += isDirected && !play.kind().equals("abandon") ? 1 : 0;
            if (first && !isDirected) {
                same += play.equals(with.get(key(play))) ? 1 : 0;
            }
        }
        assertThat(left).isGreaterThan(100);
        assertThat(otherwise).isGreaterThan(20);
        assertThat(same).isGreaterThan(100);
    }

    private static String key(PlayTruth play) {
        return play.member() + "/" + play.item() + "/" + play.startedDay();
    }

    private static Map<String, PlayTruth> plays(World world) {
        Map<String, PlayTruth> plays = new HashMap<>();
        Truth listener = Truth.ofPlays(play -> plays.put(key(play), play));
        Simulation.withDefaults()
                .run(
                        world,
                        50,
                        Assigner.everybody(PopularityRecommender.uniform()),
                        LogSink.nobody(),
                        listener,
                        Progress.silent());
        return plays;
    }

    @Test
    void effects_withoutDiscovery_aColdGenreStaysColdAndIsWorthLess() {
        WorldParameters without = WorldParameters.defaults()
                .with(WorldParameters.defaults().effects().without("discovery").orElseThrow());

        PairedMean stays = satisfaction(effects(without), ScriptedCase.GENRE_DISCOVERED);
        PairedMean warms = satisfaction(effects(WorldParameters.defaults()), ScriptedCase.GENRE_DISCOVERED);

        assertThat(stays.high()).isLessThan(warms.low());
    }

    @Test
    void effects_plainWorld_everyPlayIsWorthTheSame() {
        // A play is worth 1, and nothing else differs but that eight titles at a time are the most, and that what is
        // going on is not begun.
        Map<ScriptedCase, Effect> effects = effects(WorldParameters.plain());

        // Nothing promises more than it is.
        assertThat(satisfaction(effects, ScriptedCase.CLICKBAIT).accounts()).isZero();
        assertThat(satisfaction(effects, ScriptedCase.FAST_SEASON).accounts()).isGreaterThan(1000);
        effects.forEach((story, effect) -> {
            if (effect.plays().accounts() > 0) {
                assertThat(effect.playSatisfaction().difference())
                        .as(story.name())
                        .isBetween(0.9, 1.1);
            }
        });
    }

    private static Map<ScriptedCase, Effect> effects(WorldParameters parameters) {
        World world = World.create(parameters, 5, 2500, START);
        return new ScriptedCases(world, PopularityRecommender.uniform(), 60).effects();
    }

    private static PairedMean satisfaction(Map<ScriptedCase, Effect> effects, ScriptedCase story) {
        return Objects.requireNonNull(effects.get(story)).playSatisfaction();
    }

    @Test
    void constructor_runShorterThanAPlay_isRefused() {
        World world = World.create(WorldParameters.defaults(), 5, 10, START);

        assertThatThrownBy(() -> new ScriptedCases(world, PopularityRecommender.uniform(), 45))
                .hasMessageContaining("45 days");
    }
}
