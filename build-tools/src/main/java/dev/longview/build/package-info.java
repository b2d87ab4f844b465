/** What the build itself runs. */
@NullMarked
package dev.longview.build;

import org.jspecify.annotations.NullMarked;
