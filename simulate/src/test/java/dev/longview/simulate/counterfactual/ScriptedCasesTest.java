package dev.longview.simulate.counterfactual;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.longview.simulate.streaming.PopularityRecommender;
import dev.longview.simulate.streaming.World;
import dev.longview.simulate.streaming.WorldParameters;
import java.util.Map;
import org.junit.jupiter.api.Test;

final class ScriptedCasesTest {
    private static final long START = 1_704_067_200_000_000L;

    @Test
    void effects_defaultWorld_areOrderedAsTheirStoriesSay() {
        World world = World.create(WorldParameters.defaults(), 5, 3000, START);

        Map<ScriptedCase, Effect> effects = new ScriptedCases(world, PopularityRecommender.uniform(), 60).effects();

        effects.forEach((story, effect) ->
                System.out.println(story + " n=" + effect.plays().accounts() + " sat "
                        + effect.playSatisfaction() + " S-days " + effect.satisfiedDays() + " months "
                        + effect.retainedMonths() + " plays " + effect.plays()));
        assertThat(effects).containsOnlyKeys(ScriptedCase.values());
    }

    @Test
    void constructor_runShorterThanAPlay_isRefused() {
        World world = World.create(WorldParameters.defaults(), 5, 10, START);

        assertThatThrownBy(() -> new ScriptedCases(world, PopularityRecommender.uniform(), 45))
                .hasMessageContaining("45 days");
    }
}
