package dev.longview.ingest;

import java.util.Optional;

/** What tells items, or members, apart: a word of the command line. */
sealed interface VwIdentity {
    /** An action's number within its decision, from 1. */
    record Index() implements VwIdentity {}

    /** The example's tag. */
    record Tag() implements VwIdentity {}

    /** All features of the example. */
    record Text() implements VwIdentity {}

    /** One feature's value. */
    record Feature(String namespace, String name) implements VwIdentity {}

    /** Texts that are longer become their hash. */
    int LONGEST = 64;

    /**
     * @param spelled index, tag, text, or {@code namespace/feature}; {@code /feature} for the unnamed namespace
     * @throws ImportException when it is none of them
     */
    static VwIdentity parse(String option, String spelled) {
        int slash = spelled.indexOf('/');
        return switch (spelled) {
            case "index" -> new Index();
            case "tag" -> new Tag();
            case "text" -> new Text();
            default -> {
                if (slash < 0 || slash == spelled.length() - 1) {
                    throw new ImportException(option + ": " + RowProblems.quoted(spelled)
                            + " is not index, tag, text or NAMESPACE/FEATURE (/FEATURE where the namespace has"
                            + " no name)");
                }
                yield new Feature(spelled.substring(0, slash), spelled.substring(slash + 1));
            }
        };
    }

    /** The name of an example, the index-th of its decision; empty when it has no such thing. */
    default Optional<String> of(VwExample example, int index) {
        return switch (this) {
            case Index() -> Optional.of("action-" + (index + 1));
            case Tag() -> Optional.of(example.tag()).filter(tag -> !tag.isEmpty());
            case Text() -> Optional.of(short64(example.text())).filter(text -> !text.isEmpty());
            case Feature(String namespace, String name) ->
                example.find(namespace, name).map(VwFeature::text);
        };
    }

    /** As a message names it. */
    default String spoken() {
        return switch (this) {
            case Index() -> "index";
            case Tag() -> "tag";
            case Text() -> "features";
            case Feature(String namespace, String name) -> "feature " + namespace + "/" + name;
        };
    }

    private static String short64(String text) {
        return text.length() <= LONGEST ? text : "item-" + ContentHash.ofText(text);
    }
}
