package dev.longview.loop;

import dev.longview.columns.Batch;
import java.util.ArrayList;
import java.util.List;

/** Answers one visit after another, and counts what came of them: one that cannot be answered keeps no other from its slate. */
final class Answering {
    private static final int FIRST = 10;

    private final ServedVisit served;
    private final List<String> refusals = new ArrayList<>();
    private long decisions;
    private long unserved;
    private long refused;

    Answering(ServedVisit served) {
        this.served = served;
    }

    /** The rows that are answered next. */
    void visits(Batch visits) {
        served.visits(visits);
    }

    /** @return whether the visit has a slate */
    boolean answer(Batch visits, int row) {
        try {
            boolean shown = served.answer(visits, row);
            decisions += shown ? 1 : 0;
            unserved += shown ? 0 : 1;
            return shown;
        } catch (UnansweredVisit e) {
            refused++;
            if (refusals.size() < FIRST) {
                refusals.add(String.valueOf(e.getMessage()));
            }
            return false;
        }
    }

    Answered answered() {
        return new Answered(decisions, unserved, refused, refusals);
    }
}
