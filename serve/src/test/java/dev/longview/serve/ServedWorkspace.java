package dev.longview.serve;

import dev.longview.engine.Engine;
import dev.longview.engine.SegmentWriter;
import dev.longview.engine.duckdb.DuckDbEngine;
import dev.longview.engine.duckdb.DuckDbOptions;
import dev.longview.engine.files.Durable;
import dev.longview.log.Table;
import dev.longview.loop.Loop;
import dev.longview.loop.PolicyTraining;
import dev.longview.loop.Progress;
import dev.longview.loop.Window;
import dev.longview.loop.Workspace;
import dev.longview.simulate.Assigner;
import dev.longview.simulate.streaming.PopularityRecommender;
import dev.longview.simulate.streaming.SimulatedLog;
import dev.longview.simulate.streaming.Simulation;
import dev.longview.simulate.streaming.Truth;
import dev.longview.simulate.streaming.World;
import dev.longview.simulate.streaming.WorldParameters;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** A small workspace with a simulated log and two trained policies: made once, copied for each test. */
public final class ServedWorkspace {
    public static final long START = 1_767_225_600_000_000L;
    public static final long DAY = 86_400_000_000L;
    public static final int DAYS = 4;
    private static final String CONFIG = """
        features:
          context.device: categorical
          context.hour: numeric
          member.tenure_days: numeric
          member.favourite: categorical
          item.genre: categorical
          item.kind: categorical
          item.runtime: numeric
        feedback: { play: {}, watch: {}, complete: {}, thumb: { retractable: true } }
        history:
          member.plays_7d: { of: play, as: count, over: 7d }
          member.series_7d: { of: play, as: share, over: 7d, where: "event.item.kind == 'series'" }
          member.minutes_3d: { of: watch, as: sum, over: 3d }
        outcomes:
          played: { of: play, as: occurred, final-after: 1d }
        rewards:
          ctr: { is: "played ? 1 : 0" }
        policies:
          clicks:
            reward: ctr
            features: [context.device, context.hour, member.favourite, item.genre, item.kind]
            epochs: 1
            exploration: { softmax: { temperature: 0.05, floor: 0.2 } }
          recent:
            reward: ctr
            features: [member.plays_7d, member.minutes_3d, item.genre]
            epochs: 1
            exploration: { epsilon-greedy: { epsilon: 0.3 } }
        experiments:
          recent-or-not:
            cells:
              control: { policy: clicks }
              treatment: { policy: recent }
        """;

    private static final Path TEMPLATE = make();

    private ServedWorkspace() {}

    /** A workspace of one's own. */
    public static Workspace copy(Path to) {
        try (Stream<Path> all = Files.walk(TEMPLATE)) {
            for (Path path : all.toList()) {
                Path target = to.resolve(TEMPLATE.relativize(path).toString());
                if (Files.isDirectory(path)) {
                    Files.createDirectories(target);
                } else {
                    Files.copy(path, target);
                }
            }
            return Workspace.open(to);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    public static Engine engine(Workspace workspace) {
        return DuckDbEngine.open(workspace.log(), DuckDbOptions.withDefaults().withThreads(1));
    }

    /** A station of policy clicks alone, by wall time unless told otherwise. */
    public static Station open(Workspace workspace, StationOptions options) {
        return Station.open(workspace, () -> engine(workspace), options);
    }

    private static Path make() {
        try {
            Path root = Files.createTempDirectory("longview-served");
            Runtime.getRuntime().addShutdownHook(new Thread(() -> delete(root)));
            Files.writeString(root.resolve(Workspace.CONFIG), CONFIG);
            Workspace workspace = Workspace.open(root);
            try (Engine engine = engine(workspace)) {
                Map<Table, SegmentWriter> writers = new EnumMap<>(Table.class);
                Simulation.withDefaults()
                        .run(
                                World.create(WorldParameters.defaults(), 5, 150, START),
                                DAYS,
                                Assigner.everybody(PopularityRecommender.withDefaults()),
                                (table, rows) -> writers.computeIfAbsent(
                                                table, unseen -> engine.write(unseen, "all", SimulatedLog.FEATURES))
                                        .append(rows),
                                Truth.ignored(),
                                (day, of, impressions) -> {});
                engine.publish(writers.values());
                Loop loop = new Loop(workspace, workspace.configuration(), engine, Progress.silent());
                for (String policy : List.of("clicks", "recent")) {
                    new PolicyTraining(loop).train(policy, Window.asOf(START + DAYS * DAY), 0);
                }
            }
            return root;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void delete(Path root) {
        try {
            Durable.deleteTree(root);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
