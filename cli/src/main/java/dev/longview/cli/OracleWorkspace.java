package dev.longview.cli;

import dev.longview.simulate.streaming.OracleFeedback;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * A workspace of the streaming template whose log tells true satisfaction, and whose policy learns from that: the learner and the
 * exploration of {@code glad}, with what no log has as the reward.
 */
final class OracleWorkspace {
    /** The policy, as the study names the arm. */
    static final String POLICY = "oracle";

    /** The policy whose learner and exploration it has. */
    static final String LIKE = "glad";

    private OracleWorkspace() {}

    /** Whether a configuration has what it is like. */
    static boolean hasPattern(String text) {
        return text.contains("\n  " + LIKE + ":\n");
    }

    /** Declares in a new workspace what the oracle's log has, and the policy that learns from it. */
    static void declare(Path workspace) {
        Path file = workspace.resolve("longview.yaml");
        try {
            Files.writeString(file, declared(Files.readString(file)));
        } catch (IOException e) {
            throw new UncheckedIOException(file + " cannot be written", e);
        }
    }

    /** What a play gives in all is told as one event with the decision: no lateness, no forecast, no noise but the play's own. */
    private static String declared(String template) {
        String satisfaction = OracleFeedback.KIND.name();
        String below = OracleFeedback.BELOW.name();
        String text = under("feedback", template, "  " + satisfaction + ": {}\n  " + below + ": {}\n");
        text = under(
                "outcomes",
                text,
                "  satisfied:    { of: " + satisfaction
                        + ", as: sum, max: 100, final-after: 1h }\n  dissatisfied: { of: " + below
                        + ", as: sum, max: 100, final-after: 1h }\n");
        text = under("rewards", text, """
              satisfaction:
                hypothesis: none, this is what really became of it
                is: "satisfied - dissatisfied"
            """);
        return under("policies", text, policy(text));
    }

    /** The block of the policy that it is like, with another name and reward. */
    private static String policy(String text) {
        String begins = "\n  " + LIKE + ":\n";
        int from = text.indexOf(begins);
        int end = text.indexOf("\n\n", from);
        if (from < 0 || end < 0) {
            throw new IllegalStateException("the streaming template declares the policy " + LIKE);
        }
        String block = text.substring(from + 1, end + 1);
        return block.replaceFirst(LIKE, POLICY).replaceFirst("reward: \\w+", "reward: satisfaction");
    }

    private static String under(String key, String text, String lines) {
        String begins = "\n" + key + ":\n";
        int at = text.indexOf(begins);
        if (at < 0 || text.indexOf(begins, at + 1) >= 0) {
            throw new IllegalStateException(
                    "the streaming template has the key " + key + " once, on a line of its own");
        }
        int after = at + begins.length();
        return text.substring(0, after) + lines + text.substring(after);
    }
}
