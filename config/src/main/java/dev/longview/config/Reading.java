package dev.longview.config;

import java.util.List;
import java.util.stream.Collectors;

/** What reading a configuration came to. */
public sealed interface Reading {
    record Checked(Configuration configuration) implements Reading {}

    /** @param problems all that were found, in the order of the file; at least one */
    record Refused(List<ConfigProblem> problems) implements Reading {
        public Refused {
            problems = List.copyOf(problems);
        }

        /** All problems for a person, and what to do next. */
        public String render(String fileName) {
            return problems.stream().map(problem -> problem.render(fileName)).collect(Collectors.joining("\n")) + "\n"
                    + (problems.size() == 1 ? "1 problem" : problems.size() + " problems")
                    + ". Correct the file and run: longview config check";
        }
    }
}
