package dev.longview.policy;

/** What a policy takes of labels whose feedback has not all arrived. */
public enum LabelUse {
    /** Each row's reading by its precision, where readings are fitted: as {@code delay fit} has found labels of its age to be. */
    READINGS("readings"),
    /** The expected reward of each row as if it were the final one. */
    EXPECTED("expected"),
    /** Final rewards alone; rows that are not settled wait. */
    SETTLED("settled"),
    /** What has arrived, as if nothing more would come. */
    SO_FAR("so-far");

    private final String word;

    LabelUse(String word) {
        this.word = word;
    }

    /** As it stands in {@code longview.yaml}. */
    public String word() {
        return word;
    }

    /** @throws IllegalArgumentException when it is no word of theirs */
    public static LabelUse of(String word) {
        for (LabelUse use : values()) {
            if (use.word.equals(word)) {
                return use;
            }
        }
        throw new IllegalArgumentException("labels are used as readings, expected, settled or so-far: " + word);
    }
}
