package dev.longview.serve;

import java.util.List;
import java.util.stream.Collectors;

/** A request that cannot be done as asked; nothing was written. */
public final class Wrong extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final transient List<Problem> problems;

    public Wrong(List<Problem> problems) {
        super(problems.stream()
                .map(problem -> (problem.at().isEmpty() ? "" : problem.at() + ": ") + problem.message())
                .collect(Collectors.joining("; ")));
        this.problems = List.copyOf(problems);
    }

    public Wrong(String at, String message) {
        this(List.of(new Problem(at, message)));
    }

    public List<Problem> problems() {
        return problems;
    }
}
