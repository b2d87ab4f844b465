package dev.longview.engine.duckdb;

import static dev.longview.engine.duckdb.CleanLog.DAY;
import static dev.longview.engine.duckdb.CleanLog.FEATURES;
import static dev.longview.engine.duckdb.CleanLog.HOUR;
import static dev.longview.engine.duckdb.CleanLog.again;
import static dev.longview.engine.duckdb.CleanLog.decision;
import static dev.longview.engine.duckdb.CleanLog.event;
import static dev.longview.engine.duckdb.CleanLog.inspection;
import static dev.longview.engine.duckdb.CleanLog.membership;
import static dev.longview.engine.duckdb.CleanLog.row;
import static dev.longview.engine.duckdb.CleanLog.slate;
import static org.assertj.core.api.Assertions.assertThat;

import dev.longview.columns.ColumnType;
import dev.longview.engine.Check;
import dev.longview.engine.Checked;
import dev.longview.engine.Checked.Status;
import dev.longview.engine.SegmentWriter;
import dev.longview.log.Table;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.SequencedMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Every check on a log in which all is well but what the check is about: the numbers are counted by hand. */
class CheckTest {
    @TempDir
    @SuppressWarnings("NullAway.Init") // JUnit sets it
    private Path folder;

    private List<Checked> checked(Logs log) {
        try (DuckDbEngine engine = DuckDbEngine.open(folder.resolve("log"), DuckDbOptions.withDefaults())) {
            log.publish(engine, FEATURES, 1);
            return engine.check(inspection());
        }
    }

    /** The checks that rows met, each as {@code name rows/of [examples]}. */
    private List<String> met(Logs log) {
        return checked(log).stream()
                .filter(check -> check.rows() > 0)
                .map(check -> check.check() + " " + check.rows() + "/" + check.of() + " " + check.examples())
                .toList();
    }

    @Test
    void check_cleanLog_passesEveryCheckThatThereIs() {
        List<Checked> checked = checked(CleanLog.log());
        assertThat(checked.stream().map(Checked::check))
                .containsExactlyElementsOf(
                        Stream.of(Check.values()).map(Check::checkName).toList());
        assertThat(checked).allMatch(check -> check.rows() == 0 && check.status() == Status.PASS);
        // No check passes because it has looked at nothing.
        assertThat(checked).allMatch(check -> check.of() > 0);
    }

    @Test
    void check_duplicates_tellsThoseThatSayTheSameFromThoseThatDiffer() {
        Logs log = CleanLog.log();
        again(log, Table.DECISIONS, decision(log, "d1"), "received", 11 * DAY + 5);
        again(log, Table.DECISIONS, decision(log, "d3"), "surface", "home");
        again(log, Table.SLATES, slate(log, "d1", 1), "received", 11 * DAY + 5);
        again(log, Table.SLATES, slate(log, "d2", 1), "conditional_propensity", 0.25);
        again(log, Table.FEEDBACK, event(log, "d1-play"), "received", 11 * DAY + 2 * HOUR);
        again(log, Table.FEEDBACK, event(log, "d1-play"), "received", 11 * DAY + 3 * HOUR);
        again(log, Table.FEEDBACK, event(log, "d2-play"), "attributes", Map.of("season", "1"));
        again(log, Table.MEMBERSHIPS, row(log, Table.MEMBERSHIPS, "event_id", "s0"), "received", DAY);
        again(log, Table.MEMBERSHIPS, row(log, Table.MEMBERSHIPS, "event_id", "s1"), "plan", "more");
        assertThat(met(log))
                .containsExactly(
                        "duplicate-decision 2/4 [d1, d3]",
                        "differing-decision 1/4 [d3]",
                        "duplicate-recommendation 2/8 [d1/1, d2/1]",
                        "differing-recommendation 1/8 [d2/1]",
                        "duplicate-event 2/17 [d1-play, d2-play]",
                        "differing-event 1/17 [d2-play]",
                        "duplicate-membership 2/2 [s0, s1]",
                        "differing-membership 1/2 [s1]");
    }

    @Test
    void check_slates_areWholeAndHaveADecision() {
        Logs log = CleanLog.log();
        slate(log, "d0", 1).put("position", 2L);
        event(log, "d0-seen1").put("position", 2L);
        slate(log, "d1", 1).put("item", "i1");
        log.rows(Table.SLATES).removeIf(row -> "d2".equals(row.get("decision_id")));
        log.rows(Table.FEEDBACK).removeIf(row -> "d2".equals(row.get("decision_id")));
        decision(log, "d3").put("member.plays", 1.0);
        slate(log, "lost", 0, "i0", 11 * DAY);
        assertThat(met(log))
                .containsExactly(
                        "decision-without-slate 1/4 [d2]",
                        "slate-without-decision 1/7 [lost/0]",
                        "slate-with-gaps 1/3 [d0]",
                        "repeated-item 1/3 [d1]");
    }

    @Test
    void check_propensities_areProbabilitiesThatFitTogether() {
        Logs log = CleanLog.log();
        slate(log, "d0", 0).remove("conditional_propensity");
        slate(log, "d0", 0).remove("marginal_propensity");
        slate(log, "d0", 1).put("marginal_propensity", 0.0);
        slate(log, "d1", 0).put("conditional_propensity", 0.5 + 1e-6);
        slate(log, "d2", 0).put("conditional_propensity", 0.501);
        slate(log, "d2", 0).put("marginal_error", 0.001);
        slate(log, "d1", 1).put("conditional_propensity", 1.5);
        slate(log, "d3", 0).put("marginal_propensity", 0.7);
        slate(log, "d3", 0).put("conditional_propensity", 0.7);
        slate(log, "d3", 1).put("item", "i0");
        assertThat(met(log))
                .containsExactly(
                        "repeated-item 1/4 [d3]",
                        "propensity-missing 1/8 [d0/0]",
                        "propensity-out-of-range 2/8 [d0/1, d1/1]",
                        "first-propensities-differ 1/3 [d1/0]",
                        "marginals-above-one 1/7 [d3/0]");
    }

    @Test
    void check_propensitiesOfWhatSaysItIsUnusable_areNotLookedAt() {
        Logs log = CleanLog.log();
        decision(log, "d0").put("usable_off_policy", false);
        slate(log, "d0", 0).put("conditional_propensity", 3.0);
        assertThat(met(log)).isEmpty();
    }

    @Test
    void check_certainPosition_isOneWithoutExploration() {
        Logs log = CleanLog.log();
        log.rows(Table.SLATES).stream()
                .filter(row -> Long.valueOf(1).equals(row.get("position")))
                .forEach(row -> row.put("conditional_propensity", 1.0));
        assertThat(met(log)).containsExactly("position-without-exploration 1/2 [position 1]");
        slate(log, "d0", 1).put("conditional_propensity", 0.9);
        assertThat(met(log)).isEmpty();
    }

    @Test
    void check_candidates_areKnownAndHoldWhatWasChosen() {
        Logs log = CleanLog.log();
        log.add(Table.CANDIDATE_SETS, "candidates_id", "one", "items", List.of("i0"), "received", DAY);
        decision(log, "d0").put("candidates_id", "one");
        decision(log, "d1").put("candidates_id", "unknown");
        decision(log, "d2").remove("candidates_id");
        assertThat(met(log))
                .containsExactly(
                        "single-candidate 1/2 [d0]",
                        "candidates-unknown 1/3 [d1]",
                        "candidates-not-named 1/4 [d2]",
                        "chosen-outside-candidates 1/4 [d0/1]");
    }

    @Test
    void check_items_areKnownAndDescribed() {
        Logs log = CleanLog.log();
        log.rows(Table.ITEMS).removeIf(row -> "i0".equals(row.get("item")));
        row(log, Table.ITEMS, "item", "i1").remove("item.genre");
        assertThat(met(log)).containsExactly("item-unknown 3/8 [d0/0, d2/1, d3/0]", "item-without-features 1/2 [i1]");
    }

    @Test
    void check_clocks_showWhatIsAheadAndWhatIsLate() {
        Logs log = CleanLog.log();
        decision(log, "d0").put("time", 10 * DAY + 1);
        decision(log, "d1").put("received", 12 * DAY + 1);
        event(log, "d3-watch").put("received", 13 * DAY + HOUR - 1);
        event(log, "d2-watch").put("received", 13 * DAY + HOUR + 1);
        event(log, "d1-watch").put("received", 12 * DAY + HOUR);
        assertThat(met(log))
                .containsExactly(
                        "future-dated-decision 1/4 [d0]",
                        "late-decision 1/4 [d1]",
                        "future-dated-event 1/17 [d3-watch]",
                        "past-lateness 1/17 [d2-watch]",
                        "late-kind 1/4 [watch]");
    }

    @Test
    void check_days_withoutDecisionsBetweenOthers_areFound() {
        Logs log = CleanLog.log().where(row -> !"d1".equals(row.get("decision_id")));
        decision(log, "d3").put("member.plays", 1.0);
        assertThat(met(log)).containsExactly("day-without-decisions 1/3 [1970-01-11]");
    }

    @Test
    void check_impressions_areMissingWhereADecisionHasNone() {
        Logs log =
                CleanLog.log().where(row -> !String.valueOf(row.get("event_id")).startsWith("d2-seen"));
        log.rows(Table.FEEDBACK).remove(event(log, "d3-seen1"));
        assertThat(met(log)).containsExactly("decision-without-impression 1/4 [d2]");
    }

    @Test
    void check_events_answerARecommendation() {
        Logs log = CleanLog.log();
        event(log, "d0-watch").put("decision_id", "unknown");
        event(log, "d1-watch").put("position", 5L);
        event(log, "d2-watch").put("item", "i0");
        event(log, "organic", "play", 20 * DAY);
        event(log, "withdraws", "thumb", 12 * DAY, "retracts", "thumb");
        event(log, "of-nothing", "thumb", 12 * DAY, "retracts", "nothing");
        event(log, "of-play", "play", 20 * DAY, "retracts", "d0-play");
        assertThat(met(log))
                .containsExactly(
                        "orphan 1/21 [d0-watch]",
                        "unmatched 1/21 [d1-watch]",
                        "contradictory 1/21 [d2-watch]",
                        "retraction-of-unknown 1/21 [of-nothing]",
                        "not-retractable 1/21 [of-play]");
    }

    @Test
    void check_events_haveWhatTheirOutcomesRead() {
        Logs log = CleanLog.log();
        event(log, "strange", "share", 20 * DAY);
        event(log, "d0-watch").remove("value");
        event(log, "d1-watch").put("value", Double.NaN);
        event(log, "thumb").put("label", "sideways");
        event(log, "unlabelled", "thumb", 20 * DAY);
        event(log, "withdraws", "thumb", 20 * DAY, "retracts", "thumb");
        assertThat(met(log))
                .containsExactly(
                        "undeclared-kind 1/20 [strange]",
                        "missing-value 2/4 [d0-watch, d1-watch]",
                        "unknown-label 2/2 [thumb, unlabelled]");
    }

    @Test
    void check_moreThanTenRows_showsTheFirstTenIds() {
        Logs log = CleanLog.log();
        for (int i = 0; i < 25; i++) {
            event(log, "s" + (i < 10 ? "0" : "") + i, "share", 20 * DAY);
        }
        assertThat(met(log))
                .containsExactly("undeclared-kind 25/42 [s00, s01, s02, s03, s04, s05, s06, s07, s08, s09]");
    }

    @Test
    void check_memberships_comeInAnOrderThatCanBe() {
        Logs log = CleanLog.log();
        row(log, Table.MEMBERSHIPS, "event_id", "s1").put("period_start", 9 * DAY);
        membership(log, "s2", "renew", 20, 15);
        membership(log, "s3", "lapse", 21, 21);
        membership(log, "s4", "renew", 22, 23);
        membership(log, "s5", "lapse", 23, 23);
        membership(log, "s6", "rejoin", 24, 25);
        membership(log, "s7", "renew", 25, 26);
        membership(log, "b1", "renew", 20, 21);
        row(log, Table.MEMBERSHIPS, "event_id", "b1").put("account", "b");
        assertThat(met(log))
                .containsExactly(
                        "periods-overlap 1/5 [s1]",
                        "period-backwards 1/7 [s2]",
                        "renew-without-join 1/5 [b1]",
                        "renew-after-lapse 1/4 [s4]");
    }

    @Test
    void check_columns_thatNobodyDeclaresAndFeaturesThatNobodyHas() {
        Logs log = CleanLog.log();
        log.rows(Table.DECISIONS).forEach(row -> row.remove("context.device"));
        SequencedMap<String, ColumnType> types = Table.ITEMS.types(FEATURES);
        types.put("item.gnre", ColumnType.TEXT);
        Map<String, Object> item = new LinkedHashMap<>(row(log, Table.ITEMS, "item", "i0"));
        item.put("item", "i9");
        item.put("item.gnre", "g");
        try (DuckDbEngine engine = DuckDbEngine.open(folder.resolve("log"), DuckDbOptions.withDefaults());
                SegmentWriter writer =
                        engine.writeFile(folder.resolve("log/items/day=1970-01-02/other.parquet"), types)) {
            writer.append(Logs.batch(types, List.of(item)));
            writer.publish();
        }
        assertThat(met(log))
                .containsExactly(
                        "undeclared-column 1/53 [items/item.gnre]", "feature-always-missing 1/2 [context.device]");
    }

    @Test
    void check_rowsOfOtherPrograms_thatLackARequiredColumn() {
        List<Logs> parts = List.of(Logs.empty(), Logs.empty(), Logs.empty());
        parts.get(0).add(Table.DECISIONS, "account", "a", "time", DAY, "received", DAY);
        parts.get(1).add(Table.SLATES, "decision_id", "d0", "item", "i0", "received", 10 * DAY);
        parts.get(2).add(Table.FEEDBACK, "event_id", "timeless", "kind", "play", "received", 11 * DAY);
        try (DuckDbEngine engine = DuckDbEngine.open(folder.resolve("log"), DuckDbOptions.withDefaults())) {
            for (Logs part : parts) {
                Table table = part.tables().keySet().iterator().next();
                Path file = folder.resolve("log/" + table.tableName() + "/day=1970-01-02/other.parquet");
                try (SegmentWriter writer = engine.writeFile(file, table.types(FEATURES))) {
                    writer.append(Logs.batch(table, FEATURES, part.rows(table)));
                    writer.publish();
                }
            }
        }
        assertThat(met(CleanLog.log()))
                .containsExactly(
                        "incomplete-decision 1/5 [?]",
                        "incomplete-recommendation 1/9 [d0/?]",
                        "incomplete-event 1/18 [timeless]");
    }

    @Test
    void check_historyFeatureThatKnowsWhatCameAfterTheDecision_isCaught() {
        Logs log = CleanLog.log();
        // The play that the decision itself led to, an hour later, is counted in its feature.
        decision(log, "d3").put("member.plays", 3.0);
        Checked skew = checked(log).stream()
                .filter(check -> check.check().equals(Check.HISTORY_SKEW.checkName()))
                .findFirst()
                .orElseThrow();
        assertThat(skew.status()).isEqualTo(Status.FAIL);
        assertThat(skew.examples()).containsExactly("d3/member.plays");
        assertThat(skew.largest()).hasValue(1.0);
        assertThat(skew.rows()).isEqualTo(1);
        // Of the decisions before the third day the log does not know the two days before.
        assertThat(skew.of()).isEqualTo(1);
    }

    @Test
    void check_accounts_areInOneCellOfAnExperimentThatIsDeclared() {
        Logs log = CleanLog.log();
        decision(log, "d1").put("cells", List.of("ranking/control"));
        decision(log, "d2").put("cells", List.of("ranking/new", "price/low"));
        assertThat(met(log)).containsExactly("account-in-several-cells 1/1 [a/ranking]", "cell-unknown 1/4 [d2]");
    }

    @Test
    void check_asOfAMoment_doesNotKnowWhatCameLater() {
        Logs log = CleanLog.log();
        event(log, "later", "share", 31 * DAY);
        assertThat(met(log)).isEmpty();
    }

    @Test
    void status_shareIsAboveAThreshold_warnsOrFails() {
        assertThat(status(Check.DUPLICATE_EVENT, 1, 100)).isEqualTo(Status.PASS);
        assertThat(status(Check.DUPLICATE_EVENT, 100, 100)).isEqualTo(Status.WARN);
        assertThat(status(Check.ORPHAN, 0, 0)).isEqualTo(Status.PASS);
        assertThat(status(Check.ORPHAN, 1, 100)).isEqualTo(Status.WARN);
        assertThat(status(Check.ORPHAN, 2, 100)).isEqualTo(Status.FAIL);
        assertThat(status(Check.PROPENSITY_MISSING, 1, 1_000_000)).isEqualTo(Status.FAIL);
    }

    private static Status status(Check check, long rows, long of) {
        return Checked.of(check, rows, of, List.of(), OptionalDouble.empty()).status();
    }
}
