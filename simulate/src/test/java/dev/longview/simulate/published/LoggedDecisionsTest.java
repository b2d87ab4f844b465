package dev.longview.simulate.published;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.longview.log.Table;
import dev.longview.simulate.Assigner;
import dev.longview.simulate.LogSink;
import dev.longview.simulate.Progress;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Against the figures of METHODS' W8, which are listed in docs/worlds.md. */
final class LoggedDecisionsTest {
    private static final long START = 1_704_067_200_000_000L;

    @Test
    void values_ofTenWorlds_areInThePublishedRange() {
        check(10, 2000);
    }

    @Test
    @Tag("thorough")
    void values_ofHundredWorlds_areInThePublishedRange() {
        check(100, 20_000);
    }

    private static void check(int worlds, int decisions) {
        LoggedDecisions.Values[] values = new LoggedDecisions.Values[worlds];
        for (int w = 0; w < worlds; w++) {
            values[w] = LoggedDecisions.of(w).values(200_000, decisions);
        }
        // The figures are one draw; the last argument is the deviation of one.
        Sample.of(worlds, w -> values[w].uniform()).assertAgrees("uniform", .250, .017);
        Sample.of(worlds, w -> values[w].logging()).assertAgrees("logging", .558, .051);
        Sample.of(worlds, w -> values[w].optimum()).assertAgrees("optimum", .734, .049);
        for (LoggedDecisions.Values value : values) {
            assertThat(value.uniform()).isLessThan(value.logging());
            assertThat(value.logging()).isLessThan(value.optimum());
            assertThat(value.optimum()).isBetween(.58, .88);
        }
    }

    @Test
    void draw_manyDecisions_estimateThePoliciesByWhatWasLogged() {
        LoggedDecisions world = LoggedDecisions.of(1);
        LoggedDecisions.Decision decision = new LoggedDecisions.Decision();
        int n = 40_000;
        double[] rewards = new double[n];
        double[] uniform = new double[n];
        for (int i = 0; i < n; i++) {
            world.draw(i, decision);
            rewards[i] = decision.rewarded(decision.chosen()) ? 1 : 0;
            uniform[i] = rewards[i] / (10 * decision.propensity(decision.chosen()));
        }
        LoggedDecisions.Values values = world.values(0, n);

        Sample.of(n, i -> rewards[i]).assertAgrees("logging", values.logging(), 0);
        // Weighted by the propensities, the log tells the value of the uniform policy: they are those of the choice.
        Sample.of(n, i -> uniform[i]).assertAgrees("uniform", values.uniform(), 0);
    }

    @Test
    void draw_anyDecision_hasTenDistinctItemsInOrderAndPropensitiesThatSumToOne() {
        LoggedDecisions.Decision decision = new LoggedDecisions.Decision();
        for (int n = 0; n < 500; n++) {
            LoggedDecisions.of(2).draw(n, decision);
            double sum = 0;
            for (int i = 0; i < LoggedDecisions.CANDIDATES; i++) {
                assertThat(decision.propensity(i)).isGreaterThanOrEqualTo(0.02);
                sum += decision.propensity(i);
                assertThat(decision.item(i)).isGreaterThan(i == 0 ? -1 : decision.item(i - 1));
            }
            assertThat(sum).isCloseTo(1, within(1e-12));
        }
    }

    @Test
    void score_matchingToken_isWorthAsMuchAsTheSourceSays() {
        LoggedDecisions world = LoggedDecisions.of(3);
        double[] context = new double[10];
        int token = world.itemToken(7, 0);

        assertThat(world.score(token, context, 7) - world.score((token + 1) % 12, context, 7))
                .isCloseTo(0.8, within(1e-12));
        // Tokens 12 to 19 fold onto 0 to 7.
        assertThat(world.score(token + 12, context, 7)).isEqualTo(world.score(token, context, 7));
        assertThat(LoggedDecisions.chance(0)).isCloseTo(1 / (1 + Math.exp(2)), within(1e-12));
    }

    @Test
    void score_ofManyItemsAndContexts_hasTheVarianceOfItsParts() {
        double bilinear = 0;
        double bias = 0;
        int worlds = 400;
        for (int w = 0; w < worlds; w++) {
            LoggedDecisions world = LoggedDecisions.of(w);
            double[] context = new double[10];
            double other = world.score((world.itemToken(w, 0) + 1) % 12, context, w);
            bias += other * other / worlds;
            for (int j = 0; j < 5; j++) {
                context[j] = 1;
                double d = world.score((world.itemToken(w, 0) + 1) % 12, context, w) - other;
                context[j] = 0;
                bilinear += d * d / worlds;
            }
        }

        // Σ_j (W_j·v)²/5 has mean 5 and, over worlds, a relative deviation of √(2·5·5·(5 + 5 + 1))/25 = 0.94 at most.
        assertThat(bilinear).isCloseTo(5, within(4 * 5 * 0.94 / Math.sqrt(worlds)));
        assertThat(bias).isCloseTo(0.25, within(4 * 0.25 * Math.sqrt(2.0 / worlds)));
    }

    @Test
    void run_withTheLoggingPolicy_logsTheCoresDecisions() {
        LoggedDecisions world = LoggedDecisions.of(4);
        LoggedDecisions.Decision expected = new LoggedDecisions.Decision();
        RecordedLog log = new RecordedLog();
        LoggedDecisionsService service = LoggedDecisionsService.of(world, START).withDecisionsPerDay(100);
        run(service, 2, log);
        Map<String, Double> rewards = log.sums("reward");
        int[] position = {0};
        Map<Integer, Double> firstNumber = new HashMap<>();
        log.each(Table.ITEMS, (batch, i) -> firstNumber.put(i, batch.doubles("item.v0")[i]));
        log.each(Table.DECISIONS, (batch, i) -> {
            world.draw(position[0]++, expected);
            assertThat(batch.texts("context.c3").text(i)).isEqualTo(Integer.toString(expected.token(3)));
            assertThat(batch.doubles("context.u9")[i]).isEqualTo(expected.number(9));
        });
        position[0] = 0;
        log.each(Table.SLATES, (batch, i) -> {
            world.draw(position[0]++, expected);
            assertThat(batch.texts("item").text(i)).isEqualTo("i%04d".formatted(expected.item(expected.chosen())));
            assertThat(batch.doubles("marginal_propensity")[i]).isEqualTo(expected.propensity(expected.chosen()));
            assertThat(rewards.containsKey(batch.texts("decision_id").text(i)))
                    .isEqualTo(expected.rewarded(expected.chosen()));
        });

        assertThat(position[0]).isEqualTo(200);
        for (int item = 0; item < LoggedDecisions.ITEMS; item++) {
            assertThat(firstNumber.get(item)).isEqualTo(world.itemNumber(item, 0));
        }
        log.assertSound();
        log.assertHides(service.features(), Set.of());
    }

    @Test
    void run_sameSeed_sameBytesAlsoInTwoParts() {
        RecordedLog once = new RecordedLog();
        RecordedLog parts = new RecordedLog();
        RecordedLog other = new RecordedLog();
        run(service(3), 3, once);
        run(run(service(3), 1, parts), 2, parts);
        run(service(4), 3, other);

        assertThat(parts.fingerprint()).isEqualTo(once.fingerprint());
        assertThat(other.fingerprint()).isNotEqualTo(once.fingerprint());
    }

    private static LoggedDecisionsService service(long seed) {
        return LoggedDecisionsService.of(LoggedDecisions.of(seed), START).withDecisionsPerDay(20);
    }

    private static LoggedDecisionsService run(LoggedDecisionsService service, int days, LogSink log) {
        return service.run(days, Assigner.everybody(service.logging()), log, Progress.silent());
    }
}
