/**
 * Gradient-boosted trees for delayed-feedback models, by XGBoost.
 *
 * <p>In: {@link dev.longview.delay.TreeRows}. Out: a {@link dev.longview.delay.TreeModel}. The native library is loaded when the first
 * model is fitted or read, so that a workspace without trees needs none; on Linux it needs libgomp and libstdc++.
 *
 * <p>Chen and Guestrin, XGBoost: a scalable tree boosting system, KDD 2016.
 */
@NullMarked
package dev.longview.trees;

import org.jspecify.annotations.NullMarked;
