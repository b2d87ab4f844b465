/**
 * What is done to files so that it survives a power cut, by an engine of files and by the stations that keep a workspace.
 *
 * <p>It knows nothing of a log: {@link dev.longview.engine.files.Durable} is all.
 */
@NullMarked
package dev.longview.engine.files;

import org.jspecify.annotations.NullMarked;
