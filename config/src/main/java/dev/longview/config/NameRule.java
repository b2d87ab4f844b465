package dev.longview.config;

import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/** What the names that a workspace chooses may look like. */
enum NameRule {
    /** Feedback kinds, rewards, policies, experiments, cells: also folders and column values. */
    PLAIN("[A-Za-z0-9_][A-Za-z0-9_-]{0,63}", "letters, digits, - and _, at most 64, not beginning with -"),
    /** Rewards name outcomes, and read {@code list-add} as a difference. */
    OUTCOME(
            "[A-Za-z_][A-Za-z0-9_]{0,63}",
            "letters, digits and _, at most 64, not beginning with a digit, and no word of the reward language"),
    FEATURE(
            "(context|member|item)\\.[A-Za-z0-9_]([A-Za-z0-9_.-]{0,62}[A-Za-z0-9_-])?",
            "context., member. or item., then letters, digits, - _ and ., at most 64");

    /** Words that the reward language means something else by. */
    private static final Set<String> RESERVED = Set.of(
            "true", "false", "and", "or", "not", "if", "then", "else", "case", "min", "max", "abs", "exp", "log",
            "sqrt", "pow", "clamp", "days", "hours", "in", "orValue", "opinion");

    final String regex;
    final String spoken;
    private final Pattern pattern;

    NameRule(String regex, String spoken) {
        this.regex = regex;
        this.spoken = spoken;
        this.pattern = Pattern.compile(regex);
    }

    /** Equal for names that some engine or file system takes for the same. */
    static String folded(String name) {
        return name.toLowerCase(Locale.ROOT);
    }

    /** What is wrong with a name. */
    Optional<String> refusal(String name) {
        if (this == OUTCOME && RESERVED.contains(name)) {
            return Optional.of(Node.quoted(name) + " means something else in rewards");
        }
        return pattern.matcher(name).matches()
                ? Optional.empty()
                : Optional.of(Node.quoted(name) + " is not a name that is allowed here");
    }
}
