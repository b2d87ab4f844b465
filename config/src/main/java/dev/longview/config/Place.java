package dev.longview.config;

/**
 * A piece of the file: the keys that lead to it, and the characters [start, end) that a problem with it points at.
 *
 * @param path {@code rewards.enjoyed}; empty for the file itself
 */
record Place(String path, int start, int end) {
    static final Place FILE = new Place("", 0, 0);

    /** The place of a key in the map that stands here. */
    Place key(Node.Scalar key) {
        return new Place(path.isEmpty() ? key.value() : path + "." + key.value(), key.start(), key.end());
    }

    /** The place of the value of the key that stands here; the key's own when nothing is written. */
    Place value(Node value) {
        return value.start() == value.end() ? this : new Place(path, value.start(), value.end());
    }
}
