package dev.longview.loop;

import dev.longview.columns.Batch;
import dev.longview.columns.Column;
import java.util.ArrayList;
import java.util.List;
import java.util.SequencedMap;
import java.util.TreeMap;
import java.util.function.Supplier;

/** Something that is gathered of all decisions, and of those with each value of some features. */
final class Segmented<T> {
    /** Each may have arrays of the catalogue's length. */
    private static final int MOST = 100;

    private final List<String> by;
    private final Supplier<T> fresh;
    private final T all;
    private final List<SequencedMap<String, T>> byFeature = new ArrayList<>();

    Segmented(List<String> by, Supplier<T> fresh) {
        this.by = by;
        this.fresh = fresh;
        all = fresh.get();
        by.forEach(feature -> byFeature.add(new TreeMap<>()));
    }

    /** What one is, and of which decisions. */
    interface Each<T> {
        /**
         * @param by the feature; empty for all decisions
         * @param value of the feature; empty where it is missing, and for all decisions
         */
        void segment(String by, String value, T gathered);
    }

    T all() {
        return all;
    }

    /** Those that a row is in. */
    List<T> of(Batch batch, int row) {
        if (by.isEmpty()) {
            return List.of(all);
        }
        List<T> in = new ArrayList<>(List.of(all));
        for (int f = 0; f < by.size(); f++) {
            Column.Texts texts = batch.texts(by.get(f));
            SequencedMap<String, T> values = byFeature.get(f);
            in.add(values.computeIfAbsent(texts.isMissing(row) ? "" : texts.text(row), unseen -> fresh.get()));
            if (values.size() > MOST) {
                throw new Refusal("--by " + by.get(f) + ": it has more than " + MOST
                        + " values, which make no report. Split by a feature of fewer");
            }
        }
        return in;
    }

    /** All first; then feature by feature, values by name. */
    void forEach(Each<T> each) {
        each.segment("", "", all);
        for (int f = 0; f < by.size(); f++) {
            String feature = by.get(f);
            byFeature.get(f).forEach((value, gathered) -> each.segment(feature, value, gathered));
        }
    }
}
