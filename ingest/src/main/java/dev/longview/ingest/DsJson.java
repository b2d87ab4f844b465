package dev.longview.ingest;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.json.JsonReadFeature;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/**
 * Reads what a line of DSJSON says of a decision, as it stands there; {@link DsJsonDecisions} tells what it means.
 *
 * <p>Keys may come in any order. Those that are not known are passed over, as Vowpal Wabbit does.
 */
final class DsJson {
    /** One slot's outcome, or the decision's: {@code _a}, {@code _p} and the cost as it is written, empty where it is not. */
    static final class Outcome {
        final List<Integer> actions = new ArrayList<>();
        final List<String> probabilities = new ArrayList<>();
        String cost = "";

        void clear() {
            actions.clear();
            probabilities.clear();
            cost = "";
        }
    }

    private final JsonFactory json = JsonFactory.builder()
            .disable(JsonFactory.Feature.INTERN_FIELD_NAMES)
            .enable(JsonReadFeature.ALLOW_NON_NUMERIC_NUMBERS)
            .build();

    final DsJsonExamples examples = new DsJsonExamples();
    final Outcome outcome = new Outcome();
    final List<Outcome> slots = new ArrayList<>();
    String eventId = "";
    String timestamp = "";
    String enqueued = "";
    String probability = "";
    String rewardValue = "";
    String dropped = "";
    String model = "";
    String labelIndex = "";
    String labelAction = "";
    boolean skipLearn;
    boolean hasContext;
    String unsupported = "";

    /**
     * Reads a line.
     *
     * @throws IOException when it is no JSON object
     */
    void read(byte[] bytes, int start, int end) throws IOException {
        clear();
        try (JsonParser parser = json.createParser(bytes, start, end - start)) {
            if (parser.nextToken() != JsonToken.START_OBJECT) {
                throw new IOException("a row is one JSON object between braces, on a line of its own");
            }
            for (String name = parser.nextFieldName(); name != null; name = parser.nextFieldName()) {
                parser.nextToken();
                value(name, parser);
            }
            if (parser.nextToken() != null) {
                throw new IOException("the line goes on after its JSON object; write one row on a line");
            }
        }
        if (unsupported.isEmpty()) {
            unsupported = examples.unsupported();
        }
    }

    private void clear() {
        examples.clear();
        outcome.clear();
        slots.clear();
        eventId = "";
        timestamp = "";
        enqueued = "";
        probability = "";
        rewardValue = "";
        dropped = "";
        model = "";
        labelIndex = "";
        labelAction = "";
        skipLearn = false;
        hasContext = false;
        unsupported = "";
    }

    private void value(String name, JsonParser parser) throws IOException {
        switch (name) {
            case "_label_cost", "_label_Cost" -> outcome.cost = text(parser);
            case "_label_probability", "_label_Probability" -> probability = text(parser);
            case "_label_Action", "_label_action" -> labelAction = text(parser);
            case "_labelIndex" -> labelIndex = text(parser);
            case "EventId" -> eventId = text(parser);
            case "Timestamp" -> timestamp = text(parser);
            case "EnqueuedTimeUtc" -> enqueued = text(parser);
            case "RewardValue" -> rewardValue = text(parser);
            case "pdrop" -> dropped = text(parser);
            case "_skipLearn" -> skipLearn = parser.currentToken() == JsonToken.VALUE_TRUE;
            case "a" -> actions(parser, outcome);
            case "p", "_p" -> probabilities(parser, outcome);
            case "c" -> {
                hasContext = parser.currentToken() == JsonToken.START_OBJECT;
                if (hasContext) {
                    examples.read(parser);
                } else {
                    parser.skipChildren();
                }
            }
            case "_outcomes" -> outcomes(parser);
            case "VWState" -> model(parser);
            case "_label_ca", "pdf" -> {
                unsupported = name + ": actions on a continuous scale";
                parser.skipChildren();
            }
            default -> parser.skipChildren();
        }
    }

    private void outcomes(JsonParser parser) throws IOException {
        if (parser.currentToken() != JsonToken.START_ARRAY) {
            throw new IOException("_outcomes is a list of objects, one for each slot");
        }
        for (JsonToken next = parser.nextToken(); next != JsonToken.END_ARRAY; next = parser.nextToken()) {
            if (next != JsonToken.START_OBJECT) {
                throw new IOException("_outcomes is a list of objects, one for each slot");
            }
            Outcome slot = new Outcome();
            for (String key = parser.nextFieldName(); key != null; key = parser.nextFieldName()) {
                parser.nextToken();
                switch (key) {
                    case "_label_cost" -> slot.cost = text(parser);
                    case "_a" -> actions(parser, slot);
                    case "_p" -> probabilities(parser, slot);
                    default -> parser.skipChildren();
                }
            }
            slots.add(slot);
        }
    }

    private void model(JsonParser parser) throws IOException {
        if (parser.currentToken() != JsonToken.START_OBJECT) {
            parser.skipChildren();
            return;
        }
        for (String key = parser.nextFieldName(); key != null; key = parser.nextFieldName()) {
            parser.nextToken();
            if (key.equals("m")) {
                String named = text(parser);
                model = named.equals("N/A") ? "" : named;
            } else {
                parser.skipChildren();
            }
        }
    }

    private static void actions(JsonParser parser, Outcome into) throws IOException {
        for (String text : list(parser)) {
            try {
                into.actions.add(Integer.parseInt(text));
            } catch (NumberFormatException e) {
                throw new IOException(RowProblems.quoted(text) + " is no number of an action", e);
            }
        }
    }

    private static void probabilities(JsonParser parser, Outcome into) throws IOException {
        into.probabilities.addAll(list(parser));
    }

    /** The elements of a list; a single one may stand without brackets. */
    private static List<String> list(JsonParser parser) throws IOException {
        List<String> elements = new ArrayList<>();
        if (parser.currentToken() != JsonToken.START_ARRAY) {
            String single = text(parser);
            return single.isEmpty() ? elements : List.of(single);
        }
        for (JsonToken next = parser.nextToken(); next != JsonToken.END_ARRAY; next = parser.nextToken()) {
            elements.add(text(parser));
        }
        return elements;
    }

    /** A single value as it is written; empty for null, and for an object or list, which none of these keys has. */
    private static String text(JsonParser parser) throws IOException {
        JsonToken token = parser.currentToken();
        if (token.isStructStart()) {
            parser.skipChildren();
            return "";
        }
        return token == JsonToken.VALUE_NULL ? "" : parser.getText();
    }
}
