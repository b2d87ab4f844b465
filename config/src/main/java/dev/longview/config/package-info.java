/**
 * The workspace's {@code longview.yaml}: read, checked and told back, with the place of every problem.
 *
 * <p>In: a file. Out: a {@link dev.longview.config.Configuration}, or all {@link dev.longview.config.ConfigProblem}s at once, one for
 * each mistake. Start at {@link dev.longview.config.ConfigFile}. A text goes through YamlTree (to Nodes that know their places),
 * FileSchema (the keys, each with its Shape, default and meaning: checking, JSON Schema and reference page come from it) and Binding
 * (what one section says of another; rewards are compiled).
 */
@NullMarked
package dev.longview.config;

import org.jspecify.annotations.NullMarked;
