package dev.longview.cli;

import dev.longview.label.Waiting;
import dev.longview.loop.Refusal;
import dev.longview.loop.Waits;
import dev.longview.loop.Window;
import java.io.PrintWriter;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code longview delay wait}: what it costs to wait for feedback. */
@Command(
        name = "wait",
        description = "Tells what a label of each age is worth, what waiting would cost, and how often to learn anew.",
        footer = {"", "Example:", "  longview delay wait --reward enjoyed"})
final class DelayWaitCommand implements Callable<Integer> {
    private static final long DAY = 86_400_000_000L;

    @Mixin
    private final Common common = new Common();

    @Mixin
    private final WindowOptions window = new WindowOptions();

    @Option(names = "--reward", description = "A reward of longview.yaml, by its readings in use.")
    private Optional<String> reward = Optional.empty();

    @Option(
            names = "--outcome",
            description = "An outcome: whether it happened, how much it is, or whether it is the last of its values.")
    private Optional<String> outcome = Optional.empty();

    @Override
    public Integer call() {
        if (reward.isEmpty() && outcome.isEmpty()) {
            throw new Refusal("of what? Name a --reward or an --outcome of longview.yaml");
        }
        common.withLoop(loop -> {
            Window of = window.window(loop);
            List<Waits.Result> results = new ArrayList<>();
            reward.ifPresent(name -> results.add(new Waits(loop).ofReward(name, of)));
            outcome.ifPresent(name -> results.add(new Waits(loop).ofOutcome(name, of)));
            common.output().print(results, out -> results.forEach(result -> print(result, out)));
        });
        return Exit.DONE;
    }

    private static void print(Waits.Result result, PrintWriter out) {
        Waiting waiting = result.waiting();
        out.println("What a label of '" + result.of() + "' tells about its item, in final labels:");
        TextTable ages = TextTable.withWords(1, "age", "slope", "error", "alone", "of 100");
        waiting.ages()
                .forEach(each -> ages.row(
                        age(each.age()),
                        Numbers.value(each.slope()),
                        Numbers.value(each.slopeError()),
                        Numbers.value(each.precision()),
                        Numbers.value(each.inCohort())));
        ages.print(out);
        out.println();
        out.println("Per recommendation of an item that is shown steadily from day 0, by day:");
        List<String> header = new ArrayList<>(List.of("learn"));
        Waiting.BY_DAYS.forEach(day -> header.add(String.valueOf(day)));
        TextTable shares = TextTable.withWords(1, header.toArray(String[]::new));
        waiting.learnEarly()
                .forEach(share -> shares.row(cells(
                        share.waitDays() == 0
                                ? "from every row at its age"
                                : "after " + (int) share.waitDays() + " days",
                        share)));
        shares.row(cells("from final labels only", waiting.learnFinal()));
        shares.print(out);
        out.println();
        out.println("Learning anew only so often costs, of the information in an item's first 28 days:");
        TextTable refreshes = TextTable.withWords(1, "every", "cost");
        waiting.refreshes()
                .forEach(each ->
                        refreshes.row(duration(Duration.ofHours(each.everyHours())), Numbers.share(each.cost())));
        refreshes.print(out);
        out.println("  recommended: every " + duration(Duration.ofHours(waiting.recommendedHours())));
        if (!result.note().isEmpty()) {
            out.println("  note: " + result.note());
        }
    }

    private static String[] cells(String name, Waiting.Share share) {
        List<String> cells = new ArrayList<>(List.of(name));
        share.byDay().forEach(value -> cells.add(Numbers.value(value)));
        return cells.toArray(String[]::new);
    }

    private static String age(long micros) {
        return micros < DAY
                ? duration(Duration.ofMinutes(micros / 60_000_000))
                : Numbers.value(1.0 * micros / DAY) + " d";
    }

    private static String duration(Duration duration) {
        return duration.toDays() > 0
                ? duration.toDays() + " d"
                : duration.toHours() > 0 ? duration.toHours() + " h" : duration.toMinutes() + " min";
    }
}
