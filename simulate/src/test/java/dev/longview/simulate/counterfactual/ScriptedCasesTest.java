package dev.longview.simulate.counterfactual;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.longview.simulate.streaming.PopularityRecommender;
import dev.longview.simulate.streaming.World;
import dev.longview.simulate.streaming.WorldParameters;
import java.util.Map;
import java.util.Objects;
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
