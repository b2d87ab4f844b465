package dev.longview.config;

/**
 * A key of the file: everything that is known of it.
 *
 * @param meaning a sentence without its full stop, for the reference and for editors
 */
record Key<T>(String name, Shape<T> shape, Presence presence, String meaning) {
    static <T> Key<T> required(String name, Shape<T> shape, String meaning) {
        return new Key<>(name, shape, new Presence.Required(), meaning);
    }

    /** @param yaml the default, as one would write it */
    static <T> Key<T> defaulted(String name, Shape<T> shape, String yaml, String meaning) {
        return new Key<>(name, shape, new Presence.Defaulted(yaml), meaning);
    }

    static <T> Key<T> optional(String name, Shape<T> shape, String otherwise, String meaning) {
        return new Key<>(name, shape, new Presence.Optional(otherwise), meaning);
    }

    boolean isRequired() {
        return presence instanceof Presence.Required;
    }
}
