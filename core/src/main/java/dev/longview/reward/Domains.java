package dev.longview.reward;

import dev.longview.outcome.OutcomeDefinition;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** The outcomes that an expression names and, before each, those that its clock runs from. Every origin's index is below its own. */
final class Domains {
    private final List<Domain> all = new ArrayList<>();
    private final Map<String, Integer> index = new HashMap<>();

    /** @param declared without circles among the origins of {@code named} */
    Domains(Iterable<String> named, Map<String, OutcomeDefinition> declared) {
        named.forEach(name -> add(name, declared));
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
        all.add(new Domain(outcome, origin));
        return all.size() - 1;
    }

    int size() {
        return all.size();
    }

    Domain at(int k) {
        return all.get(k);
    }

    int indexOf(String name) {
        Integer k = index.get(name);
        if (k == null) {
            throw new IllegalArgumentException("unknown outcome '" + name + "'");
        }
        return k;
    }

    List<String> names() {
        return all.stream().map(domain -> domain.outcome().name()).toList();
    }
}
