package dev.longview.cli;

import dev.longview.config.ConfigFile;
import dev.longview.config.Configuration;
import dev.longview.config.Reading;
import dev.longview.config.Templates;
import dev.longview.loop.Refusal;
import dev.longview.policy.PolicyDefinition;
import dev.longview.simulate.counterfactual.PairedMean;
import dev.longview.simulate.counterfactual.PairedShare;
import dev.longview.simulate.streaming.WorldParameters;
import dev.longview.syntax.Nearest;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code longview study}: policies over days of a simulated service, and what they really did. */
@Command(
        name = "study",
        description = "Lets each policy serve a simulated service and learn from its own log, day after day, through"
                + " these commands alone, and tells what really became of the members. All share the world and its"
                + " luck.",
        footer = {
            "",
            "Beside the policies stand, always, bounds that learn nothing: uniform and popularity, which any service"
                + " has, and planner, which knows all that is hidden and shows what is worth most now. By name,"
                + " oracle: the learner of glad in a workspace of its own, whose log tells the true satisfaction of"
                + " every play at the end of its day. With it, a policy's share is its way from uniform to the oracle"
                + " in satisfaction from plays.",
            "",
            "Example:",
            "  longview study --policies glad,clicks --members 2000 --days 56 --refresh 7d --warm-up 28d"
        })
final class StudyCommand implements Callable<Integer> {
    @Mixin
    private final Common common = new Common();

    @Option(
            names = "--config",
            paramLabel = "FILE",
            description = "A longview.yaml whose policies are studied, in place of the streaming template. Its features"
                    + " and kinds of feedback are the template's, as these are what the service tells.")
    private Optional<Path> config = Optional.empty();

    @Option(
            names = "--policies",
            split = ",",
            defaultValue = "glad,clicks,oracle",
            paramLabel = "POLICY",
            description = "Of the configuration, or a bound by its name; the others are compared with the first"
                    + " (default: ${DEFAULT-VALUE}).")
    private List<String> policies = List.of();

    @Option(
            names = "--epsilon-greedy",
            paramLabel = "EPSILON",
            description = "All learned policies explore so, alike whatever the units of their rewards (default: as the"
                    + " template says, by a softmax whose temperature is in those units).")
    private Optional<Double> epsilon = Optional.empty();

    @Option(names = "--members", defaultValue = "2000", description = "How many (default: ${DEFAULT-VALUE}).")
    private int members;

    @Option(
            names = "--days",
            defaultValue = "56",
            description = "Days that each policy serves (default: ${DEFAULT-VALUE}).")
    private int days;

    @Option(
            names = "--warm-up",
            defaultValue = "28d",
            description = "Days before, served by popularity, from which all learn first (default: ${DEFAULT-VALUE}).")
    private String warmUp = "";

    @Option(
            names = "--refresh",
            defaultValue = "7d",
            description = "How often policies are trained anew, in whole days (default: ${DEFAULT-VALUE}).")
    private String refresh = "";

    @Mixin
    private final WorldOptions which = new WorldOptions();

    @Option(names = "--seed", defaultValue = "1", description = "Of the first world (default: ${DEFAULT-VALUE}).")
    private long seed;

    @Option(
            names = "--seeds",
            defaultValue = "1",
            description = "How many worlds, with seeds one after the other (default: ${DEFAULT-VALUE}).")
    private int seeds;

    @Option(
            names = "--keep",
            paramLabel = "DIR",
            description = "Keep the workspaces, one for each policy and seed, in this folder (default: deleted).")
    private Optional<Path> keep = Optional.empty();

    @Override
    public Integer call() {
        if (members < 10 || members > 1_000_000 || days < 1 || days > 3650 || seeds < 1 || seeds > 1000) {
            throw new Refusal("--members must be in 10 … 1,000,000, --days in 1 … 3,650, --seeds in 1 … 1,000: "
                    + members + ", " + days + ", " + seeds);
        }
        epsilon.filter(share -> !(share > 0 && share <= 1)).ifPresent(share -> {
            throw new Refusal("--epsilon-greedy must be above 0 and at most 1: " + share);
        });
        String declared = declared();
        requireKnown(declared);
        Study.Plan plan = new Study.Plan(
                policies,
                epsilon,
                members,
                days,
                wholeDays("--warm-up", warmUp),
                wholeDays("--refresh", refresh),
                seed,
                seeds);
        WorldParameters parameters = which.parameters();
        TerminalProgress progress = common.progress();
        Path folder = folder();
        Study.Report report;
        try {
            report = new Study(plan, declared, parameters, folder, progress).run();
        } finally {
            progress.end();
            if (keep.isEmpty()) {
                delete(folder);
            }
        }
        common.output().print(report, out -> print(report, out));
        return Exit.DONE;
    }

    /** Before days are simulated: a misspelt policy would be found when it is first trained. */
    private void requireKnown(String text) {
        Configuration declared = switch (ConfigFile.read(text)) {
            case Reading.Checked(Configuration good) -> good;
            case Reading.Refused refused ->
                throw new Refusal(refused.render(config.map(Path::toString).orElse(Templates.STREAMING)));
        };
        if (policies.contains(OracleWorkspace.POLICY) && !OracleWorkspace.hasPattern(text)) {
            throw new Refusal("--policies: the oracle is the learner of a policy '" + OracleWorkspace.LIKE + "', and "
                    + config.map(Path::toString).orElseThrow()
                    + " declares none. Leave the oracle out of --policies, or name a policy so");
        }
        List<String> known = Stream.concat(
                        declared.policies().stream().map(PolicyDefinition::name),
                        Stream.concat(Stream.of(OracleWorkspace.POLICY), Study.BOUNDS.stream()))
                .toList();
        List<String> problems = new ArrayList<>();
        for (String policy : new LinkedHashSet<>(policies)) {
            if (!known.contains(policy)) {
                problems.add("there is no policy '" + policy + "'"
                        + Nearest.to(policy, known)
                                .map(near -> "; did you mean '" + near + "'?")
                                .orElse(""));
            } else if (Collections.frequency(policies, policy) > 1) {
                problems.add("'" + policy + "' stands twice");
            }
        }
        if (!problems.isEmpty()) {
            String told = "--policies: " + String.join("; ", problems);
            throw new Refusal(told + (told.endsWith("?") ? " " : ". ") + "There are " + String.join(", ", known));
        }
    }

    private String declared() {
        if (config.isEmpty()) {
            return Templates.text(Templates.STREAMING).orElseThrow();
        }
        try {
            return Files.readString(config.get());
        } catch (IOException e) {
            throw new Refusal("--config: " + config.get() + " cannot be read: " + e, e);
        }
    }

    private static void print(Study.Report report, PrintWriter out) {
        Study.Plan plan = report.plan();
        out.println(Numbers.count(plan.members()) + " members, " + plan.warmUp() + " days of warm-up, " + plan.days()
                + " days served, refreshed every " + plan.refreshDays()
                + plan.epsilon()
                        .map(share -> ", exploring ε-greedily by " + Numbers.value(share))
                        .orElse("")
                + " (world "
                + report.world().substring(0, 12) + ", "
                + (plan.seeds() == 1
                        ? "seed " + plan.seed()
                        : "seeds " + plan.seed() + " to " + (plan.seed() + plan.seeds() - 1))
                + ").");
        out.println();
        out.println("What became of the accounts (mean of each; hidden from all policies):");
        TextTable means = TextTable.withWords(
                1, "policy", "accounts", "satisfaction from plays", "satisfaction", "months retained", "plays");
        report.arms()
                .forEach(arm -> means.row(
                        arm.policy(),
                        Numbers.count(arm.accounts()),
                        Numbers.value(arm.playSatisfaction()),
                        Numbers.value(arm.satisfaction()),
                        Numbers.value(arm.retainedMonths()),
                        Numbers.value(arm.plays())));
        means.print(out);
        out.println();
        out.println("Against " + report.arms().getFirst().policy() + ", account by account (95% interval):");
        TextTable paired = TextTable.withWords(
                1, "policy", "satisfaction from plays", "satisfied days", "months retained", "plays");
        report.arms()
                .forEach(arm -> arm.againstFirst()
                        .ifPresent(effect -> paired.row(
                                arm.policy(),
                                text(effect.playSatisfaction()),
                                text(effect.satisfiedDays()),
                                text(effect.retainedMonths()),
                                text(effect.plays()))));
        paired.print(out);
        if (report.arms().stream().anyMatch(arm -> arm.share().isPresent())) {
            out.println();
            out.println("Satisfaction from plays: 0% is uniform, 100% is the oracle (95% interval):");
            TextTable shares = TextTable.withWords(
                    1, "policy", "share", "against " + report.arms().getFirst().policy());
            report.arms()
                    .forEach(arm -> shares.row(
                            arm.policy(),
                            arm.share().map(StudyCommand::text).orElse("-"),
                            arm.shareAgainstFirst().map(StudyCommand::text).orElse("-")));
            shares.print(out);
        }
    }

    private static String text(PairedShare share) {
        return Numbers.share(share.share()) + " (" + Numbers.share(share.low()) + " to " + Numbers.share(share.high())
                + ")";
    }

    private static String text(PairedMean mean) {
        return Numbers.value(mean.difference()) + " (" + Numbers.interval(mean.low(), mean.high()) + ")";
    }

    private static int wholeDays(String option, String text) {
        if (!text.matches("[1-9]\\d{0,3}d")) {
            throw new Refusal(option + ": '" + text + "' is no number of whole days; write 1d to 9999d");
        }
        return Integer.parseInt(text.substring(0, text.length() - 1));
    }

    private Path folder() {
        try {
            return keep.isPresent()
                    ? Files.createDirectories(keep.get())
                    : Files.createTempDirectory("longview-study-");
        } catch (IOException e) {
            throw new UncheckedIOException("no folder for the study: " + e, e);
        }
    }

    private static void delete(Path folder) {
        try (Stream<Path> all = Files.walk(folder)) {
            for (Path each : all.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(each);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(folder + " cannot be deleted", e);
        }
    }
}
