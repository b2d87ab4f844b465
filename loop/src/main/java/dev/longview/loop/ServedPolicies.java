package dev.longview.loop;

import dev.longview.columns.Column;
import dev.longview.outcome.Assembled;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/** Which policy versions served the decisions of a window: what an error offers. */
final class ServedPolicies {
    private ServedPolicies() {}

    static List<String> of(Loop loop, Window window) {
        Set<String> served = new TreeSet<>();
        loop.assemble(window, List.of(), batch -> {
            Column.Texts policies = batch.texts(Assembled.POLICY);
            served.addAll(List.of(policies.dictionary()));
        });
        return List.copyOf(served);
    }
}
