package dev.longview.serve;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.longview.columns.Batch;
import dev.longview.config.Configuration;
import dev.longview.ingest.EventLines;
import dev.longview.ingest.VisitLines;
import dev.longview.log.FeatureDefinition;
import dev.longview.log.Table;
import dev.longview.outcome.HistoryFeature;
import dev.longview.serve.decide.Decision;
import dev.longview.serve.decide.DecisionLines;
import dev.longview.serve.decide.Door;
import dev.longview.serve.decide.Drawing;
import dev.longview.serve.decide.ServedPolicy;
import dev.longview.serve.journal.Entry;
import dev.longview.serve.journal.Journal;
import dev.longview.serve.journal.Key;
import dev.longview.serve.journal.Outcome;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.function.Function;
import java.util.stream.Collectors;

/** Answers visits: who serves, the draw, and the row on disk before the answer. */
final class Recommendations {
    private static final int LARGEST_SLATE = 1000;
    private static final int KNOWN_SETS = 100_000;

    private final Configuration configuration;
    private final Journal journal;
    private final Present present;
    private final Door door;
    private final Drawing drawing;
    private final DecisionLines lines;
    private final Function<String, Optional<byte[]>> logged;
    private final Set<String> remembered;
    private final List<FeatureDefinition> features;
    private final Map<List<String>, Queue<VisitLines>> readers = new ConcurrentHashMap<>();
    private final RecentVisits recent = new RecentVisits();
    /** Candidate sets that are on disk. */
    private final Set<String> sets = ConcurrentHashMap.newKeySet();

    /** @param logged finds the line of a decision that is sealed */
    Recommendations(
            Configuration configuration,
            Journal journal,
            Present present,
            Door door,
            long seed,
            Function<String, Optional<byte[]>> logged) {
        this.configuration = configuration;
        this.journal = journal;
        this.present = present;
        this.door = door;
        this.drawing = new Drawing(seed);
        this.lines = new DecisionLines(configuration.features());
        this.logged = logged;
        this.remembered =
                configuration.history().stream().map(HistoryFeature::name).collect(Collectors.toSet());
        this.features = configuration.features().stream()
                .filter(feature -> !remembered.contains(feature.name()))
                .toList();
    }

    /**
     * An answer.
     *
     * @param repeated whether the decision had been made before: the answer is the one of then
     */
    record Answer(Decision decision, boolean repeated) {}

    RecentVisits recent() {
        return recent;
    }

    Answer recommend(JsonNode request) {
        if (!(request instanceof ObjectNode visit)) {
            throw new Wrong("", "a visit is an object: {\"account\": \"a1\", \"member\": \"m1\"}");
        }
        // Its keys change below, its values never.
        ObjectNode row = visit.objectNode();
        row.setAll(visit);
        List<Problem> problems = new ArrayList<>();
        Optional<Integer> slateSize = slateSize(row, problems);
        long told = told(row, problems);
        for (String set : List.of("received", "cells", "policy", "table")) {
            if (row.has(set)) {
                problems.add(new Problem("/" + set, "the service says it itself; leave it out"));
            }
        }
        for (String name : remembered) {
            if (row.has(name)) {
                problems.add(new Problem(
                        "/" + name, "a feature of the member's history: the service computes it; leave it out"));
            }
        }
        if (row.hasNonNull("decision_id") && !row.path("decision_id").isTextual()) {
            problems.add(new Problem(
                    "/decision_id",
                    Intake.shortened(row.path("decision_id").toString()) + " is no text; write it in quotes"));
        }
        String id =
                row.path("decision_id").isTextual() ? row.path("decision_id").asText() : "";
        Optional<byte[]> before = id.isEmpty() ? Optional.empty() : line(id);
        if (before.isPresent()) {
            requireSame(row, DecisionLines.tree(before.get()));
            return new Answer(DecisionLines.decision(before.get()), true);
        }
        Door.Admission admission = door.admit(row.path("account").asText());
        ServedPolicy served = policy(present.service().policy(admission.policy()), admission);
        if (id.isEmpty() && problems.isEmpty()) {
            id = UUID.randomUUID().toString();
            row.put("decision_id", id);
        }
        Batch checked = check(row, served, problems);
        // Rules belong to the policy's name: a version that is swapped in meanwhile has the same.
        Present.Moment moment = present.decide(
                checked.texts("member").text(0), told, served.policy().rules().watched());
        try {
            return decide(checked, id, admission, slateSize, moment);
        } finally {
            present.settle(List.of(moment.micros()));
        }
    }

    private Answer decide(
            Batch checked, String id, Door.Admission admission, Optional<Integer> slateSize, Present.Moment moment) {
        Batch visit = Present.remembering(checked, configuration, moment.micros(), moment.history());
        ServedPolicy policy = policy(moment.service().policy(admission.policy()), admission);
        Drawing.Drawn drawn;
        try {
            drawn = drawing.draw(policy, moment.service(), visit, moment.watched(), slateSize);
        } catch (Drawing.Impossible e) {
            throw new Wrong("", String.valueOf(e.getMessage()));
        }
        boolean whole = drawn.candidates().equals(moment.service().allItems());
        String candidatesId = whole ? moment.service().allId() : EventLines.candidatesId(drawn.candidates());
        Decision decision = new Decision(
                id,
                policy.trained().id(),
                admission.cells(),
                moment.micros(),
                drawn.seed(),
                candidatesId,
                drawn.rules(),
                drawn.slate());
        List<Entry> entries = new ArrayList<>(2);
        if (!sets.contains(candidatesId)) {
            entries.add(new Entry(
                    Key.of(Table.CANDIDATE_SETS, candidatesId),
                    lines.candidates(candidatesId, drawn.candidates(), moment.micros())));
        }
        entries.add(new Entry(Key.of(Table.DECISIONS, id), lines.decision(decision, visit)));
        List<Outcome> outcomes = journal.add(entries);
        recent.add(visit);
        if (sets.size() < KNOWN_SETS) {
            sets.add(candidatesId);
        }
        return outcomes.getLast() == Outcome.STORED
                ? new Answer(decision, false)
                : line(id).map(line -> first(visit, line))
                        .orElseThrow(() -> new Wrong(
                                "/decision_id",
                                "decision '" + id + "' was made before, and the log has it no more: its member has been"
                                        + " forgotten since. Give this visit an id of its own, or none"));
    }

    /** The answer of who came first with the same id, a moment ago. */
    private static Answer first(Batch visit, byte[] line) {
        JsonNode before = DecisionLines.tree(line);
        requireSame("account", visit.texts("account").text(0), before);
        requireSame("member", visit.texts("member").text(0), before);
        return new Answer(DecisionLines.decision(line), true);
    }

    /** Who sends a decision again gets its answer, and nobody else. */
    private static void requireSame(ObjectNode row, JsonNode before) {
        for (String who : List.of("account", "member")) {
            requireSame(who, row.path(who).asText(), before);
        }
    }

    private static void requireSame(String who, String is, JsonNode before) {
        if (!is.equals(before.path(who).asText())) {
            throw new Wrong(
                    "/decision_id",
                    "this decision was made for another " + who + "; give each visit an id of its own, or none");
        }
    }

    private static ServedPolicy policy(Optional<ServedPolicy> policy, Door.Admission admission) {
        return policy.orElseThrow(
                () -> new IllegalStateException("no version of policy " + admission.policy() + " is in service"));
    }

    /** The line of a decision, in the journal or in the log. */
    Optional<byte[]> line(String id) {
        Key key = Key.of(Table.DECISIONS, id);
        if (!journal.knows(key)) {
            return Optional.empty();
        }
        // Between the two looks the journal's file may have been sealed.
        return journal.line(key).or(() -> logged.apply(id));
    }

    private Batch check(ObjectNode row, ServedPolicy served, List<Problem> problems) {
        List<String> needed = served.needed().stream()
                .filter(name -> !remembered.contains(name))
                .toList();
        Queue<VisitLines> free = readers.computeIfAbsent(needed, unseen -> new ConcurrentLinkedQueue<>());
        VisitLines polled = free.poll();
        VisitLines reader = polled == null ? VisitLines.of(features, needed) : polled;
        row.put("time", present.clock().now());
        StrictText.require(row);
        VisitLines.Read read = reader.read(row::traverse, item -> served.rowOf(item) >= 0);
        free.add(reader);
        switch (read) {
            case VisitLines.Read.Good(Batch visit) -> {
                if (problems.isEmpty()) {
                    return visit;
                }
            }
            case VisitLines.Read.Bad(EventLines.Refused refused) ->
                refused.problems().forEach(problem -> {
                    String column = problem.column();
                    int dot = column.indexOf('.');
                    problems.add(new Problem(dot < 0 ? "" : "/" + column.substring(dot + 1), problem.message()));
                });
        }
        throw new Wrong(problems);
    }

    private static Optional<Integer> slateSize(ObjectNode row, List<Problem> problems) {
        JsonNode size = row.remove("slate_size");
        if (size == null || size.isNull()) {
            return Optional.empty();
        }
        if (!size.isIntegralNumber() || !size.canConvertToInt() || size.asInt() < 1 || size.asInt() > LARGEST_SLATE) {
            problems.add(new Problem(
                    "/slate_size",
                    Intake.shortened(size.toString()) + " is no size of a slate; allowed: whole numbers, 1 to "
                            + LARGEST_SLATE));
            return Optional.empty();
        }
        return Optional.of(size.asInt());
    }

    /** The time that a visit tells; only a clock of events listens to it. */
    private long told(ObjectNode row, List<Problem> problems) {
        JsonNode time = row.remove("time");
        if (time == null) {
            return 0;
        }
        if (present.clock().source() == ServiceClock.Source.WALL) {
            problems.add(new Problem(
                    "/time",
                    "the service says when a decision is made; leave it out, or start it with --clock events"));
            return 0;
        }
        if (!time.canConvertToLong() || time.asLong() < 0 || time.asLong() > 7_258_118_400_000_000L) {
            problems.add(new Problem(
                    "/time", Intake.shortened(time.toString()) + " is no time in microseconds since 1970, up to 2199"));
            return 0;
        }
        return time.asLong();
    }
}
