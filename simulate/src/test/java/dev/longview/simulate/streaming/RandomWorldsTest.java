package dev.longview.simulate.streaming;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.longview.simulate.streaming.RandomWorlds.Range;
import dev.longview.simulate.streaming.RandomWorlds.Spread;
import java.util.HashSet;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

final class RandomWorldsTest {
    private static final int DRAWS = 10_000;

    /** The share of the way through its range is uniform: mean 1/2 and variance 1/12, each within five standard errors. */
    @Test
    void draw_tenThousandSeeds_validAndSpreadOverTheRanges() {
        int n = RandomWorlds.RANGES.size();
        double[] sum = new double[n];
        double[] squares = new double[n];
        Set<String> worlds = new HashSet<>();
        for (int seed = 0; seed < DRAWS; seed++) {
            WorldParameters world = RandomWorlds.draw(seed);
            Map<String, Object> values =
                    Setting.of(world).stream().collect(Collectors.toMap(Setting::name, Setting::value));
            for (int i = 0; i < n; i++) {
                Range range = RandomWorlds.RANGES.get(i);
                double value = (double) Objects.requireNonNull(values.get(range.parameter()));
                assertThat(value).as(range.parameter()).isBetween(range.from(), range.to());
                double way = range.spread() == Spread.UNIFORM
                        ? (value - range.from()) / (range.to() - range.from())
                        : Math.log(value / range.from()) / Math.log(range.to() / range.from());
                sum[i] += way / DRAWS;
                squares[i] += (way - 0.5) * (way - 0.5) / DRAWS;
            }
            worlds.add(values.toString());
        }
        double error = Math.sqrt(1.0 / 12 / DRAWS);
        double errorOfVariance = Math.sqrt((1.0 / 80 - 1.0 / 144) / DRAWS);
        for (int i = 0; i < n; i++) {
            String name = RandomWorlds.RANGES.get(i).parameter();
            assertThat(sum[i]).as(name).isCloseTo(0.5, within(5 * error));
            assertThat(squares[i]).as(name).isCloseTo(1.0 / 12, within(5 * errorOfVariance));
        }
        assertThat(worlds).hasSize(DRAWS);
    }

    @Test
    void draw_sameSeed_sameWorld_andTheRestIsAsUsual() {
        WorldParameters world = RandomWorlds.draw(7);

        assertThat(RandomWorlds.draw(7).hash()).isEqualTo(world.hash());
        assertThat(RandomWorlds.draw(8).hash()).isNotEqualTo(world.hash());
        assertThat(world.effects()).isEqualTo(WorldParameters.Effects.ALL);
        Set<String> varied = RandomWorlds.RANGES.stream().map(Range::parameter).collect(Collectors.toSet());
        assertThat(varied).hasSameSizeAs(RandomWorlds.RANGES);
        Map<String, Object> usual = Setting.of(WorldParameters.defaults()).stream()
                .collect(Collectors.toMap(Setting::name, Setting::value));
        assertThat(Setting.of(world))
                .filteredOn(setting -> !varied.contains(setting.name()))
                .allMatch(setting -> setting.value().equals(usual.get(setting.name())));
    }

    @Test
    void ranges_eachStatedRange_holdsTheDefaultAndLiesWithinTheParameters() {
        Map<String, Setting> usual = Setting.of(WorldParameters.defaults()).stream()
                .collect(Collectors.toMap(Setting::name, setting -> setting));
        for (Range range : RandomWorlds.RANGES) {
            Setting setting = Objects.requireNonNull(usual.get(range.parameter()), range.parameter());
            assertThat((double) setting.value()).as(range.parameter()).isBetween(range.from(), range.to());
            assertThat(range.from())
                    .as(range.parameter())
                    .isGreaterThanOrEqualTo(setting.stated().orElseThrow().from());
            assertThat(range.to())
                    .as(range.parameter())
                    .isLessThanOrEqualTo(setting.stated().orElseThrow().to());
        }
    }

    @Test
    void with_unknownNameOrBadValue_tellsWhatThereIs() {
        WorldParameters defaults = WorldParameters.defaults();

        assertThat(defaults.with("engagements.binge.daily", 0.5)
                        .engagements()
                        .binge()
                        .daily())
                .isEqualTo(0.5);
        assertThat(defaults.with("titles.initial", 40).titles().initial()).isEqualTo(40);
        assertThatThrownBy(() -> defaults.with("worth.regrets", 1))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("regrets")
                .hasMessageContaining("discovery");
        assertThatThrownBy(() -> defaults.with("worth.regret", -1))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("worth.regret must be in [0.0, 10.0]: -1.0");
    }
}
