package dev.longview.simulate.streaming;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.longview.columns.Batch;
import dev.longview.log.Table;
import dev.longview.simulate.Assigner;
import dev.longview.simulate.LogSink;
import dev.longview.simulate.Progress;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;

final class PlackettLuceTest {
    @Test
    void marginal_fewItems_equalsTheSumOverAllSlates() {
        double[] w = {0.55, 0.3, 0.1, 0.04, 0.009, 0.001};
        PlackettLuce race = new PlackettLuce(w, 3);
        double[][] truth = new double[3][w.length];
        for (int a = 0; a < w.length; a++) {
            for (int b = 0; b < w.length; b++) {
                for (int c = 0; c < w.length; c++) {
                    if (a != b && b != c && a != c) {
                        double p = w[a] * w[b] / (1 - w[a]) * w[c] / (1 - w[a] - w[b]);
                        truth[0][a] += p;
                        truth[1][b] += p;
                        truth[2][c] += p;
                    }
                }
            }
        }
        for (int k = 0; k < 3; k++) {
            for (int i = 0; i < w.length; i++) {
                assertThat(race.marginal(k, i)).isCloseTo(truth[k][i], within(1e-12));
            }
        }
    }

    @Test
    void marginal_manyItems_sumsToOneAtEachPosition() {
        double[] w = new double[400];
        for (int i = 0; i < w.length; i++) {
            w[i] = Math.exp(-0.05 * i) + 1e-4;
        }
        PlackettLuce race = new PlackettLuce(w, 5);
        for (int k = 0; k < 5; k++) {
            double sum = 0;
            for (int i = 0; i < w.length; i++) {
                sum += race.marginal(k, i);
            }
            assertThat(sum).isCloseTo(1, within(1e-10));
        }
    }

    /** Shown counts over their expectation Σ marginal, in one day of visits; z under 5 for each of some 1,500 cells. */
    @Test
    void recommend_overManyVisits_showsAsOftenAsThePropensitiesSay() {
        Map<String, double[]> shown = new HashMap<>();
        double[] inverse = {0, 0};
        LogSink sink = (table, batch) -> {
            if (table == Table.SLATES) {
                gather(batch, shown, inverse);
            }
        };
        Simulation.withDefaults()
                .run(
                        World.create(WorldParameters.defaults(), 8, 60_000, 1_704_067_200_000_000L),
                        1,
                        Assigner.everybody(PopularityRecommender.withDefaults()),
                        sink,
                        Truth.ignored(),
                        Progress.silent());
        double slates = inverse[1];
        shown.forEach((cell, counts) -> {
            double expected = slates * counts[1];
            assertThat(Math.abs(counts[0] - expected) / Math.sqrt(expected))
                    .as(cell)
                    .isLessThan(5);
        });
        // E[1/conditional] at the second position is the number of items that are left.
        int items = (int)
                shown.keySet().stream().filter(cell -> cell.endsWith("@0")).count();
        assertThat(inverse[0] / slates).isCloseTo(items - 1, within(0.03 * items));
    }

    private static void gather(Batch batch, Map<String, double[]> shown, double[] inverse) {
        for (int row = 0; row < batch.size(); row++) {
            long position = batch.longs("position")[row];
            double[] counts =
                    shown.computeIfAbsent(batch.texts("item").text(row) + "@" + position, cell -> new double[2]);
            counts[0]++;
            counts[1] = batch.doubles("marginal_propensity")[row];
            if (position == 1) {
                inverse[0] += 1 / batch.doubles("conditional_propensity")[row];
                inverse[1]++;
            }
        }
    }
}
