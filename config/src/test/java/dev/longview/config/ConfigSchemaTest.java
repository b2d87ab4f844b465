package dev.longview.config;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

class ConfigSchemaTest {
    private static JsonNode schema() throws JsonProcessingException {
        return new ObjectMapper().readTree(ConfigSchema.json());
    }

    @Test
    void json_describesEveryKey() throws JsonProcessingException {
        Set<String> described = new TreeSet<>();
        collect(schema(), described);
        assertThat(described).containsAll(ReferencePage.keys());
        assertThat(schema().path("$schema").asText()).isEqualTo("https://json-schema.org/draft/2020-12/schema");
    }

    private static void collect(JsonNode schema, Set<String> described) {
        schema.path("properties").properties().forEach(property -> {
            if (property.getValue().hasNonNull("description")) {
                described.add(property.getKey());
            }
        });
        schema.forEach(inner -> collect(inner, described));
    }

    @Test
    void json_outcome_demandsWhatItsAggregateNeeds() throws JsonProcessingException {
        JsonNode outcome = schema().at("/properties/outcomes/additionalProperties");
        assertThat(outcome.at("/additionalProperties").asBoolean(true)).isFalse();
        assertThat(outcome.at("/required").toString()).isEqualTo("[\"of\",\"as\"]");
        assertThat(outcome.at("/allOf/0").toString())
                .isEqualTo(
                        "{\"if\":{\"properties\":{\"as\":{\"enum\":[\"count\",\"sum\",\"max\"]}},"
                            + "\"required\":[\"as\"]},\"then\":{\"required\":[\"max\"]},\"else\":{\"properties\":{\"max\":false}}}");
        assertThat(schema().at("/properties/delay/additionalProperties/dependentRequired")
                        .toString())
                .isEqualTo("{\"cuts\":[\"state\"],\"state\":[\"cuts\"]}");
    }

    @Test
    void json_ranges_areThoseThatTheFileIsCheckedBy() throws JsonProcessingException {
        JsonNode policy = schema().at("/properties/policies/additionalProperties/properties");
        assertThat(policy.at("/learning-rate/exclusiveMinimum").asDouble(-1)).isEqualTo(0);
        assertThat(policy.at("/learning-rate/maximum").asDouble()).isEqualTo(10);
        assertThat(policy.at("/epochs/type").asText()).isEqualTo("integer");
        assertThat(policy.at("/exploration/maxProperties").asInt()).isEqualTo(1);
        assertThat(List.of("7m", "0s", "28d")).allMatch(text -> text.matches(schemaPattern()));
        assertThat(List.of("7", "1.5d", "-1d", "01d", "1d ")).noneMatch(text -> text.matches(schemaPattern()));
    }

    private static String schemaPattern() {
        try {
            return schema().at("/properties/lateness/pattern").asText();
        } catch (JsonProcessingException e) {
            throw new AssertionError(e);
        }
    }
}
