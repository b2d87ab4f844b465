package dev.longview.ingest;

import com.fasterxml.jackson.core.JsonFactory;
import dev.longview.log.Table;
import dev.longview.log.Table.ColumnDefinition;
import dev.longview.syntax.Nearest;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Reads records of CSV into the cells of a table, by the names in the header. */
final class CsvRows implements Rows {
    private final TableRows rows;
    private final RowProblems problems;
    private final TextValue values;
    private final CsvFields fields = new CsvFields();
    private final List<Optional<Cell>> cells = new ArrayList<>();
    private final List<String> names = new ArrayList<>();
    private final List<String> unknown = new ArrayList<>();

    CsvRows(JsonFactory json, TableRows rows, RowProblems problems) {
        this.rows = rows;
        this.problems = problems;
        this.values = new TextValue(json);
    }

    @Override
    public boolean hasHeader() {
        return true;
    }

    @Override
    public Table table() {
        return rows.table();
    }

    @Override
    public String advice(String unknownColumn) {
        return unknownColumn.isEmpty()
                ? "the column has no name in the header"
                : UnknownColumn.advice(rows.table(), unknownColumn, rows.names());
    }

    @Override
    public List<String> header(byte[] bytes, int start, int end) {
        if (!fields.split(bytes, start, end)) {
            return List.of("the header has text after a closing quote; put a comma there");
        }
        List<String> wrong = new ArrayList<>();
        Set<String> seen = new HashSet<>();
        for (int i = 0; i < fields.count(); i++) {
            String name = fields.text(i);
            names.add(name);
            cells.add(Optional.ofNullable(rows.find(name)));
            if (!name.isEmpty() && !seen.add(name)) {
                wrong.add("the header names " + RowProblems.quoted(name) + " twice; remove one of the two columns");
            }
        }
        if (names.size() == 1 && (names.get(0).contains(";") || names.get(0).contains("\t"))) {
            return List.of("the header has no comma: " + RowProblems.quoted(names.get(0))
                    + "; fields are separated by commas");
        }
        for (ColumnDefinition column : rows.columns()) {
            if (column.required() && !seen.contains(column.name())) {
                String near = Nearest.to(column.name(), names)
                        .map(name -> "; is it the one called " + RowProblems.quoted(name) + "?")
                        .orElse("");
                wrong.add("the header has no column '" + column.name() + "', which "
                        + rows.table().tableName() + " requires: " + column.meaning() + near);
            }
        }
        return wrong;
    }

    @Override
    public void read(byte[] bytes, int start, int end) {
        rows.begin();
        unknown.clear();
        problems.clear();
        if (!fields.split(bytes, start, end)) {
            problems.add(Reason.MALFORMED, "", "text after a closing quote; a quote within quotes is written twice");
            return;
        }
        if (fields.count() != names.size()) {
            problems.add(
                    Reason.FIELD_COUNT,
                    "",
                    "%d fields, and the header has %d; a field with a comma in it stands in quotes"
                            .formatted(fields.count(), names.size()));
            return;
        }
        for (int i = 0; i < fields.count(); i++) {
            Optional<Cell> cell = cells.get(i);
            if (cell.isPresent() && rows.open(cell.get())) {
                if (!fields.isEmpty(i)) {
                    values.read(cell.get(), fields.text(i));
                }
            } else if (cell.isEmpty() && !fields.isEmpty(i)) {
                unknown.add(names.get(i));
            }
        }
        rows.checkGiven();
    }

    @Override
    public void keep() {
        rows.keep();
    }

    @Override
    public List<String> unknown() {
        return unknown;
    }
}
