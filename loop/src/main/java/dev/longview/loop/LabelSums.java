package dev.longview.loop;

import dev.longview.columns.Batch;
import dev.longview.outcome.Assembled;

/** What a pass of labelling came to, and the hash that identifies the labels. */
final class LabelSums {
    private final Digest digest = new Digest();
    private long rows;
    private long settled;
    private long predicted;
    private double expected;
    private double soFar;
    private long withheld;
    private double precision;

    void add(Batch batch, Labels labels, LabelReader.Read read) {
        long[] time = batch.longs(Assembled.TIME);
        long[] position = batch.longs(Assembled.POSITION);
        var decisions = batch.texts(Assembled.DECISION);
        for (int row = 0; row < batch.size(); row++) {
            digest.text(decisions.text(row)).number(time[row]).number(position[row]);
            digest.number(labels.expected()[row]).number(labels.sd()[row]);
            digest.number(read.value()[row]).number(read.precision()[row]);
            withheld += read.precision()[row] > 0 ? 0 : 1;
            precision += read.precision()[row];
            expected += labels.expected()[row];
            soFar += labels.soFar()[row];
            settled += labels.settled()[row] ? 1 : 0;
            predicted += labels.predicted()[row] ? 1 : 0;
        }
        rows += batch.size();
    }

    /** Rows that tell nothing yet. */
    long withheld() {
        return withheld;
    }

    double meanPrecision() {
        return precision / rows;
    }

    /** Ends it: the hash can be taken once. */
    LabelSummary summary(String rewardVersion, long asOf) {
        String id = digest.text(rewardVersion).number(asOf).shortHex();
        return new LabelSummary(id, rows, settled, predicted, soFar / rows, expected / rows);
    }
}
