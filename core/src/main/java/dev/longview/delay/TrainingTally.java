package dev.longview.delay;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Counts what a model is fitted on. */
final class TrainingTally {
    private final Chain chain;
    private final Landmarks landmarks;
    private final long[] open;
    private final long[] changes;
    private final long[] happening;
    private final long[] happened;
    private final long[] ended;
    private final long[] finals;
    private long rows;
    private long paths;
    private long finished;
    private long impossible;

    TrainingTally(Chain chain, Landmarks landmarks) {
        this.chain = chain;
        this.landmarks = landmarks;
        open = new long[landmarks.bins()];
        changes = new long[landmarks.bins()];
        happening = new long[landmarks.bins() + 1];
        happened = new long[landmarks.bins() + 1];
        ended = new long[landmarks.bins() + 1];
        finals = new long[chain.levels().size()];
    }

    void impossible() {
        impossible++;
    }

    void path(int[] states, int first, int last, boolean ends) {
        rows += last - first + 1;
        paths++;
        for (int bin = first; bin < last; bin++) {
            if (!chain.isEnded(states[bin])) {
                open[bin]++;
                changes[bin] += chain.moves(chain.classOf(states[bin]), chain.classOf(states[bin + 1])) ? 1 : 0;
            }
        }
        if (!ends) {
            return;
        }
        finished++;
        int end = chain.level(states[last]);
        finals[end]++;
        for (int k = first; k <= last && end != chain.levels().absent(); k++) {
            boolean born = states[k] != chain.unborn();
            happening[k]++;
            happened[k] += born && chain.level(states[k]) != chain.levels().absent() ? 1 : 0;
            ended[k] += born && chain.level(states[k]) == end ? 1 : 0;
        }
    }

    DelaySummary summary() {
        List<DelaySummary.Bin> bins = new ArrayList<>();
        List<DelaySummary.Landmark> at = new ArrayList<>();
        for (int bin = 0; bin < open.length; bin++) {
            bins.add(new DelaySummary.Bin(open[bin], changes[bin]));
        }
        for (int k = 0; k < happening.length; k++) {
            at.add(new DelaySummary.Landmark(landmarks.age(k), happening[k], happened[k], ended[k]));
        }
        List<Long> ends = Arrays.stream(finals).boxed().toList();
        return new DelaySummary(rows, paths, finished, impossible, bins, at, ends);
    }
}
