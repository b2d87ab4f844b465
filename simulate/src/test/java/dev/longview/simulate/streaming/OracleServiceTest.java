package dev.longview.simulate.streaming;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.longview.columns.Batch;
import dev.longview.log.Table;
import dev.longview.simulate.Assigner;
import dev.longview.simulate.LogSink;
import dev.longview.simulate.Progress;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;

final class OracleServiceTest {
    private static final long START = 1_704_067_200_000_000L;
    private static final Assigner UNIFORM = Assigner.everybody(PopularityRecommender.uniform());
    private static final Assigner NOTHING = Assigner.everybody((visit, slate) -> {});

    /** Exactly: a value is a truth's, whichever of its two kinds tells it. */
    @Test
    void run_playsOfADay_tellWhatTheyGiveInAllIfNothingMoreIsShown() {
        World world = World.create(WorldParameters.defaults(), 41, 1500, START);
        Map<String, Double> told = new LinkedHashMap<>();
        OracleService after =
                OracleService.of(StreamingService.of(world)).run(1, UNIFORM, satisfactions(told), Progress.silent());

        Map<String, Double> truth = new HashMap<>();
        World evening = run(world, 1, UNIFORM, truth);
        run(evening, 60, NOTHING, truth);

        assertThat(told).hasSizeGreaterThan(100).isEqualTo(truth);
        assertThat(told.values()).anyMatch(value -> value < 0).anyMatch(value -> value > 0);
        assertThat(after.timeMicros()).isEqualTo(START + LogRows.DAY);
    }

    @Test
    void run_manyDays_isTrueOfNearlyAllPlaysWhateverIsShownLater() {
        World world = World.create(WorldParameters.defaults(), 42, 1500, START);
        Map<String, Double> told = new LinkedHashMap<>();
        OracleService service = OracleService.of(StreamingService.of(world));
        for (int day = 0; day < 20; day++) {
            service = service.run(1, UNIFORM, satisfactions(told), Progress.silent());
        }
        Map<String, Double> truth = new HashMap<>();
        run(world, 70, UNIFORM, truth);

        double difference = 0;
        int same = 0;
        for (Map.Entry<String, Double> play : told.entrySet()) {
            double became = truth.getOrDefault(play.getKey(), Double.NaN);
            difference += play.getValue() - became;
            same += play.getValue() == became ? 1 : 0;
        }

        // Bills that end otherwise and tastes that widen meanwhile are rare, and neither always lowers nor raises.
        assertThat(told).hasSizeGreaterThan(2000);
        assertThat(same / (double) told.size()).isBetween(0.97, 1.0);
        assertThat(difference / told.size()).isCloseTo(0, within(0.005));
    }

    @Test
    void run_comparedWithTheServiceGiven_hasTheSameLogAndTruthBesides() {
        StreamingService plain = StreamingService.of(World.create(WorldParameters.defaults(), 43, 400, START));
        Fingerprint of = new Fingerprint();
        Fingerprint ofOracle = new Fingerprint();

        StreamingService after = plain.run(5, UNIFORM, of, Progress.silent());
        OracleService oracle = OracleService.of(plain).run(5, UNIFORM, without(ofOracle), Progress.silent());

        assertThat(ofOracle.value()).isEqualTo(of.value());
        assertThat(oracle.service().truth()).isEqualTo(after.truth());
        assertThat(OracleService.of(plain).feedback())
                .containsAll(plain.feedback())
                .hasSize(6);
    }

    private static World run(World from, int days, Assigner served, Map<String, Double> truth) {
        Truth listener = new Truth() {
            @Override
            public void account(AccountTruth account) {}

            @Override
            public void play(PlayTruth play) {
                play.decision().ifPresent(decision -> truth.put(decision + "/" + play.position(), play.satisfaction()));
            }

            @Override
            public boolean listens() {
                return true;
            }
        };
        return Simulation.withDefaults().run(from, days, served, LogSink.nobody(), listener, Progress.silent());
    }

    /** What each recommended play is told to give, by its decision and position. */
    private static LogSink satisfactions(Map<String, Double> told) {
        return (table, rows) -> {
            if (!ofTheOracle(table, rows)) {
                return;
            }
            for (int row = 0; row < rows.size(); row++) {
                double sign = rows.texts("kind").text(row).equals("satisfaction") ? 1 : -1;
                told.put(
                        rows.texts("decision_id").text(row) + "/" + rows.longs("position")[row],
                        sign * rows.doubles("value")[row]);
            }
        };
    }

    private static LogSink without(LogSink log) {
        return (table, rows) -> {
            if (!ofTheOracle(table, rows)) {
                log.rows(table, rows);
            }
        };
    }

    private static boolean ofTheOracle(Table table, Batch rows) {
        return table == Table.FEEDBACK
                && rows.size() > 0
                && rows.texts("kind").text(0).endsWith("satisfaction");
    }
}
