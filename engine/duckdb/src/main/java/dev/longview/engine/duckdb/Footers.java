package dev.longview.engine.duckdb;

import java.util.LinkedHashMap;
import java.util.Map;

/** What a Parquet file of Longview says of itself in its footer, besides its columns. */
final class Footers {
    /** Of the log's schema: the first number changes when an old reader could misread a file. */
    static final String SCHEMA_VERSION = "1.0";

    private Footers() {}

    static Map<String, String> of(String table) {
        Map<String, String> footer = new LinkedHashMap<>();
        footer.put("longview.schema", SCHEMA_VERSION);
        footer.put("longview.table", table);
        return footer;
    }
}
