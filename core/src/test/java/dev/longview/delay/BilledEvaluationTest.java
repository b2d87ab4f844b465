package dev.longview.delay;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.longview.columns.Batch;
import dev.longview.columns.BatchBuilder;
import dev.longview.columns.ColumnType;
import dev.longview.outcome.Aggregate;
import dev.longview.outcome.Assembled;
import dev.longview.outcome.OutcomeDefinition;
import dev.longview.outcome.Scope;
import dev.longview.outcome.State;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Everyone renews when due: most are billed after ten days, and some, who pay by the year, after two hundred. */
class BilledEvaluationTest {
    private static final int MONTHLY = 300;
    private static final int YEARLY = 100;

    private final OutcomeDefinition renewed = new OutcomeDefinition(
                    "renewed", "renew", new Aggregate.Occurred(), Optional.empty(), Duration.ofDays(1), false)
            .withScope(new Scope.Account(Scope.Source.MEMBERSHIPS, Scope.Reach.NEXT_BILLING));
    private final DelayDefinition definition =
            new DelayDefinition("renewed", Optional.empty(), List.of(), Optional.empty());
    private final Landmarks landmarks = Landmarks.upTo(Duration.ofDays(33));

    private Batch rows(String name) {
        Map<String, ColumnType> types = new LinkedHashMap<>();
        types.put(Assembled.DECISION, ColumnType.TEXT);
        types.put(Assembled.POSITION, ColumnType.BIGINT);
        types.put(Assembled.AGE, ColumnType.BIGINT);
        types.put(Assembled.value("renewed"), ColumnType.DOUBLE);
        types.put(Assembled.state("renewed"), ColumnType.BIGINT);
        types.put(Assembled.origin("renewed"), ColumnType.BIGINT);
        types.put(Assembled.due("renewed"), ColumnType.BIGINT);
        BatchBuilder builder = new BatchBuilder(types);
        for (int i = 0; i < MONTHLY + YEARLY; i++) {
            long due = (i < MONTHLY ? 10 : 200) * Viewing.DAY;
            for (long age : landmarks.ages()) {
                boolean came = age > due;
                builder.set(Assembled.DECISION, name + i).set(Assembled.POSITION, 0L);
                builder.set(Assembled.AGE, age).set(Assembled.value("renewed"), came ? 1.0 : 0.0);
                builder.set(Assembled.state("renewed"), (came ? State.FINAL : State.PENDING).code());
                builder.set(Assembled.origin("renewed"), 0L).set(Assembled.due("renewed"), due);
                builder.endRow();
            }
        }
        return builder.build();
    }

    @Test
    void report_someBillingsAreFurtherAwayThanIsFollowed_judgesByTheOthersAlone() {
        DelayModel model = DelayLearner.of(definition, renewed, landmarks)
                .add(rows("learned"))
                .fit();

        DelayReport report = DelayEvaluation.of(model).add(rows("judged")).report();

        assertThat(report.ages().getFirst().open()).isEqualTo(MONTHLY);
        assertThat(report.ages().getFirst().truth()).isEqualTo(1);
        assertThat(report.ages().getFirst().forecast()).isCloseTo(1, within(0.05));
    }
}
