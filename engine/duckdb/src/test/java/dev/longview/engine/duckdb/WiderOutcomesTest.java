package dev.longview.engine.duckdb;

import static org.assertj.core.api.Assertions.assertThat;

import dev.longview.engine.Assembly;
import dev.longview.engine.Finding;
import dev.longview.engine.Moment;
import dev.longview.log.FeatureDefinition;
import dev.longview.log.Table;
import dev.longview.outcome.Aggregate;
import dev.longview.outcome.Attribution;
import dev.longview.outcome.Condition;
import dev.longview.outcome.ConditionScope;
import dev.longview.outcome.HistoryFeature;
import dev.longview.outcome.OutcomeDefinition;
import dev.longview.outcome.Scope;
import dev.longview.outcome.Scope.Reach;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jspecify.annotations.NullUnmarked;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Stories of one member, with the outcomes that a person would write down. */
@NullUnmarked // a missing value of a row is null here
class WiderOutcomesTest {
    private static final long DAY = 86_400_000_000L;
    private static final Duration LATENESS = Duration.ofDays(2);
    private static final List<FeatureDefinition> FEATURES = List.of(
            new FeatureDefinition("item.genres", FeatureDefinition.Kind.MULTI_VALUED),
            new FeatureDefinition("member.plays", FeatureDefinition.Kind.NUMERIC));
    private static final Attribution ATTRIBUTION =
            new Attribution("play", Duration.ofDays(7), Duration.ofDays(28), true);

    private final Logs logs = Logs.empty();

    @TempDir
    private Path folder;

    private static OutcomeDefinition outcome(String name, String of, Aggregate as, String from, int days) {
        return new OutcomeDefinition(
                name, of, as, Optional.of(from).filter(origin -> !origin.isEmpty()), Duration.ofDays(days), false);
    }

    private static final OutcomeDefinition PLAYED = outcome("played", "play", new Aggregate.Occurred(), "", 28);

    private void recommended(String id, int day, String item) {
        logs.add(
                Table.DECISIONS,
                "decision_id",
                id,
                "account",
                "a",
                "member",
                "m",
                "time",
                day * DAY,
                "received",
                day * DAY,
                "usable_off_policy",
                true);
        logs.add(Table.SLATES, "decision_id", id, "position", 0L, "item", item, "received", day * DAY);
    }

    private void happened(String id, String kind, int day, String item) {
        logs.add(
                Table.FEEDBACK,
                "event_id",
                id,
                "kind",
                kind,
                "member",
                "m",
                "item",
                item,
                "time",
                day * DAY,
                "received",
                day * DAY + 1);
    }

    private void item(String item, String... genres) {
        logs.add(Table.ITEMS, "item", item, "valid_from", 0L, "received", 0L, "item.genres", List.of(genres));
    }

    private Map<String, Map<String, Object>> assembled(Assembly assembly) {
        try (DuckDbEngine engine = DuckDbEngine.open(folder.resolve("log"), DuckDbOptions.withDefaults())) {
            logs.publish(engine, FEATURES, 1);
            return AssemblyAgainstReferenceTest.assembled(engine, assembly).stream()
                    .collect(Collectors.toMap(row -> (String) row.get("decision_id"), row -> row));
        }
    }

    private static Assembly asOf(int day, OutcomeDefinition... outcomes) {
        return Assembly.of(FEATURES, List.of(outcomes), LATENESS, new Moment.At(day * DAY));
    }

    @Test
    void assemble_recommendedAgainWhileWatching_theCompletionIsTheFirstRecommendations() {
        OutcomeDefinition completed = outcome("completed", "complete", new Aggregate.TimeToFirst(), "played", 28);
        recommended("day0", 0, "series");
        recommended("day3", 3, "series");
        happened("p", "play", 0, "series");
        happened("c", "complete", 6, "series");

        var rows = assembled(asOf(40, PLAYED, completed).attributing(ATTRIBUTION));

        assertThat(rows.get("day0"))
                .containsEntry("outcome.completed.value", 6.0 * DAY)
                .containsEntry("continuation", false);
        assertThat(rows.get("day3"))
                .doesNotContainKey("outcome.completed.value")
                .containsEntry("outcome.played.value", 0.0)
                .containsEntry("outcome.played.state", 1L)
                .containsEntry("continuation", true);
    }

    @Test
    void assemble_withoutAttribution_feedbackThatNamesNoDecisionIsNobodys() {
        recommended("day0", 0, "series");
        happened("p", "play", 0, "series");

        assertThat(assembled(asOf(40, PLAYED)).get("day0")).containsEntry("outcome.played.value", 0.0);
    }

    @Test
    void findings_withAttribution_countsWhatWasGivenAndWhatIsOrganic() {
        recommended("day0", 0, "series");
        happened("p", "play", 0, "series");
        happened("c", "complete", 6, "series");
        happened("o", "play", 1, "film");
        try (DuckDbEngine engine = DuckDbEngine.open(folder.resolve("log"), DuckDbOptions.withDefaults())) {
            logs.publish(engine, FEATURES, 1);

            Map<String, Long> found = engine.findings(asOf(40, PLAYED).attributing(ATTRIBUTION)).stream()
                    .collect(Collectors.toMap(Finding::rule, Finding::rows));

            assertThat(found).containsEntry("engaged", 2L).containsEntry("organic", 1L);
        }
    }

    @Test
    void assemble_discoveryOfAGenre_countsLaterPlaysOfOtherTitlesAndTheRateBefore() {
        item("western-1", "western");
        item("western-2", "western", "classic");
        item("comedy", "comedy");
        recommended("d", 10, "western-1");
        happened("before", "play", 5, "comedy");
        happened("first", "play", 10, "western-1");
        happened("again", "play", 12, "western-1");
        happened("found", "play", 15, "western-2");
        happened("other", "play", 16, "comedy");
        Condition sameGenre = ((Condition.Compilation.Compiled) Condition.compile(
                        "shares(event.item.genres, item.genres)", ConditionScope.ofRecommendation(FEATURES)))
                .condition();
        OutcomeDefinition later = outcome("later", "play", new Aggregate.Count(20), "played", 28)
                .withScope(new Scope.Member(true, Reach.AFTER))
                .where(sameGenre);
        OutcomeDefinition earlier = outcome("earlier", "play", new Aggregate.Count(20), "", 28)
                .withScope(new Scope.Member(true, Reach.BEFORE))
                .where(sameGenre);
        OutcomeDefinition all = outcome("all", "play", new Aggregate.Count(20), "", 28)
                .withScope(new Scope.Member(false, Reach.BEFORE));

        var row = assembled(asOf(60, PLAYED, later, earlier, all).attributing(ATTRIBUTION))
                .get("d");

        assertThat(row)
                .containsEntry("outcome.later.value", 1.0)
                .containsEntry("outcome.later.state", 1L)
                .containsEntry("outcome.earlier.value", 0.0)
                .containsEntry("outcome.all.value", 1.0);
    }

    @Test
    void assemble_renewal_isDecidedAtTheNextBillingAndPendingWhereNoneIsDue() {
        OutcomeDefinition renewed = outcome("renewed", "renew", new Aggregate.Occurred(), "", 1)
                .withScope(new Scope.Account(Scope.Source.MEMBERSHIPS, Reach.NEXT_BILLING));
        recommended("before-joining", 1, "film");
        recommended("first-month", 10, "film");
        recommended("second-month", 40, "film");
        recommended("third-month", 70, "film");
        membership("join", 5, 35);
        membership("renew", 35, 65);
        membership("renew", 65, 95);

        var rows = assembled(asOf(80, renewed));
        var later = assembled(asOf(99, renewed));

        assertThat(rows.get("before-joining"))
                .containsEntry("outcome.renewed.state", 0L)
                .doesNotContainKey("outcome.renewed.origin");
        assertThat(rows.get("first-month"))
                .containsEntry("outcome.renewed.value", 1.0)
                .containsEntry("outcome.renewed.state", 1L);
        assertThat(rows.get("second-month")).containsEntry("outcome.renewed.value", 1.0);
        assertThat(rows.get("third-month"))
                .containsEntry("outcome.renewed.value", 0.0)
                .containsEntry("outcome.renewed.state", 0L);
        assertThat(later.get("third-month"))
                .containsEntry("outcome.renewed.value", 0.0)
                .containsEntry("outcome.renewed.state", 1L);
    }

    /** Who has left is decided as soon as nothing earlier can arrive, long before the billing would have been due. */
    @Test
    void assemble_lapseBeforeTheNextBilling_decidesThatThereIsNoRenewal() {
        OutcomeDefinition renewed = outcome("renewed", "renew", new Aggregate.Occurred(), "", 1)
                .withScope(new Scope.Account(Scope.Source.MEMBERSHIPS, Reach.NEXT_BILLING));
        recommended("d", 10, "film");
        membership("join", 5, 35);
        membership("lapse", 20, 20);
        // Nothing of that membership: a check says so, and it does not count.
        membership("renew", 30, 60);

        assertThat(assembled(asOf(19, renewed)).get("d"))
                .containsEntry("outcome.renewed.state", 0L)
                .containsEntry("outcome.renewed.due", 25 * DAY);
        assertThat(assembled(asOf(21, renewed)).get("d")).containsEntry("outcome.renewed.state", 0L);
        assertThat(assembled(asOf(22, renewed)).get("d"))
                .containsEntry("outcome.renewed.value", 0.0)
                .containsEntry("outcome.renewed.state", 1L);
        assertThat(assembled(asOf(50, renewed)).get("d"))
                .containsEntry("outcome.renewed.value", 0.0)
                .containsEntry("outcome.renewed.state", 1L);
    }

    private void membership(String event, int day, int until) {
        logs.add(
                Table.MEMBERSHIPS,
                "event_id",
                event + day,
                "account",
                "a",
                "event",
                event,
                "period_end",
                until * DAY,
                "time",
                day * DAY,
                "received",
                day * DAY);
    }

    @Test
    void assemble_history_knowsNothingThatWasReceivedAfterTheDecision() {
        recommended("d", 10, "film");
        happened("known", "play", 8, "series");
        happened("later", "play", 11, "series");
        // Happened before the decision, but nobody knew: a leak, if it counted.
        logs.add(
                Table.FEEDBACK,
                "event_id",
                "leak",
                "kind",
                "play",
                "member",
                "m",
                "item",
                "series",
                "time",
                9 * DAY,
                "received",
                10 * DAY + 1);
        HistoryFeature plays = new HistoryFeature(
                "member.plays", "play", HistoryFeature.As.COUNT, Duration.ofDays(7), false, Optional.empty());

        var row = assembled(asOf(40, PLAYED).remembering(List.of(plays))).get("d");

        assertThat(row).containsEntry("member.plays", 1.0);
    }

    @Test
    void assemble_historyThatWasLogged_isPreferred() {
        recommended("d", 10, "film");
        happened("known", "play", 8, "series");
        logs.rows(Table.DECISIONS).getFirst().put("member.plays", 7.0);
        HistoryFeature plays = new HistoryFeature(
                "member.plays", "play", HistoryFeature.As.COUNT, Duration.ofDays(7), false, Optional.empty());

        var row = assembled(asOf(40, PLAYED).remembering(List.of(plays))).get("d");

        assertThat(row).containsEntry("member.plays", 7.0);
    }
}
