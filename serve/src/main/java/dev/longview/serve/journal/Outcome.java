package dev.longview.serve.journal;

/** What became of a row that was handed in. Either way it is on disk. */
public enum Outcome {
    /** It is new. */
    STORED,
    /** A row of this key was there; this one was not written. */
    REPEATED
}
