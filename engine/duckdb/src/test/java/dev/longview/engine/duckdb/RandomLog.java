package dev.longview.engine.duckdb;

import dev.longview.log.FeatureDefinition;
import dev.longview.log.FeatureDefinition.Kind;
import dev.longview.log.Table;
import dev.longview.outcome.Aggregate;
import dev.longview.outcome.Attribution;
import dev.longview.outcome.Condition;
import dev.longview.outcome.ConditionScope;
import dev.longview.outcome.HistoryFeature;
import dev.longview.outcome.HistoryFeature.As;
import dev.longview.outcome.OutcomeDefinition;
import dev.longview.outcome.Scope;
import dev.longview.outcome.Scope.Reach;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.stream.Stream;
import org.jspecify.annotations.NullUnmarked;

/**
 * Small logs in which everything goes wrong that can: few ids, so that they collide; few microseconds, so that times tie; across
 * midnight, so that segments have several days.
 */
@NullUnmarked // a missing value of a row is null here
final class RandomLog {
    static final long START = 20_000 * 86_400_000_000L - 60;
    static final int SPAN = 120;
    static final Duration LATENESS = micros(15);
    static final List<FeatureDefinition> FEATURES = List.of(
            new FeatureDefinition("context.device", Kind.CATEGORICAL),
            new FeatureDefinition("item.genre", Kind.CATEGORICAL),
            new FeatureDefinition("member.tenure", Kind.NUMERIC),
            new FeatureDefinition("item.tags", Kind.MULTI_VALUED));

    private static Condition condition(String source, ConditionScope scope) {
        return switch (Condition.compile(source, scope)) {
            case Condition.Compilation.Compiled(Condition condition) -> condition;
            case Condition.Compilation.Refused refused -> throw new IllegalArgumentException(refused.toString());
        };
    }

    private static HistoryFeature history(String name, String of, As as, long over, String where) {
        Optional<Condition> condition = Optional.of(where)
                .filter(text -> !text.isEmpty())
                .map(text -> condition(text, ConditionScope.ofHistory(FEATURES)));
        return new HistoryFeature(name, of, as, micros(over), of.equals("watch"), condition);
    }

    static final List<HistoryFeature> HISTORY = List.of(
            history("member.plays", "play", As.COUNT, 20, ""),
            history("member.minutes", "watch", As.SUM, 30, "event.item.genre == 'g1' || event.season == 's1'"),
            history("member.longest", "watch", As.MAX, 40, ""),
            history("member.since", "play", As.DAYS_SINCE, 60, ""),
            history("member.share", "play", As.SHARE, 25, "'t1' in event.item.tags"));
    /** All that decisions and items of these logs carry. */
    static final List<FeatureDefinition> COLUMNS = Stream.concat(
                    FEATURES.stream(), HISTORY.stream().map(HistoryFeature::definition))
            .toList();

    static final Attribution ATTRIBUTION = new Attribution("play", micros(25), micros(30), true);
    static final List<OutcomeDefinition> OUTCOMES = List.of(
            outcome("completed", "complete", new Aggregate.TimeToFirst(), "played", 20, false),
            outcome("played", "play", new Aggregate.Occurred(), "", 30, false),
            outcome("plays", "play", new Aggregate.Count(2), "", 25, false),
            outcome("minutes", "watch", new Aggregate.Sum(3), "", 40, false),
            outcome("withdrawable", "watch", new Aggregate.Sum(5), "", 40, true),
            outcome("longest", "watch", new Aggregate.Max(1.5), "", 40, false),
            outcome("began", "play", new Aggregate.TimeToFirst(), "", 35, false),
            outcome("thumb", "thumb", new Aggregate.Last(List.of("down", "none", "up")), "", 30, true),
            outcome("opinion", "thumb", new Aggregate.Last(List.of("up", "down")), "liked", 20, false),
            outcome("liked", "like", new Aggregate.Count(3), "", 30, true),
            outcome("after", "watch", new Aggregate.Sum(4), "liked", 15, true),
            outcome("third", "play", new Aggregate.Count(2), "completed", 25, false));

    private static OutcomeDefinition wide(
            String name, String of, Aggregate as, String from, long finalAfter, boolean retractable, Scope scope) {
        return outcome(name, of, as, from, finalAfter, retractable).withScope(scope);
    }

    private static Condition where(String source) {
        return condition(source, ConditionScope.ofRecommendation(FEATURES));
    }

    /** Outcomes with conditions, and of the member and the account around the decision. */
    static final List<OutcomeDefinition> WIDE = List.of(
            outcome("played", "play", new Aggregate.Occurred(), "", 30, false),
            outcome("first_season", "watch", new Aggregate.Sum(9), "", 30, false)
                    .where(where("event.season == 's1' && !(event.value < 0.5)")),
            outcome("of_genre", "play", new Aggregate.TimeToFirst(), "", 30, false)
                    .where(where("item.genre == 'g1' || context.device != 'x' && event.item.genre == 'g0'")),
            wide("others", "play", new Aggregate.Count(3), "played", 20, false, new Scope.Member(true, Reach.AFTER))
                    .where(where("shares(event.item.tags, item.tags)")),
            wide("all", "watch", new Aggregate.Sum(4), "", 25, true, new Scope.Member(false, Reach.AFTER)),
            wide(
                    "last",
                    "thumb",
                    new Aggregate.Last(List.of("down", "none", "up")),
                    "",
                    25,
                    true,
                    new Scope.Member(true, Reach.AFTER)),
            wide("before", "play", new Aggregate.Count(5), "", 35, false, new Scope.Member(true, Reach.BEFORE))
                    .where(where("event.item.genre == item.genre && member.tenure > 0.2")),
            wide("soon", "watch", new Aggregate.Max(1.5), "", 20, false, new Scope.Member(false, Reach.BEFORE)),
            wide(
                    "visits",
                    "decision",
                    new Aggregate.Count(4),
                    "",
                    20,
                    false,
                    new Scope.Account(Scope.Source.DECISIONS, Reach.AFTER)),
            wide(
                    "lapsed",
                    "lapse",
                    new Aggregate.Occurred(),
                    "",
                    40,
                    false,
                    new Scope.Account(Scope.Source.MEMBERSHIPS, Reach.AFTER)),
            wide(
                    "renewed",
                    "renew",
                    new Aggregate.Occurred(),
                    "",
                    4,
                    false,
                    new Scope.Account(Scope.Source.MEMBERSHIPS, Reach.NEXT_BILLING)),
            wide(
                    "renewed_after",
                    "renew",
                    new Aggregate.TimeToFirst(),
                    "",
                    7,
                    false,
                    new Scope.Account(Scope.Source.MEMBERSHIPS, Reach.NEXT_BILLING)));

    private final SplittableRandom random;
    private final Logs logs = Logs.empty();

    private RandomLog(long seed) {
        random = new SplittableRandom(seed);
    }

    static Logs of(long seed) {
        return new RandomLog(seed).draw();
    }

    static Duration micros(long micros) {
        return Duration.of(micros, ChronoUnit.MICROS);
    }

    private static OutcomeDefinition outcome(
            String name, String of, Aggregate as, String from, long finalAfter, boolean retractable) {
        return new OutcomeDefinition(
                name, of, as, Optional.of(from).filter(origin -> !origin.isEmpty()), micros(finalAfter), retractable);
    }

    private Logs draw() {
        int decisions = 1 + random.nextInt(6);
        for (int d = 0; d < decisions; d++) {
            decision("d" + d);
            slate("d" + d);
        }
        for (int i = 0; i < 8; i++) {
            Map<String, Object> row = row("item", "i" + random.nextInt(4), "valid_from", time(40));
            row.put("received", random.nextInt(3) > 0 ? (Long) row.get("valid_from") : time(SPAN));
            maybe(row, "item.genre", "g" + random.nextInt(2));
            maybe(row, "item.tags", List.of("t" + random.nextInt(2), "é:" + random.nextInt(2)));
            logs.rows(Table.ITEMS).add(row);
        }
        for (int i = random.nextInt(16); i > 0; i--) {
            membership(i);
        }
        int events = random.nextInt(60);
        for (int e = 0; e < events; e++) {
            event(e, decisions);
        }
        logs.tables().values().forEach(this::shuffle);
        return logs;
    }

    private void membership(int number) {
        List<String> kinds = List.of("join", "renew", "renew", "lapse", "rejoin", "payment-failed");
        long time = time(SPAN);
        Map<String, Object> row = row(
                "event_id",
                "s" + (chance(6) ? random.nextInt(number + 1) : number),
                "account",
                "a" + random.nextInt(2),
                "event",
                kinds.get(random.nextInt(kinds.size())),
                "time",
                time);
        maybe(row, "period_end", time + random.nextInt(40));
        row.put("received", Math.max(START, time + (chance(12) ? -5 : random.nextInt(chance(4) ? 18 : 5))));
        logs.rows(Table.MEMBERSHIPS).add(row);
    }

    private void decision(String id) {
        int copies = chance(5) ? 2 : 1;
        for (int copy = 0; copy < copies; copy++) {
            long time = time(40);
            Map<String, Object> row = row(
                    "decision_id",
                    id,
                    "account",
                    "a" + random.nextInt(2),
                    "member",
                    "m" + random.nextInt(2),
                    "time",
                    time);
            row.put("received", time + (chance(6) ? -3 : random.nextInt(4)));
            row.put("usable_off_policy", random.nextBoolean());
            // p1@v1 is a version of p1; p1A and p10@v1 are other policies.
            String version = List.of("", "", "@v1", "@", "A", "0@v1").get(random.nextInt(6));
            maybe(row, "policy", "p" + random.nextInt(2) + version);
            maybe(row, "rules", "r" + random.nextInt(2));
            maybe(row, "cells", List.of("x/a", "y/" + random.nextInt(2)));
            maybe(row, "candidates_id", "c");
            maybe(row, "context.device", "tv'\"\\😀" + random.nextInt(2));
            maybe(row, "member.tenure", random.nextDouble());
            for (HistoryFeature feature : HISTORY) {
                if (chance(6)) {
                    row.put(feature.name(), random.nextDouble());
                }
            }
            logs.rows(Table.DECISIONS).add(row);
        }
    }

    private void slate(String id) {
        int size = 1 + random.nextInt(4);
        for (int position = 0; position < size; position++) {
            int copies = chance(8) ? 2 : 1;
            for (int copy = 0; copy < copies; copy++) {
                Map<String, Object> row =
                        row("decision_id", id, "position", (long) position, "item", "i" + random.nextInt(4));
                row.put("received", chance(8) ? time(SPAN) : time(30));
                maybe(row, "conditional_propensity", random.nextDouble());
                maybe(row, "marginal_propensity", random.nextDouble());
                logs.rows(Table.SLATES).add(row);
            }
        }
    }

    private void event(int number, int decisions) {
        long time = time(90);
        List<String> kinds = List.of("play", "watch", "thumb", "like", "complete", "impression", "other");
        int id = chance(10) ? random.nextInt(number + 1) : number;
        Map<String, Object> row = row(
                "event_id",
                "e" + id,
                "kind",
                kinds.get(random.nextInt(kinds.size())),
                "member",
                "m" + random.nextInt(2));
        row.put("time", time);
        // In time, just in time, just too late, and before it happened.
        row.put("received", Math.max(START, time + (chance(12) ? -5 : random.nextInt(chance(4) ? 18 : 5))));
        if (random.nextInt(3) > 0) {
            row.put("decision_id", "d" + random.nextInt(decisions + (chance(10) ? 2 : 0)));
        }
        maybe(row, "position", (long) random.nextInt(4));
        if (chance(2)) {
            row.put("item", "i" + random.nextInt(4));
        }
        maybe(row, "value", chance(5) ? -random.nextDouble() : 2 * random.nextDouble());
        if (chance(2)) {
            row.put("attributes", Map.of("season", "s" + random.nextInt(3)));
        }
        maybe(row, "label", List.of("up", "down", "none", "odd").get(random.nextInt(4)));
        if (chance(5)) {
            row.put("retracts", "e" + random.nextInt(number + 2));
        }
        logs.rows(Table.FEEDBACK).add(row);
    }

    private boolean chance(int oneIn) {
        return random.nextInt(oneIn) == 0;
    }

    private long time(int before) {
        return START + random.nextInt(before);
    }

    private void maybe(Map<String, Object> row, String column, Object value) {
        if (!chance(6)) {
            row.put(column, value);
        }
    }

    private static Map<String, Object> row(Object... columnsAndValues) {
        Map<String, Object> row = new LinkedHashMap<>();
        for (int i = 0; i < columnsAndValues.length; i += 2) {
            row.put((String) columnsAndValues[i], columnsAndValues[i + 1]);
        }
        return row;
    }

    private <T> void shuffle(List<T> list) {
        for (int i = list.size() - 1; i > 0; i--) {
            int j = random.nextInt(i + 1);
            T kept = list.get(i);
            list.set(i, list.get(j));
            list.set(j, kept);
        }
    }
}
