package dev.longview.cli;

import com.fasterxml.jackson.databind.JsonNode;
import dev.longview.loop.PolicyComparing;
import dev.longview.loop.TrainedPolicy;
import java.io.PrintWriter;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code longview policy diff}. */
@Command(
        name = "diff",
        description = {
            "Holds two trained policies against each other: what they were learned from, how alike they order the",
            "catalogue in the contexts of logged decisions, and which items rise and fall most."
        },
        footer = {"", "Example:", "  longview policy diff glad@0123456789ab glad"})
final class PolicyDiff implements Callable<Integer> {
    @Mixin
    private final Common common = new Common();

    @Mixin
    private final WindowOptions window = new WindowOptions();

    @Parameters(index = "0", paramLabel = "A", description = "A trained policy, NAME or NAME@VERSION.")
    private String first = "";

    @Parameters(index = "1", paramLabel = "B", description = "The one that it is compared with.")
    private String second = "";

    @Option(
            names = "--top",
            paramLabel = "N",
            defaultValue = "5",
            description = "Name so many items that rise and that fall (default: ${DEFAULT-VALUE}).")
    private int top;

    /** What is told: both manifests, and the comparison. */
    record Difference(JsonNode first, JsonNode second, PolicyComparing.Comparison comparison) {}

    @Override
    public Integer call() {
        common.withLoop(loop -> {
            TrainedPolicy a = TrainedPolicy.read(PolicyNames.require(loop.workspace(), first));
            TrainedPolicy b = TrainedPolicy.read(PolicyNames.require(loop.workspace(), second));
            PolicyComparing.Comparison comparison =
                    PolicyComparing.of(loop).withMovers(top).compare(a, b, window.window(loop));
            Difference difference =
                    new Difference(a.artifact().manifest(), b.artifact().manifest(), comparison);
            common.output().print(difference, out -> print(difference, out));
        });
        return Exit.DONE;
    }

    private static void print(Difference difference, PrintWriter out) {
        PolicyComparing.Comparison comparison = difference.comparison();
        TextTable table = TextTable.withWords(5, "", "policy", "reward", "as of", "objective", "rows", "squared error");
        row(table, "A", comparison.first(), difference.first());
        row(table, "B", comparison.second(), difference.second());
        table.print(out);
        JsonNode a = difference.first().path("setting");
        JsonNode b = difference.second().path("setting");
        if (!a.equals(b)) {
            out.println("learned by: A " + setting(a) + "; B " + setting(b));
        }
        out.println("order of " + Numbers.count(comparison.items()) + " items in "
                + Numbers.count(comparison.decisions()) + " contexts: rank correlation "
                + Numbers.value(comparison.spearman()) + ", best " + comparison.slateSize() + " shared "
                + Numbers.share(comparison.overlap()));
        movers("rise most from A to B (mean rank)", comparison.up(), out);
        movers("fall most from A to B (mean rank)", comparison.down(), out);
    }

    private static void row(TextTable table, String side, String id, JsonNode manifest) {
        String objective = manifest.path("objective").has("policy-value") ? "policy value" : "regression";
        table.row(
                side,
                id,
                manifest.path("reward").path("name").asText(),
                manifest.path("as_of").asText(),
                objective,
                Numbers.count(manifest.path("metrics").path("rows").asLong()),
                Numbers.value(manifest.path("metrics").path("progressive_loss").asDouble()));
    }

    /** Earlier versions do not say it, and one that has learned from nothing has none. */
    private static String setting(JsonNode setting) {
        return setting.isMissingNode()
                ? "unknown"
                : "learning rate " + plain(setting.path("learning_rate")) + ", regularisation "
                        + plain(setting.path("regularisation")) + ", "
                        + setting.path("dimensions").asText() + " dimensions, "
                        + setting.path("epochs").asText() + " epochs";
    }

    private static String plain(JsonNode number) {
        return number.decimalValue().stripTrailingZeros().toPlainString();
    }

    private static void movers(String title, List<PolicyComparing.Mover> movers, PrintWriter out) {
        if (movers.isEmpty()) {
            return;
        }
        out.println(title);
        TextTable table = TextTable.withWords(1, "item", "A", "B");
        movers.forEach(mover -> table.row(mover.item(), Numbers.value(mover.before()), Numbers.value(mover.after())));
        table.print(out);
    }
}
