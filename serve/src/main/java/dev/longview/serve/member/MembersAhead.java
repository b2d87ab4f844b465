package dev.longview.serve.member;

import dev.longview.columns.Batch;
import dev.longview.columns.Column;
import dev.longview.config.Configuration;
import dev.longview.engine.Engine;
import dev.longview.engine.Selection;
import dev.longview.log.Table;
import dev.longview.loop.Refusal;
import dev.longview.outcome.HistoryFeature;
import dev.longview.serve.item.ItemVersions;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;

/**
 * Members for whom slates are made ahead: the features of their history as of a moment, as the service would compute them then.
 *
 * <p>Not thread-safe. Memory is that of {@link MemberHistories}.
 */
public final class MembersAhead {
    private final List<HistoryFeature> features;
    private final MemberHistories histories;
    private final long asOf;

    private MembersAhead(List<HistoryFeature> features, MemberHistories histories, long asOf) {
        this.features = features;
        this.histories = histories;
        this.asOf = asOf;
    }

    /** Reads of the log what had been received by the moment and can still count. */
    public static MembersAhead read(Engine engine, Configuration configuration, long asOf) {
        ItemVersions items = new ItemVersions(configuration.features());
        if (!configuration.history().isEmpty()) {
            engine.rows(Table.ITEMS, configuration.features(), Selection.received(0, asOf), items::add);
        }
        return new MembersAhead(
                configuration.history(), MemberHistories.read(engine, configuration, items, asOf, asOf), asOf);
    }

    /** The names of what {@link #remembering} adds. */
    public List<String> names() {
        return features.stream().map(HistoryFeature::name).toList();
    }

    /**
     * Visits with the features of their members' histories, where they do not bring them.
     *
     * @throws Refusal when a visit that does not is before the moment
     */
    public Batch remembering(Batch visits) {
        double[][] values = new double[features.size()][visits.size()];
        for (int f = 0; f < values.length; f++) {
            String name = features.get(f).name();
            values[f] = visits.has(name) ? visits.doubles(name).clone() : missing(visits.size());
        }
        for (int row = 0; row < visits.size(); row++) {
            remember(visits, row, values);
        }
        Batch all = visits;
        for (int f = 0; f < values.length; f++) {
            all = all.with(features.get(f).name(), new Column.Doubles(values[f]));
        }
        return all;
    }

    private void remember(Batch visits, int row, double[][] values) {
        double[] own = null;
        for (int f = 0; f < values.length; f++) {
            if (Double.isNaN(values[f][row])) {
                own = own == null ? history(visits, row) : own;
                values[f][row] = own[f];
            }
        }
    }

    private double[] history(Batch visits, int row) {
        String member = visits.texts("member").text(row);
        long time = visits.longs("time")[row];
        if (time < asOf) {
            throw new Refusal("member '" + member + "' comes at " + moment(time) + ", before " + moment(asOf)
                    + " as of which histories are known: leave its time out, or bring " + String.join(", ", names()));
        }
        return histories.peek(member, time);
    }

    private static double[] missing(int rows) {
        double[] missing = new double[rows];
        Arrays.fill(missing, Double.NaN);
        return missing;
    }

    private static Instant moment(long micros) {
        return Instant.ofEpochSecond(Math.floorDiv(micros, 1_000_000L), Math.floorMod(micros, 1_000_000L) * 1_000);
    }
}
