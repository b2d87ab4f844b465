package dev.longview.cli;

import dev.longview.config.Configuration;
import dev.longview.engine.sql.Dialect;
import dev.longview.engine.sql.Rewards;
import dev.longview.loop.RewardVersions;
import dev.longview.loop.Workspace;
import dev.longview.reward.Reward;
import java.util.Locale;
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
    /** Whose SQL. */
    enum Of {
        DUCKDB(Dialect.DUCKDB),
        SPARK(Dialect.SPARK);

        private final Dialect dialect;

        Of(Dialect dialect) {
            this.dialect = dialect;
        }
    }

    @Mixin
    private final Common common = new Common();

    @Parameters(paramLabel = "REWARD", description = "Its name in longview.yaml, or NAME@VERSION of a kept one.")
    private String name = "";

    @Option(
            names = "--dialect",
            paramLabel = "ENGINE",
            defaultValue = "duckdb",
            description = "duckdb or spark (default: ${DEFAULT-VALUE}).")
    private Of of = Of.DUCKDB;

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
        Workspace workspace = common.workspace();
        Configuration configuration = workspace.configuration();
        Reward reward = new RewardVersions(workspace, configuration).require(name).reward();
        String sql = alone
                ? of.dialect.render(Rewards.of(reward, table, configuration.outcomes(), configuration.features()))
                : of.dialect.render(Rewards.query(reward, table, configuration.outcomes(), configuration.features()));
        Report report = new Report(reward.name(), reward.version(), of.name().toLowerCase(Locale.ROOT), sql);
        common.output().print(report, out -> out.println(sql));
        return Exit.DONE;
    }
}
