package dev.longview.config;

import static dev.longview.config.Key.defaulted;
import static dev.longview.config.Key.optional;
import static dev.longview.config.Key.required;

import dev.longview.config.Shape.Decimal;
import dev.longview.config.Shape.Fields;

/** The keys of a policy's exploration: how scores become a random slate. */
final class ExplorationKeys {
    static final Key<Double> TEMPERATURE = defaulted(
            "temperature",
            Decimal.above(0, FileSchema.MOST),
            "0.1",
            "in units of the score: the higher, the more alike the items");
    static final Key<Double> FLOOR = defaulted(
            "floor",
            Decimal.above(0, 1),
            "0.1",
            "share of the probability that is spread evenly over all eligible items, at every position");
    static final Key<Section> SOFTMAX = optional(
            "softmax",
            Fields.of(TEMPERATURE, FLOOR),
            "not chosen",
            "items are drawn in turn, with weights that grow with their scores");
    static final Key<Double> EPSILON =
            required("epsilon", Decimal.above(0, 1), "probability of drawing uniformly instead of taking the best");
    static final Key<Section> EPSILON_GREEDY =
            optional("epsilon-greedy", Fields.of(EPSILON), "not chosen", "at each position the best item left, or any");
    static final Key<Double> GAMMA = required(
            "gamma",
            Decimal.above(0, FileSchema.MOST),
            "per unit of the score: the higher, the less is shown of what scores below the best");
    static final Key<Section> SQUARE_CB = optional(
            "square-cb",
            Fields.of(GAMMA, FLOOR),
            "not chosen",
            "at each position each of the K items left has the probability 1 / (K + gamma·(how far its score is below"
                    + " the best)), and the best the rest");
    static final Key<Double> REPLICAS = defaulted(
            "replicas",
            Decimal.whole(2, 100),
            "10",
            "how many models; training takes as many times the time and the memory");
    static final Key<Section> ENSEMBLE = optional(
            "ensemble",
            Fields.of(REPLICAS, FLOOR),
            "not chosen",
            "at each position one of several models, each trained on a bootstrap of the log, shows its best item left"
                    + " (Thompson sampling)");
    static final Key<Section> THOMPSON = optional(
            "thompson",
            Fields.of(FLOOR),
            "not chosen",
            "at each position each item left has the probability that it is the best, by what is believed of each");
    static final Key<Section> EXPLORATION = defaulted(
            "exploration",
            Fields.oneOf(SOFTMAX, EPSILON_GREEDY, SQUARE_CB, ENSEMBLE, THOMPSON),
            "{ softmax: { temperature: 0.1, floor: 0.1 } }",
            "how scores become a random slate");

    private ExplorationKeys() {}
}
