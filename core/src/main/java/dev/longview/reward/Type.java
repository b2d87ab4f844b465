package dev.longview.reward;

/** What an expression is. */
enum Type {
    NUMBER("a number"),
    CONDITION("a condition"),
    CATEGORY("a category"),
    TEXT("a quoted text"),
    LISTING("a list"),
    /** A condition too. */
    TIME("a time-to-first"),
    /** A feature that is a text, or missing. */
    WORD("a text that may be missing"),
    /** A feature that is some texts, or none. */
    WORDS("a feature of several texts"),
    /** A feature that is a number of any size, or missing. */
    AMOUNT("a number that may be missing"),
    /** Of what has been told already: fits everywhere. */
    UNKNOWN("unknown");

    final String spoken;

    Type(String spoken) {
        this.spoken = spoken;
    }

    boolean isCondition() {
        return this == CONDITION || this == TIME;
    }
}
