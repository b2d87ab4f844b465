package dev.longview.ingest;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

/**
 * Decisions of one line each: {@code 2:0.5:0.25 | features}. Actions are numbers from 1. Where a line names several, those are the ones
 * that could be chosen there: {@code 2:0.5:0.25 3 4 | features}.
 */
final class VwSingle {
    private final VwOptions options;
    private final RowProblems problems;
    private final boolean judged;
    private long sameChoice;
    private long judgedLines;

    /** @param judged whether the action of a policy that is judged comes first, as for {@code --cb_eval} */
    VwSingle(VwOptions options, RowProblems problems, boolean judged) {
        this.options = options;
        this.problems = problems;
        this.judged = judged;
    }

    /** Reads the n-th line; empty, and a problem, when it is no decision. */
    Optional<VwDecision> read(long line, long n, String text) {
        VwLine read = VwLine.parse(text);
        List<String> words = new ArrayList<>(read.label());
        String first = judged && !words.isEmpty() ? words.removeFirst() : "";
        List<Integer> listed = new ArrayList<>();
        VwLabel chosen = null;
        for (String word : words) {
            VwLabel label = VwLabel.parse(word, problems);
            listed.add(number(label.action()));
            if (label.chosen() && chosen != null) {
                problems.add(
                        Reason.REPEATED,
                        "label",
                        RowProblems.quoted(word)
                                + " is a second label with a cost; one action is chosen in a decision");
            }
            chosen = label.chosen() ? label : chosen;
        }
        if (chosen == null) {
            unlabelled(read);
            return Optional.empty();
        }
        if (!problems.isEmpty()) {
            return Optional.empty();
        }
        if (judged) {
            judgedLines++;
            sameChoice += first.equals(chosen.action()) ? 1 : 0;
        }
        List<Integer> actions = listed.size() > 1
                ? listed
                : IntStream.rangeClosed(1, options.actions().orElse(0)).boxed().toList();
        return Optional.of(new VwDecision(
                options.id(line),
                options.time(n),
                "",
                "",
                read.example(),
                actions.stream()
                        .map(action -> new VwDecision.Action(item(action), VwExample.EMPTY))
                        .toList(),
                List.of(new VwDecision.Choice(item(number(chosen.action())), chosen.probability(), chosen.cost()))));
    }

    /** What became of the actions of the policy that is judged. */
    Optional<String> note() {
        return judgedLines == 0
                ? Optional.empty()
                : Optional.of("the first action of each line, of the policy that is judged, is left out: it is the one"
                        + " that was chosen in %,d of %,d lines".formatted(sameChoice, judgedLines));
    }

    private void unlabelled(VwLine read) {
        if (problems.isEmpty()) {
            problems.add(
                    Reason.MISSING,
                    "label",
                    "no action has a cost and a probability"
                            + (read.example().tag().contains(":")
                                    ? "; " + RowProblems.quoted(read.example().tag())
                                            + " touches the bar, which makes it a tag: put a blank between"
                                    : "; allowed: action:cost:probability | features"));
        }
    }

    private int number(String action) {
        int number = action.matches("[0-9]{1,9}") ? Integer.parseInt(action) : 0;
        int most = options.actions().orElse(Integer.MAX_VALUE);
        if (number < 1 || number > most) {
            problems.add(
                    Reason.OUT_OF_RANGE,
                    "action",
                    RowProblems.quoted(action) + " is no action; allowed: whole numbers from 1"
                            + (options.actions().isPresent() ? " to " + most + ", as --actions says" : ""));
        }
        return number;
    }

    private static String item(int action) {
        return "action-" + action;
    }
}
