package dev.longview.simulate.streaming;

import dev.longview.columns.Batch;
import dev.longview.columns.BatchBuilder;
import dev.longview.log.FeedbackKind;
import dev.longview.log.Table;

/**
 * For the bound that a learner can be held to: a truth listener that turns what each recommended play was worth into feedback, so that the
 * same learner can be trained on it, at once and without noise of labels. Such a log is not a log: it goes to a workspace of its own.
 */
public final class OracleFeedback implements Truth {
    /** The event's value is the satisfaction that the play gave in all, received with the play. */
    public static final FeedbackKind KIND = new FeedbackKind("satisfaction", false);

    private final World from;
    private final BatchBuilder rows = new BatchBuilder(Table.FEEDBACK.types(SimulatedLog.FEATURES));
    private long number;

    /** @param from the world that the run starts from */
    public OracleFeedback(World from) {
        this.from = from;
    }

    @Override
    public boolean listens() {
        return true;
    }

    @Override
    public void account(AccountTruth account) {}

    @Override
    public void play(PlayTruth play) {
        if (play.decision().isEmpty()) {
            return;
        }
        long time = from.calendar.timeMicros(play.startedDay()) + LogRows.DAY - 1;
        rows.set("event_id", "s-" + play.startedDay() + "-" + play.member() + "-" + number++)
                .set("kind", KIND.name())
                .set("member", play.member())
                .set("item", play.item())
                .set("time", time)
                .set("received", time)
                .set("decision_id", play.decision().get())
                .set("position", (long) play.position())
                .set("value", play.satisfaction())
                .endRow();
    }

    /** The feedback rows of the plays that have ended; they are forgotten here. */
    public Batch take() {
        return rows.build();
    }
}
