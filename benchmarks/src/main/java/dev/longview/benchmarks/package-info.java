/** What Longview costs in time and memory; every run leaves a JSON file in {@code benchmarks/results}. */
@NullMarked
package dev.longview.benchmarks;

import org.jspecify.annotations.NullMarked;
