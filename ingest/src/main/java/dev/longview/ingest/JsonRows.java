package dev.longview.ingest;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import dev.longview.log.Table;
import dev.longview.syntax.Nearest;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Reads lines of JSON Lines into the cells of a table.
 *
 * <p>The key {@code table} may stand anywhere in a row, yet what the other keys mean depends on it. So a row is read as one of the table
 * before, and read again in the rare case that it names another.
 */
final class JsonRows implements Rows {
    static final List<String> TABLES =
            Stream.of(Table.values()).map(Table::tableName).toList();

    private final JsonFactory json;
    private final Tables tables;
    private final Optional<Table> given;
    private final RowProblems problems;
    private final NestedDecision nested;
    private final List<String> unknown = new ArrayList<>();
    private Table assumed;
    private Optional<Table> named = Optional.empty();

    JsonRows(JsonFactory json, Tables tables, Optional<Table> given, RowProblems problems) {
        this.json = json;
        this.tables = tables;
        this.given = given;
        this.problems = problems;
        this.nested = new NestedDecision(tables, problems);
        this.assumed = given.orElse(Table.FEEDBACK);
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
        Table wanted = assumed;
        do {
            assumed = wanted;
            wanted = attempt(row);
        } while (wanted != assumed);
    }

    @Override
    public void keep() {
        tables.of(assumed).keep();
        if (assumed == Table.DECISIONS) {
            nested.keep();
        }
    }

    @Override
    public List<String> unknown() {
        return unknown;
    }

    @Override
    public Table table() {
        return assumed;
    }

    @Override
    public String advice(String unknownColumn) {
        return UnknownColumn.advice(assumed, unknownColumn, tables.of(assumed).names());
    }

    /** Reads a row of the assumed table; another table when that is what the row is of. */
    private Table attempt(JsonRow row) {
        TableRows rows = tables.of(assumed);
        rows.begin();
        nested.begin();
        unknown.clear();
        problems.clear();
        named = Optional.empty();
        try (JsonParser parser = row.parser()) {
            if (parser.nextToken() != JsonToken.START_OBJECT) {
                malformed("a row is one JSON object between braces, on a line of its own");
                return assumed;
            }
            for (String name = parser.nextFieldName(); name != null; name = parser.nextFieldName()) {
                Cell cell = rows.find(name);
                parser.nextToken();
                if (cell != null) {
                    value(rows, cell, parser);
                } else if (name.equals("table")) {
                    if (!table(parser)) {
                        return assumed;
                    }
                    if (named.isPresent() && named.get() != assumed) {
                        return named.get();
                    }
                } else {
                    other(name, parser);
                }
            }
            if (parser.nextToken() != null) {
                malformed("the line goes on after its JSON object; write one row on a line");
                return assumed;
            }
        } catch (IOException e) {
            malformed("no JSON: " + JsonValue.message(e));
            return assumed;
        }
        return finished(rows);
    }

    private Table finished(TableRows rows) {
        if (named.isEmpty() && given.isEmpty()) {
            problems.clear();
            problems.add(
                    Reason.NO_TABLE,
                    "",
                    "the row does not say its table; add \"table\": \"feedback\", or name one table for all rows;"
                            + " tables: "
                            + String.join(", ", TABLES));
            return assumed;
        }
        if (named.isEmpty() && given.get() != assumed) {
            return given.get();
        }
        if (assumed == Table.DECISIONS) {
            nested.complete(rows);
        }
        rows.checkGiven();
        return assumed;
    }

    private static void value(TableRows rows, Cell cell, JsonParser parser) throws IOException {
        if (rows.open(cell)) {
            JsonValue.read(cell, parser);
        } else {
            parser.skipChildren();
        }
    }

    /** Takes the row's table; false when the row names none, or two. */
    private boolean table(JsonParser parser) throws IOException {
        if (named.isPresent()) {
            problems.add(Reason.REPEATED, "table", "'table' is given twice in this row; write it once");
            return false;
        }
        String name = parser.currentToken() == JsonToken.VALUE_STRING
                ? parser.getText()
                : parser.currentToken().toString();
        named = Stream.of(Table.values())
                .filter(table -> table.tableName().equals(name))
                .findFirst();
        if (named.isEmpty()) {
            String near = Nearest.to(name.toLowerCase(Locale.ROOT), TABLES)
                    .map(nearest -> "did you mean '" + nearest + "'? ")
                    .orElse("");
            problems.clear();
            problems.add(
                    Reason.NO_TABLE,
                    "table",
                    "no table " + RowProblems.quoted(name) + "; " + near + "tables: " + String.join(", ", TABLES));
        }
        return named.isPresent();
    }

    private void other(String name, JsonParser parser) throws IOException {
        if (assumed == Table.DECISIONS && nested.read(name, parser, unknown)) {
            return;
        }
        parser.skipChildren();
        if (unknown.contains(name)) {
            problems.add(Reason.REPEATED, "", RowProblems.quoted(name) + " is given twice in this row; write it once");
        } else {
            unknown.add(name);
        }
    }

    private void malformed(String message) {
        problems.clear();
        problems.add(Reason.MALFORMED, "", message);
    }
}
