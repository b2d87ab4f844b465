package dev.longview.simulate.streaming;

import java.util.ArrayList;
import java.util.List;

/** What a block of accounts has to tell on one day: rows of the log and, where somebody listens, the truth. */
final class Told {
    final LogRows rows;
    final boolean truth;
    private final List<Truth.BillTruth> bills = new ArrayList<>();
    private final List<Truth.PlayTruth> plays = new ArrayList<>();

    Told(boolean log, boolean truth) {
        this.rows = new LogRows(log);
        this.truth = truth;
    }

    void bill(Truth.BillTruth bill) {
        bills.add(bill);
    }

    void play(Truth.PlayTruth play) {
        plays.add(play);
    }

    void drainTo(Truth listener) {
        bills.forEach(listener::bill);
        plays.forEach(listener::play);
    }
}
