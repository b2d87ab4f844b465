package dev.longview.delay;

import java.util.Arrays;
import java.util.Optional;

/**
 * Fits {@link BoostedEnds} on paths, finished and unfinished.
 *
 * <p>What an unfinished path will come to is not known, but what it has come to by its last row is: an earlier row of it learns from
 * the distribution that is expected as seen from the last one. That is unbiased as far as the last row's distribution is right, since
 * E[end | earlier] = E[E[end | later] | earlier], and loses nothing that was received. In the first sweep the table says what is expected
 * from the last rows; in the second, the trees of the first do, and so on. (The fractional imputation of an EM step, one for each sweep.)
 *
 * <p>The rows of a path share its end. A leaf of all ages has all of a path's rows, which tell what one would; a leaf of one age has one of
 * them. So the least weight of a leaf is multiplied by the root of the mean number of rows that a path has, half-way between, which leaves
 * the weight of each row as it is, and so the mean of what is learned.
 *
 * <p>Where another outcome's end is given, a path counts once for each way in which that may have ended, by how likely it is.
 */
final class Boosting {
    private static final int SWEEPS = 3;
    private static final float LEAST_WEIGHT = 1e-4f;

    private final SampledPaths paths;
    private final TreeColumns columns;
    private final Ends ends;
    private final Optional<Chain> given;
    private final TreeLearner learner;
    private final TreeSettings settings;
    private final int ways;
    /** The table's distributions: rows × ends. */
    private final double[] table;

    private final double[] givenHappens;
    private final Optional<Float> late;

    /**
     * @param late from this on, as trees read it, ages are late, and have trees of their own where there are rows enough; empty where ages
     *     do not tell that
     * @param table distributions of the table by row of the paths, rows × ends; of rows that have ended, what they ended with
     * @param givenHappens by path, how likely the outcome that is given happens, as seen from its last row; empty where none is
     */
    Boosting(
            SampledPaths paths,
            TreeColumns columns,
            Ends ends,
            Optional<Chain> given,
            double[] givenHappens,
            double[] table,
            Optional<Float> late,
            TreeLearner learner,
            TreeSettings settings) {
        this.paths = paths;
        this.columns = columns;
        this.ends = ends;
        this.given = given;
        this.givenHappens = givenHappens;
        this.table = table;
        this.late = late;
        this.learner = learner;
        this.settings = settings;
        ways = given.isPresent() ? 2 : 1;
    }

    /** Empty where nothing ever changed, or nothing was kept: there is nothing to learn. */
    Optional<BoostedEnds> fit() {
        double[] last = lastOfTable();
        Optional<BoostedEnds> fitted = Optional.empty();
        int sweeps = allEnded() ? 1 : SWEEPS;
        for (int sweep = 0; sweep < sweeps; sweep++) {
            Optional<BoostedEnds> next = fit(last);
            if (next.isEmpty()) {
                return fitted;
            }
            fitted = next;
            last = last(fitted);
        }
        return fitted;
    }

    /** Where nothing is expected any more, a second sweep would be the first again. */
    private boolean allEnded() {
        for (int path = 0; path < paths.paths(); path++) {
            if (!ends.chain().isEnded(paths.states[paths.last(path)])) {
                return false;
            }
        }
        return given.isEmpty();
    }

    /** paths × ways × ends. */
    private double[] lastOfTable() {
        int size = ends.size();
        double[] last = new double[paths.paths() * ways * size];
        for (int path = 0; path < paths.paths(); path++) {
            for (int way = 0; way < ways; way++) {
                System.arraycopy(table, paths.last(path) * size, last, (path * ways + way) * size, size);
            }
        }
        return last;
    }

    /** What is expected as seen from each path's last row: paths × ways × ends. */
    double[] last(Optional<BoostedEnds> boosted) {
        double[] last = lastOfTable();
        boosted.ifPresent(trees -> correctLast(trees, last));
        return last;
    }

    private void correctLast(BoostedEnds boosted, double[] last) {
        int width = paths.width();
        float[] packed = new float[paths.paths() * width];
        int[] stays = new int[paths.paths()];
        int[] known = new int[paths.paths()];
        Arrays.fill(known, -1);
        double[] before = last.clone();
        for (int path = 0; path < paths.paths(); path++) {
            System.arraycopy(paths.packed, paths.last(path) * width, packed, path * width, width);
            stays[path] = ends.stay(paths.states[paths.last(path)]);
        }
        boosted.correct(packed, paths.paths(), stays, known, last);
        int size = ways * ends.size();
        for (int path = 0; path < paths.paths(); path++) {
            if (ends.chain().isEnded(paths.states[paths.last(path)])) {
                System.arraycopy(before, path * size, last, path * size, size);
            }
        }
    }

    private Optional<BoostedEnds> fit(double[] last) {
        int width = BoostedEnds.width(columns, given.isPresent());
        BoostedRows changes = new BoostedRows(width);
        BoostedRows which = new BoostedRows(width + 1);
        int size = ends.size();
        double[] target = new double[size];
        int teaching = 0;
        for (int path = 0; path < paths.paths(); path++) {
            int before = changes.size();
            int came = -1;
            // Backwards, since what was received between a row and the last one is met on the way.
            for (int row = paths.last(path); row >= paths.starts[path]; row--) {
                int state = paths.states[row];
                boolean open = row < paths.last(path)
                        && !ends.chain().isEnded(state)
                        && state != ends.chain().unborn();
                for (int way = 0; way < ways && open; way++) {
                    double weight = given.isEmpty() ? 1 : way == 1 ? givenHappens[path] : 1 - givenHappens[path];
                    if (weight >= LEAST_WEIGHT) {
                        ends.seenFrom(last, (path * ways + way) * size, came, target);
                        add(row, way, state, target, (float) weight, changes, which);
                    }
                }
                boolean comes = row > paths.starts[path] && happened(state) && !happened(paths.states[row - 1]);
                if (comes && came < 0) {
                    came = paths.landmark(path, row - 1);
                }
            }
            teaching += changes.size() > before ? 1 : 0;
        }
        if (!changes.informative()) {
            return Optional.empty();
        }
        TreeSettings shared = settings.ofRowsThatShare(Math.sqrt((double) changes.size() / Math.max(1, teaching)));
        TreeModel first = fit(changes, shared);
        Optional<TreeModel> second = which.informative() ? Optional.of(fit(which, shared)) : Optional.empty();
        return Optional.of(new BoostedEnds(columns, given, first, second));
    }

    private TreeModel fit(BoostedRows rows, TreeSettings shared) {
        return late.isPresent()
                ? BandedTrees.fit(learner, rows, shared, late.get(), BandedTrees.LEAST_ROWS)
                : learner.fit(rows.rows(), shared);
    }

    private boolean happened(int state) {
        return state != ends.chain().unborn() && ends.chain().level(state) == 1;
    }

    private void add(
            int row, int way, int state, double[] target, float weight, BoostedRows changes, BoostedRows which) {
        int size = ends.size();
        int stay = ends.stay(state);
        double before = 1 - table[row * size + stay];
        if (!(before > 0)) {
            return;
        }
        double change = Math.clamp(1 - target[stay], 0.0, 1.0);
        changes.add(paths.packed, row, way, columns, given.isPresent(), weight, (float) change, before);
        double ahead = 0;
        double left = 0;
        for (int end = 0; end < size; end++) {
            ahead += end == stay ? 0 : table[row * size + end];
            left += end == stay || table[row * size + end] == 0 ? 0 : target[end];
        }
        for (int end = 0; end < size && left * weight > LEAST_WEIGHT; end++) {
            double mass = end == stay ? 0 : table[row * size + end];
            if (mass > 0 && ahead - mass > BoostedEnds.LEAST) {
                float label = (float) Math.clamp(target[end] / left, 0.0, 1.0);
                which.add(
                        paths.packed,
                        row,
                        way,
                        columns,
                        given.isPresent(),
                        (float) (weight * left),
                        label,
                        mass / ahead);
                which.end(end);
            }
            ahead -= mass;
            left -= mass > 0 ? target[end] : 0;
        }
    }
}
