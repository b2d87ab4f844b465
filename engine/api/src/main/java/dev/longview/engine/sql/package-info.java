/**
 * SQL as a small typed tree, and the dialects that it is rendered in.
 *
 * <p>In: {@link dev.longview.engine.sql.Query}, a value. Out: text for DuckDB or for Spark. No other code puts SQL together from
 * strings, so that a name or a text from outside can never become code.
 */
@NullMarked
package dev.longview.engine.sql;

import org.jspecify.annotations.NullMarked;
