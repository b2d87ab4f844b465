package dev.longview.loop;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.util.MinimalPrettyPrinter;
import dev.longview.columns.Batch;
import dev.longview.columns.Column;
import dev.longview.log.FeatureDefinition;
import dev.longview.policy.Scorer;
import dev.longview.policy.Slate;
import dev.longview.policy.SlateSampler;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Answers visits with rows of decisions in JSON Lines, each with its slate and its candidates. For one thread; its memory does not grow
 * with the number of visits.
 */
public final class SlateLines implements AutoCloseable {
    private static final String CANDIDATES = "candidates";

    private final TrainedPolicy policy;
    private final Scorer scorer;
    private final SlateSampler sampler;
    private final List<FeatureDefinition> features;
    private final long seed;
    private final JsonGenerator json;
    private final double[] context;
    private final double[] scores;
    private final Slate slate;
    private final int[] whole;
    private int[] eligible = new int[0];
    private long decisions;

    /** @param features of decisions, which are written again */
    SlateLines(TrainedPolicy policy, Scorer scorer, List<FeatureDefinition> features, long seed, JsonGenerator json) {
        this.policy = policy;
        this.scorer = scorer;
        this.sampler = policy.sampler();
        this.features = List.copyOf(features);
        this.seed = seed;
        this.json = json;
        this.context = new double[policy.model().vectorLength()];
        this.scores = new double[scorer.size()];
        this.slate = new Slate(sampler.slateSize());
        this.whole = IntStream.range(0, scorer.size()).toArray();
        json.setPrettyPrinter(new MinimalPrettyPrinter("\n"));
    }

    /**
     * Writes a line for each visit.
     *
     * @param visits with the columns account, member, time and candidates; decision_id, received, surface and cells, which may be
     *     missing; and the features that the policy reads
     * @throws Refusal when a candidate is not in the catalogue, or a visit's features give no finite score
     */
    public void add(Batch visits) {
        var contexts = policy.model().contexts(visits);
        try {
            for (int row = 0; row < visits.size(); row++) {
                contexts.read(row, context);
                line(visits, row);
                decisions++;
            }
        } catch (IOException e) {
            throw new UncheckedIOException("slates cannot be written: " + e.getMessage(), e);
        }
    }

    /** How many lines there are so far. */
    public long decisions() {
        return decisions;
    }

    private void line(Batch visits, int row) throws IOException {
        String decision = decisionId(visits, row);
        eligible(visits, row, decision);
        long drawn = Recommending.drawSeed(seed, decision);
        draw(decision, drawn);
        long time = visits.longs("time")[row];
        boolean waited = !visits.column("received").isMissing(row);
        json.writeStartObject();
        json.writeStringField("table", "decisions");
        json.writeStringField("decision_id", decision);
        json.writeStringField("account", visits.texts("account").text(row));
        json.writeStringField("member", visits.texts("member").text(row));
        json.writeNumberField("time", time);
        json.writeNumberField("received", waited ? visits.longs("received")[row] : time);
        value("surface", visits.column("surface"), row);
        json.writeStringField("policy", policy.id());
        value("cells", visits.column("cells"), row);
        json.writeNumberField("seed", drawn);
        json.writeBooleanField("usable_off_policy", true);
        for (FeatureDefinition feature : features) {
            value(feature.name(), visits.column(feature.name()), row);
        }
        json.writeArrayFieldStart(CANDIDATES);
        for (int item : eligible) {
            json.writeString(scorer.item(item));
        }
        json.writeEndArray();
        slate();
        json.writeEndObject();
    }

    private void slate() throws IOException {
        json.writeArrayFieldStart("slate");
        for (int position = 0; position < slate.size(); position++) {
            double conditional = slate.conditional(position);
            json.writeStartObject();
            json.writeStringField("item", scorer.item(eligible[slate.item(position)]));
            json.writeNumberField("conditional_propensity", conditional);
            if (position == 0) {
                // Nothing stands above: there the marginal is the conditional. Further down it costs more than the
                // draw.
                json.writeNumberField("marginal_propensity", conditional);
            }
            json.writeNumberField("score", scores[slate.item(position)]);
            json.writeEndObject();
        }
        json.writeEndArray();
    }

    private void draw(String decision, long drawn) {
        try {
            if (eligible.length == whole.length) {
                scorer.score(context, scores);
            } else {
                scorer.score(context, eligible, eligible.length, scores);
            }
            sampler.draw(scores, eligible.length, drawn, slate);
        } catch (IllegalArgumentException e) {
            throw new Refusal(
                    "decision " + decision + ": " + e.getMessage() + ". Are its features in the units of the log?", e);
        }
    }

    /** Of a visit without an id it is a hash of who came when: the same visit has the same one. */
    private static String decisionId(Batch visits, int row) {
        Column.Texts ids = visits.texts("decision_id");
        if (!ids.isMissing(row)) {
            return ids.text(row);
        }
        Column.Texts surface = visits.texts("surface");
        return new Digest()
                .text(visits.texts("account").text(row))
                .text(visits.texts("member").text(row))
                .number(visits.longs("time")[row])
                .text(surface.isMissing(row) ? "" : surface.text(row))
                .hex24();
    }

    /** In the catalogue's order, whatever the visit's was: the draw goes by it. */
    private void eligible(Batch visits, int row, String decision) {
        Column.TextLists candidates = visits.textLists(CANDIDATES);
        if (candidates.isMissing(row)) {
            eligible = whole;
            return;
        }
        int from = candidates.offsets()[row];
        int[] rows = new int[candidates.offsets()[row + 1] - from];
        for (int i = 0; i < rows.length; i++) {
            String item = candidates.dictionary()[candidates.codes()[from + i]];
            rows[i] = scorer.rowOf(item);
            if (rows[i] < 0) {
                throw new Refusal("decision " + decision + ": the catalogue has no item '" + item + "'");
            }
        }
        eligible = Arrays.stream(rows).sorted().distinct().toArray();
    }

    private void value(String name, Column column, int row) throws IOException {
        if (column.isMissing(row)) {
            return;
        }
        switch (column) {
            case Column.Doubles(double[] values) -> json.writeNumberField(name, values[row]);
            case Column.Texts texts -> json.writeStringField(name, texts.text(row));
            case Column.TextLists(int[] offsets, int[] codes, String[] dictionary) -> {
                json.writeArrayFieldStart(name);
                for (int i = offsets[row]; i < offsets[row + 1]; i++) {
                    json.writeString(dictionary[codes[i]]);
                }
                json.writeEndArray();
            }
            case Column.Longs longs -> throw unexpected(name, longs);
            case Column.Booleans booleans -> throw unexpected(name, booleans);
            case Column.TextMaps maps -> throw unexpected(name, maps);
        }
    }

    private static IllegalStateException unexpected(String name, Column column) {
        return new IllegalStateException("no feature and no column of visits is " + column.type() + ": " + name);
    }

    @Override
    public void close() {
        try {
            if (decisions > 0) {
                json.writeRaw('\n');
            }
            json.close();
        } catch (IOException e) {
            throw new UncheckedIOException("slates cannot be written: " + e.getMessage(), e);
        }
    }
}
