package dev.longview.benchmarks;

import dev.longview.columns.BatchBuilder;
import dev.longview.engine.Engine;
import dev.longview.engine.SegmentWriter;
import dev.longview.engine.duckdb.DuckDbEngine;
import dev.longview.engine.duckdb.DuckDbOptions;
import dev.longview.log.Table;
import dev.longview.loop.Loop;
import dev.longview.loop.PolicyTraining;
import dev.longview.loop.Progress;
import dev.longview.loop.Window;
import dev.longview.loop.Workspace;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.DriverManager;
import java.util.List;
import java.util.Locale;
import java.util.SplittableRandom;
import org.duckdb.DuckDBConnection;

/** A workspace to serve: a {@link GeneratedLog}, a catalogue of which it knows half, a policy learned from its last decisions. */
record ServedLog(Path root, long decisions) {
    static final int ITEMS = 10_000;
    static final String POLICY = "served";
    static final long DAY = 86_400_000_000L;
    private static final int LEARNED_FROM = 20_000;
    private static final String CONFIG = """
        features:
          context.device: categorical
          context.hour: numeric
          member.favourite: categorical
          item.genre: categorical
          item.kind: categorical
          item.runtime: numeric
        feedback: { play: {}, watch: {}, thumb: { retractable: true } }
        history:
          member.plays_7d: { of: play, as: count, over: 7d }
        outcomes:
          played: { of: play, as: occurred, final-after: 1d }
        rewards:
          ctr: { is: "played ? 1 : 0" }
        policies:
          served:
            reward: ctr
            features: [context.device, context.hour, member.favourite, member.plays_7d, item.genre, item.kind, item.runtime]
            dimensions: 16
            slate-size: 10
            exploration: { softmax: { temperature: 0.05, floor: 0.1 } }
        """;

    /** It ends now, so that the members' last days are full of events. */
    void write() throws Exception {
        long now = System.currentTimeMillis() * 1000;
        // Decisions are spread by up to an hour.
        long start = now - GeneratedLog.DAYS * DAY - DAY / 24;
        Files.createDirectories(root);
        Files.writeString(root.resolve(Workspace.CONFIG), CONFIG);
        Workspace workspace = Workspace.open(root);
        try (DuckDBConnection connection =
                DriverManager.getConnection("jdbc:duckdb:").unwrap(DuckDBConnection.class)) {
            new GeneratedLog(workspace.log(), decisions, start, now).write(connection);
        }
        try (Engine engine = DuckDbEngine.open(workspace.log(), DuckDbOptions.withDefaults())) {
            items(engine, workspace, start);
            double share = Math.min(1, (double) LEARNED_FROM / decisions);
            long from = start + (long) ((1 - share) * GeneratedLog.DAYS * DAY);
            Window window = Window.asOf(now).decided(from, Long.MAX_VALUE);
            Loop loop = new Loop(workspace, workspace.configuration(), engine, Progress.silent());
            new PolicyTraining(loop).train(POLICY, window, 1);
        }
    }

    private static void items(Engine engine, Workspace workspace, long start) {
        List<String> genres = List.of("drama", "comedy", "crime", "nature", "music", "news", "sport", "history");
        SplittableRandom random = new SplittableRandom(1);
        var features = workspace.configuration().features();
        BatchBuilder rows = new BatchBuilder(Table.ITEMS.types(features));
        for (int i = 0; i < ITEMS; i++) {
            rows.set("item", item(i)).set("valid_from", start).set("received", start);
            rows.set("item.genre", genres.get(random.nextInt(genres.size())));
            rows.set("item.kind", random.nextBoolean() ? "film" : "series");
            rows.set("item.runtime", 20.0 + random.nextInt(120));
            rows.endRow();
        }
        try (SegmentWriter writer = engine.write(Table.ITEMS, "items", features)) {
            writer.append(rows.build());
            writer.publish();
        }
    }

    static String item(int i) {
        return "item-" + i;
    }

    /**
     * A visit, of any of a hundred thousand members.
     *
     * @param candidates how many items may be shown; 0 for all
     */
    static String visit(long number, int candidates) {
        SplittableRandom random = new SplittableRandom(number);
        String member = "m-" + random.nextInt(100_000);
        StringBuilder visit = new StringBuilder(2048);
        visit.append(String.format(
                Locale.ROOT,
                "{\"account\":\"%s\",\"member\":\"%s\",\"context.device\":\"tv\",\"context.hour\":%d,\"member.favourite\":\"drama\"",
                member,
                member,
                random.nextInt(24)));
        for (int i = 0; i < candidates; i++) {
            visit.append(i == 0 ? ",\"candidates\":[\"" : "\",\"").append(item(random.nextInt(ITEMS)));
        }
        return visit.append(candidates > 0 ? "\"]}" : "}").toString();
    }

    /** Events that nobody has sent before. */
    static String events(String run, long number, int count) {
        SplittableRandom random = new SplittableRandom(number);
        StringBuilder events = new StringBuilder(count * 100);
        for (int i = 0; i < count; i++) {
            events.append(i == 0 ? "[" : ",")
                    .append("{\"event_id\":\"")
                    .append(run)
                    .append('-')
                    .append(number)
                    .append('-')
                    .append(i)
                    .append("\",\"kind\":\"play\",\"member\":\"m-")
                    .append(random.nextInt(100_000))
                    .append("\",\"item\":\"")
                    .append(item(random.nextInt(ITEMS)))
                    .append("\"}");
        }
        return events.append(']').toString();
    }
}
