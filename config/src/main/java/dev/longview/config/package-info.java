/** The workspace's {@code longview.yaml}: read, checked and told back, with the place of every problem. */
@NullMarked
package dev.longview.config;

import org.jspecify.annotations.NullMarked;
