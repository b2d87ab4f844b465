package dev.longview.simulate.streaming;

import static org.assertj.core.api.Assertions.assertThat;

import dev.longview.simulate.Assigner;
import dev.longview.simulate.Progress;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * Effects that are off really vanish: pairs of runs with the same luck have the same log, byte for byte, and the same truth. The
 * world is small, and long enough that every account meets a bill.
 */
final class EffectsTest {
    private static final long START = 1_704_067_200_000_000L;
    private static final int ACCOUNTS = 300;
    private static final int DAYS = 35;

    /** What leaves each effect on without any force. Of hidden worth there is no such value: without it a play is worth 1. */
    private static final Map<String, Map<String, Double>> WITHOUT_FORCE = Map.ofEntries(
            Map.entry("clickbait", Map.of("titles.appealQualityCorrelation", 1.0)),
            Map.entry(
                    "delays",
                    Map.of(
                            "replies.daysLater", 0.0,
                            "replies.delayMinutes", 0.0,
                            "replies.lateShare", 0.0,
                            "replies.twice", 0.0)),
            Map.entry("discovery", Map.of("worth.discovery", 0.0)),
            Map.entry("interruptions", Map.of("engagements.interrupted", 0.0)),
            Map.entry("seasons", Map.of("visits.weekend", 0.0, "visits.season", 0.0)),
            Map.entry("moods", Map.of("people.moodDeviation", 0.0)),
            Map.entry(
                    "marketing",
                    Map.of(
                            "marketing.visits", 0.0,
                            "marketing.plays", 0.0,
                            "marketing.churn", 0.0,
                            "marketing.joins", 1.0)),
            Map.entry("fatigue", Map.of("plays.repeat", 0.0, "plays.played", 0.0, "plays.bored", 0.0)),
            Map.entry("households", Map.of("people.shared", 0.0)),
            Map.entry("paymentFailures", Map.of("billing.paymentFails", 0.0)),
            Map.entry("search", Map.of("visits.search", 0.0)),
            Map.entry("unseen", Map.of("visits.unseen", 0.0)));

    @Test
    void off_isTheSameAsOnWithoutForce() {
        WITHOUT_FORCE.forEach((effect, values) -> {
            WorldParameters powerless = WorldParameters.defaults();
            for (Map.Entry<String, Double> value : values.entrySet()) {
                powerless = powerless.with(value.getKey(), value.getValue());
            }
            assertThat(run(powerless)).as(effect).isEqualTo(run(without(effect)));
        });
    }

    @Test
    @Tag("thorough")
    void off_itsParametersChangeNothing_andOnTheyDo() {
        long usual = run(WorldParameters.defaults());
        Set<String> governed = new TreeSet<>();
        for (String effect : WorldParameters.Effects.names()) {
            WorldParameters off = without(effect);
            long withoutIt = run(off);
            assertThat(withoutIt).as("without " + effect).isNotEqualTo(usual);
            for (Setting setting : of(effect)) {
                governed.add(effect);
                double other = other(setting);
                assertThat(run(off.with(setting.name(), other)))
                        .as(setting.name() + " without " + effect)
                        .isEqualTo(withoutIt);
                assertThat(run(WorldParameters.defaults().with(setting.name(), other)))
                        .as(setting.name() + " with " + effect)
                        .isNotEqualTo(usual);
            }
        }
        assertThat(governed).containsExactlyInAnyOrderElementsOf(WorldParameters.Effects.names());
    }

    @Test
    void stated_effects_areEffects() {
        assertThat(Setting.of(WorldParameters.defaults()).stream()
                        .flatMap(setting -> setting.stated().stream())
                        .map(Stated::effect)
                        .filter(effect -> !effect.isEmpty()))
                .isSubsetOf(WorldParameters.Effects.names());
    }

    private static List<Setting> of(String effect) {
        return Setting.of(WorldParameters.defaults()).stream()
                .filter(setting -> setting.stated()
                        .filter(stated -> stated.effect().equals(effect))
                        .isPresent())
                .toList();
    }

    /** A value far from the default, within the range and within what a small world shows. */
    private static double other(Setting setting) {
        double value = ((Number) setting.value()).doubleValue();
        Stated stated = setting.stated().orElseThrow();
        return value >= stated.to() / 2 ? value / 3 : Math.min(stated.to(), 2 * value + 0.2);
    }

    private static WorldParameters without(String effect) {
        return WorldParameters.defaults()
                .with(WorldParameters.defaults().effects().without(effect).orElseThrow());
    }

    private static long run(WorldParameters parameters) {
        Fingerprint log = new Fingerprint();
        World end = Simulation.withDefaults()
                .run(
                        World.create(parameters, 3, ACCOUNTS, START),
                        DAYS,
                        Assigner.everybody(PopularityRecommender.withDefaults()),
                        log,
                        log,
                        Progress.silent());
        return log.with(end);
    }
}
