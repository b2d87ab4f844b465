package dev.longview.loop;

import dev.longview.columns.Batch;
import dev.longview.columns.BatchBuilder;
import dev.longview.columns.Column;
import dev.longview.log.FeatureDefinition;
import dev.longview.log.Table;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BiConsumer;

/** Answers visits with rows of the log's tables: decisions, their slates, and the candidates of each set once. */
public final class SlateTables implements SlateSink {
    private static final int ROWS = 8192;
    /** Sets whose rows need not be written again; a set beyond these is a repeated row, which says the same. */
    private static final int REMEMBERED = 1 << 16;

    private final ServedVisit served;
    private final Answering answering;
    private final String rules;
    private final List<FeatureDefinition> features;
    private final BiConsumer<Table, Batch> sink;
    private final BatchBuilder decisions;
    private final BatchBuilder slates;
    private final BatchBuilder sets;
    /** When the row of a set was received. */
    private final Map<String, Long> written = new LinkedHashMap<>() {
        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Long> eldest) {
            return size() > REMEMBERED;
        }
    };

    private long items;

    /**
     * @param features of decisions, which are written again
     * @param rules version of what slates keep to; empty for nothing
     * @param sink takes the rows of a table, and makes all visible together
     */
    SlateTables(ServedVisit served, String rules, List<FeatureDefinition> features, BiConsumer<Table, Batch> sink) {
        this.served = served;
        answering = new Answering(served);
        this.rules = rules;
        this.features = List.copyOf(features);
        this.sink = sink;
        decisions = new BatchBuilder(Table.DECISIONS.types(features));
        slates = new BatchBuilder(Table.SLATES.types(List.of()));
        sets = new BatchBuilder(Table.CANDIDATE_SETS.types(List.of()));
    }

    @Override
    public void add(Batch visits) {
        answering.visits(visits);
        for (int row = 0; row < visits.size(); row++) {
            if (answering.answer(visits, row)) {
                long time = visits.longs("time")[row];
                boolean waited = !visits.column("received").isMissing(row);
                decision(visits, row, time, waited ? visits.longs("received")[row] : time);
            }
        }
        // Sets are as long as the catalogue: what counts is how many items they have.
        if (decisions.size() >= ROWS || slates.size() >= ROWS || items >= 16L * ROWS) {
            flush();
        }
    }

    private void decision(Batch visits, int row, long time, long received) {
        List<String> candidates = new ArrayList<>();
        for (int i = 0; i < served.candidates(); i++) {
            candidates.add(served.candidate(i));
        }
        candidates.sort(null);
        String set = hash(candidates);
        decisions
                .set("decision_id", served.decision())
                .set("account", visits.texts("account").text(row))
                .set("member", visits.texts("member").text(row))
                .set("time", time)
                .set("received", received)
                .set("policy", served.policy().id())
                .set("seed", served.drawn())
                .set("candidates_id", set)
                .set("usable_off_policy", true);
        if (!rules.isEmpty()) {
            decisions.set("rules", rules);
        }
        copy("surface", visits, row);
        copy("cells", visits, row);
        features.forEach(feature -> copy(feature.name(), visits, row));
        decisions.endRow();
        // Visits need not be ordered by received: an earlier decision must find its set as of then.
        if (received < written.getOrDefault(set, Long.MAX_VALUE)) {
            written.put(set, received);
            sets.set("candidates_id", set)
                    .set("items", candidates)
                    .set("received", received)
                    .endRow();
            items += candidates.size();
        }
        for (int position = 0; position < served.size(); position++) {
            slates.set("decision_id", served.decision())
                    .set("position", (long) position)
                    .set("item", served.item(position))
                    .set("conditional_propensity", served.conditional(position))
                    .set("marginal_propensity", served.marginal(position))
                    .set("marginal_error", served.marginalError(position))
                    .set("score", served.score(position))
                    .set("received", received)
                    .endRow();
        }
    }

    /** As the import names a set: the first 24 hexadecimal digits of the SHA-256 of its items, sorted, a newline between two. */
    private static String hash(List<String> sorted) {
        try {
            byte[] text = String.join("\n", sorted).getBytes(StandardCharsets.UTF_8);
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(text), 0, 12);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }

    private void copy(String name, Batch visits, int row) {
        Column column = visits.column(name);
        if (column.isMissing(row)) {
            return;
        }
        switch (column) {
            case Column.Doubles(double[] values) -> decisions.set(name, values[row]);
            case Column.Texts texts -> decisions.set(name, texts.text(row));
            case Column.TextLists(int[] offsets, int[] codes, String[] dictionary) -> {
                List<String> values = new ArrayList<>();
                for (int i = offsets[row]; i < offsets[row + 1]; i++) {
                    values.add(dictionary[codes[i]]);
                }
                decisions.set(name, values);
            }
            case Column.FloatLists lists -> decisions.set(name, lists.list(row));
            case Column.Longs longs -> throw unexpected(name, longs);
            case Column.Booleans booleans -> throw unexpected(name, booleans);
            case Column.TextMaps maps -> throw unexpected(name, maps);
        }
    }

    private static IllegalStateException unexpected(String name, Column column) {
        return new IllegalStateException("no feature and no column of visits is " + column.type() + ": " + name);
    }

    private void flush() {
        if (decisions.size() > 0) {
            sink.accept(Table.DECISIONS, decisions.build());
            sink.accept(Table.SLATES, slates.build());
        }
        if (sets.size() > 0) {
            sink.accept(Table.CANDIDATE_SETS, sets.build());
        }
        items = 0;
    }

    @Override
    public Answered answered() {
        return answering.answered();
    }

    /** Hands over what is left; whoever made the sink publishes. */
    @Override
    public void close() {
        flush();
    }
}
