package dev.longview.ingest;

import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/** What Vowpal Wabbit calls an example: a line of features, of the visit or of one action. */
record VwExample(String tag, List<VwFeature> features) {
    static final VwExample EMPTY = new VwExample("", List.of());

    VwExample {
        features = List.copyOf(features);
    }

    /** All of it, numbers too, in a spelling of our own. */
    String text() {
        return features.stream()
                .map(feature -> feature.longToken() + (feature.number() == 1 ? "" : ":" + feature.number()))
                .collect(Collectors.joining(" "));
    }

    Optional<VwFeature> find(String namespace, String name) {
        return features.stream()
                .filter(feature ->
                        feature.namespace().equals(namespace) && feature.name().equals(name))
                .findFirst();
    }
}
