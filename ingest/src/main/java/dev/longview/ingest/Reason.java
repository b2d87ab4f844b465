package dev.longview.ingest;

/** Why a row is skipped. */
public enum Reason {
    MALFORMED("not a row of this format"),
    NOT_UTF8("not UTF-8"),
    TOO_LONG("longer than a line may be"),
    CUT_OFF("the file ends within the row"),
    NO_TABLE("no table, or none of the log's"),
    FIELD_COUNT("another number of fields than the header"),
    REPEATED("given twice in one row"),
    TWICE("given in a row before"),
    MISSING("required, and missing"),
    WRONG_TYPE("of another type"),
    NESTED("nested where a flat value belongs"),
    OUT_OF_RANGE("out of range"),
    UNKNOWN("not a column of its table");

    private final String meaning;

    Reason(String meaning) {
        this.meaning = meaning;
    }

    public String meaning() {
        return meaning;
    }
}
