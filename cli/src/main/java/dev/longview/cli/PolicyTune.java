package dev.longview.cli;

import dev.longview.loop.PolicyReporting;
import dev.longview.loop.PolicyTuning;
import dev.longview.loop.Refusal;
import dev.longview.loop.SettingSpace;
import dev.longview.loop.Window;
import dev.longview.policy.LearningSetting;
import java.io.PrintWriter;
import java.math.BigDecimal;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code longview policy tune}. */
@Command(
        name = "tune",
        description = {
            "Chooses learning rate, regularisation, dimensions and epochs of a policy with a budget: settings of a"
                    + " grid",
            "learn from decisions before a moment, later ones choose, and the latest judge the choice beside what",
            "longview.yaml declares. Tells what to write there; nothing is kept or put in use."
        },
        footer = {
            "",
            "Examples:",
            "  longview policy tune glad --budget 20 --seed 1",
            "  longview policy tune glad --dimensions 8,32 --learning-rates 0.05,0.1,0.2 --by value"
        })
final class PolicyTune implements Callable<Integer> {
    /** What chooses. */
    enum By {
        loss,
        value
    }

    @Mixin
    private final Common common = new Common();

    @Mixin
    private final WindowOptions window = new WindowOptions();

    @Parameters(paramLabel = "POLICY", description = "Its name in longview.yaml.")
    private String policy = "";

    @Option(
            names = "--budget",
            paramLabel = "N",
            defaultValue = "10",
            description =
                    "Spend about as much as so many trainings on all rows; by loss some two to three times as many"
                            + " settings are tried, most of them on fewer accounts (default: ${DEFAULT-VALUE}).")
    private int budget;

    @Option(
            names = "--by",
            description =
                    "What chooses: ${COMPLETION-CANDIDATES}; squared error on later recommendations, or off-policy"
                            + " value on later decisions (default: ${DEFAULT-VALUE}).",
            defaultValue = "loss")
    private By by = By.loss;

    @Option(
            names = "--judge-days",
            paramLabel = "N",
            defaultValue = "8",
            description = "The decisions of so many last days do not teach: the first half of them chooses, the second"
                    + " judges (default: ${DEFAULT-VALUE}).")
    private int days;

    @Option(
            names = "--learning-rates",
            split = ",",
            paramLabel = "X",
            description = "To choose from (default: 0.03,0.1,0.3).")
    private List<Double> learningRates = SettingSpace.usual().learningRates();

    @Option(names = "--regularisations", split = ",", paramLabel = "X", description = "(default: 1e-7,1e-6,1e-4).")
    private List<Double> regularisations = SettingSpace.usual().regularisations();

    @Option(names = "--dimensions", split = ",", paramLabel = "N", description = "(default: 4,8,16).")
    private List<Integer> dimensions = SettingSpace.usual().dimensions();

    @Option(names = "--epochs", split = ",", paramLabel = "N", description = "(default: 1,3,8).")
    private List<Integer> epochs = SettingSpace.usual().epochs();

    @Option(
            names = "--seed",
            defaultValue = "0",
            description = "Seeds which settings are tried, shares of accounts, and models (default: ${DEFAULT-VALUE}).")
    private long seed;

    @Override
    public Integer call() {
        if (days < 2) {
            throw new Refusal("--judge-days must be at least 2, one to choose and one to judge: " + days);
        }
        common.withLoop(loop -> {
            Window all = window.window(loop);
            long split = PolicyReporting.split(loop, all, days);
            long end = PolicyReporting.split(loop, all, 1) + 86_400_000_000L;
            PolicyTuning.Result result = PolicyTuning.of(loop)
                    .withSeed(seed)
                    .byValue(by == By.value)
                    .within(new SettingSpace(learningRates, regularisations, dimensions, epochs))
                    .tune(policy, all, split, split + (end - split) / 2, budget);
            common.output().print(result, out -> print(result, out));
        });
        return Exit.DONE;
    }

    private static void print(PolicyTuning.Result result, PrintWriter out) {
        boolean value = result.judge().equals("value");
        out.println(result.policy() + " by " + result.reward() + ": learned from " + Numbers.count(result.learned())
                + " recommendations before " + Moments.text(result.split()) + ", chosen by those until "
                + Moments.text(result.judged()) + ", judged by those after");
        String[] header = Stream.concat(
                        Stream.of("learning-rate", "regularisation", "dimensions", "epochs"),
                        result.shares().stream().map(share -> (value ? "value, " : "loss, ") + Numbers.share(share)))
                .toArray(String[]::new);
        TextTable table = TextTable.withWords(0, header);
        for (PolicyTuning.Trial trial : result.trials()) {
            LearningSetting setting = trial.setting();
            table.row(Stream.concat(
                            Stream.of(
                                    plain(setting.learningRate()) + (trial.declared() ? " *" : ""),
                                    plain(setting.regularisation()),
                                    String.valueOf(setting.dimensions()),
                                    String.valueOf(setting.epochs())),
                            trial.losses().stream()
                                    .map(loss ->
                                            Double.isFinite(loss) ? Numbers.value(loss) : value ? "none" : "diverged"))
                    .toArray(String[]::new));
        }
        table.print(out);
        out.println("  * as longview.yaml declares it"
                + (value ? "" : "; the mean of what was learned from has " + Numbers.value(result.constant())));
        result.notes().forEach(note -> out.println("  note: " + note));
        if (result.chosen().equals(result.declared())) {
            out.println("What is declared is the best of these: leave it as it is.");
            return;
        }
        result.confirmed()
                .ifPresent(confirmed -> out.println("On what judges: " + Numbers.value(confirmed.chosen())
                        + ", as declared "
                        + Numbers.value(confirmed.declared()) + "; difference " + Numbers.value(confirmed.difference())
                        + " (" + Numbers.interval(confirmed.low(), confirmed.high()) + ")"));
        out.println("In longview.yaml, policies." + result.policy() + ":");
        out.println("    learning-rate: " + plain(result.chosen().learningRate()));
        out.println("    regularisation: " + plain(result.chosen().regularisation()));
        out.println("    dimensions: " + result.chosen().dimensions());
        out.println("    epochs: " + result.chosen().epochs());
    }

    /** As people write it in YAML. */
    private static String plain(double value) {
        return value == 0
                ? "0"
                : new BigDecimal(Double.toString(value)).stripTrailingZeros().toPlainString();
    }
}
