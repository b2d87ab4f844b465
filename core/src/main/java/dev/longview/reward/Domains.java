package dev.longview.reward;

import dev.longview.outcome.OutcomeDefinition;
import dev.longview.syntax.Expression;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The outcomes that an expression names, opinions among them, and before each those that its clock runs from. Every origin's index is
 * below its own, and every category's below its opinion's.
 */
final class Domains {
    private final List<Domain> all = new ArrayList<>();
    private final Map<String, Integer> index = new HashMap<>();
    private final Set<Integer> named = new HashSet<>();

    /** @param tree checked, without circles among the origins of what it names */
    Domains(Expression tree, Map<String, OutcomeDefinition> declared) {
        Trees.each(tree, e -> {
            if (e instanceof Expression.Name name && declared.containsKey(name.name())) {
                named.add(add(name.name(), declared));
            } else if (e instanceof Expression.Call call) {
                Trees.outcome(call).ifPresent(key -> named.add(addOpinion(call, key, declared)));
            }
        });
    }

    private int addOpinion(Expression.Call opinion, String key, Map<String, OutcomeDefinition> declared) {
        Integer known = index.get(key);
        if (known != null) {
            return known;
        }
        int spoken = add(Trees.outcome(opinion.arguments().getFirst()).orElseThrow(), declared);
        index.put(key, all.size());
        all.add(new Domain(all.get(spoken).outcome(), all.get(spoken).origin(), spoken));
        return all.size() - 1;
    }

    private int add(String name, Map<String, OutcomeDefinition> declared) {
        Integer known = index.get(name);
        if (known != null) {
            return known;
        }
        OutcomeDefinition outcome = declared.get(name);
        if (outcome == null) {
            throw new IllegalArgumentException("unknown outcome '" + name + "'");
        }
        int origin = outcome.from().isPresent() ? add(outcome.from().get(), declared) : -1;
        index.put(name, all.size());
        all.add(new Domain(outcome, origin, -1));
        return all.size() - 1;
    }

    int size() {
        return all.size();
    }

    Domain at(int k) {
        return all.get(k);
    }

    /** Whether the expression reads it; the others only start a clock. */
    boolean isNamed(int k) {
        return named.contains(k);
    }

    int indexOf(String name) {
        Integer k = index.get(name);
        if (k == null) {
            throw new IllegalArgumentException("unknown outcome '" + name + "'");
        }
        return k;
    }

    /** Of an outcome, or of the opinion on one. */
    int indexOf(Expression e) {
        return indexOf(
                Trees.outcome(e).orElseThrow(() -> new IllegalArgumentException("not an outcome: " + e.normalised())));
    }

    /** All, opinions too. */
    List<String> names() {
        return all.stream().map(Domain::name).toList();
    }

    /** Those that a batch has columns of. */
    List<String> outcomes() {
        return all.stream()
                .filter(domain -> !domain.isOpinion())
                .map(domain -> domain.outcome().name())
                .toList();
    }
}
