package dev.longview.simulate;

import java.util.List;

/** Who gets which recommender. Asked once for each account of a run. */
@FunctionalInterface
public interface Assigner {
    Assignment assign(String account);

    /** @param cells experiment/cell, one for each experiment that the account is in */
    record Assignment(List<String> cells, Recommender recommender) {
        public Assignment {
            cells = List.copyOf(cells);
        }
    }

    /** The same for everybody, in no experiment. */
    static Assigner everybody(Recommender recommender) {
        Assignment same = new Assignment(List.of(), recommender);
        return account -> same;
    }
}
