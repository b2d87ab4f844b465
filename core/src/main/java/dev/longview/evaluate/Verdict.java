package dev.longview.evaluate;

/** What an off-policy estimate may be used for. */
public sealed interface Verdict {
    /** The log supports the policy well enough for the interval to be believed. */
    record Usable() implements Verdict {}

    /** A direction, not a decision. */
    record Weak(String reason) implements Verdict {}

    /** The number tells nothing about the policy. */
    record Unusable(String reason) implements Verdict {}

    /** One line for a person. */
    default String sentence() {
        return switch (this) {
            case Usable() -> "usable";
            case Weak(String reason) -> "weak: " + reason;
            case Unusable(String reason) -> "unusable: " + reason;
        };
    }
}
