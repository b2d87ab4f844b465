package dev.longview.simulate.drive;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import dev.longview.log.FeatureDefinition;
import dev.longview.simulate.Candidates;
import dev.longview.simulate.Recommender;
import dev.longview.simulate.Slate;
import dev.longview.simulate.Visit;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Shows what a file of slates says, by decision id. */
final class GivenSlates implements Recommender {
    private final List<FeatureDefinition> features;
    private final Map<String, Long> asked;
    private final Map<String, Given> slates;
    private volatile @Nullable Places places;

    private record Shown(String item, double conditional, double marginal, double error, double score) {}

    private record Given(String policy, List<Shown> slate) {}

    private record Places(Candidates candidates, Map<String, Integer> of) {}

    private GivenSlates(List<FeatureDefinition> features, Map<String, Long> asked, Map<String, Given> slates) {
        this.features = features;
        this.asked = asked;
        this.slates = slates;
    }

    /** @throws IllegalStateException when the file does not answer each visit that was asked for, once */
    static GivenSlates read(Path file, List<FeatureDefinition> features, Map<String, Long> asked) {
        Map<String, Given> slates = new HashMap<>();
        try (JsonParser parser = new JsonFactory().createParser(file.toFile())) {
            while (parser.nextToken() == JsonToken.START_OBJECT) {
                row(parser, asked, slates);
            }
        } catch (IOException e) {
            throw new UncheckedIOException("the product's slates cannot be read: " + e, e);
        }
        for (String id : asked.keySet()) {
            if (!slates.containsKey(id)) {
                throw new IllegalStateException("the product answered " + slates.size() + " of " + asked.size()
                        + " visits; " + id + " is not among them");
            }
        }
        return new GivenSlates(features, asked, slates);
    }

    private static void row(JsonParser parser, Map<String, Long> asked, Map<String, Given> slates) throws IOException {
        String id = "";
        String policy = "";
        List<Shown> slate = List.of();
        for (String name = parser.nextFieldName(); name != null; name = parser.nextFieldName()) {
            parser.nextToken();
            switch (name) {
                case "decision_id" -> id = parser.getText();
                case "policy" -> policy = parser.getText();
                case "slate" -> slate = slate(parser);
                default -> parser.skipChildren();
            }
        }
        if (!asked.containsKey(id)) {
            throw new IllegalStateException("the product answers a visit that nobody asked for: '" + id + "'");
        }
        if (slates.put(id, new Given(policy, slate)) != null) {
            throw new IllegalStateException("the product answers the visit " + id + " twice");
        }
    }

    private static List<Shown> slate(JsonParser parser) throws IOException {
        List<Shown> slate = new ArrayList<>();
        while (parser.nextToken() == JsonToken.START_OBJECT) {
            String item = "";
            double conditional = Double.NaN;
            double marginal = Double.NaN;
            double error = Double.NaN;
            double score = Double.NaN;
            for (String name = parser.nextFieldName(); name != null; name = parser.nextFieldName()) {
                parser.nextToken();
                switch (name) {
                    case "item" -> item = parser.getText();
                    case "conditional_propensity" -> conditional = parser.getDoubleValue();
                    case "marginal_propensity" -> marginal = parser.getDoubleValue();
                    case "marginal_error" -> error = parser.getDoubleValue();
                    case "score" -> score = parser.getDoubleValue();
                    default -> parser.skipChildren();
                }
            }
            slate.add(new Shown(item, conditional, marginal, error, score));
        }
        return slate;
    }

    @Override
    public void recommend(Visit visit, Slate out) {
        String id = visit.decisionId();
        Given given = slates.get(id);
        Long expected = asked.get(id);
        if (given == null || expected == null) {
            throw new IllegalStateException("the visit " + id + " of " + visit.member()
                    + " was not to be foreseen: nobody came so at the day's beginning" + EXPLANATION);
        }
        if (expected != Asking.fingerprint(visit, features)) {
            throw new IllegalStateException("the visit " + id + " of " + visit.member()
                    + " is not as it was foreseen at the day's beginning: another time, other features, other"
                    + " candidates"
                    + EXPLANATION);
        }
        out.policy(given.policy());
        Map<String, Integer> places = places(visit.candidates());
        for (Shown shown :
                given.slate().subList(0, Math.min(out.capacity(), given.slate().size()))) {
            Integer candidate = places.get(shown.item());
            if (candidate == null) {
                throw new IllegalStateException("the product shows '" + shown.item() + "' at the visit " + id
                        + ", which is no candidate there");
            }
            out.add(candidate, shown.conditional(), shown.marginal(), shown.error(), shown.score());
        }
    }

    private static final String EXPLANATION =
            ". A service whose visits depend on what was shown on the same day cannot be driven by files, where slates"
                    + " are asked for a day ahead; run it with a recommender in this process";

    private Map<String, Integer> places(Candidates candidates) {
        Places known = places;
        if (known == null || known.candidates() != candidates) {
            Map<String, Integer> of = new HashMap<>();
            for (int i = 0; i < candidates.size(); i++) {
                of.put(candidates.item(i), i);
            }
            known = new Places(candidates, of);
            places = known;
        }
        return known.of();
    }
}
