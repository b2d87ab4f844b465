package dev.longview.ingest;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import dev.longview.log.Table;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/** Reads lines of JSON Lines into the cells of visits: all rows are of one table, and nothing is nested. */
final class VisitJsonRows implements Rows {
    private final JsonFactory json;
    private final TableRows rows;
    private final RowProblems problems;
    private final List<String> unknown = new ArrayList<>();

    VisitJsonRows(JsonFactory json, TableRows rows, RowProblems problems) {
        this.json = json;
        this.rows = rows;
        this.problems = problems;
    }

    @Override
    public boolean hasHeader() {
        return false;
    }

    @Override
    public List<String> header(byte[] bytes, int start, int end) {
        return List.of();
    }

    @Override
    public void read(byte[] bytes, int start, int end) {
        read(() -> json.createParser(bytes, start, end - start));
    }

    void read(JsonRow row) {
        rows.begin();
        unknown.clear();
        problems.clear();
        try (JsonParser parser = row.parser()) {
            if (parser.nextToken() != JsonToken.START_OBJECT) {
                malformed("a row is one JSON object between braces, on a line of its own");
                return;
            }
            for (String name = parser.nextFieldName(); name != null; name = parser.nextFieldName()) {
                parser.nextToken();
                value(name, parser);
            }
            if (parser.nextToken() != null) {
                malformed("the line goes on after its JSON object; write one row on a line");
                return;
            }
        } catch (IOException e) {
            malformed("no JSON: " + JsonValue.message(e));
            return;
        }
        rows.checkGiven();
    }

    private void value(String name, JsonParser parser) throws IOException {
        Cell cell = rows.find(name);
        if (cell != null && rows.open(cell)) {
            JsonValue.read(cell, parser);
        } else if (name.equals("table")) {
            String table = parser.getText();
            if (!Table.DECISIONS.tableName().equals(table)) {
                problems.add(
                        Reason.NO_TABLE,
                        "table",
                        RowProblems.quoted(table) + " has no visits; allowed: decisions, or leave it out");
            }
            parser.skipChildren();
        } else {
            parser.skipChildren();
            if (cell == null) {
                unknown.add(name);
            }
        }
    }

    @Override
    public void keep() {
        rows.keep();
    }

    @Override
    public Table table() {
        return rows.table();
    }

    @Override
    public List<String> unknown() {
        return unknown;
    }

    @Override
    public String advice(String unknownColumn) {
        return UnknownColumn.advice(rows.table(), unknownColumn, rows.names());
    }

    private void malformed(String message) {
        problems.clear();
        problems.add(Reason.MALFORMED, "", message);
    }
}
