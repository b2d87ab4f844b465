package dev.longview.loop;

import dev.longview.columns.Batch;
import dev.longview.columns.Column;
import dev.longview.outcome.Assembled;
import dev.longview.policy.Bootstrap;
import dev.longview.policy.Exploration;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

/**
 * What one model of a policy learns from: the log as it is, or for an ensemble a bootstrap of it with pending rewards drawn.
 *
 * @param bootstrap empty for the log as it is
 */
record Replica(Optional<Bootstrap> bootstrap) {

    /** One for each model that tells what an item is worth. */
    static List<Replica> of(Exploration exploration, long seed) {
        return exploration.replicas() == 1
                ? List.of(new Replica(Optional.empty()))
                : IntStream.range(0, exploration.replicas())
                        .mapToObj(replica -> new Replica(Optional.of(new Bootstrap(seed, replica))))
                        .toList();
    }

    /** The labels with another expectation: of each pending reward one draw, ŷ + sd·N(0, 1). */
    Labels drawn(Batch batch, Labels labels) {
        if (bootstrap.isEmpty()) {
            return labels;
        }
        double[] expected = labels.expected().clone();
        long[] ids = ids(batch);
        for (int row = 0; row < expected.length; row++) {
            if (labels.sd()[row] > 0) {
                expected[row] += labels.sd()[row] * bootstrap.get().normal(ids[row]);
            }
        }
        return new Labels(expected, labels.sd(), labels.soFar(), labels.settled(), labels.predicted());
    }

    /** Weights times how often each row counts. */
    double[] weighed(Batch batch, double[] weights) {
        if (bootstrap.isEmpty()) {
            return weights;
        }
        double[] counted = new double[weights.length];
        long[] ids = ids(batch);
        for (int row = 0; row < counted.length; row++) {
            counted[row] =
                    weights[row] == 0 ? 0 : weights[row] * bootstrap.get().count(ids[row]);
        }
        return counted;
    }

    private static long[] ids(Batch batch) {
        Column.Texts decisions = batch.texts(Assembled.DECISION);
        long[] ofCode = new long[decisions.dictionary().length];
        for (int code = 0; code < ofCode.length; code++) {
            ofCode[code] = Accounts.hash(decisions.dictionary()[code]);
        }
        long[] positions = batch.longs(Assembled.POSITION);
        long[] ids = new long[batch.size()];
        for (int row = 0; row < ids.length; row++) {
            ids[row] = ofCode[decisions.codes()[row]] + positions[row] * 0x9E3779B97F4A7C15L;
        }
        return ids;
    }
}
