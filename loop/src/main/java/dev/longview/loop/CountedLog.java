package dev.longview.loop;

import dev.longview.columns.Batch;
import dev.longview.columns.Column;
import dev.longview.evaluate.CrossFit;
import dev.longview.evaluate.FrequencyPolicy;
import dev.longview.evaluate.LoggedRewards;
import dev.longview.evaluate.Report;
import dev.longview.outcome.Assembled;
import dev.longview.policy.Scorer;
import java.util.Arrays;
import java.util.HashSet;
import java.util.Set;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;
import java.util.stream.LongStream;

/**
 * Another policy's log, counted: how often it showed each item at each position, and what it earned.
 *
 * @param beyond recommendations at positions that no slate reaches, which are left out
 */
record CountedLog(Target.Counted target, CountedPolicy summary, long beyond) {
    /** The longest slate that can be declared. */
    static final int POSITIONS = 1000;

    /** Of items by positions, of which there is a table for each fold. */
    private static final long MOST_CELLS = 10_000_000;

    /** Half a row for each item at each position: Jeffreys' prior. */
    private static final double SMOOTHING_PER_ITEM = 0.5;

    private static final double ROUNDING = 1e-9;

    /** The rows of that log as columns. */
    private static final class Rows {
        private long beyond;
        private final Accounts accounts = new Accounts();
        private final IntStream.Builder items = IntStream.builder();
        private final IntStream.Builder positions = IntStream.builder();
        private final LongStream.Builder hashes = LongStream.builder();
        private final IntStream.Builder codes = IntStream.builder();
        private final DoubleStream.Builder propensities = DoubleStream.builder();
        private final DoubleStream.Builder rewards = DoubleStream.builder();
        /** By row of the catalogue: whether it was ever a candidate. */
        private final boolean[] eligible;

        /** Candidate sets that were marked as eligible. */
        private final Set<String> marked = new HashSet<>();

        Rows(int catalogue) {
            eligible = new boolean[catalogue];
        }

        void add(Batch batch, double[] reward, Catalogue catalogue, Scorer scorer) {
            Column.Texts candidates = batch.texts(Assembled.CANDIDATES);
            Column.Texts items = batch.texts(Assembled.ITEM);
            Column.Texts accounts = batch.texts(Assembled.ACCOUNT);
            double[] marginal = batch.doubles(Assembled.MARGINAL);
            double[] conditional = batch.doubles(Assembled.CONDITIONAL);
            for (int row = 0; row < batch.size(); row++) {
                long position = batch.longs(Assembled.POSITION)[row];
                if (position < 0 || position >= POSITIONS) {
                    beyond++;
                    continue;
                }
                int item = scorer.rowOf(items.text(row));
                if (item < 0) {
                    throw new Refusal("item '" + items.text(row)
                            + "' was recommended but is not among the items of the log: import them too");
                }
                eligible[item] = true;
                // Code −1 says that the decision names no set: the whole catalogue.
                if (marked.add(candidates.isMissing(row) ? "" : candidates.text(row))) {
                    for (int candidate : catalogue.rows(candidates, row).orElse(new int[0])) {
                        eligible[candidate] = true;
                    }
                }
                this.items.add(item);
                positions.add((int) position);
                hashes.add(Accounts.hash(accounts.text(row)));
                codes.add(this.accounts.code(accounts.text(row)));
                propensities.add(Double.isNaN(marginal[row]) && position == 0 ? conditional[row] : marginal[row]);
                rewards.add(reward[row]);
            }
        }
    }

    /** Counts what a policy served in a window. */
    static CountedLog of(
            Loop loop, Window window, Labeller labeller, Catalogue catalogue, Scorer items, CrossFit folds) {
        Rows rows = new Rows(catalogue.size());
        long read = loop.assemble(
                window,
                loop.outcomes(labeller.outcomes()),
                batch -> rows.add(batch, labeller.label(batch).expected(), catalogue, items));
        if (read == rows.beyond) {
            throw new Refusal("nothing was served by '" + window.servedBy().orElse("") + "' in this window"
                    + (read > 0 ? " at positions below " + POSITIONS : "") + ". Served by: "
                    + String.join(", ", ServedPolicies.of(loop, Window.asOf(window.asOf()))));
        }
        int[] codeOf = new int[catalogue.size()];
        int k = 0;
        for (int row = 0; row < codeOf.length; row++) {
            codeOf[row] = rows.eligible[row] ? k++ : -1;
        }
        int[] item = rows.items.build().map(row -> codeOf[row]).toArray();
        int[] position = rows.positions.build().toArray();
        int positions = Arrays.stream(position).max().orElse(0) + 1;
        if ((long) k * positions > MOST_CELLS) {
            throw new Refusal("the policy behind '" + window.servedBy().orElse("") + "' cannot be counted: " + k
                    + " items at " + positions + " positions are more than " + MOST_CELLS
                    + " frequencies. Name a window in which fewer were candidates");
        }
        double[] propensity = rows.propensities.build().toArray();
        double[] reward = rows.rewards.build().toArray();
        FrequencyPolicy policy = FrequencyPolicy.of(
                item, position, rows.hashes.build().toArray(), k, positions, SMOOTHING_PER_ITEM * k, folds);
        int candidates = k;
        boolean uniform = Arrays.stream(propensity).allMatch(p -> Math.abs(p * candidates - 1) < ROUNDING);
        double[] one = new double[reward.length];
        Arrays.fill(one, 1);
        Report report =
                Report.of(LoggedRewards.of(one, one, reward, rows.codes.build().toArray()));
        FrequencyPolicy.UniformCheck check = policy.compareWithUniform();
        return new CountedLog(
                new Target.Counted(policy, codeOf, positions),
                new CountedPolicy(
                        window.servedBy().orElse(""),
                        item.length,
                        report.onPolicy(),
                        uniform,
                        uniform ? check.largestDifference() : difference(item, position, propensity, k, positions),
                        uniform ? check.pValue() : Double.NaN),
                rows.beyond);
    }

    /**
     * Largest |frequency − mean propensity told| over items and positions that were shown. The mean over all decisions, of which only
     * those that showed the item tell theirs, is the harmonic one of these: E[1/p | shown] = 1/E[p].
     */
    private static double difference(int[] item, int[] position, double[] propensity, int k, int positions) {
        double[] shown = new double[k * positions];
        double[] told = new double[k * positions];
        double[] rows = new double[positions];
        for (int i = 0; i < item.length; i++) {
            shown[position[i] * k + item[i]]++;
            told[position[i] * k + item[i]] += 1 / propensity[i];
            rows[position[i]]++;
        }
        double largest = 0;
        for (int cell = 0; cell < shown.length; cell++) {
            if (shown[cell] > 0 && Double.isFinite(told[cell])) {
                largest = Math.max(largest, Math.abs(shown[cell] / rows[cell / k] - shown[cell] / told[cell]));
            }
        }
        return largest;
    }
}
