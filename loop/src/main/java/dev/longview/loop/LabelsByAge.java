package dev.longview.loop;

import dev.longview.columns.Batch;
import dev.longview.columns.Column;
import dev.longview.columns.ColumnType;
import dev.longview.engine.SegmentWriter;
import dev.longview.outcome.Assembled;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;
import java.util.TreeMap;

/**
 * Station: how the label of each recommendation moved as evidence arrived, at the same ages for all. For people who look at a reward; a
 * policy learns from {@link Labelling}'s. All ages use the forecasts in use: whoever would know what was labelled then fits them as of then.
 */
public final class LabelsByAge {
    private static final SequencedMap<String, ColumnType> COLUMNS = new LinkedHashMap<>(Labelling.COLUMNS);

    static {
        COLUMNS.remove("reading");
        COLUMNS.remove("precision");
        COLUMNS.put(Assembled.AGE, ColumnType.BIGINT);
    }

    private final Loop loop;

    public LabelsByAge(Loop loop) {
        this.loop = loop;
    }

    /** @param ages youngest first, of those that some recommendation has reached */
    public record Result(String file, String reward, String rewardVersion, List<AtAge> ages) {}

    /**
     * @param age microseconds since the decision
     * @param meanSoFar of the reward of what had arrived
     */
    public record AtAge(long age, long rows, long settled, double meanSoFar, double meanExpected, double meanSd) {}

    /**
     * @param ages microseconds since the decision; a recommendation that has not reached one as of the window's moment has no row of it
     * @param file is replaced
     * @throws Refusal when no recommendation of the window has reached any of the ages
     */
    public Result label(String reward, Window window, List<Long> ages, Path file) {
        Labeller labeller = new ForecastsInUse(loop).labeller(reward, window.asOf());
        Map<Long, Sums> sums = new TreeMap<>();
        long[] rows = {0};
        try (SegmentWriter writer = loop.engine().writeFile(file, COLUMNS)) {
            List<Long> ascending = ages.stream().distinct().sorted().toList();
            loop.assembleAges(window, loop.outcomes(labeller.outcomes()), ascending, batch -> {
                Labels labels = labeller.label(batch);
                add(sums, batch.longs(Assembled.AGE), labels);
                writer.append(rows(batch, labels));
                rows[0] += batch.size();
                loop.progress().at("labelling " + reward, rows[0], 0);
            });
            if (rows[0] == 0) {
                throw new Refusal("no recommendation of this window has reached any of these ages by then."
                        + " See: longview validate");
            }
            writer.publish();
        }
        List<AtAge> found = new ArrayList<>();
        sums.forEach((age, sum) -> found.add(sum.atAge(age)));
        return new Result(file.toString(), reward, labeller.reward().version(), List.copyOf(found));
    }

    private static final class Sums {
        private long rows;
        private long settled;
        private double soFar;
        private double expected;
        private double sd;

        AtAge atAge(long age) {
            return new AtAge(age, rows, settled, soFar / rows, expected / rows, sd / rows);
        }
    }

    private static void add(Map<Long, Sums> sums, long[] ages, Labels labels) {
        for (int row = 0; row < ages.length; row++) {
            Sums sum = sums.computeIfAbsent(ages[row], first -> new Sums());
            sum.rows++;
            sum.settled += labels.settled()[row] ? 1 : 0;
            sum.soFar += labels.soFar()[row];
            sum.expected += labels.expected()[row];
            sum.sd += labels.sd()[row];
        }
    }

    private static Batch rows(Batch batch, Labels labels) {
        Map<String, Column> columns = Labelling.columns(batch, labels);
        columns.put(Assembled.AGE, batch.column(Assembled.AGE));
        return Batch.of(batch.size(), columns);
    }
}
