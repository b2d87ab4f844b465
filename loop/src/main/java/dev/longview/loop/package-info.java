/**
 * The stations in their order: assemble, predict what is pending, label, train, evaluate.
 *
 * <p>In: a workspace and a moment T. Out: models, label sets and reports in the workspace's folders, each with
 * its provenance. The command line, a cron job and a server call the same stations.
 */
@NullMarked
package dev.longview.loop;

import org.jspecify.annotations.NullMarked;
