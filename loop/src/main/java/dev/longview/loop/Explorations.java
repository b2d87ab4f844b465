package dev.longview.loop;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.longview.policy.Exploration;

/** An exploration in a manifest: {@code {"softmax": {"temperature": …, "floor": …}}}, as in the config. */
final class Explorations {
    private Explorations() {}

    static ObjectNode write(Exploration exploration) {
        ObjectNode node = JsonNodeFactory.instance.objectNode();
        switch (exploration) {
            case Exploration.EpsilonGreedy(double epsilon) ->
                node.putObject("epsilon-greedy").put("epsilon", epsilon);
            case Exploration.Softmax(double temperature, double floor) ->
                node.putObject("softmax").put("temperature", temperature).put("floor", floor);
        }
        return node;
    }

    /** @throws IllegalArgumentException when it is neither */
    static Exploration read(JsonNode node) {
        if (node.has("epsilon-greedy")) {
            return new Exploration.EpsilonGreedy(
                    node.path("epsilon-greedy").path("epsilon").asDouble());
        }
        if (node.has("softmax")) {
            JsonNode softmax = node.path("softmax");
            return new Exploration.Softmax(
                    softmax.path("temperature").asDouble(),
                    softmax.path("floor").asDouble());
        }
        throw new IllegalArgumentException("the manifest's exploration is neither epsilon-greedy nor softmax: " + node);
    }
}
