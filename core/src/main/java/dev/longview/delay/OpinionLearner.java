package dev.longview.delay;

import static java.util.Objects.requireNonNull;

import dev.longview.columns.Batch;
import dev.longview.columns.Column;
import dev.longview.outcome.Assembled;
import dev.longview.outcome.OutcomeDefinition;
import dev.longview.reward.RecommendationSeeds;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Fits an {@link OpinionModel} on recommendations whose end is known: of who has not answered yet it is not known whether they will.
 *
 * <p>First who answers and what they say, on the last rows. Then what the silent are expected to think as seen from each of their rows:
 * each learns from what its recommendation's last row says.
 */
public final class OpinionLearner {
    private final Chain chain;
    private final Opinions opinions;
    private final Landmarks landmarks;
    private final TreeInputs inputs;
    private final TreeLearner trees;
    private final TreeSettings settings;
    private final long most;
    private final Paths paths;
    private @Nullable TreeColumns columns;
    private TreeColumns.@Nullable Reader reader;
    private @Nullable SampledPaths kept;
    private float[] open = new float[0];
    private int[] states = new int[0];
    private double value;
    private int rows;
    private int last;
    private boolean taken;
    private long hash;

    private OpinionLearner(
            OutcomeDefinition outcome,
            TreeInputs inputs,
            Landmarks landmarks,
            TreeLearner trees,
            TreeSettings settings,
            long most) {
        chain = new Chain(new DelayDefinition(outcome.name(), Optional.empty(), List.of(), Optional.empty()), outcome);
        opinions = Opinions.of(outcome);
        this.landmarks = landmarks;
        this.inputs = inputs;
        this.trees = trees;
        this.settings = settings;
        this.most = most;
        paths = new Paths(landmarks);
    }

    /**
     * Of an outcome.
     *
     * @param inputs what tells who answers and what they say; what was said is none of it
     * @param mostRows landmark rows that are kept at most; of more, a part that depends on recommendations' names alone
     * @throws IllegalArgumentException when the outcome is not the last of several values, one of which is "none"
     */
    public static OpinionLearner of(
            OutcomeDefinition outcome,
            TreeInputs inputs,
            Landmarks landmarks,
            TreeLearner trees,
            TreeSettings settings,
            long mostRows) {
        return new OpinionLearner(outcome, inputs, landmarks, trees, settings, mostRows);
    }

    /** Rows at landmark ages, in the canonical order. */
    public OpinionLearner add(Batch landmarkRows) {
        Observed observed = Observed.of(chain, landmarkRows);
        TreeColumns now = (columns == null
                        ? TreeColumns.ofOpinions(chain.outcome().name(), inputs, landmarkRows)
                        : columns)
                .with(landmarkRows);
        columns = now;
        reader = now.new Reader(landmarkRows);
        if (kept == null) {
            kept = new SampledPaths(now.packed(), most);
            open = new float[(landmarks.bins() + 1) * now.packed()];
            states = new int[landmarks.bins() + 1];
        }
        Column.Texts decisions = landmarkRows.texts(Assembled.DECISION);
        long[] positions = landmarkRows.longs(Assembled.POSITION);
        paths.add(landmarkRows, new Paths.Sink() {
            @Override
            public void row(int row, int landmark) {
                if (rows == 0) {
                    hash = RecommendationSeeds.of(decisions.text(row), positions[row]);
                    taken = requireNonNull(kept).takes(hash);
                }
                if (taken) {
                    requireNonNull(reader).row(row, open, rows * now.packed());
                }
                states[rows++] = observed.states()[row];
                value = observed.values()[row];
                last = landmark;
            }

            @Override
            public void end() {
                close();
            }
        });
        return this;
    }

    /** Of who answered the last row, of the silent all. */
    private void close() {
        int count = rows;
        rows = 0;
        if (!taken || count == 0 || last < landmarks.bins() || states[count - 1] == chain.unborn()) {
            return;
        }
        SampledPaths to = requireNonNull(kept);
        int said = opinions.indexOf(value);
        int from = said < 0 ? 0 : count - 1;
        float[] some = Arrays.copyOfRange(open, from * to.width(), count * to.width());
        to.add(hash, said, 0, count - from, Arrays.copyOfRange(states, from, count), some);
    }

    /** Empty where nobody answered, all said the same, or nobody was silent: there is nothing to learn, or nothing to ask. */
    public Optional<OpinionModel> fit() {
        paths.end(new Paths.Sink() {
            @Override
            public void row(int row, int landmark) {}

            @Override
            public void end() {
                close();
            }
        });
        if (kept == null || columns == null) {
            return Optional.empty();
        }
        double[] shares = new double[opinions.size()];
        int answered = 0;
        for (int path = 0; path < kept.paths(); path++) {
            if (kept.categories[path] >= 0) {
                shares[kept.categories[path]]++;
                answered++;
            }
        }
        int all = answered;
        if (Arrays.stream(shares).filter(share -> share > 0).count() < 2 || answered == kept.paths()) {
            return Optional.empty();
        }
        // Half an answer more for each value, so that none is impossible.
        Arrays.setAll(shares, i -> (shares[i] + 0.5) / (all + 0.5 * shares.length));
        return Optional.of(fit(kept, columns, shares, (double) answered / kept.paths()));
    }

    private OpinionModel fit(SampledPaths of, TreeColumns by, double[] shares, double answering) {
        OpinionRows answers = new OpinionRows(by.spread());
        OpinionRows said = new OpinionRows(by.spread() + 1);
        float[] bases = OpinionModel.bases(shares);
        float[] row = new float[by.spread() + 1];
        for (int path = 0; path < of.paths(); path++) {
            by.spread(of.packed, of.last(path) * of.width(), row, 0);
            int value = of.categories[path];
            answers.add(row, value >= 0 ? 1 : 0, 1, (float) BoostedEnds.logit(answering));
            for (int i = 0; i < bases.length && i <= value; i++) {
                row[by.spread()] = i;
                said.add(row, i == value ? 1 : 0, 1, bases[i]);
            }
        }
        TreeModel whatIsSaid = trees.fit(said.rows(), settings);
        TreeModel expected = expected(of, by, shares, whatIsSaid);
        return new OpinionModel(
                chain.outcome(),
                landmarks.end(),
                by,
                answering,
                shares,
                trees.fit(answers.rows(), settings),
                whatIsSaid,
                expected);
    }

    private TreeModel expected(SampledPaths of, TreeColumns by, double[] shares, TreeModel said) {
        OpinionRows rowsOfSilent = new OpinionRows(by.spread() + 1);
        float[] bases = OpinionModel.bases(shares);
        float[] row = new float[by.spread() + 1];
        int silent = 0;
        double[] last = lastOfSilent(of, by, shares, said);
        for (int path = 0; path < of.paths(); path++) {
            if (of.categories[path] >= 0) {
                continue;
            }
            for (int at = of.starts[path]; at <= of.last(path); at++) {
                by.spread(of.packed, at * of.width(), row, 0);
                double left = 1;
                for (int i = 0; i < bases.length; i++) {
                    double p = last[silent * shares.length + i];
                    row[by.spread()] = i;
                    rowsOfSilent.add(row, (float) Math.clamp(p / Math.max(p, left), 0.0, 1.0), (float) left, bases[i]);
                    left = Math.max(0, left - p);
                }
            }
            silent++;
        }
        double rowsEach = (double) rowsOfSilent.size() / bases.length / silent;
        return trees.fit(rowsOfSilent.rows(), settings.ofRowsThatShare(Math.sqrt(rowsEach)));
    }

    private static double[] lastOfSilent(SampledPaths of, TreeColumns by, double[] shares, TreeModel said) {
        float[] rows = new float[of.paths() * by.spread()];
        int silent = 0;
        for (int path = 0; path < of.paths(); path++) {
            if (of.categories[path] < 0) {
                by.spread(of.packed, of.last(path) * of.width(), rows, silent++ * by.spread());
            }
        }
        return OpinionModel.values(said, Arrays.copyOf(rows, silent * by.spread()), silent, shares, by.spread());
    }
}
