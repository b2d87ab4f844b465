package dev.longview.policy;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.commons.statistics.distribution.NormalDistribution;

/**
 * The slow reference: explorations and rules as their definitions say them, over lists of what is left, and all slates enumerated.
 *
 * @param scores one array for each model
 * @param pins item by position
 * @param values of each item, for the cap
 * @param most items with one value in a slate; 0 for no cap
 */
@SuppressWarnings("ArrayRecordComponent")
record SlowPolicy(
        Exploration exploration,
        int slateSize,
        double[][] scores,
        Map<Integer, Integer> pins,
        List<List<Integer>> values,
        int most) {

    /** What was integrated before, by what it is of. */
    private static final Map<String, Map<Integer, Double>> LARGEST = new ConcurrentHashMap<>();

    static SlowPolicy of(Exploration exploration, int slateSize, double[][] scores) {
        return new SlowPolicy(exploration, slateSize, scores, Map.of(), List.of(), 0);
    }

    SlowPolicy withPins(Map<Integer, Integer> pinned) {
        return new SlowPolicy(exploration, slateSize, scores, pinned, values, most);
    }

    SlowPolicy withCap(List<List<Integer>> each, int allowed) {
        return new SlowPolicy(exploration, slateSize, scores, pins, each, allowed);
    }

    int n() {
        return scores[0].length;
    }

    /** The same rules, as the sampler takes them. */
    Restrictions restrictions() {
        List<Restrictions.Cap> caps = new ArrayList<>();
        if (most > 0) {
            int[] offsets = new int[n() + 1];
            for (int i = 0; i < n(); i++) {
                offsets[i + 1] = offsets[i] + values.get(i).size();
            }
            int[] codes =
                    values.stream().flatMap(List::stream).mapToInt(code -> code).toArray();
            caps.add(new Restrictions.Cap(
                    most, offsets, codes, Arrays.stream(codes).max().orElse(0) + 1));
        }
        Restrictions rules = new Restrictions(caps);
        int[] rows = new int[n()];
        Arrays.setAll(rows, i -> i);
        rules.candidates(rows);
        pins.forEach(rules::pin);
        return rules;
    }

    /** Those that may stand after a prefix, each with its probability; empty when the slate ends there. */
    Map<Integer, Double> next(List<Integer> prefix) {
        if (prefix.size() >= slateSize) {
            return Map.of();
        }
        List<Integer> unplaced = pins.entrySet().stream()
                .filter(pin -> !prefix.contains(pin.getValue()))
                .sorted(Map.Entry.comparingByKey())
                .map(Map.Entry::getValue)
                .toList();
        List<Integer> left = left(prefix);
        boolean due = pins.entrySet().stream()
                .anyMatch(pin -> pin.getKey() <= prefix.size() && unplaced.contains(pin.getValue()));
        if (!unplaced.isEmpty() && (due || left.isEmpty())) {
            return Map.of(unplaced.getFirst(), 1.0);
        }
        Map<Integer, Double> probabilities = new HashMap<>();
        for (int item : left) {
            probabilities.put(item, probability(item, left));
        }
        return probabilities;
    }

    /** Of an item that is drawn, not pinned, and may stand there. */
    double drawn(List<Integer> prefix, int item) {
        List<Integer> left = left(prefix);
        return left.contains(item) ? probability(item, left) : 0;
    }

    private List<Integer> left(List<Integer> prefix) {
        List<Integer> left = new ArrayList<>();
        for (int i = 0; i < n(); i++) {
            if (!prefix.contains(i) && !pins.containsValue(i) && !full(i, prefix)) {
                left.add(i);
            }
        }
        return left;
    }

    private boolean full(int item, List<Integer> prefix) {
        if (most == 0) {
            return false;
        }
        return values.get(item).stream().anyMatch(value -> {
            long above = prefix.stream()
                    .filter(other -> values.get(other).contains(value))
                    .count();
            long below = pins.values().stream()
                    .filter(other ->
                            !prefix.contains(other) && values.get(other).contains(value))
                    .count();
            return above + below >= most;
        });
    }

    private double probability(int item, List<Integer> left) {
        return probability(exploration, scores, item, left);
    }

    private double probability(Exploration by, double[][] models, int item, List<Integer> left) {
        double k = left.size();
        return switch (by) {
            case Exploration.Guarded(Exploration own, Exploration baseline, double share) ->
                (1 - share) * probability(own, models, item, left)
                        + share
                                * probability(
                                        baseline, Arrays.copyOfRange(models, own.models(), models.length), item, left);
            case Exploration.EpsilonGreedy(double epsilon) ->
                (item == best(models[0], left) ? 1 - epsilon : 0) + epsilon / k;
            case Exploration.Softmax(double temperature, double floor) -> {
                // Over all that could be drawn at first; then renormalised over what is left.
                List<Integer> first = left(List.of());
                yield weight(models[0], item, first, temperature, floor)
                        / left.stream()
                                .mapToDouble(each -> weight(models[0], each, first, temperature, floor))
                                .sum();
            }
            case Exploration.SquareCb(double gamma, double floor) -> {
                int best = best(models[0], left);
                double others = left.stream()
                        .filter(each -> each != best)
                        .mapToDouble(each -> 1 / (k + gamma * (models[0][best] - models[0][each])))
                        .sum();
                double own = item == best ? 1 - others : 1 / (k + gamma * (models[0][best] - models[0][item]));
                yield (1 - floor) * own + floor / k;
            }
            case Exploration.Thompson(double floor) ->
                (1 - floor) * best(models[0], models[1], left).getOrDefault(item, 0.0) + floor / k;
            case Exploration.Ensemble(int replicas, double floor) -> {
                long votes = Arrays.stream(models, 0, replicas)
                        .filter(model -> best(model, left) == item)
                        .count();
                yield (1 - floor) * votes / replicas + floor / k;
            }
        };
    }

    /** For each the probability to be the largest: the rectangle rule on a fine grid, over all of x. */
    private Map<Integer, Double> best(double[] means, double[] deviations, List<Integer> left) {
        return LARGEST.computeIfAbsent(Arrays.toString(means) + Arrays.toString(deviations) + left, key -> {
            Map<Integer, Double> chances = new HashMap<>();
            NormalDistribution normal = NormalDistribution.of(0, 1);
            double step = 0.02;
            for (double x = -20; x < 20; x += step) {
                for (int i : left) {
                    double z = (x - means[i]) / deviations[i];
                    double all = normal.density(z) / deviations[i] * step;
                    for (int j : left) {
                        all *= i == j ? 1 : normal.cumulativeProbability((x - means[j]) / deviations[j]);
                    }
                    chances.merge(i, all, Double::sum);
                }
            }
            return chances;
        });
    }

    private static double weight(double[] scores, int item, List<Integer> all, double temperature, double floor) {
        double sum = all.stream()
                .mapToDouble(each -> Math.exp(scores[each] / temperature))
                .sum();
        return (1 - floor) * Math.exp(scores[item] / temperature) / sum + floor / all.size();
    }

    private static int best(double[] model, List<Integer> left) {
        int best = left.getFirst();
        for (int i : left) {
            best = model[i] > model[best] ? i : best;
        }
        return best;
    }

    /** By enumeration of all slates: position × item. */
    double[][] marginals() {
        double[][] marginals = new double[slateSize][n()];
        walk(List.of(), 1, marginals);
        return marginals;
    }

    private void walk(List<Integer> prefix, double probability, double[][] marginals) {
        next(prefix).forEach((item, p) -> {
            marginals[prefix.size()][item] += probability * p;
            List<Integer> longer = new ArrayList<>(prefix);
            longer.add(item);
            walk(longer, probability * p, marginals);
        });
    }
}
