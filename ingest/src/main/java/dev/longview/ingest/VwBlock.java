package dev.longview.ingest;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Decisions of several lines: {@code shared | features} first, or not, then one line for each action, one of them labelled. */
final class VwBlock {
    private static final Set<String> OTHERS = Set.of("ccb", "slates", "ca");

    private final VwOptions options;
    private final RowProblems problems;
    private VwExample shared = VwExample.EMPTY;
    private boolean hasShared;
    private final List<VwExample> actions = new ArrayList<>();
    private final List<VwLabel> chosen = new ArrayList<>();
    private int chosenIndex;

    VwBlock(VwOptions options, RowProblems problems) {
        this.options = options;
        this.problems = problems;
    }

    void begin() {
        shared = VwExample.EMPTY;
        hasShared = false;
        actions.clear();
        chosen.clear();
    }

    /** Reads one of the block's lines. */
    void add(long line, String text) {
        VwLine read = VwLine.parse(text);
        if (read.label().equals(List.of("shared"))) {
            if (hasShared || !actions.isEmpty()) {
                wrong(
                        Reason.MALFORMED,
                        line,
                        "a shared line within a decision; it comes first, and an empty line ends the decision before");
            }
            hasShared = true;
            shared = read.example();
        } else if (!read.label().isEmpty() && OTHERS.contains(read.label().getFirst())) {
            wrong(
                    Reason.MALFORMED,
                    line,
                    "text of " + read.label().getFirst() + " is not read; allowed: --cb_adf, or DSJSON with _outcomes");
        } else {
            action(line, read);
        }
    }

    private void action(long line, VwLine read) {
        if (read.label().size() > 1) {
            wrong(
                    Reason.MALFORMED,
                    line,
                    "%d words before the bar; allowed: one label, 0:cost:probability"
                            .formatted(read.label().size()));
        } else if (!read.label().isEmpty()) {
            VwLabel label = VwLabel.parse(read.label().getFirst(), problems);
            if (label.chosen()) {
                chosenIndex = actions.size();
                chosen.add(label);
            }
        }
        actions.add(read.example());
    }

    /** The n-th decision, which began at a line; empty, and a problem, when the block is none. */
    Optional<VwDecision> end(long line, long n) {
        if (problems.isEmpty() && chosen.size() != 1) {
            problems.add(
                    chosen.isEmpty() ? Reason.MISSING : Reason.REPEATED,
                    "label",
                    chosen.isEmpty()
                            ? "none of the %d actions has a cost and a probability; label the one that was chosen:"
                                            .formatted(actions.size())
                                    + " 0:cost:probability | features"
                            : chosen.size() + " actions have labels; one action is chosen in a decision");
        }
        List<VwDecision.Action> named = new ArrayList<>();
        for (int i = 0; i < actions.size(); i++) {
            named.add(new VwDecision.Action(options.item(actions.get(i), i, problems), actions.get(i)));
        }
        if (!problems.isEmpty()) {
            return Optional.empty();
        }
        VwLabel label = chosen.getFirst();
        String item = named.get(chosenIndex).item();
        boolean twice = named.stream().filter(each -> each.item().equals(item)).count() > 1;
        return Optional.of(new VwDecision(
                options.id(line),
                options.time(n),
                "",
                twice ? "the item stands twice among the actions, and the log tells the probability of one" : "",
                shared,
                named,
                List.of(new VwDecision.Choice(item, twice ? Double.NaN : label.probability(), label.cost()))));
    }

    private void wrong(Reason reason, long line, String message) {
        problems.add(reason, "", "at line " + line + ": " + message);
    }
}
