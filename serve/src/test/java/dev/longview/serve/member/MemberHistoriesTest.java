package dev.longview.serve.member;

import static org.assertj.core.api.Assertions.assertThat;

import dev.longview.columns.Batch;
import dev.longview.columns.BatchBuilder;
import dev.longview.config.ConfigFile;
import dev.longview.config.Configuration;
import dev.longview.config.Reading;
import dev.longview.engine.Assembly;
import dev.longview.engine.Engine;
import dev.longview.engine.Moment;
import dev.longview.engine.SegmentWriter;
import dev.longview.engine.duckdb.DuckDbEngine;
import dev.longview.engine.duckdb.DuckDbOptions;
import dev.longview.log.FeatureDefinition;
import dev.longview.log.Table;
import dev.longview.serve.item.ItemVersions;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * There is no skew: what a service knew of a member at each decision equals what assembly computes from the log as of it, over a history
 * with events that are late, come twice, come out of order, are retracted (before or after they come), and are about items that change.
 */
class MemberHistoriesTest {
    private static final long START = 1_767_225_600_000_000L;
    private static final long HOUR = 3_600_000_000L;
    private static final String CONFIG = """
        lateness: 2d
        features:
          item.kind: categorical
          item.genres: multi-valued
          item.runtime: numeric
        feedback: { play: {}, watch: { retractable: true }, thumb: { retractable: true } }
        history:
          member.plays: { of: play, as: count, over: 3d }
          member.long_plays: { of: play, as: count, over: 5d, where: "event.item.runtime >= 60 && event.device != 'tv'" }
          member.minutes: { of: watch, as: sum, over: 2d }
          member.film_minutes: { of: watch, as: sum, over: 4d, where: "event.item.kind == 'film'" }
          member.longest: { of: watch, as: max, over: 3d }
          member.since_play: { of: play, as: days-since, over: 4d }
          member.ups: { of: thumb, as: share, over: 6d, where: "event.label == 'up'" }
          member.dramas: { of: play, as: share, over: 3d, where: "'drama' in event.item.genres" }
        """;

    @TempDir
    Path folder;

    /** A row of the log on its way in: an event, an item, or a decision. */
    private sealed interface Row {
        long received();

        record Happened(FeedbackEvent event) implements Row {
            @Override
            public long received() {
                return event.received();
            }
        }

        record Known(String item, long validFrom, long received, String kind, List<String> genres, double runtime)
                implements Row {}

        record Decided(String id, String member, long received) implements Row {}
    }

    @Test
    void values_atEachDecisionOfARandomHistory_equalAssembly() {
        Configuration configuration = ((Reading.Checked) ConfigFile.read(CONFIG)).configuration();
        List<Row> rows = random(new SplittableRandom(42));
        Map<String, double[]> online = online(configuration, rows);
        Map<String, double[]> offline = offline(configuration, rows);
        assertThat(offline).hasSize(400).hasSameSizeAs(online);
        int told = 0;
        for (Map.Entry<String, double[]> decision : offline.entrySet()) {
            assertThat(online.get(decision.getKey())).as(decision.getKey()).containsExactly(decision.getValue());
            for (double value : decision.getValue()) {
                told += Double.isNaN(value) || value == 0 ? 0 : 1;
            }
        }
        // The comparison is of something.
        assertThat(told).isGreaterThan(1000);
    }

    private static List<Row> random(SplittableRandom random) {
        List<Row> rows = new ArrayList<>();
        for (int i = 0; i < 60; i++) {
            long received = START + random.nextInt(240) * HOUR + i;
            rows.add(new Row.Known(
                    "t" + i % 20,
                    // Some are valid before they are known, some later.
                    received + (random.nextInt(48) - 24) * HOUR,
                    received,
                    random.nextBoolean() ? "film" : "series",
                    random.nextBoolean() ? List.of("drama", "crime") : List.of("comedy"),
                    30 + random.nextInt(100)));
        }
        for (int i = 0; i < 3000; i++) {
            rows.add(new Row.Happened(event(random, i)));
        }
        for (int i = 0; i < 400; i++) {
            rows.add(new Row.Decided(
                    "d" + i, "m" + random.nextInt(8), START + random.nextInt(260) * HOUR + 500_000 + i));
        }
        rows.sort(Comparator.comparingLong(Row::received));
        return rows;
    }

    private static FeedbackEvent event(SplittableRandom random, int i) {
        // Seconds apart, so that no two are received at once: of those, which is first is the log's secret.
        long received = START + random.nextInt(240) * HOUR + 1_000_000L * (i + 1);
        int delay = random.nextInt(10);
        long time = switch (delay) {
            case 0 -> received - random.nextInt(72) * HOUR;
            case 1 -> received + random.nextInt(5) * HOUR;
            default -> received - random.nextInt(60) * 1_000_000L;
        };
        String kind = List.of("play", "watch", "thumb").get(random.nextInt(3));
        // One in five repeats another's id; one in eight retracts one, which may be to come.
        int id = random.nextInt(5) == 0 ? random.nextInt(3000) : i;
        Optional<String> retracts = random.nextInt(8) == 0 ? Optional.of("e" + random.nextInt(3000)) : Optional.empty();
        double value = random.nextInt(6) == 0 ? Double.NaN : random.nextDouble(-3, 200) / (1 + random.nextInt(1000));
        Map<String, String> attributes =
                random.nextBoolean() ? Map.of() : Map.of("device", random.nextBoolean() ? "tv" : "phone");
        Optional<String> label =
                random.nextInt(4) == 0 ? Optional.empty() : Optional.of(random.nextBoolean() ? "up" : "down");
        return new FeedbackEvent(
                "e" + id,
                kind,
                "m" + random.nextInt(8),
                Optional.of("t" + random.nextInt(22)),
                time,
                received,
                value,
                label,
                attributes,
                retracts);
    }

    private static Map<String, double[]> online(Configuration configuration, List<Row> rows) {
        ItemVersions items = new ItemVersions(configuration.features());
        MemberHistories histories = new MemberHistories(configuration.history(), configuration.lateness(), items);
        Map<String, double[]> values = new HashMap<>();
        Set<String> seen = new HashSet<>();
        for (Row row : rows) {
            switch (row) {
                case Row.Happened(FeedbackEvent event) -> {
                    if (seen.add(event.id())) {
                        histories.add(event);
                    }
                }
                case Row.Known known -> items.add(batch(configuration.features(), known));
                case Row.Decided(String id, String member, long received) ->
                    values.put(id, histories.values(member, received));
            }
        }
        return values;
    }

    private static Batch batch(List<FeatureDefinition> features, Row.Known known) {
        BatchBuilder builder = new BatchBuilder(Table.ITEMS.types(features));
        add(builder, known);
        return builder.build();
    }

    private static void add(BatchBuilder builder, Row.Known known) {
        builder.set("item", known.item()).set("valid_from", known.validFrom()).set("received", known.received());
        builder.set("item.kind", known.kind())
                .set("item.genres", known.genres())
                .set("item.runtime", known.runtime());
        builder.endRow();
    }

    private Map<String, double[]> offline(Configuration configuration, List<Row> rows) {
        Map<String, double[]> values = new HashMap<>();
        try (Engine engine =
                DuckDbEngine.open(folder, DuckDbOptions.withDefaults().withThreads(1))) {
            write(engine, configuration, rows);
            Assembly assembly = Assembly.of(
                            configuration.features(),
                            List.of(),
                            configuration.lateness(),
                            new Moment.At(START + 1000 * HOUR))
                    .remembering(configuration.history());
            engine.assemble(assembly, batch -> {
                for (int row = 0; row < batch.size(); row++) {
                    double[] of = new double[configuration.history().size()];
                    for (int f = 0; f < of.length; f++) {
                        of[f] = batch.doubles(configuration.history().get(f).name())[row];
                    }
                    values.put(batch.texts("decision_id").text(row), of);
                }
            });
        }
        return values;
    }

    private static void write(Engine engine, Configuration configuration, List<Row> rows) {
        List<FeatureDefinition> features = configuration.features();
        BatchBuilder feedback = new BatchBuilder(Table.FEEDBACK.types(features));
        BatchBuilder items = new BatchBuilder(Table.ITEMS.types(features));
        BatchBuilder decisions = new BatchBuilder(Table.DECISIONS.types(features));
        BatchBuilder slates = new BatchBuilder(Table.SLATES.types(features));
        for (Row row : rows) {
            switch (row) {
                case Row.Happened(FeedbackEvent event) -> {
                    feedback.set("event_id", event.id())
                            .set("kind", event.kind())
                            .set("member", event.member());
                    feedback.set("item", event.item().orElseThrow()).set("time", event.time());
                    feedback.set("received", event.received()).set("value", event.value());
                    event.label().ifPresent(label -> feedback.set("label", label));
                    feedback.set("attributes", event.attributes());
                    event.retracts().ifPresent(target -> feedback.set("retracts", target));
                    feedback.endRow();
                }
                case Row.Known known -> add(items, known);
                case Row.Decided(String id, String member, long received) -> {
                    decisions
                            .set("decision_id", id)
                            .set("account", member)
                            .set("member", member)
                            .set("time", received)
                            .set("received", received)
                            .set("usable_off_policy", true)
                            .endRow();
                    slates.set("decision_id", id)
                            .set("position", 0L)
                            .set("item", "t0")
                            .set("received", received)
                            .endRow();
                }
            }
        }
        Map.of(Table.FEEDBACK, feedback, Table.ITEMS, items, Table.DECISIONS, decisions, Table.SLATES, slates)
                .forEach((table, builder) -> {
                    try (SegmentWriter writer = engine.write(table, "all", features)) {
                        writer.append(builder.build());
                        writer.publish();
                    }
                });
    }
}
