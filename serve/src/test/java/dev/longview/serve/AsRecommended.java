package dev.longview.serve;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.longview.columns.Batch;
import dev.longview.columns.Column;
import dev.longview.engine.Engine;
import dev.longview.engine.Selection;
import dev.longview.ingest.EventLines;
import dev.longview.ingest.VisitLines;
import dev.longview.log.Table;
import dev.longview.loop.Loop;
import dev.longview.loop.Progress;
import dev.longview.loop.Recommending;
import dev.longview.loop.SlateLines;
import dev.longview.loop.TrainedPolicy;
import dev.longview.loop.Workspace;
import dev.longview.serve.decide.Decision;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** The truth of a service's rows: what {@code longview recommend} writes of the same visits, each as of its own moment. */
final class AsRecommended {
    private AsRecommended() {}

    /** The rows of the decisions that the log has received since the first of them are those, no more and no less. */
    static void require(
            Workspace workspace, String name, long seed, List<ObjectNode> visits, List<Decision> decisions) {
        try (Engine engine = ServedWorkspace.engine(workspace)) {
            Loop loop = new Loop(workspace, workspace.configuration(), engine, Progress.silent());
            TrainedPolicy policy = TrainedPolicy.read(workspace.policies().require(name, Optional.empty()));
            Map<Table, List<String>> recommended = new EnumMap<>(Table.class);
            EventLines imported =
                    EventLines.of(loop.configuration().features(), (table, rows) -> add(recommended, table, rows));
            for (int i = 0; i < visits.size(); i++) {
                recommended(loop, policy, seed, visits.get(i), decisions.get(i).time())
                        .lines()
                        .forEach(line -> assertThat(imported.add(line.getBytes(StandardCharsets.UTF_8)))
                                .isEmpty());
            }
            imported.flush();
            Map<Table, List<String>> served = new EnumMap<>(Table.class);
            for (Table table : List.of(Table.DECISIONS, Table.SLATES, Table.CANDIDATE_SETS)) {
                engine.rows(
                        table,
                        loop.configuration().features(),
                        Selection.received(decisions.getFirst().time(), Long.MAX_VALUE - 1),
                        rows -> add(served, table, rows));
            }
            assertThat(served.get(Table.SLATES))
                    .hasSize(decisions.stream()
                            .mapToInt(decision -> decision.slate().size())
                            .sum());
            for (Table table : served.keySet()) {
                assertThat(served.get(table))
                        .as(table.tableName())
                        .containsExactlyInAnyOrderElementsOf(recommended.get(table));
            }
        }
    }

    private static String recommended(Loop loop, TrainedPolicy policy, long seed, ObjectNode visit, long time) {
        StringWriter out = new StringWriter();
        try (SlateLines lines =
                Recommending.of(loop, policy, time).withSeed(seed).into(out)) {
            ObjectNode row = visit.deepCopy();
            // It computes no features of history: a visit brings what is read of it.
            loop.configuration().history().stream()
                    .filter(feature -> !row.has(feature.name()))
                    .forEach(feature -> row.putNull(feature.name()));
            row.put("time", time).put("received", time);
            VisitLines reader = VisitLines.of(loop.configuration().features(), List.of());
            byte[] line = row.toString().getBytes(StandardCharsets.UTF_8);
            lines.add(((VisitLines.Read.Good) reader.read(line, item -> true)).visit());
        }
        return out.toString();
    }

    /** What is not of a member's history, which only the service knows. */
    static void add(Map<Table, List<String>> all, Table table, Batch rows) {
        for (int row = 0; row < rows.size(); row++) {
            StringBuilder text = new StringBuilder();
            int at = row;
            new TreeMap<>(rows.columns()).forEach((name, column) -> {
                boolean repeated = table == Table.CANDIDATE_SETS && name.equals("received");
                if (!column.isMissing(at) && !repeated && !name.matches("member\\.(plays_7d|series_7d|minutes_3d)")) {
                    text.append(name).append('=').append(value(column, at)).append(' ');
                }
            });
            List<String> of = all.computeIfAbsent(table, unseen -> new ArrayList<>());
            // A set stands in the log once, by whichever decision was first.
            if (table != Table.CANDIDATE_SETS || !of.contains(text.toString())) {
                of.add(text.toString());
            }
        }
    }

    private static Object value(Column column, int row) {
        return switch (column) {
            case Column.Texts texts -> texts.text(row);
            case Column.Doubles doubles -> doubles.values()[row];
            case Column.Longs longs -> longs.values()[row];
            case Column.Booleans booleans -> booleans.values()[row];
            case Column.TextLists lists -> {
                List<String> items = new ArrayList<>();
                for (int i = lists.offsets()[row]; i < lists.offsets()[row + 1]; i++) {
                    items.add(lists.dictionary()[lists.codes()[i]]);
                }
                yield items;
            }
            case Column.FloatLists lists -> Arrays.toString(lists.list(row));
            case Column.TextMaps maps -> "map";
        };
    }
}
