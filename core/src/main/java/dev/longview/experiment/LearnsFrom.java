package dev.longview.experiment;

/** Which decisions the policy of a cell learns from, while it is tried. */
public enum LearnsFrom {
    /** Those that the policy itself served: what is compared is then the policies with what each of them learns. */
    OWN,
    /** All that may be used, whichever policy served them. */
    ALL
}
