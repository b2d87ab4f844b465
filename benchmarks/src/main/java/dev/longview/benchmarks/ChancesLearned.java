package dev.longview.benchmarks;

import dev.longview.columns.Batch;
import dev.longview.columns.Column;
import dev.longview.delay.TreeModel;
import dev.longview.delay.TreeRows;
import dev.longview.delay.TreeSettings;
import dev.longview.outcome.Assembled;
import dev.longview.trees.XGBoostLearner;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.function.IntPredicate;
import java.util.stream.IntStream;

/**
 * What of a forecast's excess is due to what it reads, and what to there being few completions to learn from. Trees are fitted on a half of
 * plays to the exact chances themselves, and once more to events that are drawn by these; and judged on the other half by the divergence
 * from the chances, as a share of their entropy. Rows, inputs and trees are the same: the difference is chance.
 */
final class ChancesLearned {
    private static final double HOUR = 3_600_000_000.0;
    private static final double LEAST = 1e-6;

    private final List<String> outcomes;
    private final List<float[]> rows = new ArrayList<>();
    private final List<Float> base = new ArrayList<>();
    private final List<Boolean> learns = new ArrayList<>();
    private final List<Integer> ages = new ArrayList<>();

    /** @param outcomes that trees read */
    ChancesLearned(List<String> outcomes) {
        this.outcomes = List.copyOf(outcomes);
    }

    /**
     * Adds an open play.
     *
     * @param age which one of those that are judged
     * @param tabled what the table says of it, which trees start from
     */
    void add(Batch batch, int row, String key, int age, double tabled) {
        double now = batch.longs(Assembled.AGE)[row];
        List<Float> features = new ArrayList<>();
        features.add(hours(now));
        features.add(hours(now - batch.longs(Assembled.origin("completed"))[row]));
        for (String outcome : outcomes) {
            features.add((float) batch.doubles(Assembled.value(outcome))[row]);
            Column.Longs recent = (Column.Longs) batch.column(Assembled.recent(outcome));
            features.add(recent.isMissing(row) ? Float.NaN : hours(now - recent.values()[row]));
        }
        String genre = batch.texts("item.genre").text(row);
        features.add((float) batch.doubles("item.runtime")[row]);
        features.add((float) batch.doubles("context.hour")[row]);
        features.add(batch.texts("item.kind").text(row).equals("film") ? 1f : 0f);
        features.add(batch.texts("member.favourite").text(row).equals(genre) ? 1f : 0f);
        // In no order that means anything; what a genre is worth is a small part of it this late.
        features.add((float) Math.floorMod(genre.hashCode(), 97));
        float[] all = new float[features.size()];
        IntStream.range(0, all.length).forEach(j -> all[j] = features.get(j));
        rows.add(all);
        base.add((float) logit(tabled));
        learns.add(Math.floorMod(key.hashCode() * 0x9E3779B1, 2) == 0);
        ages.add(age);
    }

    private static float hours(double micros) {
        return (float) Math.log1p(Math.max(0, micros) / HOUR);
    }

    /**
     * Divergence over entropy at each age.
     *
     * @param chances of all rows, in the order in which they were added
     * @param drawn whether events are learned from, not chances
     */
    List<Double> excess(List<Double> chances, int judgedAges, boolean drawn) {
        SplittableRandom random = new SplittableRandom(1);
        List<Float> labels = chances.stream()
                .map(chance -> {
                    double inside = Math.clamp(chance, 0.0, 1.0);
                    return (float) (drawn ? (random.nextDouble() < inside ? 1 : 0) : inside);
                })
                .toList();
        int[] learned = where(learns::get);
        int[] judged = where(i -> !learns.get(i));
        TreeModel model = new XGBoostLearner()
                .fit(
                        new TreeRows(
                                rows.getFirst().length,
                                features(learned),
                                floats(labels, learned),
                                floats(
                                        IntStream.range(0, rows.size())
                                                .mapToObj(i -> 1f)
                                                .toList(),
                                        learned),
                                floats(base, learned)),
                        TreeSettings.defaults(1));
        float[] margins = new float[judged.length];
        model.margins(features(judged), floats(base, judged), margins);
        double[] divergence = new double[judgedAges];
        double[] entropy = new double[judgedAges];
        for (int i = 0; i < judged.length; i++) {
            double chance = Math.clamp(chances.get(judged[i]), LEAST, 1 - LEAST);
            double said = Math.clamp(1 / (1 + Math.exp(-margins[i])), LEAST, 1 - LEAST);
            int age = ages.get(judged[i]);
            divergence[age] += chance * Math.log(chance / said) + (1 - chance) * Math.log((1 - chance) / (1 - said));
            entropy[age] -= chance * Math.log(chance) + (1 - chance) * Math.log(1 - chance);
        }
        return IntStream.range(0, judgedAges)
                .mapToObj(age -> divergence[age] / entropy[age])
                .toList();
    }

    int size() {
        return rows.size();
    }

    /** How many rows are learned from. */
    int learned() {
        return where(learns::get).length;
    }

    private int[] where(IntPredicate holds) {
        return IntStream.range(0, rows.size()).filter(holds).toArray();
    }

    private float[] features(int[] of) {
        int width = rows.getFirst().length;
        float[] flat = new float[of.length * width];
        for (int i = 0; i < of.length; i++) {
            System.arraycopy(rows.get(of[i]), 0, flat, i * width, width);
        }
        return flat;
    }

    private static float[] floats(List<Float> values, int[] of) {
        float[] some = new float[of.length];
        for (int i = 0; i < of.length; i++) {
            some[i] = values.get(of[i]);
        }
        return some;
    }

    private static double logit(double p) {
        double inside = Math.clamp(p, LEAST, 1 - LEAST);
        return Math.log(inside / (1 - inside));
    }
}
