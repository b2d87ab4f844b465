package dev.longview.serve.member;

import dev.longview.columns.Batch;
import dev.longview.columns.Column;
import dev.longview.config.Configuration;
import dev.longview.engine.Engine;
import dev.longview.engine.Selection;
import dev.longview.log.Table;
import dev.longview.outcome.HistoryFeature;
import dev.longview.serve.item.ItemVersions;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;

/**
 * Members for whom slates are made ahead: the features of their history as of a moment, as the service would compute them then.
 *
 * <p>Not thread-safe. Memory is that of {@link MemberHistories}.
 */
public final class MembersAhead {
    private final MemberHistories histories;

    private MembersAhead(MemberHistories histories) {
        this.histories = histories;
    }

    /**
     * Reads of the log what had been received by the moment and can still count.
     *
     * @param needed features, of which those of histories are computed; where there are none, nothing is read
     */
    public static MembersAhead read(Engine engine, Configuration configuration, Collection<String> needed, long asOf) {
        List<HistoryFeature> features = configuration.history().stream()
                .filter(feature -> needed.contains(feature.name()))
                .toList();
        ItemVersions items = new ItemVersions(configuration.features());
        if (!features.isEmpty()) {
            engine.rows(Table.ITEMS, configuration.features(), Selection.received(0, asOf), items::add);
        }
        return new MembersAhead(MemberHistories.read(engine, features, configuration.lateness(), items, asOf, asOf));
    }

    /** The names of what {@link #remembering} adds. */
    public List<String> names() {
        return histories.features().stream().map(HistoryFeature::name).toList();
    }

    /**
     * Visits with the features of their members' histories, where they do not bring a value.
     *
     * @param visits none that needs them before the moment
     */
    public Batch remembering(Batch visits) {
        List<String> names = names();
        double[][] values = new double[names.size()][];
        for (int f = 0; f < values.length; f++) {
            values[f] = visits.has(names.get(f)) ? visits.doubles(names.get(f)).clone() : missing(visits.size());
        }
        for (int row = 0; row < visits.size(); row++) {
            remember(visits, row, values);
        }
        Batch all = visits;
        for (int f = 0; f < values.length; f++) {
            all = all.with(names.get(f), new Column.Doubles(values[f]));
        }
        return all;
    }

    private void remember(Batch visits, int row, double[][] values) {
        double[] own = new double[0];
        for (int f = 0; f < values.length; f++) {
            if (Double.isNaN(values[f][row])) {
                own = own.length > 0
                        ? own
                        : histories.peek(visits.texts("member").text(row), visits.longs("time")[row]);
                values[f][row] = own[f];
            }
        }
    }

    private static double[] missing(int rows) {
        double[] missing = new double[rows];
        Arrays.fill(missing, Double.NaN);
        return missing;
    }
}
