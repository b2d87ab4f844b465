/**
 * What members did, as far as features of their history read it.
 *
 * <p>In: events of feedback, in the order in which they are received. Out: the features of a member as of now, equal to what assembly
 * computes from the log as of the same moment: there is no skew between what a policy learns from and what it is served.
 */
@NullMarked
package dev.longview.serve.member;

import org.jspecify.annotations.NullMarked;
