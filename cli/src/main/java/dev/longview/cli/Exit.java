package dev.longview.cli;

/** What the exit code of a command says to the script that ran it. */
final class Exit {
    /** Done. */
    static final int DONE = 0;

    /** The command did its work and the answer is no: a check found problems, a gate stays shut. */
    static final int NEGATIVE = 1;

    /** It cannot be done as asked: wrong usage, configuration or input. */
    static final int REFUSED = 2;

    /** Longview itself failed. */
    static final int FAILED = 3;

    private Exit() {}
}
