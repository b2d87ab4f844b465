package dev.longview.label;

import dev.longview.columns.Batch;
import dev.longview.columns.Column;
import dev.longview.outcome.Assembled;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.IntStream;

/**
 * Gathers recommendations whose final reward is known, with what their label was at landmark ages, in sums by item that can be merged,
 * and makes {@link Readings} of them. Memory grows with items, not with rows.
 *
 * <pre>{@code
 * var learner = ReadingLearner.of(ages, names.size());
 * engine.assemble(mature decisions at those ages, batch -> learner.add(batch, labels(batch), types(batch), covariates(batch)));
 * ReadingLearner.Result result = learner.fit(names);
 * }</pre>
 */
public final class ReadingLearner {
    /** The least that items must differ in what they are worth, in standard errors. */
    private static final double DISTINCT = 3;

    private final List<Long> ages;
    private final int covariates;
    private final List<LandmarkSums> sums = new ArrayList<>();
    private final double[] path;
    private String decision = "";
    private long position = -1;

    private ReadingLearner(List<Long> ages, int covariates) {
        this.ages = List.copyOf(ages);
        this.covariates = covariates;
        for (int k = 0; k < ages.size(); k++) {
            sums.add(new LandmarkSums(covariates));
        }
        path = new double[ages.size()];
    }

    /**
     * @param ages landmarks, in microseconds, ascending; at the last one a label is final
     * @param covariates how many each row has
     * @throws IllegalArgumentException when there are not at least two ages, or they do not ascend
     */
    public static ReadingLearner of(List<Long> ages, int covariates) {
        boolean ascends = ages.size() > 1;
        for (int k = 1; k < ages.size(); k++) {
            ascends &= ages.get(k) > ages.get(k - 1);
        }
        if (!ascends) {
            throw new IllegalArgumentException("landmark ages must be at least two, and ascend: " + ages);
        }
        return new ReadingLearner(ages, covariates);
    }

    /** What came of it. */
    public sealed interface Result {
        record Fitted(Readings readings) implements Result {}

        /** @param reason why labels cannot be read yet, in words */
        record Unreadable(String reason) implements Result {}
    }

    /**
     * Adds one recommendation.
     *
     * @param type of the item; empty when it has none
     * @param labels at each landmark but the last; NaN where it was not there yet
     * @param fin the label at the last landmark
     * @param x covariates
     */
    public ReadingLearner add(String item, String type, double[] labels, double fin, double[] x) {
        for (int k = 0; k < ages.size() - 1; k++) {
            if (Double.isFinite(labels[k]) && Double.isFinite(fin)) {
                sums.get(k).add(item, type, labels[k], fin, x);
            }
        }
        return this;
    }

    /**
     * Adds the recommendations that have a row at the last landmark. Rows come in the canonical order; where it is cut into batches
     * makes no difference.
     *
     * @param labels one per row
     * @param type a categorical feature of items, or empty
     * @param x covariates, row by row
     */
    public ReadingLearner add(Batch landmarkRows, double[] labels, Optional<String> type, double[][] x) {
        Column.Texts decisions = landmarkRows.texts(Assembled.DECISION);
        Column.Texts items = landmarkRows.texts(Assembled.ITEM);
        long[] positions = landmarkRows.longs(Assembled.POSITION);
        long[] rowAges = landmarkRows.longs(Assembled.AGE);
        for (int row = 0; row < landmarkRows.size(); row++) {
            if (positions[row] != position || !decisions.text(row).equals(decision)) {
                decision = decisions.text(row);
                position = positions[row];
                Arrays.fill(path, Double.NaN);
            }
            int landmark = ages.indexOf(rowAges[row]);
            if (landmark < 0) {
                throw new IllegalArgumentException("row " + row + " has age " + rowAges[row]
                        + " microseconds, which is no landmark; assemble rows at the ages " + ages);
            }
            path[landmark] = labels[row];
            if (landmark == ages.size() - 1) {
                int at = row;
                String itemType = type.map(landmarkRows::texts)
                        .filter(texts -> !texts.isMissing(at))
                        .map(texts -> texts.text(at))
                        .orElse("");
                add(items.text(row), itemType, path, labels[row], x[row]);
            }
        }
        return this;
    }

    /**
     * Adds what another has gathered.
     *
     * @throws IllegalArgumentException when it has other landmarks or covariates
     */
    public ReadingLearner add(ReadingLearner other) {
        if (!ages.equals(other.ages) || covariates != other.covariates) {
            throw new IllegalArgumentException("landmarks " + other.ages + " and " + other.covariates
                    + " covariates cannot be merged into landmarks " + ages + " and " + covariates);
        }
        for (int k = 0; k < sums.size(); k++) {
            sums.get(k).add(other.sums.get(k));
        }
        return this;
    }

    /** Recommendations at the last landmark before the final one. */
    public long rows() {
        return sums.get(ages.size() - 2).items.values().stream()
                .mapToLong(each -> each.n)
                .sum();
    }

    /**
     * @param names of the covariates
     * @throws IllegalArgumentException when there are more or fewer names than covariates
     */
    public Result fit(List<String> names) {
        if (names.size() != covariates) {
            throw new IllegalArgumentException(covariates + " covariates, but the names " + names);
        }
        LandmarkSums latest = sums.get(ages.size() - 2);
        long items = latest.items.values().stream().filter(each -> each.n >= 2).count();
        if (items < LandmarkFit.LEAST_ITEMS) {
            return new Result.Unreadable("only " + items + " items have two or more recommendations that are final");
        }
        double[] means = means(latest);
        LandmarkFit last = new LandmarkFit(latest, means);
        if (!(last.distinction() >= DISTINCT)) {
            return new Result.Unreadable("the " + items + " items cannot be told apart by their final rewards");
        }
        List<LandmarkFit> fits = sums.subList(0, ages.size() - 1).stream()
                .map(each -> new LandmarkFit(each, means))
                .toList();
        List<Readings.Type> types = types(latest).stream()
                .map(type -> new Readings.Type(
                        type, fits.stream().map(fit -> fit.of(type)).toList()))
                .toList();
        List<Line> pooled = fits.stream().map(LandmarkFit::pooled).toList();
        int[] varying = IntStream.range(0, covariates)
                .filter(j -> latest.xx[j * covariates + j] > 0)
                .toArray();
        return new Result.Fitted(
                new Readings(Readings.LEAST_SLOPE, ages, names, means, pooled, types).keeping(varying));
    }

    /** Those with items enough, in the order of their names. */
    private static List<String> types(LandmarkSums of) {
        Map<String, Integer> items = new TreeMap<>();
        of.items.values().stream()
                .filter(each -> each.n >= 2 && !each.type.isEmpty())
                .forEach(each -> items.merge(each.type, 1, Integer::sum));
        items.values().removeIf(count -> count < LandmarkFit.LEAST_ITEMS);
        return List.copyOf(items.keySet());
    }

    /** Of the covariates, over rows. */
    private double[] means(LandmarkSums of) {
        double[] means = new double[covariates];
        double rows = of.items.values().stream().mapToDouble(each -> each.n).sum();
        for (Moments item : of.items.values()) {
            for (int j = 0; j < means.length; j++) {
                means[j] += item.n / rows * item.x[j];
            }
        }
        return means;
    }
}
