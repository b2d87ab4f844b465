package dev.longview.config;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;

/**
 * The JSON Schema of {@code longview.yaml}, for editors: completion, meanings, most checks. What one section says of another only
 * {@link ConfigFile} checks.
 */
public final class ConfigSchema {
    private static final ObjectMapper JSON = new ObjectMapper();

    private ConfigSchema() {}

    /** The schema, draft 2020-12, as indented JSON with a line break at its end. */
    public static String json() {
        ObjectNode schema = JSON.createObjectNode();
        schema.put("$schema", "https://json-schema.org/draft/2020-12/schema");
        schema.put("title", "Longview workspace");
        schema.put(
                "description",
                "longview.yaml: the log's columns, outcomes, rewards, policies, experiments and how it is served");
        schema.setAll(of(FileSchema.ROOT));
        return schema.toPrettyString().replace("\r\n", "\n") + "\n";
    }

    private static ObjectNode of(Shape<?> shape) {
        ObjectNode schema = JSON.createObjectNode();
        switch (shape) {
            case Shape.Decimal(double low, boolean above, double high, boolean whole) -> {
                schema.put("type", whole ? "integer" : "number");
                schema.put(above ? "exclusiveMinimum" : "minimum", low).put("maximum", high);
            }
            case Shape.Flag() -> schema.put("type", "boolean");
            case Shape.Words words -> words(schema, words);
            case Shape.SpanOr(Shape.Span span, String word) -> {
                ArrayNode either = schema.putArray("anyOf");
                either.add(of(span));
                either.addObject().put("const", word);
            }
            case Shape.WordOr(Shape.Words words, Shape.Fields fields) -> {
                ArrayNode either = schema.putArray("anyOf");
                either.add(of(words));
                either.add(of(fields));
            }
            case Shape.Span span ->
                schema.put("type", "string")
                        .put("pattern", whole(Durations.PATTERN))
                        .put("description", span.allowed());
            case Shape.Text text -> schema.put("type", "string").put("minLength", 1);
            case Shape.Reference reference -> schema.put("type", "string").put("minLength", 1);
            case Shape.Items<?> items -> {
                schema.put("type", "array").put("minItems", items.fewest());
                schema.set("items", of(items.each()));
            }
            case Shape.Named<?> named -> {
                type(schema, named);
                schema.set("propertyNames", JSON.createObjectNode().put("pattern", whole(named.rule().regex)));
                schema.set("additionalProperties", of(named.each()));
            }
            case Shape.Fields fields -> fields(schema, fields);
        }
        return schema;
    }

    private static void words(ObjectNode schema, Shape.Words words) {
        ArrayNode allowed = schema.putArray("oneOf");
        words.meanings()
                .forEach((word, meaning) ->
                        allowed.addObject().put("const", word).put("description", meaning));
    }

    private static void fields(ObjectNode schema, Shape.Fields fields) {
        type(schema, fields);
        ObjectNode properties = schema.putObject("properties");
        for (Key<?> key : fields.keys()) {
            ObjectNode property = of(key.shape()).put("description", key.meaning());
            if (key.presence() instanceof Presence.Defaulted(String yaml)) {
                property.put("$comment", "default: " + yaml);
            }
            properties.set(key.name(), property);
        }
        schema.put("additionalProperties", false);
        if (fields.choice()) {
            schema.put("minProperties", 1).put("maxProperties", 1);
            return;
        }
        List<String> required =
                fields.keys().stream().filter(Key::isRequired).map(Key::name).toList();
        if (!required.isEmpty()) {
            ArrayNode names = schema.putArray("required");
            required.forEach(names::add);
        }
        fields.keys().forEach(key -> condition(schema, key));
    }

    private static void condition(ObjectNode schema, Key<?> key) {
        switch (key.presence()) {
            case Presence.With(String other) -> {
                schema.withObjectProperty("dependentRequired")
                        .putArray(key.name())
                        .add(other);
                schema.withObjectProperty("dependentRequired").putArray(other).add(key.name());
            }
            case Presence.OnlyFor(String other, List<String> words) -> {
                ObjectNode rule = schema.withArrayProperty("allOf").addObject();
                ObjectNode when = rule.putObject("if");
                ArrayNode among = when.putObject("properties").putObject(other).putArray("enum");
                words.forEach(among::add);
                when.putArray("required").add(other);
                rule.putObject("then").putArray("required").add(key.name());
                rule.putObject("else").putObject("properties").put(key.name(), false);
            }
            case Presence.Required required -> {}
            case Presence.Defaulted defaulted -> {}
            case Presence.Optional optional -> {}
        }
    }

    private static void type(ObjectNode schema, Shape<?> shape) {
        if (shape.mayBeNothing()) {
            schema.putArray("type").add("object").add("null");
        } else {
            schema.put("type", "object");
        }
    }

    private static String whole(String regex) {
        return "^(" + regex + ")$";
    }
}
