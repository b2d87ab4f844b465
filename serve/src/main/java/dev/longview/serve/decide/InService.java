package dev.longview.serve.decide;

import dev.longview.columns.Batch;
import dev.longview.ingest.EventLines;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;

/**
 * What is in service at a moment: immutable, and swapped as a whole, so that a request sees one policy version and one catalogue from
 * beginning to end.
 *
 * @param policies by name
 * @param allItems the catalogue's items, sorted as the log sorts the items of a candidate set
 * @param allId the name of that candidate set
 */
public record InService(Batch catalogue, Map<String, ServedPolicy> policies, List<String> allItems, String allId) {
    public InService {
        policies = Map.copyOf(policies);
        allItems = List.copyOf(allItems);
    }

    public static InService of(Batch catalogue, Map<String, ServedPolicy> policies) {
        var ids = catalogue.texts("item");
        List<String> items = IntStream.range(0, catalogue.size())
                .mapToObj(ids::text)
                .sorted()
                .toList();
        return new InService(catalogue, policies, items, EventLines.candidatesId(items));
    }

    public Optional<ServedPolicy> policy(String name) {
        return Optional.ofNullable(policies.get(name));
    }

    /** With one version in the place of another. */
    public InService with(ServedPolicy next) {
        Map<String, ServedPolicy> all = new HashMap<>(policies);
        all.put(next.name(), next);
        return new InService(catalogue, all, allItems, allId);
    }

    /** The same policies over another catalogue. */
    public InService over(Batch items) {
        Map<String, ServedPolicy> all = new HashMap<>();
        policies.forEach((name, policy) -> all.put(name, policy.over(items)));
        return of(items, all);
    }
}
