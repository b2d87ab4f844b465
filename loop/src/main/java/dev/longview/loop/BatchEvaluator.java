package dev.longview.loop;

import dev.longview.columns.Batch;
import dev.longview.columns.Column;
import dev.longview.outcome.Assembled;
import dev.longview.policy.Eligibility;
import dev.longview.policy.Exploration;
import dev.longview.policy.FactorisedModel;
import dev.longview.policy.Scorer;
import dev.longview.policy.SlateMarginals;
import dev.longview.policy.Vectors;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * Computes, for the decisions of a batch, what the target would have done and what the reward model expects of it. Works for one
 * thread, with buffers of its own.
 */
final class BatchEvaluator {
    /** Slates drawn for a decision where the target's marginals have no exact form: an error of at most 0.05 each, and no bias. */
    private static final int MARGINAL_DRAWS = 128;
    /** Of Thompson sampling, whose probabilities cost more and differ less with what stands above. */
    private static final int MARGINAL_DRAWS_OF_BELIEFS = 16;

    /** Of probabilities that sum to 1. */
    private static final double ROUNDING = 1e-6;

    /** Below it what was logged is no probability that anything is drawn with: weights lose their digits, and then their bounds. */
    static final double LEAST_PROPENSITY = 1e-12;

    private final Batch batch;
    private final int[] folds;
    private final Catalogue catalogue;
    private final Target target;
    private final List<Judge> judges;
    private final List<List<Vectors>> rewardContexts = new ArrayList<>();
    /** By fold. */
    private final List<CandidateScores> targetScores = new ArrayList<>();

    private final Column.Texts policies;
    private final Column.Texts keptRules;
    private final Column.Texts items;
    private final Column.Texts candidates;
    private final long[] positions;
    private final double[] marginal;
    private final double[] conditional;
    private final Optional<SlateMarginals> marginals;
    private final Optional<Eligibility> eligibility;
    private long untold;
    private double[] q = new double[0];
    private double[][] chances = new double[0][];

    BatchEvaluator(Batch batch, int[] folds, Catalogue catalogue, Target target, List<Judge> judges) {
        this.batch = batch;
        this.folds = folds;
        this.catalogue = catalogue;
        this.target = target;
        this.judges = judges;
        judges.forEach(judge -> rewardContexts.add(
                judge.models().stream().map(model -> model.contexts(batch)).toList()));
        if (target instanceof Target.Scored scored) {
            scored.folds().forEach(fold -> targetScores.add(fold.get().visits(batch)));
            marginals = Optional.of(SlateMarginals.of(scored.sampler())
                    .withDraws(marginalDraws(scored.sampler().exploration())));
            eligibility = Optional.of(catalogue.eligibility(scored.rules()));
        } else {
            marginals = Optional.empty();
            eligibility = Optional.empty();
        }
        policies = batch.texts(Assembled.POLICY);
        keptRules = batch.texts(Assembled.RULES);
        items = batch.texts(Assembled.ITEM);
        candidates = batch.texts(Assembled.CANDIDATES);
        positions = batch.longs(Assembled.POSITION);
        marginal = batch.doubles(Assembled.MARGINAL);
        conditional = batch.doubles(Assembled.CONDITIONAL);
    }

    /** How many slates are drawn for a decision, where an exploration's marginals have no exact form. */
    static int marginalDraws(Exploration exploration) {
        return switch (exploration) {
            case Exploration.Thompson t -> MARGINAL_DRAWS_OF_BELIEFS;
            case Exploration.Guarded(Exploration own, Exploration baseline, double share) ->
                Math.min(marginalDraws(own), marginalDraws(baseline));
            default -> MARGINAL_DRAWS;
        };
    }

    /** The rows [from, to) of one decision, into one {@code out} for each judge. */
    void evaluate(int from, int to, List<Evaluated> out) {
        int fold = folds[from];
        Scorer catalogueRows = judges.getFirst().scorers().get(fold);
        Optional<int[]> rows = catalogue.rows(candidates, from);
        if (rows.isEmpty()) {
            return;
        }
        if (target instanceof Target.Scored scored && !scored.tells(policy(from), rules(from))) {
            untold += to - from;
            return;
        }
        int n = rows.get().length;
        room(n);
        boolean sameRules = target instanceof Target.Scored scored && scored.keptTo(policy(from), rules(from));
        int reach = (int) Math.min(Math.min(target.positions(), lastPosition(from, to) + 1), n);
        chances(from, fold, rows.get(), reach);
        for (int j = 0; j < out.size(); j++) {
            Judge judge = judges.get(j);
            FactorisedModel model = judge.models().get(fold);
            double[] context = new double[model.vectorLength()];
            rewardContexts.get(j).get(fold).read(from, context);
            judge.scorers().get(fold).score(context, rows.get(), n, q);
            for (int row = from; row < to; row++) {
                double logged = logged(row);
                int candidate = indexOf(rows.get(), catalogueRows.rowOf(items.text(row)));
                boolean possible = logged >= LEAST_PROPENSITY && logged <= 1 && positions[row] >= 0;
                if (possible && positions[row] < reach && candidate >= 0) {
                    int position = (int) positions[row];
                    Chances chance = Chances.of(chances[position], n, sameRules);
                    record(row, candidate, logged, chance, model.positionTerm(position), out.get(j));
                }
            }
        }
    }

    /**
     * What a policy would show on the decision that begins at a row: position × candidate, in the order of {@link Catalogue#rows}; empty
     * where its candidates are not known, or not what its rules would make of them. Until the next call.
     */
    Optional<double[][]> chances(int from) {
        Optional<int[]> rows = catalogue.rows(candidates, from);
        boolean told = !(target instanceof Target.Scored scored) || scored.tells(policy(from), rules(from));
        if (rows.isEmpty() || !told) {
            return Optional.empty();
        }
        int n = rows.get().length;
        room(n);
        int reach = Math.min(target.positions(), n);
        chances(from, folds[from], rows.get(), reach);
        return Optional.of(Arrays.copyOf(chances, reach));
    }

    /**
     * What the target would show at a row's position, and how sure it is to show anything there.
     *
     * @param of each of the first n candidates
     * @param reached where the log kept to the target's rules, the chance that there is a row at all: it ended as many slates above
     * @param filled that the target shows anything, given that there is a row
     */
    @SuppressWarnings("ArrayRecordComponent") // a view on the evaluator's buffer
    private record Chances(double[] of, int n, double reached, double filled) {
        static Chances of(double[] of, int n, boolean sameRules) {
            double sum = 0;
            for (int i = 0; i < n; i++) {
                sum += of[i];
            }
            double reached = sum > 0 && sameRules ? sum : 1;
            return new Chances(of, n, reached, sum > reached - ROUNDING ? 1 : sum / reached);
        }
    }

    private void record(int row, int candidate, double logged, Chances chance, double positionTerm, Evaluated out) {
        double expected = 0;
        for (int i = 0; i < chance.n(); i++) {
            expected += chance.of()[i] * q[i];
        }
        out.target()[row] = chance.of()[candidate];
        out.filled()[row] = chance.filled();
        out.logged()[row] = logged;
        out.qLogged()[row] = q[candidate] + positionTerm;
        // Where the target's rules leave it nothing to show, its position earns nothing either.
        out.qTarget()[row] = expected / chance.reached() + positionTerm * chance.filled();
    }

    /** The marginal propensity; at the first position the conditional one is the same. NaN when neither is known. */
    private double logged(int row) {
        return Double.isNaN(marginal[row]) && positions[row] == 0 ? conditional[row] : marginal[row];
    }

    private void chances(int from, int fold, int[] rows, int reach) {
        double[][] wanted = Arrays.copyOf(chances, reach);
        switch (target) {
            case Target.Scored scored -> scored(scored, from, fold, rows, wanted);
            case Target.Counted counted -> {
                long account = Accounts.hash(batch.texts(Assembled.ACCOUNT).text(from));
                for (int position = 0; position < reach; position++) {
                    double sum = 0;
                    for (int i = 0; i < rows.length; i++) {
                        wanted[position][i] = counted.probability(rows[i], position, account);
                        sum += wanted[position][i];
                    }
                    // Of a decision with fewer candidates than the counted log had, as if drawn until one of them came.
                    for (int i = 0; i < rows.length && sum > 0; i++) {
                        wanted[position][i] /= sum;
                    }
                }
            }
        }
    }

    /** Of those that the target's rules let it show; all others have no chance. */
    private void scored(Target.Scored scored, int from, int fold, int[] rows, double[][] wanted) {
        Eligibility rules = eligibility.orElseThrow();
        int[] eligible = rows;
        if (!scored.rules().isEmpty() && !scored.keptTo(policy(from), rules(from))) {
            eligible = rules.rows(batch, from, batch.longs(Assembled.TIME)[from], rows, row -> false);
        }
        for (double[] position : wanted) {
            Arrays.fill(position, 0, rows.length, 0);
        }
        if (eligible.length == 0) {
            return;
        }
        rules.pin(batch, from, eligible);
        double[][] scores = targetScores.get(scored.index(fold)).score(from, eligible);
        double[][] reached = Arrays.copyOf(wanted, Math.min(wanted.length, eligible.length));
        long seed = Accounts.hash(batch.texts(Assembled.DECISION).text(from));
        marginals.orElseThrow().all(scores, eligible.length, rules.restrictions(), seed, reached);
        if (eligible.length < rows.length) {
            for (double[] position : reached) {
                spread(position, eligible, rows);
            }
        }
    }

    /** From the end, so that nothing is overwritten before it has moved: those eligible are among the rows, in their order. */
    private static void spread(double[] position, int[] eligible, int[] rows) {
        int next = eligible.length - 1;
        for (int i = rows.length - 1; i >= 0; i--) {
            boolean shown = next >= 0 && rows[i] == eligible[next];
            position[i] = shown ? position[next--] : 0;
        }
    }

    private String policy(int row) {
        return policies.isMissing(row) ? "" : policies.text(row);
    }

    private String rules(int row) {
        return keptRules.isMissing(row) ? "" : keptRules.text(row);
    }

    /** Recommendations of which the rules do not tell what else might have been shown. */
    long untold() {
        return untold;
    }

    private long lastPosition(int from, int to) {
        long last = 0;
        for (int row = from; row < to; row++) {
            last = Math.max(last, positions[row]);
        }
        return last;
    }

    private static int indexOf(int[] rows, int row) {
        for (int i = 0; i < rows.length; i++) {
            if (rows[i] == row) {
                return row < 0 ? -1 : i;
            }
        }
        return -1;
    }

    private void room(int n) {
        if (q.length < n) {
            q = new double[n];
            chances = new double[target.positions()][n];
        }
    }
}
