package dev.longview.ingest;

/**
 * {@code action:cost:probability}. Of an action that was not chosen there is the action alone.
 *
 * @param cost NaN where the word has none
 */
record VwLabel(String action, double cost, double probability) {
    boolean chosen() {
        return !Double.isNaN(cost);
    }

    /** Reads a word; it is good when there are no problems afterwards. */
    static VwLabel parse(String word, RowProblems problems) {
        String[] parts = word.split(":", -1);
        if (parts.length == 1) {
            return new VwLabel(word, Double.NaN, Double.NaN);
        }
        if (parts.length != 3) {
            problems.add(
                    parts.length == 2 ? Reason.MISSING : Reason.MALFORMED,
                    "label",
                    RowProblems.quoted(word) + (parts.length == 2 ? " has no probability" : " is no label")
                            + "; allowed: action:cost:probability");
            return new VwLabel(parts[0], Double.NaN, Double.NaN);
        }
        return new VwLabel(parts[0], VwNumber.cost(parts[1], problems), VwNumber.probability(parts[2], problems));
    }
}
