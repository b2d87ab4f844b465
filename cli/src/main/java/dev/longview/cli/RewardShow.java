package dev.longview.cli;

import dev.longview.loop.RewardProfile;
import dev.longview.loop.Workspace;
import java.io.PrintWriter;
import java.time.Duration;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** {@code longview reward show}. */
@Command(
        name = "show",
        description = "Tells what a reward means, where it comes from and who uses it.",
        footer = {"", "Example:", "  longview reward show enjoyed"})
final class RewardShow implements Callable<Integer> {
    @Mixin
    private final Common common = new Common();

    @Parameters(paramLabel = "REWARD", description = "Its name in longview.yaml, or NAME@VERSION of a kept one.")
    private String reward = "";

    @Override
    public Integer call() {
        Workspace workspace = common.workspace();
        RewardProfile profile = RewardProfile.of(workspace, workspace.configuration(), reward);
        common.output().print(profile, out -> print(profile, out));
        return Exit.DONE;
    }

    private static void print(RewardProfile profile, PrintWriter out) {
        out.println(profile.reward() + "  " + profile.version()
                + (profile.declared() ? "" : "  (kept; longview.yaml declares another version)"));
        out.println("  hypothesis  " + profile.hypothesis().orElse("none is stated"));
        profile.ancestors()
                .forEach(parent -> out.println("  from        " + parent.reward() + " " + parent.version()
                        + parent.hypothesis().map(text -> ": " + text).orElse("")));
        out.println("  is          " + profile.normalised());
        out.println("  range       " + Numbers.interval(profile.low(), profile.high()));
        profile.outcomes()
                .forEach(outcome -> out.println("  outcome     " + outcome.name() + ": " + outcome.as() + " of "
                        + outcome.of() + ", within " + spoken(Duration.parse(outcome.finalAfter())) + " of "
                        + outcome.from().orElse("the decision") + (outcome.forecast() ? ", forecast" : "")));
        out.println("  expected by " + profile.expectedBy());
        profile.terms().forEach(term -> out.println("  term        " + term));
        if (!profile.policies().isEmpty()) {
            out.println("  learned by  " + String.join(", ", profile.policies()));
        }
        profile.trained()
                .forEach(policy -> out.println("  trained     " + policy.policy() + (policy.inUse() ? " *" : "")
                        + " as of " + policy.asOf() + other(policy.thisVersion(), policy.rewardVersion())));
        profile.labels()
                .forEach(labels -> out.println("  labels      " + labels.id() + " as of " + labels.asOf() + ", "
                        + Numbers.count(labels.rows()) + " rows"
                        + other(labels.thisVersion(), labels.rewardVersion())));
    }

    private static String other(boolean same, String version) {
        return same ? "" : ", by version " + version;
    }

    /** Days where there are whole ones. */
    private static String spoken(Duration duration) {
        return duration.toDays() > 0 && duration.equals(Duration.ofDays(duration.toDays()))
                ? duration.toDays() + "d"
                : duration.toMinutes() % 60 == 0 ? duration.toHours() + "h" : duration.toMinutes() + "m";
    }
}
