package dev.longview.loop;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.longview.columns.Batch;
import dev.longview.columns.Column;
import dev.longview.columns.ColumnType;
import dev.longview.delay.OpinionEvaluation;
import dev.longview.engine.SegmentWriter;
import dev.longview.outcome.Assembled;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.stream.IntStream;

/**
 * Station: writes the labels of a reward as of a moment, {@code labels/<reward>/<version>-<as of>-<of what>.parquet}, a row for each
 * recommendation, and beside it what they were made from. Labelling again replaces.
 */
public final class Labelling {
    static final SequencedMap<String, ColumnType> COLUMNS = new LinkedHashMap<>();

    static {
        COLUMNS.put(Assembled.DECISION, ColumnType.TEXT);
        COLUMNS.put(Assembled.POSITION, ColumnType.BIGINT);
        COLUMNS.put(Assembled.ITEM, ColumnType.TEXT);
        // By which a member is found here and forgotten, when the log has no decision of theirs any more.
        COLUMNS.put(Assembled.MEMBER, ColumnType.TEXT);
        COLUMNS.put(Assembled.TIME, ColumnType.BIGINT);
        COLUMNS.put("expected", ColumnType.DOUBLE);
        COLUMNS.put("sd", ColumnType.DOUBLE);
        COLUMNS.put("reading", ColumnType.DOUBLE);
        COLUMNS.put("precision", ColumnType.DOUBLE);
        COLUMNS.put("so_far", ColumnType.DOUBLE);
        COLUMNS.put("settled", ColumnType.BOOLEAN);
        COLUMNS.put("predicted", ColumnType.BOOLEAN);
    }

    private final Loop loop;

    public Labelling(Loop loop) {
        this.loop = loop;
    }

    /**
     * A label set that was written.
     *
     * @param readings the version of the readings; empty where there are none, and the columns of them are missing
     * @param withheld rows whose precision is 0
     * @param meanPrecision of all rows, relative to a final label's
     * @param silent the mean expected reward under what may be assumed of those who have no say, where an opinion is read
     * @param note on the readings, or on why there are none; may be empty
     */
    public record Result(
            String file,
            String reward,
            String rewardVersion,
            LabelSummary labels,
            Optional<String> readings,
            long withheld,
            double meanPrecision,
            List<Assumed> silent,
            String note) {}

    /**
     * Under one assumption.
     *
     * @param tilt the odds of a better opinion among the silent are e^tilt times those among who answered and showed the same
     */
    public record Assumed(double tilt, double meanExpected) {}

    public Result label(String reward, Window window) {
        Labeller labeller = new ForecastsInUse(loop).labeller(reward, window.asOf());
        LabelReader reader = LabelReader.of(loop, labeller, window);
        String version = labeller.reward().version();
        Path file = loop.workspace().labels().resolve(reward).resolve(name(labeller, reader, window) + ".parquet");
        LabelSums sums = new LabelSums();
        long[] rows = {0};
        double[] assumed = new double[OpinionEvaluation.TILTS.size()];
        try {
            Files.createDirectories(file.getParent());
        } catch (IOException e) {
            throw new UncheckedIOException(file.getParent() + " cannot be made", e);
        }
        try (SegmentWriter writer = loop.engine().writeFile(file, COLUMNS)) {
            loop.assemble(window, loop.outcomes(labeller.outcomes()), batch -> {
                Labels labels = labeller.label(batch);
                LabelReader.Read read = reader.read(batch, labels);
                sums.add(batch, labels, read);
                for (int i = 0; i < assumed.length && labeller.assumes(); i++) {
                    assumed[i] += Arrays.stream(labeller.expected(batch, OpinionEvaluation.TILTS.get(i)))
                            .sum();
                }
                writer.append(rows(batch, labels, read, reader.version().isPresent()));
                rows[0] += batch.size();
                loop.progress().at("labelling " + reward, rows[0], 0);
            });
            if (rows[0] == 0) {
                throw new Refusal("there is no recommendation to label in this window. See: longview validate");
            }
            writer.publish();
        }
        LabelSummary summary = sums.summary(version, window.asOf());
        ObjectNode manifest = Provenance.of("labels", reward, window);
        manifest.put("id", summary.id()).put("reward_version", version);
        ObjectNode fitted = manifest.putObject("delay_models");
        labeller.versions().forEach(fitted::put);
        reader.describe(manifest);
        manifest.put("rows", summary.rows()).put("settled", summary.settled()).put("predicted", summary.predicted());
        new JsonFile(Path.of(file + ".json")).write(manifest);
        new RewardVersions(loop.workspace(), loop.configuration()).keep(reward);
        return new Result(
                file.toString(),
                reward,
                version,
                summary,
                reader.version(),
                sums.withheld(),
                sums.meanPrecision(),
                labeller.assumes()
                        ? IntStream.range(0, assumed.length)
                                .mapToObj(i -> new Assumed(OpinionEvaluation.TILTS.get(i), assumed[i] / rows[0]))
                                .toList()
                        : List.of(),
                reader.note());
    }

    /** Equal for equal labels to come: the reward's version, T, and what of window, forecasts and readings makes a difference. */
    private String name(Labeller labeller, LabelReader reader, Window window) {
        Digest digest = new Digest()
                .text(loop.rulesOf(labeller.reward()))
                .number(window.from())
                .number(window.before())
                .text(window.servedBy().orElse(""));
        labeller.versions().forEach((outcome, version) -> digest.text(outcome).text(version));
        reader.version().ifPresent(digest::text);
        return labeller.reward().version() + "-" + window.asOf() + "-" + digest.shortHex();
    }

    private static Batch rows(Batch batch, Labels labels, LabelReader.Read read, boolean fitted) {
        Map<String, Column> columns = columns(batch, labels);
        double[] missing = fitted ? new double[0] : new double[batch.size()];
        Arrays.fill(missing, Double.NaN);
        columns.put("reading", new Column.Doubles(fitted ? read.value() : missing));
        columns.put("precision", new Column.Doubles(fitted ? read.precision() : missing));
        return Batch.of(batch.size(), columns);
    }

    /** Whose label it is, and the label. */
    static Map<String, Column> columns(Batch batch, Labels labels) {
        boolean[] none = new boolean[0];
        Map<String, Column> columns = new LinkedHashMap<>();
        columns.put(Assembled.DECISION, batch.column(Assembled.DECISION));
        columns.put(Assembled.POSITION, batch.column(Assembled.POSITION));
        columns.put(Assembled.ITEM, batch.column(Assembled.ITEM));
        columns.put(Assembled.MEMBER, batch.column(Assembled.MEMBER));
        columns.put(Assembled.TIME, batch.column(Assembled.TIME));
        columns.put("expected", new Column.Doubles(labels.expected()));
        columns.put("sd", new Column.Doubles(labels.sd()));
        columns.put("so_far", new Column.Doubles(labels.soFar()));
        columns.put("settled", new Column.Booleans(labels.settled(), none));
        columns.put("predicted", new Column.Booleans(labels.predicted(), none));
        return columns;
    }
}
