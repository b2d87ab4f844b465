package dev.longview.loop;

import dev.longview.columns.Batch;
import dev.longview.columns.Column;
import dev.longview.evaluate.PolicyReport;
import java.util.ArrayList;
import java.util.List;
import java.util.SequencedMap;
import java.util.TreeMap;

/** The sums of all decisions, and of each value of some features. */
final class Segments {
    /** Each has two arrays of the catalogue's length. */
    private static final int MOST = 100;

    private final List<String> by;
    private final int items;
    private final SegmentSums all;
    private final List<SequencedMap<String, SegmentSums>> byFeature = new ArrayList<>();

    Segments(List<String> by, int items) {
        this.by = by;
        this.items = items;
        all = new SegmentSums(items);
        by.forEach(feature -> byFeature.add(new TreeMap<>()));
    }

    SegmentSums all() {
        return all;
    }

    /** Those that a row is in. */
    List<SegmentSums> of(Batch batch, int row) {
        if (by.isEmpty()) {
            return List.of(all);
        }
        List<SegmentSums> in = new ArrayList<>(List.of(all));
        for (int f = 0; f < by.size(); f++) {
            Column.Texts texts = batch.texts(by.get(f));
            SequencedMap<String, SegmentSums> values = byFeature.get(f);
            in.add(values.computeIfAbsent(
                    texts.isMissing(row) ? "" : texts.text(row), unseen -> new SegmentSums(items)));
            if (values.size() > MOST) {
                throw new Refusal("--by " + by.get(f) + ": it has more than " + MOST
                        + " values, which make no report. Split by a feature of fewer");
            }
        }
        return in;
    }

    /** All first; then feature by feature, values by name, without those that no row can judge. */
    List<PolicyReport.Segment> of(double constant) {
        List<PolicyReport.Segment> segments = new ArrayList<>(List.of(all.segment("", "", constant)));
        for (int f = 0; f < by.size(); f++) {
            String feature = by.get(f);
            byFeature.get(f).forEach((value, sums) -> {
                if (sums.rows() > 0) {
                    segments.add(sums.segment(feature, value, constant));
                }
            });
        }
        return segments;
    }
}
