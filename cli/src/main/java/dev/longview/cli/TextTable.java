package dev.longview.cli;

import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;

/** Columns for a terminal: the first aligned left, the others right, as wide as their widest cell. */
final class TextTable {
    private final List<List<String>> rows = new ArrayList<>();
    private final int left;

    private TextTable(int left) {
        this.left = left;
    }

    /** @param left how many columns, from the first, are of words and not of numbers */
    static TextTable withWords(int left, String... header) {
        TextTable table = new TextTable(left);
        table.rows.add(List.of(header));
        return table;
    }

    TextTable row(String... cells) {
        rows.add(List.of(cells));
        return this;
    }

    void print(PrintWriter out) {
        int columns = rows.stream().mapToInt(List::size).max().orElse(0);
        int[] width = new int[columns];
        for (List<String> row : rows) {
            for (int c = 0; c < row.size(); c++) {
                width[c] = Math.max(width[c], row.get(c).length());
            }
        }
        for (List<String> row : rows) {
            StringBuilder line = new StringBuilder();
            for (int c = 0; c < row.size(); c++) {
                String pad = " ".repeat(width[c] - row.get(c).length());
                line.append(c == 0 ? "  " : "   ");
                line.append(c < left ? row.get(c) + pad : pad + row.get(c));
            }
            out.println(line.toString().stripTrailing());
        }
    }
}
