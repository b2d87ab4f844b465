package dev.longview.simulate.streaming;

import dev.longview.columns.Batch;
import dev.longview.columns.BatchBuilder;
import dev.longview.log.FeedbackKind;
import dev.longview.log.Table;
import dev.longview.simulate.LogSink;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * For the bound that a learner can be held to: a truth listener that turns what each recommended play was worth into feedback, so that the
 * same learner can be trained on it, at once and without noise of labels. Such a log is not a log: it goes to a workspace of its own.
 *
 * <p>There are two kinds, as sums of values in a log are of what is at least 0: what a play gave is the value of the one less that of the
 * other, and each play has a row of one of them.
 */
public final class OracleFeedback implements Truth {
    /** The event's value is the satisfaction that the play gave in all, received a second after the decision. */
    public static final FeedbackKind KIND = new FeedbackKind("satisfaction", false);

    /** Where that is below 0: its value is by how much. */
    public static final FeedbackKind BELOW = new FeedbackKind("dissatisfaction", false);

    static final List<FeedbackKind> KINDS = List.of(KIND, BELOW);

    private static final long SECOND = 1_000_000;

    private final Map<String, Long> decided = new HashMap<>();
    private final BatchBuilder rows = new BatchBuilder(Table.FEEDBACK.types(SimulatedLog.FEATURES));

    /**
     * The log of the run, which it passes on: from there it knows when decisions were made. Plays of others are left out, those that began
     * before the run among them.
     */
    public LogSink beside(LogSink log) {
        return (table, batch) -> {
            if (table == Table.DECISIONS) {
                for (int row = 0; row < batch.size(); row++) {
                    decided.put(batch.texts("decision_id").text(row), batch.longs("time")[row]);
                }
            }
            log.rows(table, batch);
        };
    }

    @Override
    public boolean listens() {
        return true;
    }

    @Override
    public void account(AccountTruth account) {}

    @Override
    public void play(PlayTruth play) {
        String decision = play.decision().orElse("");
        Long since = decided.get(decision);
        if (since == null) {
            return;
        }
        long time = since + SECOND;
        rows.set("event_id", "s-" + decision + "-" + play.position())
                .set("kind", (play.satisfaction() < 0 ? BELOW : KIND).name())
                .set("member", play.member())
                .set("item", play.item())
                .set("time", time)
                .set("received", time)
                .set("decision_id", decision)
                .set("position", (long) play.position())
                .set("value", Math.abs(play.satisfaction()))
                .endRow();
    }

    /** The feedback rows of the plays that have ended; they are forgotten here. */
    public Batch take() {
        return rows.build();
    }
}
