package dev.longview.cli;

import dev.longview.loop.Refusal;
import dev.longview.simulate.streaming.Effects;
import dev.longview.simulate.streaming.RandomWorlds;
import dev.longview.simulate.streaming.WorldParameters;
import dev.longview.syntax.Nearest;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Option;

/** Which world is simulated. */
final class WorldOptions {
    @ArgGroup(exclusive = true)
    private Kind kind = new Kind();

    @Option(
            names = "--effects-off",
            split = ",",
            paramLabel = "NAME",
            description = "Switches effects of the world off; see docs/world-parameters.md.")
    private List<String> effectsOff = List.of();

    @Option(
            names = "--world-parameter",
            split = ",",
            paramLabel = "NAME=NUMBER",
            description = "Changes numbers of the world, as billing.satisfaction=0.1; see docs/world-parameters.md.")
    private Map<String, Double> changed = new LinkedHashMap<>();

    private static final class Kind {
        @Option(
                names = "--plain",
                description = "All effects off: a play is satisfaction, and clicks are the right reward.")
        private boolean plain;

        @Option(
                names = "--random-world",
                paramLabel = "NUMBER",
                description = "Parameters drawn from stated ranges, another world for each number.")
        private Optional<Long> random = Optional.empty();
    }

    /** @throws Refusal when there is no such world */
    WorldParameters parameters() {
        WorldParameters chosen = kind.plain
                ? WorldParameters.plain()
                : kind.random.map(RandomWorlds::draw).orElseGet(WorldParameters::defaults);
        for (String name : effectsOff) {
            Effects without = chosen.effects().without(name).orElseThrow(() -> {
                List<String> names = Effects.names();
                return new Refusal("--effects-off: there is no effect '" + name + "'; "
                        + Nearest.to(name, names)
                                .map(near -> "did you mean '" + near + "'? ")
                                .orElse("")
                        + "There are " + String.join(", ", names));
            });
            chosen = chosen.with(without);
        }
        for (Map.Entry<String, Double> change : changed.entrySet()) {
            chosen = with(chosen, change.getKey(), change.getValue());
        }
        return chosen;
    }

    private static WorldParameters with(WorldParameters world, String name, double value) {
        List<String> names = world.canonicalText()
                .lines()
                .map(line -> line.substring(0, line.indexOf('=')))
                .toList();
        if (!names.contains(name)) {
            throw new Refusal("--world-parameter: there is no parameter '" + name + "'; "
                    + Nearest.to(name, names)
                            .map(near -> "did you mean '" + near + "'? ")
                            .orElse("")
                    + "All are in docs/world-parameters.md");
        }
        try {
            return world.with(name, value);
        } catch (IllegalArgumentException e) {
            throw new Refusal("--world-parameter " + name + ": " + e.getMessage());
        }
    }
}
