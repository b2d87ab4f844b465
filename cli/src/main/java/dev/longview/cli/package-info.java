/** The command line: one class per command; {@link dev.longview.cli.Main} starts it. */
@NullMarked
package dev.longview.cli;

import org.jspecify.annotations.NullMarked;
