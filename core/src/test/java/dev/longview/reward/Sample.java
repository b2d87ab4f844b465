package dev.longview.reward;

import static org.assertj.core.api.Assertions.assertThat;

import dev.longview.columns.Batch;
import dev.longview.columns.Column;
import dev.longview.log.FeatureDefinition;
import dev.longview.log.FeatureDefinition.Kind;
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
import java.util.SequencedMap;
import java.util.SplittableRandom;

/** Outcomes of every aggregate, some of their values, and rows of them. */
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

    static final List<FeatureDefinition> FEATURES = List.of(
            new FeatureDefinition("context.device", Kind.CATEGORICAL),
            new FeatureDefinition("item.genres", Kind.MULTI_VALUED),
            new FeatureDefinition("item.runtime", Kind.NUMERIC));

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

    /** One row: values so far, which outcomes are pending, and features: a text, a list of texts, a number; absent where missing. */
    record Row(Map<String, Double> values, Map<String, Boolean> pending, Map<String, Object> features) {
        Row(Map<String, Double> values, Map<String, Boolean> pending) {
            this(values, pending, Map.of());
        }
    }

    static final String OPINION = "opinion(thumb)";

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
        return compile(is, new LinkedHashMap<>());
    }

    static Compilation compile(String is, SequencedMap<String, String> parts) {
        return Reward.compile(
                new RewardDefinition("sample", parts, is, Optional.empty(), Optional.empty()), OUTCOMES, FEATURES);
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
        Map<String, Object> features = new LinkedHashMap<>();
        if (random.nextInt(3) > 0) {
            features.put("context.device", pick(random, "tv", "phone", "car"));
        }
        List<String> genres = new ArrayList<>();
        for (String genre : List.of("drama", "comedy", "horror")) {
            if (random.nextBoolean()) {
                genres.add(genre);
            }
        }
        features.put("item.genres", genres);
        double runtime = random.nextInt(4) == 0 ? random.nextDouble(-1e6, 1e6) : random.nextInt(200);
        features.put("item.runtime", random.nextInt(3) == 0 ? NEVER : random.nextInt(50) == 0 ? 1e300 : runtime);
        return new Row(values, pending, features);
    }

    static String pick(SplittableRandom random, String... of) {
        return of[random.nextInt(of.length)];
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
        columns.putAll(features(rows));
        return Batch.of(rows.size(), columns);
    }

    private static Map<String, Column> features(List<Row> rows) {
        String[] devices = {"car", "phone", "tv", "never asked for"};
        String[] genres = {"comedy", "drama", "horror"};
        int[] device = new int[rows.size()];
        double[] runtime = new double[rows.size()];
        int[] offsets = new int[rows.size() + 1];
        List<Integer> codes = new ArrayList<>();
        for (int i = 0; i < rows.size(); i++) {
            Map<String, Object> features = rows.get(i).features();
            device[i] = List.of(devices).indexOf(features.getOrDefault("context.device", ""));
            runtime[i] = (Double) features.getOrDefault("item.runtime", NEVER);
            for (Object genre : (List<?>) features.getOrDefault("item.genres", List.of())) {
                codes.add(List.of(genres).indexOf(genre));
            }
            offsets[i + 1] = codes.size();
        }
        return Map.of(
                "context.device", new Column.Texts(device, devices),
                "item.runtime", new Column.Doubles(runtime),
                "item.genres",
                        new Column.TextLists(
                                offsets, codes.stream().mapToInt(code -> code).toArray(), genres));
    }
}
