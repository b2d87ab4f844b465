package dev.longview.ingest;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/**
 * The object {@code c} of a line of DSJSON: the features of the visit, and {@code _multi}, the actions.
 *
 * <p>An object or list is a namespace, called by its key; one within another is a namespace of its own. A text is a feature with a
 * category, a number one with a number, {@code true} one without; {@code false} and {@code null} are none. Keys that begin with
 * {@code _} are no features, but for {@code _text}, whose words are, and {@code _tag}.
 */
final class DsJsonExamples {
    private final List<VwFeature> context = new ArrayList<>();
    private final List<VwExample> actions = new ArrayList<>();
    private String tag = "";
    private int slots;
    private String unsupported = "";

    void clear() {
        context.clear();
        actions.clear();
        tag = "";
        slots = 0;
        unsupported = "";
    }

    VwExample context() {
        return new VwExample(tag, context);
    }

    List<VwExample> actions() {
        return actions;
    }

    int slots() {
        return slots;
    }

    /** What stands there that would be misread; empty when nothing does. */
    String unsupported() {
        return unsupported;
    }

    /** Reads the object at which the parser stands. */
    void read(JsonParser parser) throws IOException {
        for (String name = parser.nextFieldName(); name != null; name = parser.nextFieldName()) {
            parser.nextToken();
            if (name.equals("_multi")) {
                objects(parser, this::action);
            } else if (name.equals("_slots")) {
                objects(parser, this::slot);
            } else if (name.equals("_tag")) {
                tag = parser.getText();
            } else {
                feature("", name, parser, context);
            }
        }
    }

    private interface Element {
        void read(JsonParser parser) throws IOException;
    }

    private static void objects(JsonParser parser, Element element) throws IOException {
        if (parser.currentToken() != JsonToken.START_ARRAY) {
            parser.skipChildren();
            return;
        }
        for (JsonToken next = parser.nextToken(); next != JsonToken.END_ARRAY; next = parser.nextToken()) {
            if (next == JsonToken.START_OBJECT) {
                element.read(parser);
            } else {
                parser.skipChildren();
            }
        }
    }

    private void action(JsonParser parser) throws IOException {
        List<VwFeature> features = new ArrayList<>();
        String name = "";
        for (String key = parser.nextFieldName(); key != null; key = parser.nextFieldName()) {
            parser.nextToken();
            switch (key) {
                case "_tag" -> name = parser.getText();
                case "_slot_id" -> unsupported = "_slot_id: decisions of slates, whose slots have actions of their own";
                case "__aid" -> unsupported = "__aid: actions that another line tells; undo the deduplication";
                default -> feature("", key, parser, features);
            }
        }
        actions.add(new VwExample(name, features));
    }

    private void slot(JsonParser parser) throws IOException {
        slots++;
        for (String key = parser.nextFieldName(); key != null; key = parser.nextFieldName()) {
            parser.nextToken();
            if (key.equals("_inc")) {
                unsupported = "_inc: a slot that only some of the actions may take";
            }
            parser.skipChildren();
        }
    }

    private static void feature(String namespace, String key, JsonParser parser, List<VwFeature> features)
            throws IOException {
        JsonToken token = parser.currentToken();
        if (key.equals("_text") && token == JsonToken.VALUE_STRING) {
            for (String word : parser.getText().strip().split("\\s+", -1)) {
                features.add(new VwFeature(namespace, word, "", 1));
            }
        } else if (key.startsWith("_")) {
            parser.skipChildren();
        } else if (token == JsonToken.START_OBJECT) {
            for (String inner = parser.nextFieldName(); inner != null; inner = parser.nextFieldName()) {
                parser.nextToken();
                feature(key, inner, parser, features);
            }
        } else if (token == JsonToken.START_ARRAY) {
            int index = 0;
            for (JsonToken next = parser.nextToken(); next != JsonToken.END_ARRAY; next = parser.nextToken()) {
                if (next == JsonToken.START_OBJECT) {
                    feature(namespace, key, parser, features);
                } else {
                    scalar(key, String.valueOf(index), parser, features);
                }
                index++;
            }
        } else {
            scalar(namespace, key, parser, features);
        }
    }

    private static void scalar(String namespace, String key, JsonParser parser, List<VwFeature> features)
            throws IOException {
        switch (parser.currentToken()) {
            case VALUE_STRING -> features.add(new VwFeature(namespace, key, parser.getText(), 1));
            case VALUE_NUMBER_INT, VALUE_NUMBER_FLOAT -> {
                double number = parser.getDoubleValue();
                if (Double.isFinite(number)) {
                    features.add(new VwFeature(namespace, key, "", number));
                }
            }
            case VALUE_TRUE -> features.add(new VwFeature(namespace, key, "", 1));
            default -> parser.skipChildren();
        }
    }
}
