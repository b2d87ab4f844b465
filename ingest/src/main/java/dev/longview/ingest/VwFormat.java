package dev.longview.ingest;

/** How a log of Vowpal Wabbit is written. */
public enum VwFormat {
    /** Text, a decision a line: {@code action:cost:probability | features}. */
    CB,
    /** The same behind the action of a policy that is judged: {@code action action:cost:probability | features}. */
    CB_EVAL,
    /** Text, an action a line, decisions set apart by empty lines: {@code shared | features}, {@code 0:cost:probability | features}. */
    CB_ADF,
    /** JSON of the decision service, a decision a line. */
    DSJSON
}
