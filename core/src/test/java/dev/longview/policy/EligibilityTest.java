package dev.longview.policy;

import static org.assertj.core.api.Assertions.assertThat;

import dev.longview.columns.Batch;
import dev.longview.columns.BatchBuilder;
import dev.longview.columns.ColumnType;
import dev.longview.log.FeatureDefinition;
import dev.longview.log.FeatureDefinition.Kind;
import dev.longview.outcome.Condition;
import dev.longview.outcome.ConditionScope;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.SplittableRandom;
import java.util.TreeSet;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class EligibilityTest {
    private static final List<FeatureDefinition> FEATURES = List.of(
            new FeatureDefinition("context.country", Kind.CATEGORICAL),
            new FeatureDefinition("member.maturity", Kind.NUMERIC),
            new FeatureDefinition("item.countries", Kind.MULTI_VALUED),
            new FeatureDefinition("item.maturity", Kind.NUMERIC),
            new FeatureDefinition("item.from", Kind.NUMERIC),
            new FeatureDefinition("item.until", Kind.NUMERIC),
            new FeatureDefinition("item.genre", Kind.CATEGORICAL));
    private static final List<String> COUNTRIES = List.of("NL", "BE", "DE");

    private static Condition condition(String text) {
        return switch (Condition.compile(text, ConditionScope.ofCandidate(FEATURES))) {
            case Condition.Compilation.Compiled(Condition condition) -> condition;
            case Condition.Compilation.Refused refused -> throw new AssertionError(refused.problems());
        };
    }

    private static SlateRules rules(List<String> exclude, List<SlateRules.Pin> pins, List<SlateRules.Cap> caps) {
        return new SlateRules(
                exclude.stream().map(EligibilityTest::condition).toList(),
                Optional.of(new SlateRules.Available(Optional.of("item.from"), Optional.of("item.until"))),
                Optional.empty(),
                new TreeSet<>(List.of("i3", "not-there")),
                pins,
                caps);
    }

    private static Batch batch(boolean ofItem, List<Map<String, Object>> rows) {
        SequencedMap<String, ColumnType> types = new LinkedHashMap<>();
        if (ofItem) {
            types.put("item", ColumnType.TEXT);
        }
        FEATURES.stream()
                .filter(feature -> feature.ofItem() == ofItem)
                .forEach(feature -> types.put(feature.name(), feature.kind().columnType()));
        BatchBuilder builder = new BatchBuilder(types);
        for (Map<String, Object> row : rows) {
            row.forEach((name, value) -> {
                switch (value) {
                    case Double number -> builder.set(name, number);
                    case List<?> list ->
                        builder.set(name, list.stream().map(String::valueOf).toList());
                    default -> builder.set(name, value.toString());
                }
            });
            builder.endRow();
        }
        return builder.build();
    }

    /** Some of each missing. */
    private static List<Map<String, Object>> items(SplittableRandom random, int n) {
        List<Map<String, Object>> rows = new ArrayList<>();
        for (int i = 0; i < n; i++) {
            Map<String, Object> row = new LinkedHashMap<>();
            row.put("item", "i" + i);
            if (random.nextInt(5) > 0) {
                row.put("item.countries", COUNTRIES.subList(random.nextInt(3), 3));
            }
            if (random.nextInt(5) > 0) {
                row.put("item.maturity", (double) random.nextInt(4));
            }
            if (random.nextBoolean()) {
                row.put("item.from", (double) random.nextInt(100));
            }
            if (random.nextBoolean()) {
                row.put("item.until", (double) random.nextInt(100));
            }
            if (random.nextInt(5) > 0) {
                row.put("item.genre", "g" + random.nextInt(3));
            }
            rows.add(row);
        }
        return rows;
    }

    @Test
    void rows_anyVisit_areThoseOfTheRulesReadOneByOne() {
        SplittableRandom random = new SplittableRandom(4);
        List<String> exclude = List.of(
                "!(context.country in item.countries)", "item.maturity > member.maturity", "item.genre == 'g2'");
        List<Map<String, Object>> items = items(random, 60);
        Eligibility eligibility = Eligibility.of(rules(exclude, List.of(), List.of()), batch(true, items));
        List<Map<String, Object>> visits = new ArrayList<>();
        for (int i = 0; i < 200; i++) {
            Map<String, Object> visit = new LinkedHashMap<>();
            if (random.nextInt(6) > 0) {
                visit.put("context.country", COUNTRIES.get(random.nextInt(3)));
            }
            if (random.nextInt(6) > 0) {
                visit.put("member.maturity", (double) random.nextInt(4));
            }
            visits.add(visit);
        }
        Batch batch = batch(false, visits);
        int shown = 0;
        for (int visit = 0; visit < 200; visit++) {
            int v = visit;
            long time = random.nextInt(100);
            int[] candidates =
                    IntStream.range(0, 60).filter(row -> random.nextInt(4) > 0).toArray();
            int[] expected = Arrays.stream(candidates)
                    .filter(row -> {
                        Map<String, Object> item = items.get(row);
                        boolean available = (double) item.getOrDefault("item.from", -1.0) <= time
                                && time < (double) item.getOrDefault("item.until", 1e9);
                        boolean out = exclude.stream()
                                .anyMatch(each -> condition(each)
                                        .holds(field -> Optional.ofNullable(
                                                field.source() == Condition.Source.ITEM
                                                        ? item.get(field.name())
                                                        : visits.get(v).get(field.name()))));
                        return available && !out && row != 3 && row % 7 != 0;
                    })
                    .toArray();
            assertThat(eligibility.rows(batch, visit, time, candidates, row -> row % 7 == 0))
                    .containsExactly(expected);
            shown += expected.length;
        }
        assertThat(shown).isBetween(200, 5000);
    }

    @Test
    void pin_itemThatMayNotBeShown_isNotShown() {
        List<SlateRules.Pin> pins = List.of(
                new SlateRules.Pin("i3", 0, Optional.empty()),
                new SlateRules.Pin("i1", 0, Optional.of(condition("context.country == 'NL'"))),
                new SlateRules.Pin("i2", 1, Optional.empty()),
                new SlateRules.Pin("nowhere", 2, Optional.empty()));
        List<Map<String, Object>> items = IntStream.range(0, 6)
                .<Map<String, Object>>mapToObj(i -> Map.of("item", "i" + i))
                .toList();
        Eligibility eligibility = Eligibility.of(rules(List.of(), pins, List.of()), batch(true, items));
        Batch visits =
                batch(false, List.of(Map.of("context.country", "NL"), Map.of("context.country", "DE"), Map.of()));
        double[] scores = {9, 0, 0, 0, 0, 0};
        Slate slate = new Slate(3);
        SlateSampler sampler = SlateSampler.of(new Exploration.EpsilonGreedy(1e-9), 3);
        int[][] expected = {{1, 2, 0}, {0, 2, 1}, {0, 2, 1}};
        for (int visit = 0; visit < 3; visit++) {
            int[] rows = eligibility.rows(visits, visit, 0, new int[] {0, 1, 2, 3, 4, 5}, row -> false);
            eligibility.pin(visits, visit, rows);
            sampler.draw(new double[][] {scores}, rows.length, eligibility.restrictions(), visit, slate);
            for (int position = 0; position < 3; position++) {
                assertThat(rows[slate.item(position)]).isEqualTo(expected[visit][position]);
            }
            assertThat(slate.conditional(1)).isEqualTo(1);
        }
    }

    /** Of 4,000 slates none has three of a genre or five of a country, whatever the scores; what has no value is not capped. */
    @Test
    void draw_underCaps_neverExceedsThem() {
        SplittableRandom random = new SplittableRandom(8);
        List<Map<String, Object>> items = items(random, 40);
        Eligibility eligibility = Eligibility.of(
                new SlateRules(
                        List.of(),
                        Optional.empty(),
                        Optional.empty(),
                        new TreeSet<>(),
                        List.of(),
                        List.of(new SlateRules.Cap("item.genre", 2), new SlateRules.Cap("item.countries", 4))),
                batch(true, items));
        Batch visits = batch(false, List.of(Map.of()));
        int[] rows = IntStream.range(1, 40).toArray();
        int without = 0;
        for (int seed = 0; seed < 4000; seed++) {
            double[] scores = random.doubles(39).toArray();
            Slate slate = new Slate(8);
            eligibility.pin(visits, 0, rows);
            SlateSampler.of(Explored.SOFTMAX, 8)
                    .draw(new double[][] {scores}, 39, eligibility.restrictions(), seed, slate);
            Map<String, Integer> count = new LinkedHashMap<>();
            for (int position = 0; position < slate.size(); position++) {
                Map<String, Object> item = items.get(rows[slate.item(position)]);
                count.merge(String.valueOf(item.getOrDefault("item.genre", "none")), 1, Integer::sum);
                ((List<?>) item.getOrDefault("item.countries", List.of()))
                        .forEach(country -> count.merge(String.valueOf(country), 1, Integer::sum));
            }
            without = Math.max(without, count.getOrDefault("none", 0));
            count.remove("none");
            count.forEach((value, times) -> assertThat(times).isLessThanOrEqualTo(value.startsWith("g") ? 2 : 4));
        }
        assertThat(without).isGreaterThan(2);
    }
}
