package dev.longview.benchmarks;

import dev.longview.columns.Batch;
import dev.longview.columns.Column;
import dev.longview.delay.DelayModel;
import dev.longview.engine.Assembly;
import dev.longview.engine.Moment;
import dev.longview.engine.duckdb.DuckDbEngine;
import dev.longview.engine.duckdb.DuckDbOptions;
import dev.longview.loop.DelayFitting;
import dev.longview.loop.Loop;
import dev.longview.loop.Progress;
import dev.longview.loop.Window;
import dev.longview.loop.Workspace;
import dev.longview.outcome.Assembled;
import dev.longview.outcome.OutcomeDefinition;
import dev.longview.outcome.State;
import dev.longview.reward.Forecast;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.stream.Collectors;

/**
 * Who leaves or fails, forecast 2, 4, 6 and 8 weeks into a presentation (OULAD; the recipe of {@code examples/oulad}): learned from the
 * presentations of 2013, judged by those of 2014, beside a logistic regression of each week on the same numbers. Argument: the folder of
 * the data set.
 */
final class Enrolments implements Benchmark {
    private static final List<Integer> WEEKS = List.of(2, 4, 6, 8);
    private static final List<String> OUTCOMES = List.of("lost", "withdrawn");
    private static final long DAY = 86_400_000_000L;
    /** 1 January 2014. */
    private static final long SPLIT = 16_071 * DAY;
    /** 270 days after the last start. */
    private static final long END = 16_700 * DAY;

    private static final List<String> NUMBERS = List.of("submissions", "score", "best");

    @Override
    public String name() {
        return "delay-oulad";
    }

    @Override
    public String summary() {
        return "who leaves or fails a course, by week, on public data   [DIR]";
    }

    /** Open enrolments at a week. */
    private static final class AtWeek {
        private final List<Map<String, Double>> rows = new ArrayList<>();
        private final List<Double> forecast = new ArrayList<>();
        private final List<String> keys = new ArrayList<>();
        private final List<String> items = new ArrayList<>();
        private final List<Boolean> later = new ArrayList<>();
    }

    @Override
    public void run(Path results, List<String> arguments) throws Exception {
        Path root = Path.of(System.getProperty("longview.root", "."));
        Path data = arguments.isEmpty() ? root.resolve("../shared/data/oulad") : Path.of(arguments.getFirst());
        if (!Files.isDirectory(data)) {
            System.err.println("delay-oulad: skipped, there is no folder " + data
                    + ". Name that of the data set's CSV files: benchmarks/run delay-oulad DIR");
            return;
        }
        long start = System.nanoTime();
        Path folder = Files.createTempDirectory("longview-oulad");
        try {
            Workspace workspace = imported(root, data, folder);
            Result result = new Result(name(), root);
            try (DuckDbEngine engine = DuckDbEngine.open(workspace.log(), DuckDbOptions.withDefaults())) {
                judge(result, new Loop(workspace, workspace.configuration(), engine, Progress.silent()));
            }
            result.put("seconds", (System.nanoTime() - start) / 1e9).write(results);
        } finally {
            LogJoin.delete(folder);
        }
    }

    private static Workspace imported(Path root, Path data, Path folder) throws Exception {
        Path recipe = root.resolve("examples/oulad");
        Files.copy(recipe.resolve("longview.yaml"), folder.resolve("longview.yaml"));
        Path rows = folder.resolve("oulad.jsonl");
        run(rows, "sh", recipe.resolve("convert.sh").toString(), data.toString());
        String java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
        run(
                folder.resolve("told"),
                java,
                "-cp",
                System.getProperty("java.class.path"),
                "--enable-native-access=ALL-UNNAMED",
                "dev.longview.cli.Main",
                "import",
                "events",
                rows.toString(),
                "-w",
                folder.toString());
        return Workspace.open(folder);
    }

    private static void run(Path output, String... command) throws Exception {
        Process process = new ProcessBuilder(command)
                .redirectOutput(output.toFile())
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        if (process.waitFor() != 0) {
            throw new IllegalStateException(String.join(" ", command) + " failed");
        }
    }

    private static void judge(Result result, Loop loop) {
        Window past = Window.asOf(END).decided(Long.MIN_VALUE, SPLIT);
        Map<String, DelayModel> models = new LinkedHashMap<>();
        for (DelayFitting.Fitted fitted : new DelayFitting(loop).fit(past, List.of())) {
            models.put(fitted.model().outcome().name(), fitted.model());
        }
        Map<String, Double> finals = new HashMap<>();
        assemble(loop, List.of(270), batch -> {
            for (String outcome : OUTCOMES) {
                double[] values = batch.doubles(Assembled.value(outcome));
                for (int row = 0; row < batch.size(); row++) {
                    finals.put(outcome + " " + batch.texts(Assembled.DECISION).text(row), values[row]);
                }
            }
        });
        result.put("weeks", WEEKS);
        for (String outcome : OUTCOMES) {
            Map<Integer, AtWeek> weeks = new LinkedHashMap<>();
            WEEKS.forEach(week -> weeks.put(week, new AtWeek()));
            assemble(loop, WEEKS.stream().map(week -> 7 * week).toList(), batch -> {
                DelayModel model = Objects.requireNonNull(models.get(outcome));
                add(
                        batch,
                        outcome,
                        model.forecast(batch),
                        model.definition().trees().orElseThrow().features(),
                        weeks);
            });
            report(result, outcome, weeks, finals);
        }
    }

    private static void assemble(Loop loop, List<Integer> days, Consumer<Batch> sink) {
        List<OutcomeDefinition> outcomes = loop.configuration().outcomes();
        Set<String> all = outcomes.stream().map(OutcomeDefinition::name).collect(Collectors.toSet());
        loop.engine()
                .assemble(
                        Assembly.of(
                                        loop.configuration().features(),
                                        outcomes,
                                        loop.configuration().lateness(),
                                        new Moment.Ages(
                                                days.stream()
                                                        .map(day -> day * DAY)
                                                        .toList(),
                                                END))
                                .recalling(all),
                        sink);
    }

    private static void add(
            Batch batch, String outcome, Forecast forecast, List<String> features, Map<Integer, AtWeek> weeks) {
        long[] states = batch.longs(Assembled.state(outcome));
        long[] ages = batch.longs(Assembled.AGE);
        long[] times = batch.longs(Assembled.TIME);
        int width = forecast.support().length;
        for (int row = 0; row < batch.size(); row++) {
            if (states[row] == State.FINAL.code()) {
                continue;
            }
            AtWeek at = Objects.requireNonNull(weeks.get((int) (ages[row] / (7 * DAY))));
            at.forecast.add(forecast.probability()[(row + 1) * width - 1]);
            at.keys.add(batch.texts(Assembled.DECISION).text(row));
            at.items.add(batch.texts(Assembled.ITEM).text(row));
            at.later.add(times[row] >= SPLIT);
            at.rows.add(numbers(batch, row, ages[row], features));
        }
    }

    /** What trees read, as named numbers; what is missing is left out. */
    private static Map<String, Double> numbers(Batch batch, int row, long age, List<String> features) {
        Map<String, Double> numbers = new LinkedHashMap<>();
        for (String outcome : NUMBERS) {
            numbers.put(outcome, batch.doubles(Assembled.value(outcome))[row]);
            Column recent = batch.column(Assembled.recent(outcome));
            if (!recent.isMissing(row)) {
                double hours = (age - batch.longs(Assembled.recent(outcome))[row]) / 3.6e9;
                numbers.put(outcome + " since", Math.log1p(hours));
            }
        }
        for (String feature : features) {
            Column column = batch.column(feature);
            if (column.isMissing(row)) {
                continue;
            }
            switch (column) {
                case Column.Doubles doubles -> numbers.put(feature, doubles.values()[row]);
                case Column.Texts texts -> numbers.put(feature + " = " + texts.text(row), 1.0);
                default -> throw new IllegalStateException(feature + " is " + column.type());
            }
        }
        return numbers;
    }

    private static void report(Result result, String outcome, Map<Integer, AtWeek> weeks, Map<String, Double> finals) {
        Map<String, List<Judgement>> judged = new LinkedHashMap<>();
        List<Double> shares = new ArrayList<>();
        weeks.forEach((week, at) -> {
            int n = at.keys.size();
            boolean[] happened = new boolean[n];
            boolean[] judges = new boolean[n];
            double past = 0;
            double pastEvents = 0;
            for (int i = 0; i < n; i++) {
                happened[i] = finals.getOrDefault(outcome + " " + at.keys.get(i), 0.0) > 0;
                judges[i] = at.later.get(i);
                past += judges[i] ? 0 : 1;
                pastEvents += !judges[i] && happened[i] ? 1 : 0;
            }
            shares.add(pastEvents / past);
            double[] said =
                    at.forecast.stream().mapToDouble(Double::doubleValue).toArray();
            double[] regression = StandardisedLogistic.fit(at.rows, happened, judges);
            judged.computeIfAbsent("forecast", unseen -> new ArrayList<>()).add(Judgement.of(said, happened, judges));
            judged.computeIfAbsent("logistic", unseen -> new ArrayList<>())
                    .add(Judgement.of(regression, happened, judges));
            boolean[] known = ofKnownModules(at);
            judged.computeIfAbsent("forecast_of_known_modules", unseen -> new ArrayList<>())
                    .add(Judgement.of(said, happened, known));
            judged.computeIfAbsent("logistic_of_known_modules", unseen -> new ArrayList<>())
                    .add(Judgement.of(regression, happened, known));
            result.put(outcome + "_week_" + week + "_by_presentation", byItem(at, said, happened, judges));
        });
        result.put(outcome + "_share_2013", shares);
        judged.forEach((of, each) -> result.put(
                        outcome + "_" + of + "_open",
                        each.stream().map(Judgement::size).toList())
                .put(
                        outcome + "_" + of + "_auc",
                        each.stream().map(Judgement::auc).toList())
                .put(
                        outcome + "_" + of + "_log_loss",
                        each.stream().map(Judgement::logLoss).toList())
                .put(
                        outcome + "_" + of + "_calibration",
                        each.stream().map(Judgement::calibrationError).toList())
                .put(
                        outcome + "_" + of + "_bias",
                        each.stream().map(Judgement::bias).toList()));
    }

    /** Those of 2014 whose module was given in 2013, too. */
    private static boolean[] ofKnownModules(AtWeek at) {
        Set<String> modules = new HashSet<>();
        for (int i = 0; i < at.items.size(); i++) {
            if (!at.later.get(i)) {
                modules.add(module(at.items.get(i)));
            }
        }
        boolean[] known = new boolean[at.items.size()];
        for (int i = 0; i < known.length; i++) {
            known[i] = at.later.get(i) && modules.contains(module(at.items.get(i)));
        }
        return known;
    }

    private static String module(String presentation) {
        return presentation.substring(0, presentation.indexOf('-'));
    }

    /** Of each presentation of 2014: how many, what was said of them, and what came: where a shift is. */
    private static Map<String, List<Double>> byItem(AtWeek at, double[] said, boolean[] happened, boolean[] judges) {
        Map<String, List<Double>> means = new TreeMap<>();
        Map<String, double[]> sums = new TreeMap<>();
        for (int i = 0; i < said.length; i++) {
            if (judges[i]) {
                double[] sum = sums.computeIfAbsent(at.items.get(i), unseen -> new double[3]);
                sum[0]++;
                sum[1] += said[i];
                sum[2] += happened[i] ? 1 : 0;
            }
        }
        sums.forEach((item, sum) -> means.put(item, List.of(sum[0], sum[1] / sum[0], sum[2] / sum[0])));
        return means;
    }
}
