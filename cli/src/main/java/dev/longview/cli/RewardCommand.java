package dev.longview.cli;

import picocli.CommandLine.Command;

/** {@code longview reward}: the rewards of the workspace. */
@Command(
        name = "reward",
        description = "Checks, lists, shows, compares and explains rewards.",
        subcommands = {
            RewardCheck.class,
            RewardList.class,
            RewardShow.class,
            RewardDiff.class,
            RewardHistoryCommand.class,
            RewardSql.class,
            RewardExplain.class
        },
        footer = {"", "Example:", "  longview reward check \"played ? 1 : 0\""})
final class RewardCommand extends CommandGroup {}
