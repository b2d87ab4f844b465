/**
 * The grammar that rewards and conditions are written in: text to a tree, before anyone asks what its names mean.
 *
 * <p>{@link dev.longview.syntax.Lexer} makes tokens, {@link dev.longview.syntax.Parser} an {@link dev.longview.syntax.Expression}; a
 * {@link dev.longview.syntax.Language} says what differs. What is wrong becomes a {@link dev.longview.syntax.Problem}, with its place and
 * advice; {@link dev.longview.syntax.Nearest} is for "did you mean". Types and meanings belong to those who use the tree: outcomes check
 * conditions on events, rewards check rewards.
 */
@NullMarked
package dev.longview.syntax;

import org.jspecify.annotations.NullMarked;
