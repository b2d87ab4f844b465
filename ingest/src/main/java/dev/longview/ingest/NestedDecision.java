package dev.longview.ingest;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import dev.longview.log.Table;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/**
 * A decision with its slate and its candidates in one row, which is how a service has them at hand: {@code "slate": [{"item": ..}, ..]}
 * becomes rows of slates, {@code "candidates": ["a", ..]} a candidate set named by its content.
 */
final class NestedDecision {
    private record Shown(String item, long position, double conditional, double marginal, double error, double score) {}

    private final TableRows slates;
    private final TableRows sets;
    private final CandidateSets written;
    private final RowProblems problems;
    private final List<Shown> slate = new ArrayList<>();
    private final List<String> candidates = new ArrayList<>();
    private boolean hasSlate;
    private boolean hasCandidates;
    private String decision = "";
    private long received;
    private String candidatesId = "";

    NestedDecision(Tables tables, RowProblems problems) {
        this.slates = tables.of(Table.SLATES);
        this.sets = tables.of(Table.CANDIDATE_SETS);
        this.written = new CandidateSets(sets);
        this.problems = problems;
    }

    void begin() {
        slate.clear();
        candidates.clear();
        hasSlate = false;
        hasCandidates = false;
    }

    /** Takes the value of a key that decisions do not have as a column; false when it is not one of the two. */
    boolean read(String name, JsonParser parser, List<String> unknown) throws IOException {
        if (name.equals("slate")) {
            hasSlate = once(name, hasSlate) && slate(parser, unknown);
        } else if (name.equals("candidates")) {
            hasCandidates = once(name, hasCandidates) && candidates(parser);
        } else {
            return false;
        }
        parser.skipChildren();
        return true;
    }

    /** Checks what was read against the decision, and gives it the name of its candidate set. */
    void complete(TableRows decisions) {
        Cell id = decisions.cell("decision_id");
        Cell time = decisions.cell("received");
        decision = decisions.isPresent(id) ? id.text() : "";
        received = decisions.isPresent(time) ? time.integer() : 0;
        if (slate.stream().map(Shown::position).distinct().count() < slate.size()) {
            problems.add(
                    Reason.REPEATED,
                    "slates.position",
                    "two items of the slate stand at one position; leave positions out, and the order counts");
        }
        if (hasCandidates && problems.isEmpty()) {
            name(decisions, decisions.cell("candidates_id"));
        }
    }

    void keep() {
        for (Shown shown : slate) {
            slates.begin();
            slates.set("decision_id", decision);
            slates.set("item", shown.item());
            slates.set("position", shown.position());
            slates.set("received", received);
            slates.set("conditional_propensity", shown.conditional());
            slates.set("marginal_propensity", shown.marginal());
            slates.set("marginal_error", shown.error());
            slates.set("score", shown.score());
            slates.keep();
        }
        if (hasCandidates) {
            written.keep(candidatesId, candidates, received);
        }
    }

    private boolean once(String name, boolean had) {
        if (had) {
            problems.add(
                    Reason.REPEATED, "decisions." + name, "'" + name + "' is given twice in this row; write it once");
        }
        return !had;
    }

    private boolean candidates(JsonParser parser) throws IOException {
        if (parser.currentToken() == JsonToken.VALUE_NULL) {
            return false;
        }
        sets.begin();
        Cell items = sets.cell("items");
        sets.open(items);
        JsonValue.read(items, parser);
        if (sets.isPresent(items)) {
            candidates.addAll(items.elements());
        } else if (problems.isEmpty()) {
            items.wrong(Reason.MISSING, "there are no candidates in the list; name them, or leave it out");
        }
        return true;
    }

    private boolean slate(JsonParser parser, List<String> unknown) throws IOException {
        if (parser.currentToken() == JsonToken.VALUE_NULL) {
            return false;
        }
        if (parser.currentToken() != JsonToken.START_ARRAY) {
            parser.skipChildren();
            slateWrong("the slate is a list of objects: [{\"item\": \"a\"}, ..]");
            return true;
        }
        for (JsonToken next = parser.nextToken(); next != JsonToken.END_ARRAY; next = parser.nextToken()) {
            if (next == JsonToken.START_OBJECT) {
                shown(parser, unknown);
            } else {
                parser.skipChildren();
                slateWrong(
                        "each element of the slate is an object: {\"item\": \"a\", \"conditional_propensity\": 0.2}");
            }
        }
        return true;
    }

    private void shown(JsonParser parser, List<String> unknown) throws IOException {
        slates.begin();
        for (String name = parser.nextFieldName(); name != null; name = parser.nextFieldName()) {
            Cell cell = slates.find(name);
            parser.nextToken();
            if (cell == null || name.equals("decision_id") || name.equals("received")) {
                parser.skipChildren();
                String path = "slate." + name;
                if (!unknown.contains(path)) {
                    unknown.add(path);
                }
            } else if (slates.open(cell)) {
                JsonValue.read(cell, parser);
            } else {
                parser.skipChildren();
            }
        }
        Cell item = slates.cell("item");
        Cell position = slates.cell("position");
        if (slates.isPresent(item)) {
            slate.add(new Shown(
                    item.text(),
                    slates.isPresent(position) ? position.integer() : slate.size(),
                    number("conditional_propensity"),
                    number("marginal_propensity"),
                    number("marginal_error"),
                    number("score")));
        } else if (problems.isEmpty()) {
            item.wrong(Reason.MISSING, "an element of the slate has no item");
        }
    }

    private void name(TableRows decisions, Cell cell) {
        candidatesId = CandidateSets.id(candidates);
        if (!decisions.isPresent(cell)) {
            decisions.set("candidates_id", candidatesId);
        } else if (!cell.text().equals(candidatesId)) {
            cell.wrong(
                    Reason.OUT_OF_RANGE,
                    RowProblems.quoted(cell.text()) + " is not the name of the candidates, which is " + candidatesId
                            + "; leave candidates_id out");
        }
    }

    private void slateWrong(String message) {
        problems.add(Reason.WRONG_TYPE, "decisions.slate", message);
    }

    private double number(String name) {
        Cell cell = slates.cell(name);
        return slates.isPresent(cell) ? cell.number() : Double.NaN;
    }
}
