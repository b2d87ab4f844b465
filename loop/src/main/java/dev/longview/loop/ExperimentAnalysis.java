package dev.longview.loop;

import dev.longview.columns.Batch;
import dev.longview.columns.Column;
import dev.longview.experiment.CellComparison;
import dev.longview.experiment.ExperimentDefinition;
import dev.longview.experiment.ExperimentReport;
import dev.longview.experiment.Observed;
import dev.longview.experiment.PairSums;
import dev.longview.experiment.Survival;
import dev.longview.outcome.Aggregate;
import dev.longview.outcome.Assembled;
import dev.longview.outcome.OutcomeDefinition;
import dev.longview.reward.RewardDefinition;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/**
 * Station: what the cells of an experiment did to their accounts: every declared outcome and reward per account, and retention. An
 * account is exposed by its first decision that names a cell; it stays in that cell whatever it is served later.
 */
public final class ExperimentAnalysis {
    private static final long MICROS_PER_DAY = 86_400_000_000L;

    private final Loop loop;
    private final ExperimentDefinition experiment;
    private final int retentionDay;

    /** @param retentionDay the day after exposure at which retention is told, at least 1 */
    public ExperimentAnalysis(Loop loop, ExperimentDefinition experiment, int retentionDay) {
        if (retentionDay < 1) {
            throw new Refusal("the day of retention must be at least 1: " + retentionDay);
        }
        this.loop = loop;
        this.experiment = experiment;
        this.retentionDay = retentionDay;
    }

    /** An exposed account. */
    private static final class Exposed {
        private final int cell;
        private final long since;
        private final double[] sums;
        private long lapsedAt = Long.MAX_VALUE;

        Exposed(int cell, long since, int metrics) {
            this.cell = cell;
            this.since = since;
            this.sums = new double[metrics];
        }
    }

    /** @throws Refusal when no decision of the window names a cell of the experiment */
    public ExperimentReport analyse(Window window) {
        List<OutcomeDefinition> outcomes = loop.configuration().outcomes();
        List<RewardDefinition> rewards = loop.configuration().rewards();
        Map<String, Exposed> accounts = new HashMap<>();
        List<Set<String>> served = new ArrayList<>();
        experiment.cells().forEach(cell -> served.add(new TreeSet<>()));
        if (window.servedBy().isPresent()) {
            throw new Refusal("an experiment is analysed over all its cells, not over what one policy served:"
                    + " leave out --served-by");
        }
        ForecastsInUse delays = new ForecastsInUse(loop);
        List<Labeller> labellers = rewards.stream()
                .map(reward -> delays.labeller(reward.name(), window.asOf()))
                .toList();
        long[] rows = {0};
        // Exposure comes from all decisions: a later start would leave out those who have gone by then.
        loop.assemble(Window.asOf(window.asOf()), outcomes, batch -> {
            double[][] values = new double[outcomes.size() + rewards.size()][];
            for (int k = 0; k < outcomes.size(); k++) {
                values[k] = metric(batch, outcomes.get(k));
            }
            for (int k = 0; k < rewards.size(); k++) {
                values[outcomes.size() + k] = labellers.get(k).label(batch).expected();
            }
            int[] cells = cells(batch);
            add(batch, cells, values, window, accounts);
            served(batch, cells, window, served);
            rows[0] += batch.size();
            loop.progress().at("analysing " + experiment.name(), rows[0], 0);
        });
        if (accounts.isEmpty()) {
            throw new Refusal("no decision of this window is in a cell of experiment '" + experiment.name()
                    + "': cells are logged with a decision as '" + experiment.name() + "/<cell>'");
        }
        lapses(window.asOf(), accounts);
        ExperimentReport report = report(window.asOf(), accounts, outcomes, rewards);
        new KeptReports(loop.workspace()).keep(report, window, retentionDay, served);
        return report;
    }

    /** The value that an outcome adds to an account: 1 for an event, a count, a sum. */
    private static double[] metric(Batch batch, OutcomeDefinition outcome) {
        double[] stored = batch.doubles(Assembled.value(outcome.name()));
        return switch (outcome.as()) {
            case Aggregate.TimeToFirst time ->
                Arrays.stream(stored).map(value -> Double.isNaN(value) ? 0 : 1).toArray();
            case Aggregate.Last(List<String> values) -> {
                int up = values.indexOf(best(values));
                yield Arrays.stream(stored).map(value -> value == up ? 1 : 0).toArray();
            }
            case Aggregate.Occurred occurred -> stored;
            case Aggregate.Count count -> stored;
            case Aggregate.Sum sum -> stored;
            case Aggregate.Max max -> stored;
        };
    }

    /** The last value that is an answer. */
    private static String best(List<String> values) {
        return values.reversed().stream()
                .filter(value -> !value.equals(Aggregate.NONE))
                .findFirst()
                .orElse(values.getLast());
    }

    private static String name(OutcomeDefinition outcome) {
        return outcome.as() instanceof Aggregate.Last(List<String> values)
                ? outcome.name() + " " + best(values)
                : outcome.name();
    }

    private static void add(Batch batch, int[] cells, double[][] values, Window window, Map<String, Exposed> accounts) {
        Column.Texts names = batch.texts(Assembled.ACCOUNT);
        for (int row = 0; row < batch.size(); row++) {
            int cell = cells[row];
            long time = batch.longs(Assembled.TIME)[row];
            if (cell >= 0 && !accounts.containsKey(names.text(row))) {
                accounts.put(names.text(row), new Exposed(cell, time, values.length));
            }
            Exposed account = accounts.get(names.text(row));
            if (account == null || time < window.from() || time >= window.before()) {
                continue;
            }
            for (int k = 0; k < values.length; k++) {
                account.sums[k] += values[k][row];
            }
        }
    }

    /** The cell that each row's decision names, −1 for none of this experiment. */
    private int[] cells(Batch batch) {
        Column.TextLists cells = batch.textLists(Assembled.CELLS);
        int[] cellOfCode =
                Arrays.stream(cells.dictionary()).mapToInt(this::cell).toArray();
        int[] named = new int[batch.size()];
        for (int row = 0; row < named.length; row++) {
            named[row] = -1;
            for (int i = cells.offsets()[row]; i < cells.offsets()[row + 1]; i++) {
                named[row] = Math.max(named[row], cellOfCode[cells.codes()[i]]);
            }
        }
        return named;
    }

    /** Adds to each cell what its decisions in the window were served by. */
    private static void served(Batch batch, int[] cells, Window window, List<Set<String>> served) {
        Column.Texts policies = batch.texts(Assembled.POLICY);
        long[] time = batch.longs(Assembled.TIME);
        for (int row = 0; row < cells.length; row++) {
            if (cells[row] >= 0
                    && time[row] >= window.from()
                    && time[row] < window.before()
                    && !policies.isMissing(row)) {
                served.get(cells[row]).add(policies.text(row));
            }
        }
    }

    /** The index of a logged cell, −1 for one of another experiment. */
    private int cell(String logged) {
        for (int i = 0; i < experiment.cells().size(); i++) {
            if (logged.equals(
                    experiment.name() + "/" + experiment.cells().get(i).name())) {
                return i;
            }
        }
        return -1;
    }

    private void lapses(long asOf, Map<String, Exposed> accounts) {
        loop.engine().memberships(asOf, batch -> {
            Column.Texts names = batch.texts("account");
            Column.Texts events = batch.texts("event");
            long[] time = batch.longs("time");
            for (int row = 0; row < batch.size(); row++) {
                Exposed account = accounts.get(names.text(row));
                if (account != null && events.text(row).equals("lapse") && time[row] >= account.since) {
                    account.lapsedAt = Math.min(account.lapsedAt, time[row]);
                }
            }
        });
    }

    private ExperimentReport report(
            long asOf,
            Map<String, Exposed> accounts,
            List<OutcomeDefinition> outcomes,
            List<RewardDefinition> rewards) {
        int cells = experiment.cells().size();
        List<List<Exposed>> byCell = new ArrayList<>();
        for (int cell = 0; cell < cells; cell++) {
            int wanted = cell;
            // In the order of names: sums of doubles depend on it.
            byCell.add(accounts.entrySet().stream()
                    .filter(entry -> entry.getValue().cell == wanted)
                    .sorted(Map.Entry.comparingByKey())
                    .map(Map.Entry::getValue)
                    .toList());
        }
        List<ExperimentReport.Metric> metrics = new ArrayList<>();
        for (int k = 0; k < outcomes.size() + rewards.size(); k++) {
            int metric = k;
            String name = k < outcomes.size()
                    ? name(outcomes.get(k))
                    : "reward " + rewards.get(k - outcomes.size()).name();
            metrics.add(new ExperimentReport.Metric(
                    name, byCell.stream().map(in -> values(in, metric)).toList()));
        }
        metrics.add(new ExperimentReport.Metric(
                "retained on day " + retentionDay,
                byCell.stream()
                        .map(in -> new Observed.Retained(survival(in, asOf), retentionDay))
                        .toList()));
        long[] exposed = byCell.stream().mapToLong(List::size).toArray();
        return ExperimentReport.of(experiment, exposed, metrics, CellComparison.withDefaults());
    }

    private static Observed values(List<Exposed> accounts, int metric) {
        PairSums.Accumulator sums = new PairSums.Accumulator();
        accounts.forEach(account -> sums.add(account.sums[metric]));
        return new Observed.Values(sums.sums());
    }

    private static Survival survival(List<Exposed> accounts, long asOf) {
        int[] day = new int[accounts.size()];
        boolean[] lapsed = new boolean[day.length];
        for (int i = 0; i < day.length; i++) {
            Exposed account = accounts.get(i);
            lapsed[i] = account.lapsedAt <= asOf;
            day[i] = (int) ((Math.min(account.lapsedAt, asOf) - account.since) / MICROS_PER_DAY);
        }
        return Survival.of(day, lapsed);
    }
}
