package dev.longview.ingest;

/**
 * A feature as Vowpal Wabbit's formats write it.
 *
 * @param namespace empty for the unnamed one
 * @param value of {@code name=value}, or of a JSON string; empty where there is none
 * @param number of {@code name:number}, or of a JSON number, times the namespace's scale; 1 where there is none
 */
record VwFeature(String namespace, String name, String value, double number) {
    /** The feature without its number, which is how a list of features names it. */
    String token() {
        return value.isEmpty() ? name : name + "=" + value;
    }

    /** The token behind its namespace. */
    String longToken() {
        return namespace.isEmpty() ? token() : namespace + "." + token();
    }

    /** The value as a text, whether it was written as one or as a number. */
    String text() {
        return !value.isEmpty() ? value : number == Math.rint(number) ? String.valueOf((long) number) : "" + number;
    }
}
