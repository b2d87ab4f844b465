package dev.longview.cli;

import dev.longview.config.Configuration;
import dev.longview.loop.ExpectedBy;
import dev.longview.reward.Reward;
import dev.longview.reward.RewardDefinition;
import java.io.PrintWriter;
import java.util.List;
import java.util.Optional;

/** A reward that compiles. */
record RewardLine(
        String reward,
        String version,
        double low,
        double high,
        List<String> outcomes,
        List<String> terms,
        String expectedBy,
        String normalised,
        Optional<String> hypothesis,
        Optional<String> parent) {
    static RewardLine of(RewardDefinition definition, Reward reward, Configuration configuration) {
        return new RewardLine(
                definition.name(),
                reward.version(),
                reward.range().low(),
                reward.range().high(),
                reward.outcomes(),
                reward.terms(),
                ExpectedBy.of(reward, configuration),
                reward.normalised(),
                definition.hypothesis(),
                definition.parent());
    }

    void print(PrintWriter out) {
        out.println(reward + "  " + version);
        hypothesis.ifPresent(text -> out.println("  hypothesis  " + text));
        parent.ifPresent(text -> out.println("  parent      " + text));
        out.println("  is          " + normalised);
        out.println("  range       " + Numbers.interval(low, high));
        out.println("  outcomes    " + String.join(", ", outcomes));
        out.println("  expected by " + expectedBy);
        terms.forEach(term -> out.println("  term        " + term));
    }
}
