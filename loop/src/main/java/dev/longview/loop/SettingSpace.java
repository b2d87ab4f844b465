package dev.longview.loop;

import dev.longview.policy.LearningSetting;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;

/** The grid that settings are chosen from: every combination of these. */
public record SettingSpace(
        List<Double> learningRates, List<Double> regularisations, List<Integer> dimensions, List<Integer> epochs) {

    /** @throws Refusal when a list is empty or has a value that no policy may have */
    public SettingSpace {
        learningRates = List.copyOf(learningRates);
        regularisations = List.copyOf(regularisations);
        dimensions = List.copyOf(dimensions);
        epochs = List.copyOf(epochs);
        require("learning rates", learningRates, 0, false, 10);
        require("regularisations", regularisations, 0, true, 10);
        require("dimensions", dimensions, 1, true, 1024);
        require("epochs", epochs, 1, true, 1000);
    }

    /** Three of each: around what suits most logs. */
    public static SettingSpace usual() {
        return new SettingSpace(
                List.of(0.03, 0.1, 0.3), List.of(1e-7, 1e-6, 1e-4), List.of(4, 8, 16), List.of(1, 3, 8));
    }

    private static void require(String what, List<? extends Number> values, double low, boolean from, double high) {
        for (Number value : values) {
            double v = value.doubleValue();
            if (!((from ? v >= low : v > low) && v <= high)) {
                throw new Refusal(what + " must be " + (from ? "at least " : "above ") + low + " and at most " + high
                        + ": " + value);
            }
        }
        if (values.isEmpty()) {
            throw new Refusal(what + ": none is given to choose from");
        }
    }

    /**
     * Settings to try: the one given first, then others of the grid in a seeded order, each once.
     *
     * @param most how many, the one given among them
     */
    List<LearningSetting> draw(LearningSetting declared, int most, long seed) {
        List<LearningSetting> grid = new ArrayList<>();
        for (double rate : learningRates) {
            for (double l2 : regularisations) {
                for (int size : dimensions) {
                    for (int passes : epochs) {
                        grid.add(new LearningSetting(rate, l2, size, passes));
                    }
                }
            }
        }
        Collections.shuffle(grid, new Random(seed));
        List<LearningSetting> drawn = new ArrayList<>(List.of(declared));
        grid.stream()
                .distinct()
                .filter(setting -> !setting.equals(declared))
                .limit(most - 1L)
                .forEach(drawn::add);
        return drawn;
    }
}
