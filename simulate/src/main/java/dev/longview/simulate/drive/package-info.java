/**
 * Drives a product through simulated time, by files alone: logs in, slates out.
 *
 * <p>In: a {@link dev.longview.simulate.Service} and a {@link dev.longview.simulate.drive.Product}, which is whatever serves and learns
 * and is known by nothing but what it makes of files. Each day the {@link dev.longview.simulate.drive.Driver} asks the service who will
 * come, has the product answer, runs the day, and hands in what the log has received by its end; what arrives later is held back until
 * it would have arrived. So a product sees neither the service's code nor its future.
 */
@NullMarked
package dev.longview.simulate.drive;

import org.jspecify.annotations.NullMarked;
