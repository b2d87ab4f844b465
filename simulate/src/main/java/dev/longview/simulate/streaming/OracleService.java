package dev.longview.simulate.streaming;

import dev.longview.columns.Batch;
import dev.longview.log.FeatureDefinition;
import dev.longview.log.FeedbackKind;
import dev.longview.log.Table;
import dev.longview.simulate.Assigner;
import dev.longview.simulate.LogSink;
import dev.longview.simulate.Progress;
import dev.longview.simulate.Service;
import java.util.List;
import java.util.stream.Stream;

/**
 * A streaming service whose log tells what no log can: with each decision, the satisfaction that a play which it won gives in all, though
 * the play may go on for weeks. Whoever learns from it is the bound of whoever learns from what can be seen.
 *
 * <p>What a play will give is found by running the world on from the end of its day with nothing more shown, which is thrown away: it is
 * what the recommendation did by itself. What is shown later changes it for few plays, when the account leaves over it, or a taste widens
 * before the play is through. The members live as they do in the service given; only the log has more.
 */
public final class OracleService implements Service {
    private static final Assigner NOTHING = Assigner.everybody((visit, slate) -> {});

    private final StreamingService service;

    private OracleService(StreamingService service) {
        this.service = service;
    }

    public static OracleService of(StreamingService service) {
        return new OracleService(service);
    }

    /** The service whose log this is, with what became of its accounts. */
    public StreamingService service() {
        return service;
    }

    @Override
    public String name() {
        return service.name() + ", its log with true satisfaction";
    }

    @Override
    public List<FeatureDefinition> features() {
        return service.features();
    }

    @Override
    public List<FeedbackKind> feedback() {
        return Stream.concat(service.feedback().stream(), OracleFeedback.KINDS.stream())
                .toList();
    }

    @Override
    public long timeMicros() {
        return service.timeMicros();
    }

    @Override
    public OracleService run(int days, Assigner assigner, LogSink log, Progress progress) {
        if (!log.listens()) {
            return new OracleService(service.run(days, assigner, log, progress));
        }
        OracleFeedback feedback = new OracleFeedback();
        StreamingService after = service.run(days, assigner, feedback.beside(log), feedback, progress);
        after.run(Engagement.LONGEST_DAYS + 1, NOTHING, LogSink.nobody(), feedback, Progress.silent());
        Batch rows = feedback.take();
        if (rows.size() > 0) {
            log.rows(Table.FEEDBACK, rows);
        }
        return new OracleService(after);
    }
}
