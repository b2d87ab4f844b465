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
            case Exploration.SquareCb(double gamma, double floor) ->
                node.putObject("square-cb").put("gamma", gamma).put("floor", floor);
            case Exploration.Ensemble(int replicas, double floor) ->
                node.putObject("ensemble").put("replicas", replicas).put("floor", floor);
            case Exploration.Thompson(double floor) ->
                node.putObject("thompson").put("floor", floor);
            case Exploration.Guarded(Exploration own, Exploration baseline, double share) -> {
                ObjectNode guarded = node.putObject("guarded").put("at_least", share);
                guarded.set("own", write(own));
                guarded.set("baseline", write(baseline));
            }
        }
        return node;
    }

    /** @throws IllegalArgumentException when it is none that is known */
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
        if (node.has("square-cb")) {
            JsonNode squareCb = node.path("square-cb");
            return new Exploration.SquareCb(
                    squareCb.path("gamma").asDouble(), squareCb.path("floor").asDouble());
        }
        if (node.has("ensemble")) {
            JsonNode ensemble = node.path("ensemble");
            return new Exploration.Ensemble(
                    ensemble.path("replicas").asInt(), ensemble.path("floor").asDouble());
        }
        if (node.has("thompson")) {
            return new Exploration.Thompson(node.path("thompson").path("floor").asDouble());
        }
        if (node.has("guarded")) {
            JsonNode guarded = node.path("guarded");
            return new Exploration.Guarded(
                    read(guarded.path("own")),
                    read(guarded.path("baseline")),
                    guarded.path("at_least").asDouble());
        }
        throw new IllegalArgumentException(
                "the manifest's exploration is none of softmax, epsilon-greedy, square-cb, ensemble, thompson and"
                        + " guarded: "
                        + node);
    }
}
