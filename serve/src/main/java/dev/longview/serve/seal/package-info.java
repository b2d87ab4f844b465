/**
 * From the journal into the log, without a moment at which a row is in neither or counts twice.
 *
 * <p>In: closed files of the journal. Out: segments of the log's tables, published at once under the file's own name, before the file is
 * deleted. See {@link dev.longview.serve.seal.Sealing}.
 */
@NullMarked
package dev.longview.serve.seal;

import org.jspecify.annotations.NullMarked;
