package dev.longview.delay;

import static java.util.Objects.requireNonNull;

import dev.longview.columns.Batch;
import dev.longview.columns.Column;
import dev.longview.outcome.Assembled;
import dev.longview.reward.RecommendationSeeds;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Keeps paths for trees while a {@link DelayLearner} counts them, and fits the trees when the table is there to start from. */
final class BoostedLearner {
    private final Ends ends;
    private final Landmarks landmarks;
    private final TreeInputs inputs;
    private final TreeLearner trees;
    private final TreeSettings settings;
    private final long most;
    private final Optional<BoostedLearner> given;
    private @Nullable TreeColumns columns;
    private TreeColumns.@Nullable Reader reader;
    private @Nullable SampledPaths paths;
    private Column.@Nullable Texts decisions;
    private long[] positions = new long[0];
    private float[] open = new float[0];
    private int rows;
    private long hash;
    private boolean taken;
    private final Map<Long, Double> happens = new HashMap<>();

    BoostedLearner(
            Chain chain,
            Landmarks landmarks,
            TreeInputs inputs,
            TreeLearner trees,
            TreeSettings settings,
            long most,
            Optional<BoostedLearner> given) {
        ends = new Ends(chain, landmarks.bins());
        this.landmarks = landmarks;
        this.inputs = inputs;
        this.trees = trees;
        this.settings = settings;
        this.most = most;
        this.given = given;
    }

    /** The rows that follow are of this batch. */
    void batch(Batch batch) {
        TreeColumns known = columns == null ? TreeColumns.of(ends.chain(), inputs, batch) : columns;
        columns = known.with(batch);
        reader = columns.new Reader(batch);
        decisions = batch.texts(Assembled.DECISION);
        positions = batch.longs(Assembled.POSITION);
        if (paths == null) {
            paths = new SampledPaths(columns.packed(), most);
            open = new float[(landmarks.bins() + 1) * columns.packed()];
        }
    }

    /** @param starts whether it is the first of its path */
    void row(int row, boolean starts) {
        SampledPaths kept = requireNonNull(paths);
        if (starts) {
            rows = 0;
            hash = RecommendationSeeds.of(requireNonNull(decisions).text(row), positions[row]);
            taken = kept.takes(hash);
        }
        if (taken) {
            requireNonNull(reader).row(row, open, rows++ * kept.width());
        }
    }

    /** The path is over. It is kept up to where it ended; not at all where its clock has not started, for then it tells nothing. */
    void end(int category, int[] states, int first, int last) {
        if (!taken || states[last] == ends.chain().unborn()) {
            return;
        }
        int until = first;
        while (until < last && !ends.chain().isEnded(states[until])) {
            until++;
        }
        if (until > first) {
            requireNonNull(paths).add(hash, category, first, until - first + 1, states, open);
        }
    }

    /** @param groupOf the model's group by the learner's category */
    Optional<BoostedEnds> fit(DelayModel table, int[] groupOf) {
        if (paths == null || columns == null) {
            return Optional.empty();
        }
        int size = ends.size();
        double[] rowsEnds = new double[paths.rows() * size];
        double[] one = new double[size];
        for (int path = 0; path < paths.paths(); path++) {
            for (int row = paths.starts[path]; row <= paths.last(path); row++) {
                long age = table.clock.billed()
                        ? table.clock.before(columns.hoursToBilling(paths.packed, row * paths.width()))
                        : landmarks.age(paths.landmark(path, row));
                table.ends(groupOf[paths.categories[path]], paths.states[row], age, one);
                System.arraycopy(one, 0, rowsEnds, row * size, size);
            }
        }
        double[] givenHappens = new double[paths.paths()];
        for (int path = 0; path < givenHappens.length && given.isPresent(); path++) {
            givenHappens[path] = given.get().happens(paths.hashOf(path));
        }
        Optional<Chain> other = given.map(learner -> learner.ends.chain());
        Boosting boosting =
                new Boosting(paths, columns, ends, other, givenHappens, rowsEnds, late(table), trees, settings);
        Optional<BoostedEnds> boosted = boosting.fit();
        keepHappening(paths, boosting, boosted);
        return boosted;
    }

    /** The later half of the landmarks; of what ends with the next billing the age is not what tells how late it is. */
    private Optional<Float> late(DelayModel table) {
        return table.clock.billed()
                ? Optional.empty()
                : Optional.of(TreeColumns.age(landmarks.age((landmarks.bins() + 1) / 2)));
    }

    /** For what comes after: how likely each path's outcome happens, as seen from its last row. */
    private void keepHappening(SampledPaths kept, Boosting boosting, Optional<BoostedEnds> boosted) {
        double[] last = boosting.last(boosted);
        int size = ends.size();
        int ways = given.isPresent() ? 2 : 1;
        for (int path = 0; path < kept.paths(); path++) {
            double sum = 0;
            double weight = given.isPresent() ? given.get().happens(kept.hashOf(path)) : 0;
            for (int way = 0; way < ways; way++) {
                double share = ways == 1 ? 1 : way == 1 ? weight : 1 - weight;
                for (int end = 0; end < size; end++) {
                    sum += ends.happens(end) ? share * last[(path * ways + way) * size + end] : 0;
                }
            }
            happens.put(kept.hashOf(path), Math.clamp(sum, 0.0, 1.0));
        }
    }

    /** NaN where it is not known, since the path was left out of the sample. */
    private double happens(long path) {
        Double known = happens.get(path);
        return known != null ? known : requireNonNull(paths).takes(path) ? 0 : Double.NaN;
    }
}
