package dev.longview.cli;

import dev.longview.columns.Batch;
import dev.longview.columns.BatchBuilder;
import dev.longview.columns.ColumnType;
import dev.longview.policy.FactorisedModel;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;

/**
 * A log of single recommendations over thirty days, drawn uniformly from ten items of which the last comes on day 25; whether one is played
 * depends on item and device.
 */
final class PlantedLog {
    static final long START = 1_767_225_600_000_000L;
    static final long DAY = 86_400_000_000L;
    static final int ITEMS = 10;

    /** A decision with its one recommendation. */
    record Row(long time, int device, int item, int candidates, boolean played) {}

    private final List<Row> rows = new ArrayList<>();

    PlantedLog(int decisions, long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        for (int d = 0; d < decisions; d++) {
            long time = START + 30 * DAY * d / decisions;
            int candidates = time < START + 25 * DAY ? ITEMS - 1 : ITEMS;
            int item = random.nextInt(candidates);
            int device = random.nextInt(2);
            rows.add(new Row(time, device, item, candidates, random.nextDouble() < chance(item, device)));
        }
    }

    /** Even items are for the television, odd ones for the telephone, and later ones are better. */
    static double chance(int item, int device) {
        return item % 2 == device ? 0.3 + 0.06 * item : 0.05;
    }

    List<Row> rows() {
        return rows;
    }

    /** Of day 30 on all is final. */
    static String config(String policies) {
        return """
            lateness: 0s
            features: { context.device: categorical }
            feedback: { play: {} }
            outcomes: { played: { of: play, as: occurred, final-after: 1h } }
            rewards: { plays: { is: "played ? 1 : 0" } }
            policies:
            """ + policies;
    }

    /** What a model that reads the device says of each item. */
    static double[] scores(FactorisedModel model, int device) {
        BatchBuilder builder = new BatchBuilder(Map.of("item", ColumnType.TEXT, "context.device", ColumnType.TEXT));
        for (int i = 0; i < PlantedLog.ITEMS; i++) {
            builder.set("item", "i" + i).set("context.device", name(device)).endRow();
        }
        Batch batch = builder.build();
        double[] context = new double[model.vectorLength()];
        double[] item = new double[model.vectorLength()];
        double[] scores = new double[PlantedLog.ITEMS];
        model.contexts(batch).read(0, context);
        for (int i = 0; i < scores.length; i++) {
            model.items(batch).read(i, item);
            scores[i] = model.score(context, item);
        }
        return scores;
    }

    private static String name(int device) {
        return device == 0 ? "tv" : "phone";
    }

    /** As {@code import events} takes it. */
    String lines() {
        StringBuilder lines = new StringBuilder();
        for (int i = 0; i < ITEMS; i++) {
            lines.append(
                    "{\"table\": \"items\", \"item\": \"i%d\", \"valid_from\": 0, \"received\": 0}\n".formatted(i));
        }
        for (int d = 0; d < rows.size(); d++) {
            Row row = rows.get(d);
            List<String> candidates = new ArrayList<>();
            for (int i = 0; i < row.candidates(); i++) {
                candidates.add("\"i" + i + "\"");
            }
            lines.append(
                    ("{\"table\": \"decisions\", \"decision_id\": \"d%d\", \"account\": \"a%d\", \"member\": \"a%d\","
                        + " \"time\": %d, \"received\": %d, \"usable_off_policy\": true, \"context.device\": \"%s\","
                        + " \"candidates\": %s, \"slate\": [{\"item\": \"i%d\", \"conditional_propensity\": %s}]}\n")
                            .formatted(
                                    d,
                                    d % 150,
                                    d % 150,
                                    row.time(),
                                    row.time(),
                                    name(row.device()),
                                    candidates,
                                    row.item(),
                                    1.0 / row.candidates()));
            if (row.played()) {
                lines.append(
                        ("{\"table\": \"feedback\", \"event_id\": \"e%d\", \"kind\": \"play\", \"member\": \"a%d\","
                                        + " \"item\": \"i%d\", \"decision_id\": \"d%d\", \"position\": 0, \"time\": %d,"
                                        + " \"received\": %d}\n")
                                .formatted(d, d % 150, row.item(), d, row.time() + 1, row.time() + 1));
            }
        }
        return lines.toString();
    }
}
