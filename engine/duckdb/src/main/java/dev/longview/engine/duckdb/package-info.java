/** The embedded engine: Parquet files and DuckDB in one process. */
@NullMarked
package dev.longview.engine.duckdb;

import org.jspecify.annotations.NullMarked;
