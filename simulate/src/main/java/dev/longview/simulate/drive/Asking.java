package dev.longview.simulate.drive;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.util.MinimalPrettyPrinter;
import dev.longview.log.FeatureDefinition;
import dev.longview.simulate.Candidates;
import dev.longview.simulate.Draws;
import dev.longview.simulate.Recommender;
import dev.longview.simulate.Slate;
import dev.longview.simulate.Visit;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Shows nothing, and writes down who came. */
final class Asking implements Recommender, AutoCloseable {
    private final List<FeatureDefinition> features;
    private final JsonFactory factory = new JsonFactory();
    private final JsonGenerator json;
    private final Map<String, Long> asked = new HashMap<>();
    private @Nullable Candidates latest;
    private String latestAsJson = "";

    Asking(List<FeatureDefinition> features, Path visits) {
        this.features = features;
        try {
            json = factory.createGenerator(Files.newBufferedWriter(visits));
            json.setPrettyPrinter(new MinimalPrettyPrinter(""));
        } catch (IOException e) {
            throw new UncheckedIOException("visits cannot be written to " + visits + ": " + e, e);
        }
    }

    @Override
    public synchronized void recommend(Visit visit, Slate out) {
        try {
            json.writeStartObject();
            json.writeStringField("decision_id", visit.decisionId());
            json.writeStringField("account", visit.account());
            json.writeStringField("member", visit.member());
            json.writeNumberField("time", visit.timeMicros());
            for (int f = 0; f < features.size(); f++) {
                if (!features.get(f).ofItem()) {
                    json.writeFieldName(features.get(f).name());
                    feature(visit, f);
                }
            }
            json.writeFieldName("candidates");
            json.writeRawValue(candidates(visit.candidates()));
            json.writeEndObject();
            json.writeRaw('\n');
        } catch (IOException e) {
            throw new UncheckedIOException("visits cannot be written: " + e, e);
        }
        if (asked.put(visit.decisionId(), fingerprint(visit, features)) != null) {
            throw new IllegalStateException("the service has two visits " + visit.decisionId());
        }
    }

    /** A value that is not there is said not to be. */
    private void feature(Visit visit, int f) throws IOException {
        switch (features.get(f).kind()) {
            case NUMERIC -> {
                if (Double.isFinite(visit.number(f))) {
                    json.writeNumber(visit.number(f));
                } else {
                    json.writeNull();
                }
            }
            case CATEGORICAL -> json.writeString(visit.text(f));
            case MULTI_VALUED, EMBEDDING ->
                throw new IllegalStateException("a visit has no feature of several values: "
                        + features.get(f).name());
        }
    }

    private String candidates(Candidates candidates) throws IOException {
        if (candidates != latest) {
            StringWriter text = new StringWriter();
            try (JsonGenerator list = factory.createGenerator(text)) {
                list.writeArray(candidates.items().toArray(String[]::new), 0, candidates.size());
            }
            latest = candidates;
            latestAsJson = text.toString();
        }
        return latestAsJson;
    }

    /** What was asked, by decision id: a fingerprint of the visit. */
    Map<String, Long> asked() {
        return asked;
    }

    /** Equal for the same visit; different for another, but once in 2⁶⁴. */
    static long fingerprint(Visit visit, List<FeatureDefinition> features) {
        long hash = mixed(visit.account().hashCode(), visit.member().hashCode());
        hash = mixed(hash, visit.timeMicros());
        hash = mixed(hash, visit.seed());
        hash = mixed(hash, visit.candidates().id().hashCode());
        for (int f = 0; f < features.size(); f++) {
            FeatureDefinition feature = features.get(f);
            if (!feature.ofItem()) {
                hash = mixed(
                        hash,
                        feature.kind() == FeatureDefinition.Kind.NUMERIC
                                ? Double.doubleToLongBits(visit.number(f))
                                : visit.text(f).hashCode());
            }
        }
        return hash;
    }

    private static long mixed(long hash, long value) {
        return Draws.bits(hash, 0, value);
    }

    @Override
    public void close() {
        try {
            json.close();
        } catch (IOException e) {
            throw new UncheckedIOException("visits cannot be written: " + e, e);
        }
    }
}
