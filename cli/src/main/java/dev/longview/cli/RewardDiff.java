package dev.longview.cli;

import dev.longview.loop.RewardComparing;
import dev.longview.loop.RewardComparison;
import dev.longview.loop.RewardExplanation;
import java.io.PrintWriter;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code longview reward diff}. */
@Command(
        name = "diff",
        description = {
            "Holds two rewards against each other on logged recommendations: how often they put two of them in",
            "opposite orders, and which rise and fall most, with their feedback."
        },
        footer = {
            "",
            "Examples:",
            "  longview reward diff ctr enjoyed --by item.genre",
            "  longview reward diff enjoyed@0123456789ab enjoyed --as-of 2026-01-29"
        })
final class RewardDiff implements Callable<Integer> {
    private static final int MOST_VALUES = 20;

    @Mixin
    private final Common common = new Common();

    @Mixin
    private final WindowOptions window = new WindowOptions();

    @Parameters(index = "0", paramLabel = "A", description = "A reward, or NAME@VERSION of a kept one.")
    private String first = "";

    @Parameters(index = "1", paramLabel = "B", description = "The reward that it is compared with.")
    private String second = "";

    @Option(
            names = "--by",
            paramLabel = "FEATURE",
            description = "Split by a categorical or multi-valued feature: item.genre, context.device, …")
    private Optional<String> by = Optional.empty();

    @Option(
            names = "--so-far",
            description = "Compare what has been observed (default: what is expected, where forecasts are in use).")
    private boolean soFar;

    @Option(
            names = "--top",
            paramLabel = "N",
            defaultValue = "5",
            description = "Show so many that rise and that fall (default: ${DEFAULT-VALUE}).")
    private int top;

    @Override
    public Integer call() {
        common.withLoop(loop -> {
            RewardComparing comparing = RewardComparing.of(loop).withMovers(top);
            comparing = soFar ? comparing.soFar() : comparing;
            comparing = by.isPresent() ? comparing.by(by.get()) : comparing;
            RewardComparison comparison = comparing.compare(first, second, window.window(loop));
            common.output().print(comparison, out -> print(comparison, out));
        });
        return Exit.DONE;
    }

    private static void print(RewardComparison comparison, PrintWriter out) {
        out.println(Numbers.count(comparison.rows()) + " recommendations as of " + comparison.asOf() + ", by rewards "
                + basis(comparison));
        TextTable table = TextTable.withWords(2, "", "reward", "mean", "sd");
        row(table, "A", comparison.first());
        row(table, "B", comparison.second());
        table.print(out);
        out.println("rank correlation   " + Numbers.value(comparison.spearman()) + " (Spearman), "
                + Numbers.value(comparison.tauB()) + " (Kendall's tau-b)");
        out.println("order flips        in " + Numbers.share(comparison.flippedShare()) + " of all pairs; in "
                + Numbers.share(comparison.tiedInOneShare()) + " one tells apart what the other does not");
        if (Double.isNaN(comparison.spearman())) {
            out.println("One of the two is the same for all recommendations: there is no correlation.");
        }
        movers("rise most from A to B", comparison.up(), out);
        movers("fall most from A to B", comparison.down(), out);
        comparison.by().ifPresent(grouping -> print(grouping, out));
    }

    private static String basis(RewardComparison comparison) {
        if (comparison.basis().equals("so far")) {
            return "observed so far";
        }
        return comparison.forecasts().isEmpty()
                ? "observed so far, as no forecast of their outcomes is in use"
                : "expected under forecasts of " + String.join(", ", comparison.forecasts());
    }

    private static void row(TextTable table, String side, RewardComparison.Side of) {
        table.row(side, of.reward(), Numbers.value(of.mean()), Numbers.value(of.sd()));
    }

    private static void movers(String what, List<RewardComparison.Mover> movers, PrintWriter out) {
        out.println();
        out.println(movers.isEmpty() ? "none " + what.replace("most ", "") : what);
        for (RewardComparison.Mover mover : movers) {
            out.println("  " + signed(mover.move()) + "  " + mover.decision() + " position " + mover.position() + "  "
                    + mover.item() + (mover.alike() > 1 ? "  and " + Numbers.count(mover.alike() - 1) + " alike" : ""));
            out.println("      rank   above " + Numbers.share(mover.firstRank()) + " by A, "
                    + Numbers.share(mover.secondRank()) + " by B");
            out.println("      value  " + Numbers.value(mover.first()) + " by A, " + Numbers.value(mover.second())
                    + " by B");
            out.println("      with   "
                    + mover.outcomes().stream()
                            .map(outcome -> outcome.name() + " " + outcome.value() + (outcome.pending() ? "…" : ""))
                            .collect(Collectors.joining(", ")));
            out.println("      so far A = " + terms(mover.firstTerms()) + "; B = " + terms(mover.secondTerms()));
        }
        if (movers.stream().flatMap(mover -> mover.outcomes().stream()).anyMatch(RewardExplanation.Outcome::pending)) {
            out.println("  … may still change");
        }
    }

    private static String terms(List<RewardExplanation.Term> terms) {
        return terms.isEmpty()
                ? "0"
                : terms.stream()
                        .map(term -> Numbers.value(term.value()) + " from "
                                + (term.name().equals(term.expression()) ? "(" + term.name() + ")" : term.name()))
                        .collect(Collectors.joining(" + "));
    }

    private static void print(RewardComparison.Grouping grouping, PrintWriter out) {
        out.println();
        TextTable table =
                TextTable.withWords(1, grouping.attribute(), "recommendations", "mean A", "mean B", "mean move");
        List<RewardComparison.Value> values = grouping.values();
        int left = Math.max(0, values.size() - MOST_VALUES);
        for (int i = 0; i < values.size(); i++) {
            // Both ends tell: what rises, and what falls.
            if (left == 0 || i < MOST_VALUES / 2 || i >= values.size() - MOST_VALUES / 2) {
                RewardComparison.Value value = values.get(i);
                table.row(
                        value.value().orElse("(missing)"),
                        Numbers.count(value.rows()),
                        Numbers.value(value.meanFirst()),
                        Numbers.value(value.meanSecond()),
                        signed(value.meanMove()));
            }
        }
        table.print(out);
        if (left > 0) {
            out.println("and " + left + " values between; all with --json");
        }
    }

    /** A change of rank, as a share of all recommendations. */
    private static String signed(double share) {
        return String.format(Locale.ROOT, "%+.2f%%", 100 * share);
    }
}
