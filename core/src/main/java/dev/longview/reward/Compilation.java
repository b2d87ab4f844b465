package dev.longview.reward;

import dev.longview.syntax.Problem;
import java.util.List;

/** What compiling a reward came to. */
public sealed interface Compilation {
    record Compiled(Reward reward) implements Compilation {}

    /** @param problems all that were found, in the order of the text; at least one */
    record Refused(List<Problem> problems) implements Compilation {
        public Refused {
            problems = List.copyOf(problems);
        }
    }
}
