package dev.longview.reward;

import static org.assertj.core.api.Assertions.assertThat;

import dev.longview.columns.Batch;
import dev.longview.columns.Column;
import dev.longview.outcome.Aggregate;
import dev.longview.outcome.Assembled;
import dev.longview.outcome.OutcomeDefinition;
import dev.longview.outcome.State;
import dev.longview.syntax.Problem;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.SplittableRandom;

/** Outcomes of every aggregate, some of their values, rows of them, and random expressions over them. */
final class Sample {
    static final double DAY = 86_400e6;
    static final double NEVER = Double.NaN;

    static final List<OutcomeDefinition> OUTCOMES = List.of(
            outcome("played", new Aggregate.Occurred(), "", 1),
            outcome("minutes", new Aggregate.Sum(6000), "", 28),
            outcome("plays", new Aggregate.Count(3), "", 28),
            outcome("best", new Aggregate.Max(10), "played", 28),
            outcome("seen", new Aggregate.TimeToFirst(), "", 7),
            outcome("completed", new Aggregate.TimeToFirst(), "played", 28),
            outcome("thumb", new Aggregate.Last(List.of("down", "none", "up")), "played", 28));

    /** A few values of each outcome, the absent one first. */
    static final Map<String, double[]> VALUES = Map.of(
            "played", new double[] {0, 1},
            "minutes", new double[] {0, 30, 6000},
            "plays", new double[] {0, 1, 2, 3},
            "best", new double[] {0, 10},
            "seen", new double[] {NEVER, DAY / 24, 7 * DAY},
            "completed", new double[] {NEVER, DAY / 2, 20 * DAY},
            "thumb", new double[] {1, 0, 2});

    private static final Map<String, String> ORIGINS =
            Map.of("best", "played", "completed", "played", "thumb", "played");

    /** One row: values so far, and which outcomes are pending. */
    record Row(Map<String, Double> values, Map<String, Boolean> pending) {}

    private Sample() {}

    /** The value of a key that is there. */
    static <V> V at(Map<String, V> map, String key) {
        return Objects.requireNonNull(map.get(key), key);
    }

    static OutcomeDefinition outcome(String name, Aggregate as, String from, int days) {
        return new OutcomeDefinition(
                name, name, as, from.isEmpty() ? Optional.empty() : Optional.of(from), Duration.ofDays(days), false);
    }

    static Optional<String> originOf(String outcome) {
        return Optional.ofNullable(ORIGINS.get(outcome));
    }

    static boolean absent(String outcome, double value) {
        return Double.compare(at(VALUES, outcome)[0], value) == 0;
    }

    static Reward reward(String is) {
        Compilation compilation = compile(is);
        assertThat(compilation).as(is).isInstanceOf(Compilation.Compiled.class);
        return ((Compilation.Compiled) compilation).reward();
    }

    static List<Problem> problems(String is) {
        Compilation compilation = compile(is);
        assertThat(compilation).as(is).isInstanceOf(Compilation.Refused.class);
        return ((Compilation.Refused) compilation).problems();
    }

    static Compilation compile(String is) {
        return Reward.compile(new RewardDefinition("sample", is, Optional.empty(), Optional.empty()), OUTCOMES);
    }

    /** Without contradictions: what runs from an origin that has not happened is absent. */
    static Row row(SplittableRandom random) {
        Map<String, Double> values = new LinkedHashMap<>();
        Map<String, Boolean> pending = new LinkedHashMap<>();
        for (OutcomeDefinition outcome : OUTCOMES) {
            double[] possible = at(VALUES, outcome.name());
            String origin = outcome.from().orElse("");
            boolean gone = !origin.isEmpty() && absent(origin, at(values, origin));
            values.put(outcome.name(), gone ? possible[0] : possible[random.nextInt(possible.length)]);
            pending.put(outcome.name(), random.nextInt(3) > 0);
        }
        return new Row(values, pending);
    }

    static List<Row> rows(SplittableRandom random, int count) {
        List<Row> rows = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            rows.add(row(random));
        }
        return rows;
    }

    static Batch batch(List<Row> rows) {
        Map<String, Column> columns = new LinkedHashMap<>();
        for (OutcomeDefinition outcome : OUTCOMES) {
            double[] values = new double[rows.size()];
            long[] states = new long[rows.size()];
            for (int i = 0; i < values.length; i++) {
                values[i] = at(rows.get(i).values(), outcome.name());
                boolean pending = at(rows.get(i).pending(), outcome.name());
                states[i] = (pending ? State.PENDING : State.FINAL).code();
            }
            columns.put(Assembled.value(outcome.name()), new Column.Doubles(values));
            columns.put(Assembled.state(outcome.name()), new Column.Longs(states, new boolean[0]));
        }
        return Batch.of(rows.size(), columns);
    }

    static String number(SplittableRandom random, int depth) {
        if (depth == 0) {
            return pick(
                    random,
                    "0",
                    "1",
                    "2.5",
                    "-3",
                    "1e-3",
                    "minutes",
                    "plays",
                    "best",
                    "days(seen)",
                    "hours(completed)");
        }
        String a = number(random, depth - 1);
        String b = number(random, depth - 1);
        return switch (random.nextInt(15)) {
            case 0, 1 -> "(" + a + " + " + b + ")";
            case 2 -> a + " - (" + b + ")";
            case 3 -> "(" + a + ") * (" + b + ")";
            case 4 -> "(" + a + ") / (1 + abs(" + b + "))";
            case 5 -> "-(" + a + ")";
            case 6 -> "min(" + a + ", " + b + ", plays)";
            case 7 -> "max(" + a + "," + b + ")";
            case 8 -> "exp(clamp(" + a + ", -5, 2))";
            case 9 -> "log(1 + abs(" + a + "))";
            case 10 -> "sqrt(max(" + a + ", 0))";
            case 11 -> "pow(" + a + ", " + random.nextInt(4) + ")";
            case 12 -> "pow(1 + abs(" + a + "), clamp(" + b + ", -1, 1))";
            default -> "(" + condition(random, depth - 1) + " ? " + a + " : " + b + ")";
        };
    }

    static String condition(SplittableRandom random, int depth) {
        if (depth == 0) {
            return pick(
                    random, "played", "completed", "seen", "true", "thumb == 'up'", "\"down\" != thumb", "plays >= 2");
        }
        return switch (random.nextInt(5)) {
            case 0 -> "!(" + condition(random, depth - 1) + ")";
            case 1 -> "(" + condition(random, depth - 1) + " && " + condition(random, depth - 1) + ")";
            case 2 -> "(" + condition(random, depth - 1) + " || " + condition(random, depth - 1) + ")";
            case 3 ->
                "((" + condition(random, depth - 1) + ") == "
                        + condition(random, 0).replaceAll("(.*=.*)", "($1)") + ")";
            default ->
                "(" + number(random, depth - 1) + pick(random, " < ", " <= ", " > ", " >= ", " == ", " != ")
                        + number(random, depth - 1) + ")";
        };
    }

    private static String pick(SplittableRandom random, String... of) {
        return of[random.nextInt(of.length)];
    }
}
