package dev.longview.cli;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Pattern;

/**
 * A workspace of the streaming template all of whose policies explore ε-greedily. A softmax's temperature is in units of the reward, so
 * that with one temperature the policy of a larger reward is the greedier one; ε-greedy policies explore alike whatever their reward.
 */
final class GreedyWorkspace {
    private static final Pattern SOFTMAX = Pattern.compile("    exploration:(?: \\{ softmax: \\{[^}\n]*} }"
            + "|[^\n{]*\n      softmax:\n        temperature:[^\n]*\n        floor:[^\n]*)\n");

    private GreedyWorkspace() {}

    /** Replaces the softmax of each policy in a new workspace. */
    static void declare(Path workspace, double epsilon) {
        Path file = workspace.resolve("longview.yaml");
        try {
            String text = SOFTMAX.matcher(Files.readString(file))
                    .replaceAll("    exploration: { epsilon-greedy: { epsilon: " + epsilon + " } }\n");
            if (text.lines().anyMatch(line -> !line.stripLeading().startsWith("#") && line.contains("softmax:"))) {
                throw new IllegalStateException("a policy of the streaming template writes its softmax in another way");
            }
            Files.writeString(file, text);
        } catch (IOException e) {
            throw new UncheckedIOException(file + " cannot be written", e);
        }
    }
}
