package dev.longview.engine.sql;

import static org.assertj.core.api.Assertions.assertThat;

import dev.longview.engine.Assembly;
import dev.longview.engine.Inspection;
import dev.longview.engine.Moment;
import dev.longview.log.FeatureDefinition;
import dev.longview.log.FeatureDefinition.Kind;
import dev.longview.outcome.Aggregate;
import dev.longview.outcome.Attribution;
import dev.longview.outcome.Condition;
import dev.longview.outcome.ConditionScope;
import dev.longview.outcome.HistoryFeature;
import dev.longview.outcome.OutcomeDefinition;
import dev.longview.outcome.Scope;
import dev.longview.reward.Compilation;
import dev.longview.reward.Reward;
import dev.longview.reward.RewardDefinition;
import dev.longview.syntax.Problem;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
import java.util.SequencedMap;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/**
 * The SQL of both dialects, to be read in a review. After a change that is meant: {@code -Dtest.jvm.more=-Dgolden.write=true}, and look at the
 * difference.
 */
class GoldenSqlTest {
    private static final List<FeatureDefinition> FEATURES = List.of(
            new FeatureDefinition("context.device", Kind.CATEGORICAL),
            new FeatureDefinition("item.genres", Kind.MULTI_VALUED));
    private static final Duration LATENESS = Duration.ofDays(2);

    private static OutcomeDefinition outcome(String name, String of, Aggregate as, String from, boolean retractable) {
        return new OutcomeDefinition(
                name, of, as, Optional.of(from).filter(origin -> !origin.isEmpty()), Duration.ofDays(28), retractable);
    }

    private static final List<OutcomeDefinition> OUTCOMES = List.of(
            outcome("played", "play", new Aggregate.Occurred(), "", false),
            outcome("minutes", "watch", new Aggregate.Sum(6000), "", false),
            outcome("thumb", "it's \\a", new Aggregate.Last(List.of("down", "none", "up")), "played", true));

    private static List<OutcomeDefinition> wide() {
        Condition sameGenre = switch (Condition.compile(
                "shares(event.item.genres, item.genres)", ConditionScope.ofRecommendation(FEATURES))) {
            case Condition.Compilation.Refused(List<Problem> problems) -> throw new AssertionError(problems);
            case Condition.Compilation.Compiled(Condition condition) -> condition;
        };
        return List.of(
                OUTCOMES.getFirst(),
                outcome("discovered", "play", new Aggregate.Count(3), "played", false)
                        .withScope(new Scope.Member(true, Scope.Reach.AFTER))
                        .where(sameGenre),
                outcome("renewed", "renew", new Aggregate.Occurred(), "", false)
                        .withScope(new Scope.Account(Scope.Source.MEMBERSHIPS, Scope.Reach.NEXT_BILLING)));
    }

    @TestFactory
    List<DynamicTest> render_query_isTheGoldenText() {
        Assembly at = Assembly.of(FEATURES, OUTCOMES, LATENESS, new Moment.At(1_000_000))
                .servedBy("v\"1'")
                .seen();
        Assembly ages =
                Assembly.of(FEATURES, OUTCOMES, LATENESS, new Moment.Ages(List.of(0L, 86_400_000_000L), 1_000_000));
        Assembly wide = Assembly.of(FEATURES, wide(), LATENESS, ages.moment())
                .attributing(new Attribution("play", Duration.ofDays(7), Duration.ofDays(28), true))
                .remembering(List.of(new HistoryFeature(
                        "member.plays", "play", HistoryFeature.As.COUNT, Duration.ofDays(7), false, Optional.empty())));
        List<DynamicTest> tests = new ArrayList<>();
        for (Dialect dialect : Dialect.values()) {
            tests.add(golden(dialect, "assemble-at", new AssemblyQuery(at).query()));
            tests.add(golden(dialect, "assemble-ages", new AssemblyQuery(ages).query()));
            tests.add(golden(
                    dialect,
                    "repeats",
                    new AssemblyQuery(at).query().distinct().getFirst().repeats()));
            tests.add(golden(dialect, "assemble-wide", new AssemblyQuery(wide).query()));
            tests.add(golden(
                    dialect,
                    "engagements",
                    EngagementQuery.of(wide).orElseThrow().query()));
            tests.add(golden(dialect, "findings", new FindingsQuery(at).query()));
            tests.addAll(checks(dialect, wide));
            tests.add(
                    golden(dialect, "catalogue", Listing.catalogue(FEATURES, 7).query()));
            tests.add(golden(dialect, "memberships", Listing.memberships(7).query()));
            tests.add(golden(
                    dialect,
                    "watched",
                    Listing.watched(List.of("play", "it's"), 3, 7).query()));
            tests.add(golden(
                    dialect,
                    "feedback",
                    Listing.feedback(List.of("play", "it's"), 3, 7).query()));
            tests.add(golden(dialect, "condition", condition()));
            tests.add(golden(dialect, "reward", reward()));
        }
        return tests;
    }

    private static List<DynamicTest> checks(Dialect dialect, Assembly assembly) {
        SequencedMap<String, List<String>> cells = new LinkedHashMap<>();
        cells.put("ranking", List.of("control", "new"));
        List<DynamicTest> tests = new ArrayList<>();
        for (CheckQuery query : CheckQuery.of(new Inspection(assembly.seen(), List.of("play", "it's \\a"), cells))) {
            String name = "check-" + query.parts().getFirst().check().checkName();
            tests.add(golden(dialect, name, query.counts()));
        }
        CheckQuery first = CheckQuery.of(Inspection.of(Assembly.of(FEATURES, List.of(), LATENESS, new Moment.At(7))))
                .getFirst();
        tests.add(golden(dialect, "check-examples", first.examples(0)));
        return tests;
    }

    /** A condition that has one of everything, over a table of events that has all columns. */
    private static Query condition() {
        String text = "event.value >= 0.5 && event.season > 1 && (event.label != 'it\\'s' || !('drama' in item.genres))"
                + " && (event.label in item.genres || shares(event.item.genres, item.genres))"
                + " && (present(event.value) || present(context.device) || false)";
        return switch (Condition.compile(text, ConditionScope.ofRecommendation(FEATURES))) {
            case Condition.Compilation.Refused(List<Problem> problems) -> throw new AssertionError(problems);
            case Condition.Compilation.Compiled(Condition condition) ->
                new Query(
                        List.of(),
                        Query.Select.from("events")
                                .output(
                                        Conditions.of(
                                                condition,
                                                field -> field.source() == Condition.Source.EVENT_ATTRIBUTE
                                                        ? Conditions.attribute(
                                                                Expression.name("events", "attributes"), field.name())
                                                        : Expression.name("events", field.spelling())),
                                        "holds"),
                        List.of());
        };
    }

    /** A reward that has one of everything. */
    private static Query reward() {
        List<OutcomeDefinition> outcomes = new ArrayList<>(OUTCOMES);
        outcomes.add(outcome("completed", "complete", new Aggregate.TimeToFirst(), "played", false));
        List<FeatureDefinition> features = new ArrayList<>(FEATURES);
        features.add(new FeatureDefinition("item.runtime", Kind.NUMERIC));
        String text = "played ? (completed ? 1 + 0.5 * exp(-days(completed) / 7) : 0.2 * min(minutes / 60, 1))"
                + " + (thumb in ['up'] ? 1 : opinion(thumb) == 'down' ? -2 : 0)"
                + " + (context.device != 'it\\'s' && 'drama' in item.genres || !(hours(completed) >= 2) ? 1 : 0)"
                + " * clamp(orValue(item.runtime, 90), 0, 300)"
                + " - sqrt(log(1 + abs(minutes))) * pow(max(minutes, 1), 0.5) : -minutes";
        return switch (Reward.compile(
                new RewardDefinition("all", text, Optional.empty(), Optional.empty()), outcomes, features)) {
            case Compilation.Refused refused -> throw new AssertionError(refused.problems());
            case Compilation.Compiled(Reward reward) -> Rewards.query(reward, "assembled", outcomes, features);
        };
    }

    private static DynamicTest golden(Dialect dialect, String name, Query query) {
        String file = dialect.name().toLowerCase(java.util.Locale.ROOT) + "-" + name + ".sql";
        return DynamicTest.dynamicTest(file, () -> {
            String text = dialect.render(query) + "\n";
            if (Boolean.getBoolean("golden.write")) {
                Files.writeString(Path.of("src/test/resources/dev/longview/engine/sql", file), text);
            }
            assertThat(text).isEqualTo(read(file));
        });
    }

    private static String read(String file) throws IOException {
        try (var stream = GoldenSqlTest.class.getResourceAsStream(file)) {
            if (stream == null) {
                return "no golden file " + file;
            }
            return new String(stream.readAllBytes(), StandardCharsets.UTF_8);
        }
    }
}
