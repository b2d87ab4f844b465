package dev.longview.simulate.published;

import static org.assertj.core.api.Assertions.assertThat;

import dev.longview.columns.Batch;
import dev.longview.log.Table;
import dev.longview.simulate.Assigner;
import dev.longview.simulate.LogSink;
import dev.longview.simulate.Progress;
import dev.longview.simulate.Recommender;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Against the figures of METHODS' W3, which are listed in docs/worlds.md. */
final class ChocolateKaleTest {
    private static final long START = 1_704_067_200_000_000L;
    /** The figures are rounded, and of some thousand sessions whose deviation is about a sixth of the mean. */
    private static final double ERROR_OF_FIGURE = 0.17 / Math.sqrt(4000);

    @ParameterizedTest
    @CsvSource({"0.01, 949, 1117, 786", "0.1, 953, 844, 997", "0.3, 985, 480, 1639"})
    void session_fixedPolicies_engageAsPublished(double sensitivity, double random, double chocolate, double kale) {
        fixed(4000, sensitivity, random, chocolate, kale);
    }

    @ParameterizedTest
    @Tag("thorough")
    @CsvSource({"0.01, 949, 1117, 786", "0.1, 953, 844, 997", "0.3, 985, 480, 1639"})
    void session_fixedPoliciesOver100000Sessions_engageAsPublished(
            double sensitivity, double random, double chocolate, double kale) {
        fixed(100_000, sensitivity, random, chocolate, kale);
    }

    @ParameterizedTest
    @CsvSource({"0.1, 1020", "0.3, 1661"})
    void planner_knownState_engagesAsPublishedAndAsItExpects(double sensitivity, double figure) {
        ChocolateKale world = ChocolateKale.withDefaults().withSensitivity(sensitivity);
        ChocolateKalePlanner planner = new ChocolateKalePlanner(world);
        Sample engaged = engaged(4000, world, planner);

        engaged.assertAgrees("W3 planner, σ = " + sensitivity, figure, figure * ERROR_OF_FIGURE);
        Sample expected = Sample.of(2001, i -> planner.expected((i / 2000.0 - 0.5) / 0.3));
        engaged.assertAgrees("W3 planner, σ = " + sensitivity + ", its own expectation", expected.mean(), 0);
    }

    @Test
    void planner_sensitivityAtItsDefault_isChocolate() {
        ChocolateKale world = ChocolateKale.withDefaults();
        ChocolateKalePlanner planner = new ChocolateKalePlanner(world);

        for (int member = 0; member < 50; member++) {
            assertThat(world.session(1, member, planner))
                    .isEqualTo(world.session(1, member, ChocolateKale.chocolate()));
        }
    }

    @Test
    void run_log_hasTheEngagementOfTheTruthAndNothingHidden() {
        RecordedLog log = new RecordedLog();
        Map<String, Double> engagement = new HashMap<>();
        Set<Double> hidden = new HashSet<>();
        ChocolateKaleService service = service(3).withTruth((decision, exposure, satisfaction, engaged) -> {
            engagement.put(decision, engaged);
            hidden.add(exposure);
            hidden.add(satisfaction);
        });
        run(service, 2, log);

        assertThat(engagement).hasSize(2 * 30 * ChocolateKale.STEPS);
        assertThat(log.sums("watch")).isEqualTo(engagement);
        assertThat(log.sums("click")).hasSameSizeAs(engagement).containsValue(1.0);
        assertThat(log.size(Table.SLATES)).isEqualTo(2 * engagement.size());
        log.assertSound();
        log.assertHides(service.features(), hidden);
    }

    @Test
    void run_sameSeed_sameBytesAlsoInTwoParts() {
        RecordedLog once = new RecordedLog();
        RecordedLog parts = new RecordedLog();
        RecordedLog other = new RecordedLog();
        run(service(3), 2, once);
        run(run(service(3), 1, parts), 1, parts);
        run(service(4), 2, other);

        assertThat(parts.fingerprint()).isEqualTo(once.fingerprint());
        assertThat(other.fingerprint()).isNotEqualTo(once.fingerprint());
    }

    @Test
    void run_chocolateByTheLogsFeature_engagesAsPublished() {
        Recommender chocolate = (visit, slate) -> {
            double[] clickbait = visit.candidates().features().doubles("item.clickbait");
            slate.add(ChocolateKale.chocolate().choose(clickbait, 0, 0), 1, 1, Double.NaN);
        };
        double[] total = new double[400];
        ChocolateKaleService.of(ChocolateKale.withDefaults(), 9, START)
                .withMembersPerDay(100)
                .run(4, Assigner.everybody(chocolate), (table, batch) -> add(table, batch, total), Progress.silent());

        // The candidates of a day are shared: 0.4% is what they add to the error of four days.
        Sample.of(400, member -> total[member]).assertAgrees("W3 chocolate, served, σ = 0.01", 1117, 0.004 * 1117);
    }

    private static void add(Table table, Batch batch, double[] total) {
        if (table == Table.FEEDBACK) {
            for (int i = 0; i < batch.size(); i++) {
                if (batch.texts("kind").text(i).equals("watch")) {
                    total[Integer.parseInt(batch.texts("member").text(i).substring(1))] += batch.doubles("value")[i];
                }
            }
        }
    }

    private static void fixed(int sessions, double sensitivity, double random, double chocolate, double kale) {
        ChocolateKale world = ChocolateKale.withDefaults().withSensitivity(sensitivity);
        String at = ", σ = " + sensitivity;
        engaged(sessions, world, ChocolateKale.random())
                .assertAgrees("W3 random" + at, random, random * ERROR_OF_FIGURE);
        engaged(sessions, world, ChocolateKale.chocolate())
                .assertAgrees("W3 chocolate" + at, chocolate, chocolate * ERROR_OF_FIGURE);
        engaged(sessions, world, ChocolateKale.kale()).assertAgrees("W3 kale" + at, kale, kale * ERROR_OF_FIGURE);
    }

    private static Sample engaged(int sessions, ChocolateKale world, ChocolateKale.Chooser chooser) {
        return Sample.of(sessions, member -> world.session(21, member, chooser));
    }

    private static ChocolateKaleService service(long seed) {
        return ChocolateKaleService.of(ChocolateKale.withDefaults().withSensitivity(0.3), seed, START)
                .withMembersPerDay(30)
                .withSlateSize(2);
    }

    private static ChocolateKaleService run(ChocolateKaleService service, int days, LogSink log) {
        Recommender any = (visit, slate) -> {
            int top = (int) Math.floorMod(visit.seed(), 9L);
            slate.add(top, 1 / 9.0, 1 / 9.0, Double.NaN);
            slate.add(9, 1, 1, Double.NaN);
        };
        return service.run(days, Assigner.everybody(any), log, Progress.silent());
    }
}
