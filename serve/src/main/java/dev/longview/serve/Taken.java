package dev.longview.serve;

import java.util.List;

/**
 * What became of one row of a request.
 *
 * @param id its identity; empty when it has none
 * @param problems why it was refused; none otherwise
 */
public record Taken(String id, Status status, List<Problem> problems) {
    public Taken {
        problems = List.copyOf(problems);
    }

    /** Whether it is on disk. */
    public enum Status {
        STORED,
        /** It was there already. */
        REPEATED,
        REFUSED
    }
}
