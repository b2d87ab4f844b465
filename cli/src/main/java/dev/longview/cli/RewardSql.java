package dev.longview.cli;

import dev.longview.config.Configuration;
import dev.longview.engine.sql.Dialect;
import dev.longview.engine.sql.Rewards;
import dev.longview.loop.Refusal;
import dev.longview.loop.RewardVersions;
import dev.longview.loop.Workspace;
import dev.longview.reward.Reward;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code longview reward sql}. */
@Command(
        name = "sql",
        description = {
            "Prints a reward as SQL over a table of assembled recommendations: decision_id, position, item, the",
            "features that it reads, and its outcomes as \"outcome.NAME.value\". It is the reward so far, not the"
                    + " expected one."
        },
        footer = {"", "Example:", "  longview reward sql enjoyed --dialect spark --table recommendations"})
final class RewardSql implements Callable<Integer> {
    @Mixin
    private final Common common = new Common();

    @Parameters(paramLabel = "REWARD", description = "Its name in longview.yaml, or NAME@VERSION of a kept one.")
    private String name = "";

    @Option(
            names = "--dialect",
            paramLabel = "ENGINE",
            defaultValue = "duckdb",
            description = "duckdb or spark (default: ${DEFAULT-VALUE}).")
    private String engine = "";

    @Option(
            names = "--table",
            paramLabel = "NAME",
            defaultValue = "assembled",
            description = "The table or view to read (default: ${DEFAULT-VALUE}).")
    private String table = "";

    @Option(names = "--expression", description = "Print the expression alone.")
    private boolean alone;

    /** The text, and what it computes. */
    record Report(String reward, String version, String dialect, String sql) {}

    @Override
    public Integer call() {
        Dialect dialect = dialect();
        Workspace workspace = common.workspace();
        Configuration configuration = workspace.configuration();
        Reward reward =
                new RewardVersions(workspace, configuration).require(name).reward();
        String sql = alone
                ? dialect.render(Rewards.of(reward, table, configuration.outcomes(), configuration.features()))
                : dialect.render(Rewards.query(reward, table, configuration.outcomes(), configuration.features()));
        Report report = new Report(reward.name(), reward.version(), engine, sql);
        common.output().print(report, out -> out.println(sql));
        return Exit.DONE;
    }

    private Dialect dialect() {
        return switch (engine) {
            case "duckdb" -> Dialect.DUCKDB;
            case "spark" -> Dialect.SPARK;
            default -> throw new Refusal("--dialect " + engine + ": there are duckdb and spark");
        };
    }
}
