package dev.longview.benchmarks;

import dev.longview.simulate.Assigner;
import dev.longview.simulate.LogSink;
import dev.longview.simulate.Progress;
import dev.longview.simulate.counterfactual.Course;
import dev.longview.simulate.counterfactual.PairedMean;
import dev.longview.simulate.counterfactual.RollOut;
import dev.longview.simulate.streaming.Planner;
import dev.longview.simulate.streaming.PopularityRecommender;
import dev.longview.simulate.streaming.Simulation;
import dev.longview.simulate.streaming.Truth;
import dev.longview.simulate.streaming.World;
import dev.longview.simulate.streaming.WorldParameters;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Retention as a metric where recommendations move it as little as in industry. The slope of cancelling in satisfaction is a fifth of the
 * default's, at which even a planner that knows all that is hidden moves active days by about 0.1%; it was chosen by that bound, before
 * any learner ran. Then policies are studied in that world.
 *
 * <p>Arguments: accounts for the bound, members and days of the study; {@code 20000 1000 56} if none are given.
 */
final class RetentionSensitivity implements Benchmark {
    private static final long START = 1_767_225_600_000_000L;
    private static final String SLOPE = "billing.satisfaction";
    private static final double PART = 0.2;
    private static final int WARM_UP = 14;
    private static final int REFRESH = 14;
    private static final double DAYS_OF_A_MONTH = 30;
    /** Standard errors that an effect must be away from zero for a two-sided test at 5% to find it four times in five. */
    private static final double ERRORS = 1.959963984540054 + 0.8416212335729143;

    @Override
    public String name() {
        return "retention";
    }

    @Override
    public String summary() {
        return "retention where the best moves it by 0.1%, and what a study can tell   [ACCOUNTS MEMBERS DAYS]";
    }

    @Override
    public void run(Path results, List<String> arguments) throws Exception {
        int accounts = arguments.isEmpty() ? 20_000 : Integer.parseInt(arguments.getFirst());
        int members = arguments.size() < 2 ? 1_000 : Integer.parseInt(arguments.get(1));
        int days = arguments.size() < 3 ? 56 : Integer.parseInt(arguments.get(2));
        Path root = results.resolve("../..").toRealPath();
        Launcher launcher = Launcher.of(root);
        launcher.seconds("--version"); // builds where it must
        WorldParameters usual = WorldParameters.defaults();
        double slope = PART * usual.billing().satisfaction();
        StudiedWorld studied = StudiedWorld.of(
                launcher,
                "a fifth of the slope",
                List.of(
                        "--members",
                        "" + members,
                        "--days",
                        "" + days,
                        "--warm-up",
                        WARM_UP + "d",
                        "--refresh",
                        REFRESH + "d",
                        "--seed",
                        "1",
                        "--world-parameter",
                        SLOPE + "=" + slope));
        new Result(name(), root)
                .put("accounts", accounts)
                .put("days", days)
                .put("slope", slope)
                .put("default_slope", usual.billing().satisfaction())
                .put("default_planner_over_uniform", bound(usual, accounts, days))
                .put("planner_over_uniform", bound(usual.with(SLOPE, slope), accounts, days))
                .put("members", members)
                .put("warm_up_days", WARM_UP)
                .put("refresh_days", REFRESH)
                .put("study", studied.found())
                .write(results);
    }

    /** What knowing all does to active days, as a share of those under a uniform policy, and what a test of it takes. */
    private static Map<String, Object> bound(WorldParameters parameters, int accounts, int days) {
        World first = World.create(parameters, 1, accounts, START);
        World warm = Simulation.withDefaults()
                .run(
                        first,
                        WARM_UP,
                        Assigner.everybody(PopularityRecommender.withDefaults()),
                        LogSink.nobody(),
                        Truth.ignored(),
                        Progress.silent());
        RollOut rollOut = RollOut.over(days);
        RollOut.Became uniform = rollOut.run(Course.of(warm, PopularityRecommender.uniform()));
        RollOut.Became planner = rollOut.run(Course.of(warm, Planner.of(0)));
        PairedMean months = rollOut.difference(planner, uniform).retainedMonths();
        double[] each = uniform.accounts().values().stream()
                .mapToDouble(account -> account.activeDays() / DAYS_OF_A_MONTH)
                .sorted()
                .toArray();
        double mean = Arrays.stream(each).average().orElseThrow();
        double squares = 0;
        for (double x : each) {
            squares += (x - mean) * (x - mean);
        }
        double deviation = Math.sqrt(squares / (each.length - 1));
        Map<String, Object> found = new LinkedHashMap<>();
        found.put("accounts", months.accounts());
        found.put("active_days_share", List.of(months.difference() / mean, months.low() / mean, months.high() / mean));
        found.put("deviation_of_active_days_share", deviation / mean);
        found.put("accounts_an_arm_of_a_test", 2 * Math.pow(ERRORS * deviation / months.difference(), 2));
        return found;
    }
}
