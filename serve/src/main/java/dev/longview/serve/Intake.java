package dev.longview.serve;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.longview.columns.Batch;
import dev.longview.config.Configuration;
import dev.longview.ingest.EventLines;
import dev.longview.log.FeedbackKind;
import dev.longview.log.Table;
import dev.longview.serve.item.ItemVersions;
import dev.longview.serve.journal.Entry;
import dev.longview.serve.journal.Journal;
import dev.longview.serve.journal.Key;
import dev.longview.serve.journal.Outcome;
import dev.longview.serve.journal.Refused;
import dev.longview.serve.member.FeedbackEvent;
import dev.longview.syntax.Nearest;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.LongFunction;

/**
 * Takes rows of a table: checks each by the rules of import, gives it its moment, makes it durable, and tells of each what became of it.
 * One that is wrong does not stop the others.
 */
final class Intake {
    private static final String RECEIVED = "received";
    private static final String TIME = "time";

    private final Configuration configuration;
    private final Journal journal;
    private final Present present;

    Intake(Configuration configuration, Journal journal, Present present) {
        this.configuration = configuration;
        this.journal = journal;
        this.present = present;
    }

    /**
     * A row that can be one.
     *
     * @param body the row as JSON, without its moment and its last brace
     * @param told the moment that it tells itself; 0 when none
     * @param timed whether it tells its own time
     */
    private record Good(int index, String id, String body, Batch batch, int row, long told, boolean timed) {
        byte[] line(long received) {
            String time = timed ? "" : ",\"time\":" + received;
            return (body + time + ",\"received\":" + received + "}").getBytes(StandardCharsets.UTF_8);
        }
    }

    /** Rows of feedback or memberships. */
    List<Taken> take(Table table, List<JsonNode> rows) {
        Taken[] taken = new Taken[rows.size()];
        List<Good> good = check(table, rows, taken);
        List<LongFunction<Optional<FeedbackEvent>>> events = new ArrayList<>();
        List<Long> told = new ArrayList<>();
        List<Key> keys = new ArrayList<>();
        for (Good each : good) {
            Key key = Key.of(table, each.id());
            keys.add(key);
            told.add(each.told());
            boolean counts = table == Table.FEEDBACK;
            events.add(moment -> counts ? Optional.of(event(each, moment)) : Optional.empty());
        }
        Present.Received received = present.receive(told, keys, journal::knows, events);
        List<Entry> entries = new ArrayList<>();
        for (int i = 0; i < good.size(); i++) {
            entries.add(
                    new Entry(keys.get(i), good.get(i).line(received.moments().get(i))));
        }
        try {
            List<Outcome> outcomes = journal.add(entries);
            for (int i = 0; i < good.size(); i++) {
                Taken.Status status = outcomes.get(i) == Outcome.STORED ? Taken.Status.STORED : Taken.Status.REPEATED;
                taken[good.get(i).index()] = new Taken(good.get(i).id(), status, List.of());
            }
        } catch (Refused refused) {
            present.withdraw(received);
            throw refused;
        } finally {
            present.settle(received);
        }
        return List.of(taken);
    }

    private static FeedbackEvent event(Good each, long moment) {
        FeedbackEvent event = FeedbackEvent.of(each.batch(), each.row(), moment);
        return each.timed()
                ? event
                : new FeedbackEvent(
                        event.id(),
                        event.kind(),
                        event.member(),
                        event.item(),
                        moment,
                        moment,
                        event.value(),
                        event.label(),
                        event.attributes(),
                        event.retracts());
    }

    /** Versions of items, all or none: a catalogue that has some of them would be one that nobody asked for. */
    List<Taken> takeItems(List<JsonNode> rows) {
        Taken[] taken = new Taken[rows.size()];
        List<Good> good = check(Table.ITEMS, rows, taken);
        List<Problem> problems = new ArrayList<>();
        for (Taken each : taken) {
            if (each != null) {
                problems.addAll(each.problems());
            }
        }
        List<String> names = good.stream().map(Good::id).toList();
        for (int i = 0; i < names.size(); i++) {
            if (names.indexOf(names.get(i)) < i) {
                problems.add(new Problem("/" + i + "/item", "item '" + names.get(i) + "' stands in the list twice"));
            }
        }
        if (!problems.isEmpty()) {
            throw new Wrong(problems);
        }
        long told = good.stream().mapToLong(Good::told).max().orElse(0);
        long moment = present.receiveItems(
                names,
                items -> good.forEach(each -> items.add(
                        each.id(),
                        each.timed() ? each.batch().longs("valid_from")[each.row()] : ItemVersions.PENDING,
                        ItemVersions.PENDING,
                        each.batch(),
                        each.row())),
                told);
        List<Entry> entries = new ArrayList<>();
        for (Good each : good) {
            String from = each.timed() ? "" : ",\"valid_from\":" + moment;
            byte[] line = (each.body() + from + ",\"received\":" + moment + "}").getBytes(StandardCharsets.UTF_8);
            // The same features again, later, are another version: what was said in between has been said.
            entries.add(new Entry(Key.of(Table.ITEMS, each.id() + "\n" + moment), line));
        }
        try {
            journal.add(entries);
        } catch (Refused refused) {
            present.withdrawItems(names, moment);
            throw refused;
        } finally {
            present.settle(List.of(moment));
        }
        return good.stream()
                .map(each -> new Taken(each.id(), Taken.Status.STORED, List.of()))
                .toList();
    }

    /** The rows that can be one, the others are told of in {@code taken}. */
    private List<Good> check(Table table, List<JsonNode> rows, Taken[] taken) {
        List<Batch> batches = new ArrayList<>();
        EventLines lines = EventLines.of(configuration.features(), (of, batch) -> batches.add(batch));
        String identity = table == Table.ITEMS ? "item" : "event_id";
        String timeName = table == Table.ITEMS ? "valid_from" : TIME;
        long now = present.clock().now();
        List<Good> kept = new ArrayList<>();
        for (int i = 0; i < rows.size(); i++) {
            String id = rows.get(i).path(identity).asText();
            List<Problem> problems = new ArrayList<>();
            if (!(rows.get(i) instanceof ObjectNode row)) {
                problems.add(new Problem("/" + i, "a row is an object: {\"" + identity + "\": …}"));
                taken[i] = new Taken("", Taken.Status.REFUSED, problems);
                continue;
            }
            ObjectNode copy = row.objectNode();
            copy.setAll(row);
            long told = received(copy, i, problems);
            kind(table, copy, i, problems);
            if (copy.has("table")) {
                problems.add(new Problem("/" + i + "/table", "the path says the table; leave it out"));
            }
            boolean timed = copy.hasNonNull(timeName);
            if (!timed) {
                copy.remove(timeName);
            }
            ObjectNode named = copy.objectNode().put("table", table.tableName());
            named.setAll(copy);
            String body = body(named, i, problems);
            if (problems.isEmpty()) {
                if (!timed) {
                    named.put(timeName, now);
                }
                named.put(RECEIVED, now);
                int index = i;
                lines.addStrictly(named::traverse)
                        .ifPresent(refused ->
                                refused.problems().forEach(problem -> problems.add(problem(index, table, problem))));
            }
            if (problems.isEmpty()) {
                kept.add(new Good(i, id, body, Batch.of(0, Map.of()), kept.size(), told, timed));
            } else {
                taken[i] = new Taken(id, Taken.Status.REFUSED, problems);
            }
        }
        lines.flush();
        return kept.stream().map(each -> placed(each, batches)).toList();
    }

    /** As JSON, without the last brace. */
    private static String body(ObjectNode row, int index, List<Problem> problems) {
        try {
            StrictText.require(row);
            String text = row.toString();
            return text.substring(0, text.length() - 1);
        } catch (Wrong half) {
            half.problems().forEach(problem -> problems.add(new Problem("/" + index, problem.message())));
            return "{";
        }
    }

    /** The good rows came out in their order, in as many batches as they filled. */
    private static Good placed(Good good, List<Batch> batches) {
        int row = good.row();
        for (Batch batch : batches) {
            if (row < batch.size()) {
                return new Good(good.index(), good.id(), good.body(), batch, row, good.told(), good.timed());
            }
            row -= batch.size();
        }
        throw new IllegalStateException("a row that was kept is in a batch");
    }

    /** Takes the moment out that a row tells; only a clock of events listens to it. */
    private long received(ObjectNode row, int index, List<Problem> problems) {
        JsonNode told = row.remove(RECEIVED);
        boolean listens = present.clock().source() == ServiceClock.Source.EVENTS;
        if (told != null && !listens) {
            problems.add(new Problem(
                    "/" + index + "/" + RECEIVED,
                    "the service says when a row is received; leave it out, or start the service with --clock events"));
        }
        JsonNode moment = told != null ? told : row.path(TIME);
        if (listens && told != null && !told.canConvertToLong()) {
            problems.add(new Problem("/" + index + "/" + RECEIVED, "not microseconds since 1970: " + told));
        }
        return listens && moment.canConvertToLong() ? Math.max(0, moment.asLong()) : 0;
    }

    private void kind(Table table, ObjectNode row, int index, List<Problem> problems) {
        List<String> declared =
                configuration.feedback().stream().map(FeedbackKind::name).toList();
        String kind = row.path("kind").asText();
        if (table == Table.FEEDBACK && row.path("kind").isTextual() && !declared.contains(kind)) {
            String near = Nearest.to(kind, declared)
                    .map(word -> "did you mean '" + word + "'? ")
                    .orElse("");
            problems.add(new Problem(
                    "/" + index + "/kind",
                    "no kind of feedback '" + shortened(kind) + "'; " + near + "declared in longview.yaml: "
                            + String.join(", ", declared)));
        }
    }

    static String shortened(String text) {
        return text.length() > 60 ? text.substring(0, 60) + "…" : text;
    }

    private static Problem problem(int index, Table table, EventLines.Problem problem) {
        String prefix = table.tableName() + ".";
        String column =
                problem.column().startsWith(prefix) ? "/" + problem.column().substring(prefix.length()) : "";
        return new Problem("/" + index + column, problem.message());
    }
}
