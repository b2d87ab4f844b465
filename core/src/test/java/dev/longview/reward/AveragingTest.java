package dev.longview.reward;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.longview.syntax.Expression;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class AveragingTest {
    private static final Map<String, double[]> THREE = Map.of(
            "minutes", new double[] {0, 30, 6000},
            "plays", new double[] {0, 1, 3},
            "best", new double[] {0, 4, 10},
            "seen", new double[] {Sample.DAY / 24, 2 * Sample.DAY, 7 * Sample.DAY},
            "completed", new double[] {Sample.DAY / 2, 8 * Sample.DAY, 20 * Sample.DAY});

    @ParameterizedTest
    @ValueSource(
            strings = {
                "minutes / 60 + (played ? 0.5 : 0)",
                "(thumb == 'up' ? 1 : 0) - (thumb == 'down' ? 2 : 0)",
                "(thumb in ['up', 'none'] ? 2 : 1) - 3 * days(completed)",
                "(context.device == 'tv' ? minutes : 2 * plays) * clamp(orValue(item.runtime, 90), 1, 300)",
                "completed && context.device == 'tv' ? 1 : 0",
                "3",
                "thumb == 'up' ? 1 : thumb == 'down' ? -2 : 0",
            })
    void averaging_weightedSumOfOutcomes_isBySubstitution(String is) {
        assertThat(Sample.reward(is).averaging(name -> 1_000)).isEqualTo(new Averaging.Substitution());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "played ? minutes : 0",
                "min(minutes, 60)",
                "minutes > 30 ? 1 : 0",
                "played && completed ? 1 : 0",
                "minutes * plays",
                "completed ? days(completed) : 0",
                "thumb == 'up' ? 1 : opinion(thumb) == 'up' ? 0.5 : 0",
                "sqrt(minutes)",
                "1 / (1 + minutes)",
                "thumb == 'up' && opinion(thumb) == 'up' ? 1 : 0",
            })
    void averaging_bentOrChosenOutcomes_isByEnumeration(String is) {
        assertThat(Sample.reward(is).averaging(name -> 2)).isInstanceOf(Averaging.Enumeration.class);
    }

    @Test
    void averaging_countsTheEndsOfAllThatIsRead() {
        Reward reward = Sample.reward("played ? min(minutes, 60) + (completed ? 1 : 0) : 0");
        assertThat(reward.averaging(name -> name.equals("minutes") ? 21 : 5))
                .isEqualTo(new Averaging.Enumeration(21 * 5 * 5));
        assertThat(reward.averaging(name -> 1_000)).isEqualTo(new Averaging.Draws(Expectation.DRAWS));
        assertThat(reward.averaging(name -> 0)).isEqualTo(new Averaging.Enumeration(1));
    }

    /** What is by substitution adds up over outcomes, whatever the others are, and is straight in each. */
    @Test
    void averaging_randomRewardsBySubstitution_areStraightSums() {
        int found = 0;
        for (int i = 0; i < 5_000; i++) {
            SplittableRandom random = new SplittableRandom(11_000_000L + i);
            RandomRewards.Drawn drawn = RandomRewards.draw(random, random.nextInt(4), false);
            if (!(Sample.compile(drawn.is(), drawn.parts()) instanceof Compilation.Compiled(Reward reward))
                    || reward.outcomes().isEmpty()
                    || !(reward.averaging(name -> 2) instanceof Averaging.Substitution)) {
                continue;
            }
            found++;
            addsUp(drawn, reward, random);
        }
        assertThat(found).isGreaterThan(75);
    }

    private static void addsUp(RandomRewards.Drawn drawn, Reward reward, SplittableRandom random) {
        Expression tree = Interpreter.parse(drawn.is());
        Sample.Row row = Sample.row(random);
        double slack =
                1e-9 * (1 + Math.max(-reward.range().low(), reward.range().high()));
        Map<String, Double> x = anything(random);
        Map<String, Double> y = anything(random);
        for (String name : x.keySet()) {
            double inX = value(drawn, tree, row, with(x, name, y)) - value(drawn, tree, row, x);
            double inY = value(drawn, tree, row, y) - value(drawn, tree, row, with(y, name, x));
            assertThat(inX).as("%s in %s", name, drawn).isEqualTo(inY, within(slack));
            double[] three = THREE.getOrDefault(name, new double[0]);
            if (three.length == 3) {
                double[] at = new double[3];
                for (int s = 0; s < 3; s++) {
                    at[s] = value(drawn, tree, row, with(x, name, Map.of(name, three[s])));
                }
                double share = (three[1] - three[0]) / (three[2] - three[0]);
                assertThat(at[1]).as("%s in %s", name, drawn).isEqualTo(at[0] + share * (at[2] - at[0]), within(slack));
            }
        }
    }

    private static double value(
            RandomRewards.Drawn drawn, Expression tree, Sample.Row row, Map<String, Double> outcomes) {
        return new Interpreter(outcomes, row.features(), drawn.parts()).number(tree);
    }

    private static Map<String, Double> with(Map<String, Double> all, String name, Map<String, Double> from) {
        Map<String, Double> changed = new HashMap<>(all);
        changed.put(name, Sample.at(from, name));
        return changed;
    }

    private static Map<String, Double> anything(SplittableRandom random) {
        Map<String, Double> values = new LinkedHashMap<>();
        Sample.OUTCOMES.forEach(outcome -> values.put(outcome.name(), one(outcome.name(), random)));
        values.put(Sample.OPINION, one("thumb", random));
        return values;
    }

    private static double one(String name, SplittableRandom random) {
        List<Double> possible =
                java.util.Arrays.stream(Sample.at(Sample.VALUES, name)).boxed().toList();
        return possible.get(random.nextInt(possible.size()));
    }
}
