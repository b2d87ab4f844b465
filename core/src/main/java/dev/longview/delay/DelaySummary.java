package dev.longview.delay;

import java.util.List;

/**
 * What a delay model was fitted on.
 *
 * @param rows landmark rows
 * @param recommendations paths of consecutive landmarks: one for each recommendation, unless it misses a landmark
 * @param finished those whose clock started and whose end is known
 * @param impossible steps that the definition rules out (a sum that fell, a final value that changed) and that were not followed
 * @param bins by bin of ages; one whose {@code open} is 0 was never seen, and the model takes it that nothing happens in it
 * @param landmarks by landmark
 * @param finals finished recommendations by final level
 */
public record DelaySummary(
        long rows,
        long recommendations,
        long finished,
        long impossible,
        List<Bin> bins,
        List<Landmark> landmarks,
        List<Long> finals) {
    public DelaySummary {
        bins = List.copyOf(bins);
        landmarks = List.copyOf(landmarks);
        finals = List.copyOf(finals);
    }

    /**
     * The steps of one bin of ages.
     *
     * @param open recommendations that could still change and were seen at both ends of the bin, finished or not
     * @param changes of these, those whose level changed or whose clock started
     */
    public record Bin(long open, long changes) {}

    /**
     * How far feedback has arrived at an age: among finished recommendations in which something happened.
     *
     * @param happening finished recommendations seen at this age in which something happened by the end
     * @param happened of these, those in which something had happened by this age
     * @param ended of these, those that had their final level by this age
     */
    public record Landmark(long age, long happening, long happened, long ended) {}
}
