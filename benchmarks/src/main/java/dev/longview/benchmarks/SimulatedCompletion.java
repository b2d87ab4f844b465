package dev.longview.benchmarks;

import dev.longview.columns.Batch;
import dev.longview.columns.Column;
import dev.longview.delay.DelayModel;
import dev.longview.delay.DelaySummary;
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
import dev.longview.outcome.State;
import dev.longview.reward.Forecast;
import dev.longview.simulate.streaming.World;
import dev.longview.simulate.streaming.WorldParameters;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;

/**
 * Forecasts of completion in the simulated service, by the product's own path from a log, against exact posteriors: of one who reads the
 * log and knows the world's law, and of one who knows also what is hidden. Learned from 60 days, judged by the recommended plays of the 28
 * that follow. Arguments: accounts and a seed; {@code 16000 1} if none are given.
 */
final class SimulatedCompletion implements Benchmark {
    private static final int LEARNED_DAYS = 60;
    private static final int JUDGED_DAYS = 28;
    private static final int NEW_DAYS = 7;

    private static final List<Duration> AGES = List.of(
            Duration.ofMinutes(10),
            Duration.ofHours(1),
            Duration.ofDays(1),
            Duration.ofDays(4),
            Duration.ofDays(8),
            Duration.ofDays(15));

    /** From this one on ages are late: what is left to learn there is taken apart. */
    private static final int LATE = 3;

    private static final List<String> READ =
            List.of("minutes", "sittings", "longest", "first", "short", "middling", "long");

    private static final String CONFIG = """
        lateness: 2d
        features:
          context.device: categorical
          context.hour: numeric
          member.tenure_days: numeric
          member.favourite: categorical
          item.genre: categorical
          item.kind: categorical
          item.runtime: numeric
        feedback:
          play: {}
          watch: {}
          complete: {}
          thumb: { retractable: true }
        outcomes:
          played:    { of: play, as: occurred, final-after: 1d }
          minutes:   { of: watch, as: sum, max: 6000, final-after: 28d }
          sittings:  { of: watch, as: count, max: 50, final-after: 28d }
          longest:   { of: watch, as: max, max: 400, final-after: 28d }
          first:     { of: watch, as: sum, max: 400, final-after: 12h }
          short:     { of: watch, as: count, max: 50, where: "event.value < 30", final-after: 28d }
          middling:  { of: watch, as: count, max: 50, where: "event.value > 45", final-after: 28d }
          long:      { of: watch, as: count, max: 50, where: "event.value > 70", final-after: 28d }
          completed: { of: complete, as: occurred, from: played, final-after: 28d }
          tabled:    { of: complete, as: occurred, from: played, final-after: 28d }
        rewards:
          ctr: { is: "played ? 1 : 0" }
        delay:
          tabled: { state: minutes, cuts: [5, 30, 90], by: item.kind }
          completed:
            state: minutes
            cuts: [5, 30, 90]
            by: item.kind
            trees:
              outcomes: [sittings, longest, first, short, middling, long]
              features: [item.kind, item.runtime, item.genre, member.favourite, context.hour]
        """;

    /** What was said of open plays at one age; and what became of them. */
    private static final class Said {
        private final List<String> keys = new ArrayList<>();
        private final List<String> items = new ArrayList<>();
        private final List<Boolean> films = new ArrayList<>();
        private final List<Integer> runtimes = new ArrayList<>();
        private final List<String> looks = new ArrayList<>();
        private final List<Long> moments = new ArrayList<>();
        private final Map<String, List<Double>> said = new LinkedHashMap<>();
        private final ChancesLearned late;
        /** Where its rows are among the late ones; empty at early ages. */
        private final List<Integer> lateRows = new ArrayList<>();

        Said(ChancesLearned late) {
            this.late = late;
        }

        private void say(String forecaster, double p) {
            said.computeIfAbsent(forecaster, unseen -> new ArrayList<>()).add(p);
        }
    }

    @Override
    public String name() {
        return "delay-completion";
    }

    @Override
    public String summary() {
        return "forecasts of completion in the simulated service against its oracle   [ACCOUNTS SEED]";
    }

    @Override
    public void run(Path results, List<String> arguments) throws Exception {
        int accounts = arguments.isEmpty() ? 16_000 : Integer.parseInt(arguments.getFirst());
        long seed = arguments.size() < 2 ? 1 : Long.parseLong(arguments.get(1));
        long start = System.nanoTime();
        Path folder = Files.createTempDirectory("longview-completion");
        try {
            Files.writeString(folder.resolve(Workspace.CONFIG), CONFIG);
            Workspace workspace = Workspace.open(folder);
            Result result = new Result(name(), Path.of(System.getProperty("longview.root", ".")));
            WorldParameters parameters = WorldParameters.defaults();
            result.put("world", parameters.hash()).put("seed", seed).put("accounts", accounts);
            result.put("learned_days", LEARNED_DAYS).put("judged_days", JUDGED_DAYS);
            try (DuckDbEngine engine = DuckDbEngine.open(workspace.log(), DuckDbOptions.withDefaults())) {
                Loop loop = new Loop(workspace, workspace.configuration(), engine, Progress.silent());
                judge(result, loop, World.create(parameters, seed, accounts, SimulatedPlays.START), parameters);
            }
            result.put("seconds", (System.nanoTime() - start) / 1e9)
                    .put("heap_limit_bytes", Runtime.getRuntime().maxMemory())
                    .put("peak_memory_bytes", Timing.peakMemory())
                    .write(results);
        } finally {
            LogJoin.delete(folder);
        }
    }

    private static void judge(Result result, Loop loop, World world, WorldParameters parameters) {
        long split = SimulatedPlays.START + LEARNED_DAYS * SimulatedPlays.DAY;
        long until = split + JUDGED_DAYS * SimulatedPlays.DAY;
        long began = System.nanoTime();
        SimulatedPlays plays = SimulatedPlays.run(world, loop.engine(), split, until);
        result.put("impressions", plays.impressions()).put("simulating_seconds", seconds(began));
        began = System.nanoTime();
        Map<String, DelayModel> models = new LinkedHashMap<>();
        for (DelayFitting.Fitted fitted : new DelayFitting(loop).fit(Window.asOf(split), List.of())) {
            models.put(fitted.model().outcome().name(), fitted.model());
        }
        DelaySummary completed = Objects.requireNonNull(models.get("completed")).summary();
        result.put("fitting_seconds", seconds(began))
                .put("learned_from", completed.finished())
                .put("learned_from_all", completed.recommendations());
        began = System.nanoTime();
        Map<Duration, Said> said = forecasts(loop, models, plays, split, until);
        result.put("forecasting_seconds", seconds(began));
        began = System.nanoTime();
        CompletionPosteriors posteriors = new CompletionPosteriors(parameters, plays);
        said.forEach((age, at) -> {
            for (int i = 0; i < at.keys.size(); i++) {
                posteriors.knows(at.keys.get(i), at.items.get(i), at.looks.get(i));
            }
        });
        said.forEach((age, at) -> {
            for (int i = 0; i < at.keys.size(); i++) {
                posteriors.say(
                        at.keys.get(i),
                        at.items.get(i),
                        at.looks.get(i),
                        at.films.get(i),
                        at.runtimes.get(i),
                        at.moments.get(i),
                        at::say);
            }
        });
        result.put("oracle_seconds", seconds(began))
                .put("judged_plays", plays.plays().size());
        report(result, said, plays);
        takeApart(result, List.copyOf(said.values()).subList(LATE, AGES.size()));
    }

    /** Of late ages: trees of the chances themselves beside trees of events that were drawn by them. */
    private static void takeApart(Result result, List<Said> late) {
        ChancesLearned rows = late.getFirst().late;
        Double[] chances = new Double[rows.size()];
        for (Said at : late) {
            List<Double> reader = Objects.requireNonNull(at.said.get("reader"));
            for (int i = 0; i < reader.size(); i++) {
                chances[at.lateRows.get(i)] = reader.get(i);
            }
        }
        result.put("late_rows_learned_from", rows.learned());
        result.put("trees_of_chances_above_reader", rows.excess(List.of(chances), late.size(), false));
        result.put("trees_of_draws_above_reader", rows.excess(List.of(chances), late.size(), true));
    }

    private static Map<Duration, Said> forecasts(
            Loop loop, Map<String, DelayModel> models, SimulatedPlays plays, long split, long until) {
        Map<Duration, Said> said = new LinkedHashMap<>();
        ChancesLearned late = new ChancesLearned(READ);
        AGES.forEach(age -> said.put(age, new Said(late)));
        Assembly assembly = Assembly.of(
                        loop.configuration().features(),
                        loop.configuration().outcomes(),
                        loop.configuration().lateness(),
                        new Moment.Ages(
                                AGES.stream().map(SimulatedCompletion::micros).toList(), Long.MAX_VALUE / 2))
                .decided(split, until)
                .recalling(Set.of(
                        "completed", "tabled", "minutes", "sittings", "longest", "first", "short", "middling", "long"));
        loop.engine().assemble(assembly, batch -> {
            Map<String, double[]> completes = new LinkedHashMap<>();
            models.forEach((outcome, model) -> completes.put(outcome, completes(model, batch)));
            add(batch, completes, plays, said);
        });
        return said;
    }

    /** The highest point is that it happens. */
    private static double[] completes(DelayModel model, Batch batch) {
        Forecast forecast = model.forecast(batch);
        int width = forecast.support().length;
        double[] completes = new double[batch.size()];
        for (int row = 0; row < completes.length; row++) {
            completes[row] = forecast.support()[width - 1] == 1 ? forecast.probability()[(row + 1) * width - 1] : 0;
        }
        return completes;
    }

    /** Plays that have been received and are not completed as far as is known. */
    private static void add(
            Batch batch, Map<String, double[]> completes, SimulatedPlays plays, Map<Duration, Said> said) {
        Column.Texts decisions = batch.texts(Assembled.DECISION);
        Column origins = batch.column(Assembled.origin("completed"));
        long[] positions = batch.longs(Assembled.POSITION);
        long[] times = batch.longs(Assembled.TIME);
        long[] ages = batch.longs(Assembled.AGE);
        long[] states = batch.longs(Assembled.state("completed"));
        double[] runtimes = batch.doubles("item.runtime");
        for (int row = 0; row < batch.size(); row++) {
            if (origins.isMissing(row) || states[row] == State.FINAL.code()) {
                continue;
            }
            String key = SimulatedPlays.key(decisions.text(row), positions[row]);
            if (!plays.plays().containsKey(key)) {
                continue;
            }
            Said at = Objects.requireNonNull(said.get(Duration.ofSeconds(ages[row] / 1_000_000)));
            String genre = batch.texts("item.genre").text(row);
            at.keys.add(key);
            at.items.add(batch.texts(Assembled.ITEM).text(row));
            at.films.add(batch.texts("item.kind").text(row).equals("film"));
            at.runtimes.add((int) runtimes[row]);
            at.looks.add(genre + (batch.texts("member.favourite").text(row).equals(genre) ? "+" : ""));
            at.moments.add(times[row] + ages[row]);
            int here = row;
            completes.forEach((outcome, p) -> at.say(outcome, p[here]));
            int late = AGES.indexOf(Duration.ofSeconds(ages[row] / 1_000_000)) - LATE;
            if (late >= 0) {
                at.late.add(batch, row, key, late, Objects.requireNonNull(completes.get("tabled"))[row]);
                at.lateRows.add(at.late.size() - 1);
            }
        }
    }

    private static void report(Result result, Map<Duration, Said> said, SimulatedPlays plays) {
        result.put(
                "ages_hours", AGES.stream().map(age -> age.toMinutes() / 60.0).toList());
        List<Integer> open = new ArrayList<>();
        List<Integer> fresh = new ArrayList<>();
        Map<String, List<Judgement>> all = new LinkedHashMap<>();
        Map<String, List<Judgement>> ofNew = new LinkedHashMap<>();
        said.forEach((age, at) -> {
            int n = at.keys.size();
            boolean[] completed = new boolean[n];
            boolean[] isNew = new boolean[n];
            int count = 0;
            for (int i = 0; i < n; i++) {
                SimulatedPlays.Play play = Objects.requireNonNull(plays.plays().get(at.keys.get(i)));
                completed[i] = play.completes();
                isNew[i] = play.day() - plays.arrival(at.items.get(i)) < NEW_DAYS;
                count += isNew[i] ? 1 : 0;
            }
            open.add(n);
            fresh.add(count);
            at.said.forEach((forecaster, p) -> {
                double[] values = p.stream().mapToDouble(Double::doubleValue).toArray();
                all.computeIfAbsent(forecaster, unseen -> new ArrayList<>()).add(Judgement.of(values, completed));
                ofNew.computeIfAbsent(forecaster, unseen -> new ArrayList<>())
                        .add(Judgement.of(values, completed, isNew));
            });
        });
        result.put("open", open).put("open_of_new_titles", fresh);
        all.forEach((forecaster, judged) -> {
            put(result, forecaster, judged, Objects.requireNonNull(all.get("reader")));
            result.put(
                    forecaster + "_calibration_of_new_titles",
                    Objects.requireNonNull(ofNew.get(forecaster)).stream()
                            .map(Judgement::calibrationError)
                            .toList());
        });
    }

    private static void put(Result result, String forecaster, List<Judgement> judged, List<Judgement> reader) {
        List<Double> excess = new ArrayList<>();
        List<Double> calibration = new ArrayList<>();
        double own = 0;
        double best = 0;
        for (int a = 0; a < judged.size(); a++) {
            own += judged.get(a).logLoss();
            best += reader.get(a).logLoss();
            excess.add(judged.get(a).logLoss() / reader.get(a).logLoss() - 1);
            calibration.add(judged.get(a).calibrationError() - reader.get(a).calibrationError());
        }
        result.put(
                        forecaster + "_log_loss",
                        judged.stream().map(Judgement::logLoss).toList())
                .put(forecaster + "_above_reader", excess)
                .put(forecaster + "_mean_above_reader", own / best - 1)
                .put(forecaster + "_calibration_above_reader", calibration)
                .put(
                        forecaster + "_calibration",
                        judged.stream().map(Judgement::calibrationError).toList())
                .put(forecaster + "_bias", judged.stream().map(Judgement::bias).toList());
    }

    private static long micros(Duration age) {
        return age.toSeconds() * 1_000_000;
    }

    private static double seconds(long since) {
        return (System.nanoTime() - since) / 1e9;
    }
}
