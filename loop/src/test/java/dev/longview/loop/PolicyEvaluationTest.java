package dev.longview.loop;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.longview.engine.SegmentWriter;
import dev.longview.engine.duckdb.DuckDbEngine;
import dev.longview.engine.duckdb.DuckDbOptions;
import dev.longview.evaluate.Report;
import dev.longview.evaluate.Verdict;
import dev.longview.log.Table;
import dev.longview.simulate.Assigner;
import dev.longview.simulate.Recommender;
import dev.longview.simulate.streaming.PopularityRecommender;
import dev.longview.simulate.streaming.SimulatedLog;
import dev.longview.simulate.streaming.Simulation;
import dev.longview.simulate.streaming.Truth;
import dev.longview.simulate.streaming.World;
import dev.longview.simulate.streaming.WorldParameters;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.regex.Matcher;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The value of a uniform policy is known: it is what a uniform policy earned in the same world. Estimated from a popularity policy's
 * log, through slates of five, candidates, marginal propensities and cross-fitted reward models, it must come out.
 */
class PolicyEvaluationTest {
    private static final long START = 1_767_225_600_000_000L;
    private static final long DAY = 86_400_000_000L;
    private static final int DAYS = 6;
    private static final String CONFIG = """
        features:
          context.device: categorical
          context.hour: numeric
          member.tenure_days: numeric
          member.favourite: categorical
          item.genre: categorical
          item.kind: categorical
          item.runtime: numeric
        feedback: { play: {}, watch: {}, complete: {}, thumb: { retractable: true } }
        outcomes:
          played: { of: play, as: occurred, final-after: 1d }
        rewards:
          ctr: { is: "played ? 1 : 0" }
          seen: { is: "played ? 2 : 2" }
        policies:
          uniform:
            reward: ctr
            features: [member.favourite, item.genre]
            epochs: 1
            exploration: { epsilon-greedy: { epsilon: 1 } }
          sparse:
            reward: seen
            features: [member.favourite, item.genre]
            exploration: { epsilon-greedy: { epsilon: 1 } }
            rules: { caps: { item.kind: 1 } }
          nothing:
            reward: ctr
            features: [member.favourite, item.genre]
            exploration: { epsilon-greedy: { epsilon: 1 } }
            rules: { exclude: [ "!(item.kind == 'none')" ] }
          direct:
            reward: ctr
            features: [member.favourite, item.genre]
            epochs: 3
            objective: { policy-value: { cap: 10 } }
            exploration: { softmax: { temperature: 1, floor: 0.05 } }
        """;

    @TempDir
    @SuppressWarnings("NullAway.Init") // JUnit sets it
    private Path folder;

    @Test
    void evaluate_uniformPolicyFromAPopularityLog_coversWhatUniformEarned() throws IOException {
        double[] truth = new double[2];
        simulated("uniform", PopularityRecommender.uniform(), loop -> {
            PolicyEvaluation.Result own = evaluate(loop, "uniform");
            Report.Interval onPolicy = own.expected().onPolicy();
            truth[0] = onPolicy.value();
            truth[1] = (onPolicy.high() - onPolicy.low()) / 2;
            // On its own log every weight is 1: each estimator is the mean, and nothing is doubted.
            assertThat(own.perDecision()).isTrue();
            own.expected().lines().stream()
                    .filter(line -> !line.estimator().equals("dm"))
                    .forEach(line -> {
                        assertThat(line.result().meanWeight()).isCloseTo(1, within(1e-9));
                        assertThat(line.result().verdict()).isInstanceOf(Verdict.Usable.class);
                    });
            assertThat(result(own, "ips").value()).isCloseTo(truth[0], within(1e-9));
            // A policy that climbed its own value on this log is worth more than the log, by accounts that it did not
            // learn from.
            var climbed = result(evaluate(loop, "direct"), "sndr");
            assertThat(climbed.low()).isGreaterThan(truth[0]);
        });
        simulated("popular", PopularityRecommender.of(1.5, 0.3), loop -> {
            PolicyEvaluation.Result estimated = evaluate(loop, "uniform");
            assertThat(estimated.expected().onPolicy().value()).isGreaterThan(truth[0] + truth[1]);
            for (String estimator : List.of("ips", "snips", "dr", "sndr")) {
                var result = result(estimated, estimator);
                double margin = (result.high() - result.low()) / 2;
                // Both are estimates; 1.5 joint margins are three standard errors, and there is one seed.
                assertThat(result.value())
                        .as(estimator)
                        .isCloseTo(truth[0], within(1.5 * Math.hypot(margin, truth[1])));
                assertThat(margin).isLessThan(truth[0] / 3);
            }
            requireStoppedAtTheGate(loop);
        });
    }

    /** Each item shown earns 2, and of each of two kinds one is shown at the most: three positions of five stay empty. */
    @Test
    void evaluate_capLeavesPositionsEmpty_countsThemAsNothingWithoutDoubt() throws IOException {
        simulated("sparse", PopularityRecommender.uniform(), 150, 2, loop -> {
            PolicyEvaluation.Result result = evaluate(loop, "sparse", "seen");
            assertThat(result.perDecision()).isTrue();
            assertThat(result.notes()).anyMatch(note -> note.contains("leaves 60% of these positions empty"));
            for (Report.Line line : result.expected().lines()) {
                double margin = line.estimator().equals("snips") ? 1e-9 : 0.05;
                assertThat(line.result().value()).as(line.estimator()).isCloseTo(4, within(margin));
                assertThat(line.result().verdict().sentence())
                        .as(line.estimator())
                        .doesNotContain("support is missing");
            }
            // Not even what a position is worth to whatever stands there.
            assertThat(result(evaluate(loop, "nothing"), "dm").value()).isZero();
        });
    }

    @Test
    void evaluate_explorationTakesOtherModelsThanWhenTrained_isRefusedOrGoesOn() throws IOException {
        simulated("changed", PopularityRecommender.uniform(), 150, 2, loop -> {
            Window window = Window.asOf(START + 6 * DAY);
            TrainedPolicy cold = UniformPolicy.publish(loop, "uniform", START);
            TrainedPolicy trained =
                    new PolicyTraining(loop).train("uniform", window, 0).policy();
            PolicyEvaluation greedier = PolicyEvaluation.of(exploring(loop, "{ softmax: { temperature: 2 } }"));
            assertThat(greedier.evaluate(trained, List.of("ctr"), window)
                            .getFirst()
                            .notes())
                    .anyMatch(note -> note.contains("cross-fitted"));
            for (String other : List.of("{ thompson: {} }", "{ ensemble: { replicas: 2 } }")) {
                PolicyEvaluation changed = PolicyEvaluation.of(exploring(loop, other));
                assertThatThrownBy(() -> changed.evaluate(trained, List.of("ctr"), window))
                        .isInstanceOf(Refusal.class)
                        .hasMessageContaining("which takes other models")
                        .hasMessageContaining("longview policy train uniform");
                // One that knows nothing has learned from no decision, and is what it is.
                PolicyEvaluation.Result untaught =
                        changed.evaluate(cold, List.of("ctr"), window).getFirst();
                assertThat(untaught.policy()).isEqualTo(cold.id());
                assertThat(untaught.notes()).noneMatch(note -> note.contains("cross-fitted"));
            }
        });
    }

    private static Loop exploring(Loop loop, String exploration) {
        try {
            Path config = loop.workspace().config();
            Files.writeString(
                    config,
                    Files.readString(config)
                            .replaceFirst(
                                    "(uniform:\n.*\n.*\n.*\n *exploration: ).*",
                                    "$1" + Matcher.quoteReplacement(exploration)));
            Workspace workspace = Workspace.open(loop.workspace().root());
            return new Loop(workspace, workspace.configuration(), loop.engine(), Progress.silent());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** A uniform policy is worth less than the popularity policy that was served: it is kept, and not put in use. */
    private static void requireStoppedAtTheGate(Loop loop) {
        Artifacts policies = loop.workspace().policies();
        String before = policies.current("uniform").orElseThrow().version();
        Window window = Window.asOf(START + (DAYS + 4) * DAY);
        Window judging = window.decided(START + (DAYS - 3) * DAY, window.before());
        PolicyUpdating.Update update = PolicyUpdating.of(loop).update("uniform", window, judging, 1);
        assertThat(update.promoted()).isFalse();
        assertThat(update.checks())
                .filteredOn(check -> !check.passed())
                .extracting(PolicyGate.Check::name)
                .contains("off-policy value");
        assertThat(policies.current("uniform").orElseThrow().version()).isEqualTo(before);
        assertThat(policies.versions("uniform")).hasSize(2);
        PolicyUpdating.Update direct = PolicyUpdating.of(loop).update("direct", judging, judging, 0);
        assertThat(direct.promoted()).as(direct.checks().toString()).isTrue();
        assertThat(policies.current("direct")).isPresent();
    }

    private static dev.longview.evaluate.Result result(PolicyEvaluation.Result of, String estimator) {
        return of.expected().lines().stream()
                .filter(line -> line.estimator().equals(estimator))
                .findFirst()
                .orElseThrow()
                .result();
    }

    private static PolicyEvaluation.Result evaluate(Loop loop, String name) {
        return evaluate(loop, name, "ctr");
    }

    private static PolicyEvaluation.Result evaluate(Loop loop, String name, String reward) {
        Window window = Window.asOf(START + (DAYS + 4) * DAY);
        TrainedPolicy policy = new PolicyTraining(loop).train(name, window, 0).policy();
        return PolicyEvaluation.of(loop)
                .evaluate(policy, List.of(reward), window)
                .getFirst();
    }

    private void simulated(String name, Recommender logging, Consumer<Loop> test) throws IOException {
        simulated(name, logging, 1500, DAYS, test);
    }

    private void simulated(String name, Recommender logging, int members, int days, Consumer<Loop> test)
            throws IOException {
        Path root = Files.createDirectory(folder.resolve(name));
        Files.writeString(root.resolve(Workspace.CONFIG), CONFIG);
        Workspace workspace = Workspace.open(root);
        try (DuckDbEngine engine = DuckDbEngine.open(workspace.log(), DuckDbOptions.withDefaults())) {
            Map<Table, SegmentWriter> writers = new EnumMap<>(Table.class);
            Simulation.withDefaults()
                    .run(
                            World.create(WorldParameters.defaults(), 5, members, START),
                            days,
                            Assigner.everybody(logging),
                            (table, rows) -> writers.computeIfAbsent(
                                            table, unseen -> engine.write(unseen, "all", SimulatedLog.FEATURES))
                                    .append(rows),
                            Truth.ignored(),
                            (day, of, impressions) -> {});
            writers.values().forEach(SegmentWriter::publish);
            test.accept(new Loop(workspace, workspace.configuration(), engine, Progress.silent()));
        }
    }
}
