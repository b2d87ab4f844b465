package dev.longview.simulate.sheet;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.data.Offset.offset;

import dev.longview.simulate.Assigner;
import dev.longview.simulate.LogSink;
import dev.longview.simulate.Progress;
import dev.longview.simulate.streaming.PopularityRecommender;
import dev.longview.simulate.streaming.Simulation;
import dev.longview.simulate.streaming.Truth;
import dev.longview.simulate.streaming.World;
import dev.longview.simulate.streaming.WorldParameters;
import java.util.Optional;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

final class SheetTest {
    private static final long START = 1_704_067_200_000_000L;

    @Test
    void sheet_handmadeTruth_isCounted() {
        Measured measured = new Measured();
        measured.count(bill(1, 0, true, true));
        measured.count(bill(1, 0, false, false));
        measured.count(bill(5, 0, true, false));
        measured.count(bill(6, 0, false, false));
        measured.count(bill(40, 0, false, false));
        measured.count(play(0, 0, true, "up"));
        measured.count(play(0, 3, true, "none"));
        measured.count(play(0, 1, false, "down"));
        measured.count(play(0, 40, true, "none"));

        Sheet sheet = measured.sheet();

        assertThat(sheet.lapseByMonth().getFirst().value()).isEqualTo(0.5);
        assertThat(value(sheet, "lapses a month after the third")).isCloseTo(1 / 3.0, offset(1e-12));
        assertThat(sheet.cancelledByMonth().get(1).value()).isZero();
        assertThat(value(sheet, "completions per play")).isEqualTo(0.75);
        assertThat(value(sheet, "thumbs per completion")).isCloseTo(1 / 3.0, offset(1e-12));
        assertThat(value(sheet, "thumbs up per thumb down")).isEqualTo(1);
        assertThat(sheet.completedByDay().get(2).value()).isEqualTo(0.25);
        assertThat(sheet.completedByDay().get(3).value()).isEqualTo(0.5);
        assertThat(sheet.retention().retained()).isCloseTo(0.6, offset(1e-12));
    }

    @Test
    void fit_drawnFromALogit_findsIt() {
        SplittableRandom random = new SplittableRandom(2);
        double[] s = new double[41];
        long[] bills = new long[41];
        long[] cancelled = new long[41];
        for (int b = 0; b < s.length; b++) {
            s[b] = (b - 20) / 10.0;
            bills[b] = 20_000;
            double p = 1 / (1 + Math.exp(-(-2 - 0.6 * s[b])));
            for (int i = 0; i < bills[b]; i++) {
                cancelled[b] += random.nextDouble() < p ? 1 : 0;
            }
        }

        LapseModel model = LapseModel.fit(s, bills, cancelled);

        // Standard errors near .003.
        assertThat(model.intercept()).isCloseTo(-2, offset(0.015));
        assertThat(model.slope()).isCloseTo(-0.6, offset(0.015));
        assertThat(model.pseudoR2()).isBetween(0.05, 0.09);
        assertThat(model.ratioOfOneDeviation())
                .isEqualTo(model.probability(model.mean() - model.deviation() / 2)
                        / model.probability(model.mean() + model.deviation() / 2));
    }

    @Test
    void fit_satisfactionThatSaysNothing_explainsNothing() {
        LapseModel model = LapseModel.fit(new double[] {-1, 0, 1}, new long[] {100, 100, 100}, new long[] {10, 10, 10});

        assertThat(model.slope()).isCloseTo(0, offset(1e-9));
        assertThat(model.pseudoR2()).isCloseTo(0, offset(1e-9));
    }

    @Test
    void share_wilson_isThePublishedExample() {
        // 10 of 100: Wilson's interval is .0552 to .1744 (Newcombe, Statistics in Medicine 1998).
        Share share = Share.of(10, 100);

        assertThat(share.low()).isCloseTo(0.0552, offset(5e-5));
        assertThat(share.high()).isCloseTo(0.1744, offset(5e-5));
    }

    @Test
    void sheet_defaultWorld_everyFigureReachesItsRange() {
        Measured measured = new Measured();
        Simulation.withDefaults()
                .run(
                        World.create(WorldParameters.defaults(), 12, 12_000, START),
                        70,
                        Assigner.everybody(PopularityRecommender.withDefaults()),
                        measured.log((table, batch) -> {}),
                        measured.truth(Truth.ignored()),
                        Progress.silent());

        Sheet sheet = measured.sheet();

        assertThat(sheet.figures())
                .allSatisfy(figure -> assertThat(figure.within())
                        .as("%s is %s [%s, %s]", figure.name(), figure.value(), figure.low(), figure.high())
                        .isTrue());
        assertThat(sheet.playByPosition()).hasSize(5);
        assertThat(sheet.receivedByHour().getLast().value()).isEqualTo(1);
        assertThat(measured.twice).isPositive();
        assertThat(sheet.retention().accountsPerArm()).isGreaterThan(100_000);
        // Visits fall evenly over the 30 days after a bill, near 19:00, and a period ends at midnight: the mean of 30 −
        // k − 19/24, none
        // below 0, for k = 1 … 30.
        assertThat(sheet.retention().daysToBill()).isCloseTo(13.74, offset(0.3));
    }

    @Test
    void log_sinkBehind_getsTheSameRows() {
        long[] rows = {0, 0};
        World world = World.create(WorldParameters.defaults(), 12, 100, START);
        run(world, new Measured().log((table, batch) -> rows[0] += batch.size()));
        run(world, (table, batch) -> rows[1] += batch.size());

        assertThat(rows[0]).isEqualTo(rows[1]).isPositive();
    }

    private static void run(World world, LogSink log) {
        Simulation.withDefaults()
                .run(
                        world,
                        3,
                        Assigner.everybody(PopularityRecommender.withDefaults()),
                        log,
                        Truth.ignored(),
                        Progress.silent());
    }

    private static double value(Sheet sheet, String name) {
        return sheet.figures().stream()
                .filter(figure -> figure.name().equals(name))
                .findFirst()
                .orElseThrow()
                .value();
    }

    private static Truth.BillTruth bill(int month, double s, boolean lapsed, boolean voluntary) {
        return new Truth.BillTruth("a", 30 * month, month, s, 0, 0.1, lapsed, voluntary);
    }

    private static Truth.PlayTruth play(int started, int ended, boolean completed, String thumb) {
        return new Truth.PlayTruth(
                "m", "t", Optional.empty(), 0, started, ended, 0, "steady", false, 10, completed, thumb, 1);
    }
}
