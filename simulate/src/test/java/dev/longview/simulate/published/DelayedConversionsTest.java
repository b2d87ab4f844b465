package dev.longview.simulate.published;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.longview.log.Table;
import dev.longview.simulate.Assigner;
import dev.longview.simulate.LogSink;
import dev.longview.simulate.Progress;
import java.util.Set;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Against the figures of METHODS' W6, which are listed in docs/worlds.md. */
final class DelayedConversionsTest {
    private static final long START = 1_704_067_200_000_000L;
    private static final double DAY = 86_400e6;

    /** Losses on final labels; all but the truth's in excess of it. */
    private record Losses(double truth, double known, double delayed, double waiting, double naive) {}

    @Test
    void losses_ofThreeDraws_exceedTheTruthAsPublished() {
        check(3, 20_000, 50_000);
    }

    @Test
    @Tag("thorough")
    void losses_ofThirtyDraws_exceedTheTruthAsPublished() {
        check(30, 20_000, 50_000);
    }

    /** The figures are one draw, with the deviation that draws have; ours a mean over some. */
    private static void check(int draws, int train, int test) {
        Losses[] losses = new Losses[draws];
        for (int d = 0; d < draws; d++) {
            losses[d] = losses(100 + d, train, test);
        }
        // The last argument is the deviation of one draw, seen over thirty.
        Sample.of(draws, d -> losses[d].truth).assertAgrees("truth", .49638, .0025);
        Sample.of(draws, d -> losses[d].known).assertAgrees("labels known", .00023, .00012);
        Sample.of(draws, d -> losses[d].delayed).assertAgrees("delayed feedback model", .00036, .00018);
        Sample.of(draws, d -> losses[d].waiting).assertAgrees("waiting 15 days", .00401, .0010);
        Sample.of(draws, d -> losses[d].naive).assertAgrees("label so far", .01969, .0012);
        // What the figures say: each loses more than the one before.
        for (Losses loss : losses) {
            assertThat(loss.known).isLessThan(loss.waiting);
            assertThat(loss.delayed).isLessThan(loss.waiting);
            assertThat(loss.waiting).isLessThan(loss.naive);
        }
    }

    private static Losses losses(long seed, int train, int test) {
        DelayedConversions.Cases past = DelayedConversions.cases(seed, train);
        DelayedConversions.Cases future = DelayedConversions.cases(seed + 1_000_000, test);
        double truth = ConversionModels.loss(
                future, i -> DelayedConversions.probability(future.x(), i * DelayedConversions.FEATURES));
        return new Losses(
                truth,
                loss(future, ConversionModels.logistic(past, i -> true, i -> past.converts()[i] ? 1 : 0)) - truth,
                loss(future, ConversionModels.delayedFeedback(past)) - truth,
                loss(
                                future,
                                ConversionModels.logistic(
                                        past, i -> past.age()[i] >= 15, i -> past.convertedByNow(i) ? 1 : 0))
                        - truth,
                loss(future, ConversionModels.logistic(past, i -> true, i -> past.convertedByNow(i) ? 1 : 0)) - truth);
    }

    private static double loss(DelayedConversions.Cases cases, double[] weights) {
        return ConversionModels.loss(cases, i -> 1 / (1 + Math.exp(-ConversionModels.eta(weights, cases.x(), i))));
    }

    @Test
    void cases_many_haveTheProbabilityAndMeanDelayOfTheirFeatures() {
        DelayedConversions.Cases cases = DelayedConversions.cases(5, 100_000);
        double surprise = 0;
        double variance = 0;
        double delays = 0;
        int conversions = 0;
        for (int i = 0; i < cases.size(); i++) {
            double p = DelayedConversions.probability(cases.x(), i * DelayedConversions.FEATURES);
            surprise += (cases.converts()[i] ? 1 : 0) - p;
            variance += p * (1 - p);
            if (cases.converts()[i]) {
                delays += cases.delay()[i] * DelayedConversions.rate(cases.x(), i * DelayedConversions.FEATURES);
                conversions++;
            }
            assertThat(cases.age()[i]).isBetween(0.0, DelayedConversions.OLDEST);
        }

        assertThat(Math.abs(surprise)).isLessThan(4 * Math.sqrt(variance));
        // delay × rate is exponential with mean 1
        assertThat(delays / conversions).isCloseTo(1, within(4 / Math.sqrt(conversions)));
    }

    @Test
    void probability_andRate_areThoseOfTheSource() {
        double[] x = {9, 1, 2, 3, 4, 5};

        assertThat(DelayedConversions.probability(x, 1))
                .isCloseTo(1 / (1 + Math.exp(1.2 - 0.8 + 1.2 - 1.2 - 1.5)), within(1e-12));
        assertThat(DelayedConversions.rate(x, 1)).isCloseTo(Math.exp(-1.6 + 0.3 + 1.0 - 1.2 + 0.8), within(1e-12));
    }

    @Test
    void run_log_isTheCoresCasesWithConversionsReceivedAfterTheirDelay() {
        RecordedLog log = new RecordedLog();
        DelayedConversionsService service =
                DelayedConversionsService.of(7, START).withDecisionsPerDay(50);
        run(service, 30, log);
        DelayedConversions.Cases cases = DelayedConversions.cases(7, 1500);
        boolean[] seen = new boolean[1500];
        long[] time = new long[1500];
        log.each(Table.DECISIONS, (batch, i) -> {
            int n = Integer.parseInt(batch.texts("decision_id").text(i).substring(1));
            time[n] = batch.longs("time")[i];
            for (int j = 0; j < 5; j++) {
                assertThat(batch.doubles("context.x" + (j + 1))[i]).isEqualTo(cases.x()[n * 5 + j]);
            }
        });
        log.each(Table.FEEDBACK, (batch, i) -> {
            int n = Integer.parseInt(batch.texts("decision_id").text(i).substring(1));
            seen[n] = true;
            assertThat((batch.longs("received")[i] - time[n]) / DAY).isCloseTo(cases.delay()[n], within(1e-4));
        });

        assertThat(seen).isEqualTo(cases.converts());
        log.assertSound();
        log.assertHides(service.features(), Set.of());
    }

    @Test
    void run_sameSeed_sameBytesAlsoInTwoParts() {
        RecordedLog once = new RecordedLog();
        RecordedLog parts = new RecordedLog();
        RecordedLog other = new RecordedLog();
        run(DelayedConversionsService.of(3, START).withDecisionsPerDay(20), 4, once);
        run(run(DelayedConversionsService.of(3, START).withDecisionsPerDay(20), 1, parts), 3, parts);
        run(DelayedConversionsService.of(4, START).withDecisionsPerDay(20), 4, other);

        assertThat(parts.fingerprint()).isEqualTo(once.fingerprint());
        assertThat(other.fingerprint()).isNotEqualTo(once.fingerprint());
    }

    private static DelayedConversionsService run(DelayedConversionsService service, int days, LogSink log) {
        return service.run(
                days, Assigner.everybody((visit, slate) -> slate.add(0, 1, 1, Double.NaN)), log, Progress.silent());
    }
}
