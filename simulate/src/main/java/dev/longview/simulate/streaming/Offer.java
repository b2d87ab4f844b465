package dev.longview.simulate.streaming;

import dev.longview.columns.Batch;
import dev.longview.columns.BatchBuilder;
import dev.longview.columns.ColumnType;
import dev.longview.log.FeatureDefinition;
import dev.longview.simulate.Candidates;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.SequencedMap;

/** What is offered on a day: the candidates that recommenders see, and the titles behind them in the same order. */
record Offer(Candidates candidates, List<Title> titles) {
    static Offer of(List<Title> offered, double[] popularityOfTitles) {
        double[] plays = offered.stream()
                .mapToDouble(title -> popularityOfTitles[title.index()])
                .toArray();
        return new Offer(
                Candidates.of(offered.stream().map(Title::item).toList(), features(offered), plays),
                List.copyOf(offered));
    }

    Title title(int candidate) {
        return titles.get(candidate);
    }

    int size() {
        return titles.size();
    }

    private static Batch features(List<Title> offered) {
        SequencedMap<String, ColumnType> types = new LinkedHashMap<>();
        SimulatedLog.FEATURES.stream()
                .filter(FeatureDefinition::ofItem)
                .forEach(feature -> types.put(feature.name(), feature.kind().columnType()));
        BatchBuilder rows = new BatchBuilder(types);
        for (Title title : offered) {
            rows.set("item.genre", title.genreName())
                    .set("item.kind", title.kindName())
                    .set("item.runtime", (double) title.runtime())
                    .endRow();
        }
        return rows.build();
    }
}
