package dev.longview.ingest;

import dev.longview.ingest.VwDecision.Action;
import dev.longview.ingest.VwDecision.Choice;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

/**
 * Decisions of DSJSON: of one action, and, with {@code _outcomes}, of one for each slot, drawn from those that the slots above left.
 *
 * <p>{@code a} numbers actions from 1, {@code _labelIndex} and {@code _a} from 0. The one chosen comes first in {@code a} and
 * {@code _a}, and its probability in {@code p} and {@code _p}.
 */
final class DsJsonDecisions {
    private final VwOptions options;
    private final RowProblems problems;
    private final DsJson json = new DsJson();
    private final List<Action> actions = new ArrayList<>();
    private long dropping;
    private double leastDropped = 1;
    private double mostDropped;

    DsJsonDecisions(VwOptions options, RowProblems problems) {
        this.options = options;
        this.problems = problems;
    }

    /** Reads the n-th line; empty, and a problem, when it is neither a decision nor a reward. */
    Optional<VwRow> read(long line, long n, byte[] bytes, int start, int end) {
        try {
            json.read(bytes, start, end);
        } catch (IOException e) {
            problems.add(Reason.MALFORMED, "", "no DSJSON: " + JsonValue.message(e));
            return Optional.empty();
        }
        Optional<VwRow> row = json.hasContext
                ? decided(line, n).map(VwRow.Decided::new)
                : late(line, n).map(late -> late);
        return problems.isEmpty() ? row : Optional.empty();
    }

    /** What the log has no column for. */
    Optional<String> note() {
        if (dropping == 0) {
            return Optional.empty();
        }
        return Optional.of("%,d decisions stand for others that were dropped (pdrop), which the log does not weigh: %s"
                .formatted(
                        dropping,
                        leastDropped == mostDropped
                                ? "all by the same probability, so that means are right"
                                : "by probabilities from " + leastDropped + " to " + mostDropped
                                        + ", so that means are those of the decisions kept, not of all"));
    }

    private Optional<VwDecision> decided(long line, long n) {
        if (!json.unsupported.isEmpty()) {
            problems.add(Reason.MALFORMED, "", "not read: " + json.unsupported);
            return Optional.empty();
        }
        actions.clear();
        List<VwExample> examples = json.examples.actions();
        for (int i = 0; i < examples.size(); i++) {
            actions.add(new Action(options.item(examples.get(i), i, problems), examples.get(i)));
        }
        if (examples.isEmpty()) {
            json.outcome.actions.forEach(number -> actions.add(new Action("action-" + number, VwExample.EMPTY)));
        }
        boolean slotted = !json.slots.isEmpty() || json.examples.slots() > 0;
        long time = time("Timestamp", json.timestamp, n);
        List<Choice> slate = problems.isEmpty() ? (slotted ? slots() : List.of(single())) : List.of();
        drop();
        if (!problems.isEmpty()) {
            return Optional.empty();
        }
        boolean unknown = slate.stream().anyMatch(choice -> Double.isNaN(choice.probability()));
        return Optional.of(new VwDecision(
                json.eventId.isEmpty() ? options.id(line) : json.eventId,
                time,
                json.model,
                json.skipLearn
                        ? "_skipLearn: it is not to be learned from"
                        : unknown
                                ? "the item stands twice among the actions, and the log tells the probability of one"
                                : "",
                json.examples.context(),
                actions,
                slate));
    }

    private Choice single() {
        int index = chosen();
        if (!problems.isEmpty()) {
            return new Choice("", Double.NaN, Double.NaN);
        }
        List<Integer> ranked =
                json.outcome.actions.stream().map(number -> number - 1).toList();
        String told = json.probability;
        int rank = ranked.indexOf(index);
        if (told.isEmpty() && rank >= 0 && rank < json.outcome.probabilities.size()) {
            told = json.outcome.probabilities.get(rank);
        }
        return choice(index, ranked, told, json.outcome);
    }

    /** The action chosen, from 0. */
    private int chosen() {
        int first = json.outcome.actions.isEmpty() ? -1 : json.outcome.actions.getFirst() - 1;
        int action = json.labelAction.isEmpty() ? 0 : (int) VwNumber.parse(json.labelAction);
        int index =
                json.labelIndex.isEmpty() ? (action > 0 ? action - 1 : first) : (int) VwNumber.parse(json.labelIndex);
        if (action > 0 && action - 1 != index) {
            problems.add(
                    Reason.OUT_OF_RANGE,
                    "_labelIndex",
                    json.labelIndex + " is not the action of _label_Action, " + action
                            + "; allowed: one less, since it counts from 0");
        } else if (index < 0 || (!json.examples.actions().isEmpty() && index >= actions.size())) {
            problems.add(
                    index < 0 ? Reason.MISSING : Reason.OUT_OF_RANGE,
                    "_labelIndex",
                    index < 0
                            ? "neither _labelIndex, _label_Action nor a tells the action that was chosen"
                            : index + " is none of the " + actions.size() + " actions in _multi");
        }
        return index;
    }

    private List<Choice> slots() {
        if (json.examples.slots() > 0 && json.examples.slots() != json.slots.size()) {
            problems.add(
                    Reason.MISSING,
                    "_outcomes",
                    "%d outcomes for %d slots; allowed: one for each, in their order"
                            .formatted(json.slots.size(), json.examples.slots()));
        }
        List<Choice> slate = new ArrayList<>();
        for (DsJson.Outcome slot : json.slots) {
            int first = slot.actions.isEmpty() ? -1 : slot.actions.getFirst();
            if (first < 0 || first >= actions.size()) {
                problems.add(
                        Reason.OUT_OF_RANGE,
                        "_outcomes",
                        "_a begins with %d, none of the %d actions in _multi".formatted(first, actions.size()));
                break;
            }
            String told = slot.probabilities.isEmpty() ? "" : slot.probabilities.getFirst();
            slate.add(choice(first, slot.actions, told, slot));
        }
        return slate;
    }

    /** The probability of an item is that of all actions that are this item. */
    private Choice choice(int index, List<Integer> ranked, String told, DsJson.Outcome outcome) {
        String item = json.examples.actions().isEmpty()
                ? "action-" + (index + 1)
                : actions.get(index).item();
        double probability = VwNumber.probability(told, problems);
        int[] same = IntStream.range(0, ranked.size())
                .filter(rank -> ranked.get(rank) >= 0
                        && ranked.get(rank) < actions.size()
                        && actions.get(ranked.get(rank)).item().equals(item))
                .toArray();
        long among =
                actions.stream().filter(action -> action.item().equals(item)).count();
        if (json.examples.actions().isEmpty() || among <= 1) {
            same = new int[0];
        } else if (outcome.probabilities.size() != ranked.size()) {
            probability = Double.NaN;
        }
        if (same.length > 1 && !Double.isNaN(probability)) {
            probability = Math.min(
                    1,
                    IntStream.of(same)
                            .mapToDouble(rank -> VwNumber.parse(outcome.probabilities.get(rank)))
                            .sum());
        }
        double cost = outcome.cost.isEmpty() || json.skipLearn ? Double.NaN : VwNumber.cost(outcome.cost, problems);
        return new Choice(item, probability, cost);
    }

    private void drop() {
        double probability = json.dropped.isEmpty() ? 0 : VwNumber.parse(json.dropped);
        if (!(probability >= 0 && probability < 1)) {
            problems.add(
                    Reason.OUT_OF_RANGE,
                    "pdrop",
                    RowProblems.quoted(json.dropped) + " is no probability that a decision which is there was dropped;"
                            + " allowed: 0 to less than 1");
        } else if (probability > 0 && problems.isEmpty()) {
            dropping++;
            leastDropped = Math.min(leastDropped, probability);
            mostDropped = Math.max(mostDropped, probability);
        }
    }

    private Optional<VwRow.Late> late(long line, long n) {
        if (json.rewardValue.isEmpty() || json.eventId.isEmpty()) {
            problems.add(
                    Reason.MALFORMED,
                    "",
                    "the line has neither a decision (\"c\") nor a late reward (\"RewardValue\", \"EventId\")");
            return Optional.empty();
        }
        double reward = VwNumber.parse(json.rewardValue);
        if (!Double.isFinite(reward)) {
            problems.add(
                    Reason.OUT_OF_RANGE,
                    "RewardValue",
                    RowProblems.quoted(json.rewardValue) + " is no reward; allowed: finite numbers");
        }
        String given = json.enqueued.isEmpty() ? json.timestamp : json.enqueued;
        long time = time("EnqueuedTimeUtc", given, n);
        // The same reward in two files is one event where it says when it came.
        String eventId = given.isEmpty() ? options.id(line) : json.eventId + "-late-" + time;
        return Optional.of(new VwRow.Late(json.eventId, eventId, reward, time));
    }

    /** A time of the line; by convention one without a zone is UTC. */
    private long time(String key, String text, long n) {
        if (text.isEmpty() && options.start().isPresent()) {
            return options.time(n);
        }
        if (text.isEmpty()) {
            problems.add(Reason.MISSING, key, "the line has no " + key + "; say when it was by --start and --every");
            return 0;
        }
        long time = Times.parse(text);
        time = time == Times.NO_ZONE ? Times.parse(text + "Z") : time;
        if (time < 0 || time >= Times.END) {
            problems.add(
                    Reason.OUT_OF_RANGE,
                    key,
                    RowProblems.quoted(text) + " is no time; allowed: 2026-01-31T20:15:00Z, years 1970 to 2199");
        }
        return time;
    }
}
