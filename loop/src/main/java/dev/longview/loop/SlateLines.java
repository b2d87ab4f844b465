package dev.longview.loop;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.util.MinimalPrettyPrinter;
import dev.longview.columns.Batch;
import dev.longview.columns.Column;
import dev.longview.log.FeatureDefinition;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;

/**
 * Answers visits with rows of decisions in JSON Lines, each with its slate and its candidates. For one thread; its memory does not grow
 * with the number of visits.
 */
public final class SlateLines implements SlateSink {
    private final ServedVisit served;
    private final Answering answering;
    private final String rules;
    private final List<FeatureDefinition> features;
    private final JsonGenerator json;

    /**
     * @param features of decisions, which are written again
     * @param rules version of what slates keep to; empty for nothing
     */
    SlateLines(ServedVisit served, String rules, List<FeatureDefinition> features, JsonGenerator json) {
        this.served = served;
        answering = new Answering(served);
        this.rules = rules;
        this.features = List.copyOf(features);
        this.json = json;
        json.setPrettyPrinter(new MinimalPrettyPrinter("\n"));
    }

    /** Writes a line for each visit that has a slate. */
    @Override
    public void add(Batch visits) {
        answering.visits(visits);
        try {
            for (int row = 0; row < visits.size(); row++) {
                if (answering.answer(visits, row)) {
                    line(visits, row);
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException("slates cannot be written: " + e.getMessage(), e);
        }
    }

    @Override
    public Answered answered() {
        return answering.answered();
    }

    private void line(Batch visits, int row) throws IOException {
        long time = visits.longs("time")[row];
        boolean waited = !visits.column("received").isMissing(row);
        json.writeStartObject();
        json.writeStringField("table", "decisions");
        json.writeStringField("decision_id", served.decision());
        json.writeStringField("account", visits.texts("account").text(row));
        json.writeStringField("member", visits.texts("member").text(row));
        json.writeNumberField("time", time);
        json.writeNumberField("received", waited ? visits.longs("received")[row] : time);
        value("surface", visits.column("surface"), row);
        json.writeStringField("policy", served.policy().id());
        value("cells", visits.column("cells"), row);
        json.writeNumberField("seed", served.drawn());
        if (!rules.isEmpty()) {
            json.writeStringField("rules", rules);
        }
        json.writeBooleanField("usable_off_policy", true);
        for (FeatureDefinition feature : features) {
            value(feature.name(), visits.column(feature.name()), row);
        }
        json.writeArrayFieldStart("candidates");
        for (int i = 0; i < served.candidates(); i++) {
            json.writeString(served.candidate(i));
        }
        json.writeEndArray();
        slate();
        json.writeEndObject();
    }

    private void slate() throws IOException {
        json.writeArrayFieldStart("slate");
        for (int position = 0; position < served.size(); position++) {
            json.writeStartObject();
            json.writeStringField("item", served.item(position));
            json.writeNumberField("conditional_propensity", served.conditional(position));
            number("marginal_propensity", served.marginal(position));
            number("marginal_error", served.marginalError(position));
            json.writeNumberField("score", served.score(position));
            json.writeEndObject();
        }
        json.writeEndArray();
    }

    private void number(String name, double value) throws IOException {
        if (!Double.isNaN(value)) {
            json.writeNumberField(name, value);
        }
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
            case Column.FloatLists lists -> {
                json.writeArrayFieldStart(name);
                for (float value : lists.list(row)) {
                    json.writeNumber(value);
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
            if (answering.answered().decisions() > 0) {
                json.writeRaw('\n');
            }
            json.close();
        } catch (IOException e) {
            throw new UncheckedIOException("slates cannot be written: " + e.getMessage(), e);
        }
    }
}
