package dev.longview.engine.duckdb;

import dev.longview.engine.SegmentWriter;
import dev.longview.log.Table;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;

/**
 * Imports and compacts for ever, in a process of its own that is to be killed; says on its output what is done, once it is.
 *
 * <p>Round k publishes a segment {@code state} with other rows of version k on other days, in three tables at once, and a segment
 * {@code more-k} that stays.
 */
final class KilledWriter {
    static final List<Table> TABLES = List.of(Table.DECISIONS, Table.SLATES, Table.FEEDBACK);
    static final int MORE_ROWS = 2;
    private static final long DAY = 86_400_000_000L;

    private KilledWriter() {}

    static int stateRows(long version) {
        return 5 + (int) (version % 4);
    }

    public static void main(String[] args) {
        long round = Long.parseLong(args[1]);
        try (DuckDbEngine engine =
                DuckDbEngine.open(Path.of(args[0]), DuckDbOptions.withDefaults().withThreads(1))) {
            while (true) {
                publish(engine, "state", round, stateRows(round));
                say("state " + round);
                publish(engine, "more-" + round, round, MORE_ROWS);
                say("more " + round);
                if (round % 2 == 0) {
                    engine.upkeep().compact(LocalDate.MAX, 1 << 27);
                    // The same import again: it may be compacted by now.
                    publish(engine, "more-" + round, round, MORE_ROWS);
                    say("compacted " + round);
                }
                round++;
            }
        }
    }

    private static void say(String line) {
        System.out.println(line);
        System.out.flush();
    }

    private static void publish(DuckDbEngine engine, String segment, long version, int rows) {
        Logs logs = Logs.empty();
        for (int i = 0; i < rows; i++) {
            String id = segment + "/" + i;
            long at = (version % 3 + i % 3) * DAY;
            String mark = "v" + version;
            logs.add(
                            Table.DECISIONS,
                            "decision_id",
                            id,
                            "account",
                            mark,
                            "member",
                            "m",
                            "time",
                            at,
                            "received",
                            at,
                            "usable_off_policy",
                            true)
                    .add(Table.SLATES, "decision_id", id, "position", 0L, "item", mark, "received", at)
                    .add(
                            Table.FEEDBACK,
                            "event_id",
                            "e",
                            "kind",
                            mark,
                            "member",
                            "m",
                            "decision_id",
                            id,
                            "time",
                            at,
                            "received",
                            at);
        }
        List<SegmentWriter> writers = new ArrayList<>();
        for (Table table : TABLES) {
            SegmentWriter writer = engine.write(table, segment, List.of());
            writer.append(Logs.batch(table, List.of(), logs.rows(table)));
            writers.add(writer);
        }
        engine.publish(writers);
    }
}
