package dev.longview.benchmarks;

import dev.cel.common.CelFunctionDecl;
import dev.cel.common.CelOverloadDecl;
import dev.cel.common.types.SimpleType;
import dev.cel.compiler.CelCompiler;
import dev.cel.compiler.CelCompilerFactory;
import dev.cel.runtime.CelEvaluationException;
import dev.cel.runtime.CelFunctionBinding;
import dev.cel.runtime.CelRuntime;
import dev.cel.runtime.CelRuntimeFactory;
import dev.longview.columns.Batch;
import dev.longview.columns.Column;
import dev.longview.outcome.Aggregate;
import dev.longview.outcome.Assembled;
import dev.longview.outcome.OutcomeDefinition;
import dev.longview.reward.Compilation;
import dev.longview.reward.Reward;
import dev.longview.reward.RewardDefinition;
import java.time.Duration;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/**
 * The reward of the streaming template, {@code enjoyed}, over the same rows three ways. The rows: a share is played (a parameter), of these
 * 40% are completed, after 0 to 28 days, 10% have a thumb up and 3% one down, and minutes are uniform up to 120.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Fork(2)
@Warmup(iterations = 5, time = 1)
@Measurement(iterations = 5, time = 1)
public class RewardLoops {
    static final int ROWS = 10_000;
    private static final double DAY = 86_400e6;
    private static final String OURS =
            "played ? (completed ? 1 + 0.5 * exp(-days(completed) / 7) : 0.2 * min(minutes / 60, 1))"
                    + " + (thumb == 'up' ? 1 : thumb == 'down' ? -2 : 0) : 0";
    private static final String CEL =
            "played ? (completed ? 1.0 + 0.5 * exp(-days / 7.0) : 0.2 * (minutes < 60.0 ? minutes / 60.0 : 1.0))"
                    + " + (thumb == 'up' ? 1.0 : thumb == 'down' ? -2.0 : 0.0) : 0.0";

    /** Share of rows that are played: as in a log of recommendations, and of plays alone. */
    @Param({"0.05", "1"})
    double played;

    private Batch batch = Batch.of(0, Map.of());
    private final Reward loop = reward().warmed();
    private final CelRuntime.Program cel = program();

    /** The rows. */
    @Setup
    public void rows() {
        SplittableRandom random = new SplittableRandom(42);
        Map<String, Column> values = new LinkedHashMap<>();
        double[] plays = new double[ROWS];
        double[] completed = new double[ROWS];
        double[] minutes = new double[ROWS];
        double[] thumb = new double[ROWS];
        for (int i = 0; i < ROWS; i++) {
            plays[i] = random.nextDouble() < played ? 1 : 0;
            completed[i] = plays[i] > 0 && random.nextDouble() < 0.4 ? 28 * DAY * random.nextDouble() : Double.NaN;
            minutes[i] = plays[i] * 120 * random.nextDouble();
            double said = random.nextDouble();
            thumb[i] = plays[i] == 0 ? 1 : said < 0.1 ? 2 : said < 0.13 ? 0 : 1;
        }
        values.put(Assembled.value("played"), new Column.Doubles(plays));
        values.put(Assembled.value("completed"), new Column.Doubles(completed));
        values.put(Assembled.value("minutes"), new Column.Doubles(minutes));
        values.put(Assembled.value("thumb"), new Column.Doubles(thumb));
        batch = Batch.of(ROWS, values);
        check();
    }

    /** All three agree, or there is nothing to compare. */
    private void check() {
        double[] hand = byHand();
        double[] ours = loop.evaluate(batch);
        double[] others = cel();
        for (int i = 0; i < ROWS; i++) {
            if (ours[i] != hand[i] || Math.abs(others[i] - hand[i]) > 1e-12) {
                throw new IllegalStateException(
                        "row " + i + ": " + hand[i] + " by hand, " + ours[i] + " ours, " + others[i] + " CEL");
            }
        }
    }

    /** A loop as one would write it in Java. */
    @Benchmark
    @OperationsPerInvocation(ROWS)
    public double[] byHand() {
        double[] plays = batch.doubles(Assembled.value("played"));
        double[] completed = batch.doubles(Assembled.value("completed"));
        double[] minutes = batch.doubles(Assembled.value("minutes"));
        double[] thumb = batch.doubles(Assembled.value("thumb"));
        double[] out = new double[plays.length];
        for (int i = 0; i < out.length; i++) {
            if (plays[i] > 0) {
                double value = Double.isNaN(completed[i])
                        ? 0.2 * Math.min(minutes[i] / 60, 1)
                        : 1 + 0.5 * StrictMath.exp(-(completed[i] / DAY) / 7);
                out[i] = value + (thumb[i] == 2 ? 1 : thumb[i] == 0 ? -2 : 0);
            }
        }
        return out;
    }

    /** The reward's own loop. */
    @Benchmark
    @OperationsPerInvocation(ROWS)
    public double[] loop() {
        return loop.evaluate(batch);
    }

    /** CEL's runtime, row by row; it is given days where ours derives them. */
    @Benchmark
    @OperationsPerInvocation(ROWS)
    public double[] cel() {
        double[] plays = batch.doubles(Assembled.value("played"));
        double[] completed = batch.doubles(Assembled.value("completed"));
        double[] minutes = batch.doubles(Assembled.value("minutes"));
        double[] thumb = batch.doubles(Assembled.value("thumb"));
        double[] out = new double[plays.length];
        Map<String, Object> row = new HashMap<>();
        try {
            for (int i = 0; i < out.length; i++) {
                row.put("played", plays[i] > 0);
                row.put("completed", !Double.isNaN(completed[i]));
                row.put("days", completed[i] / DAY);
                row.put("minutes", minutes[i]);
                row.put("thumb", thumb[i] == 2 ? "up" : thumb[i] == 0 ? "down" : "none");
                out[i] = (double) cel.eval(row);
            }
        } catch (CelEvaluationException e) {
            throw new IllegalStateException(e);
        }
        return out;
    }

    private static Reward reward() {
        List<OutcomeDefinition> outcomes = List.of(
                outcome("played", new Aggregate.Occurred(), Optional.empty()),
                outcome("completed", new Aggregate.TimeToFirst(), Optional.of("played")),
                outcome("minutes", new Aggregate.Sum(6000), Optional.empty()),
                outcome("thumb", new Aggregate.Last(List.of("down", "none", "up")), Optional.of("played")));
        return switch (Reward.compile(
                new RewardDefinition("enjoyed", OURS, Optional.empty(), Optional.empty()), outcomes, List.of())) {
            case Compilation.Compiled(Reward reward) -> reward;
            case Compilation.Refused refused -> throw new IllegalStateException(refused.toString());
        };
    }

    private static OutcomeDefinition outcome(String name, Aggregate as, Optional<String> from) {
        return new OutcomeDefinition(name, name, as, from, Duration.ofDays(28), false);
    }

    private static CelRuntime.Program program() {
        try {
            CelCompiler compiler = CelCompilerFactory.standardCelCompilerBuilder()
                    .addVar("played", SimpleType.BOOL)
                    .addVar("completed", SimpleType.BOOL)
                    .addVar("days", SimpleType.DOUBLE)
                    .addVar("minutes", SimpleType.DOUBLE)
                    .addVar("thumb", SimpleType.STRING)
                    .addFunctionDeclarations(CelFunctionDecl.newFunctionDeclaration(
                            "exp",
                            CelOverloadDecl.newGlobalOverload("exp_double", SimpleType.DOUBLE, SimpleType.DOUBLE)))
                    .build();
            return CelRuntimeFactory.plannerRuntimeBuilder()
                    .addFunctionBindings(CelFunctionBinding.from("exp_double", Double.class, StrictMath::exp))
                    .build()
                    .createProgram(compiler.compile(CEL).getAst());
        } catch (Exception e) {
            throw new IllegalStateException("CEL takes the reward", e);
        }
    }
}
