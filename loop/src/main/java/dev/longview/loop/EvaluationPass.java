package dev.longview.loop;

import dev.longview.columns.Batch;
import dev.longview.columns.Column;
import dev.longview.evaluate.CrossFit;
import dev.longview.evaluate.Report;
import dev.longview.label.Readings;
import dev.longview.log.FeatureDefinition;
import dev.longview.outcome.Assembled;
import dev.longview.policy.Exploration;
import dev.longview.policy.FeatureSpace;
import dev.longview.policy.PolicyDefinition;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import java.util.stream.IntStream;

/** What one evaluation has in common: the window, its labels, its folds; and the pass over the log that gathers the units. */
final class EvaluationPass {
    /** Each model learns from two thirds of the accounts; more folds cost more than they tell. */
    private static final int FOLDS = 3;

    private static final int SLICES = 8;

    private final Loop loop;
    private final Window window;
    private final int mostDecisions;
    private final List<String> by;
    private final CrossFit crossFit;
    private final Catalogue catalogue;
    private final List<String> notes = new ArrayList<>();
    private long decisions;
    private String lastDecision = "";

    /** @param by features, of each value of which decisions are evaluated apart too */
    EvaluationPass(Loop loop, Window window, long seed, int mostDecisions, List<String> by) {
        this.loop = loop;
        this.window = window;
        this.mostDecisions = mostDecisions;
        this.by = by;
        crossFit = new CrossFit(FOLDS, seed);
        catalogue = Catalogue.of(loop, window.asOf());
    }

    CrossFit crossFit() {
        return crossFit;
    }

    Catalogue catalogue() {
        return catalogue;
    }

    Labeller labeller(String reward) {
        return new ForecastsInUse(loop).labeller(reward, window.asOf());
    }

    /** How its labels are to be read; as they are, with a note, where the readings do not fit. */
    LabelReader reader(Labeller labeller) {
        try {
            return LabelReader.of(loop, labeller, window);
        } catch (Refusal other) {
            note("values are of expected rewards, of which early ones are shrunk: " + other.getMessage());
            return LabelReader.none("");
        }
    }

    void note(String note) {
        notes.add(note);
    }

    FoldModels foldModels(PolicyDefinition definition, Labeller labeller) {
        FeatureSpace space = FeatureSpace.of(definition, loop.configuration().features());
        return new FoldModels(
                definition, space, catalogue, crossFit, loop.continuationsTrain(), loop.outcomes(labeller.outcomes()));
    }

    /** A reward model where no policy is declared: every feature, the learner's usual settings. */
    static PolicyDefinition allFeatures(Loop loop, String reward) {
        List<String> features = loop.configuration().features().stream()
                .map(FeatureDefinition::name)
                .toList();
        return new PolicyDefinition(
                "reward model", reward, features, 8, 0.1, 1e-6, 3, new Exploration.EpsilonGreedy(1), 1);
    }

    /** The pass that models are learned in; it also counts the decisions. */
    void learn(List<Labeller> labellers, Consumer<Batch> sink) {
        decisions = 0;
        assemble(labellers, "learning reward models", batch -> {
            count(batch);
            sink.accept(batch);
        });
    }

    private void count(Batch batch) {
        Column.Texts texts = batch.texts(Assembled.DECISION);
        for (int row = 0; row < batch.size(); row++) {
            boolean same = row > 0
                    ? texts.codes()[row] == texts.codes()[row - 1]
                    : texts.text(row).equals(lastDecision);
            decisions += same ? 0 : 1;
        }
        lastDecision = texts.text(batch.size() - 1);
    }

    private void assemble(List<Labeller> labellers, String what, Consumer<Batch> sink) {
        Set<String> outcomes = new LinkedHashSet<>();
        labellers.forEach(labeller -> outcomes.addAll(labeller.outcomes()));
        long[] rows = {0};
        long read = loop.assemble(window, loop.outcomes(List.copyOf(outcomes)), batch -> {
            sink.accept(batch);
            rows[0] += batch.size();
            loop.progress().at(what, rows[0], 0);
        });
        if (read == 0) {
            throw new Refusal("there is no recommendation to evaluate in this window"
                    + window.servedBy().map(by -> ", served by '" + by + "'").orElse("") + ". See: longview validate");
        }
    }

    /** One result for each judge. */
    List<PolicyEvaluation.Result> evaluate(
            String policy, Target target, List<Judge> judges, Optional<CountedPolicy> behind) {
        double share = Math.min(1, (double) mostDecisions / decisions);
        // The truth of a policy that is known by its log is per recommendation: so is what it is held against.
        List<Segmented<Units>> units = judges.stream()
                .map(judge -> new Segmented<>(by, () -> new Units(behind.isEmpty())))
                .toList();
        long[] left = {0};
        long[] unusable = {0};
        AtomicLong untold = new AtomicLong();
        assemble(judges.stream().map(Judge::labeller).toList(), "evaluating " + policy, batch -> {
            int[] starts = starts(batch, share);
            unusable[0] += unusable(batch);
            List<Evaluated> evaluated =
                    judges.stream().map(judge -> Evaluated.none(batch.size())).toList();
            evaluate(batch, starts, target, judges, evaluated, untold);
            for (int j = 0; j < judges.size(); j++) {
                Labels labels = judges.get(j).labeller().label(batch);
                LabelReader.Read read = judges.get(j).reader().read(batch, labels);
                long without = gather(batch, starts, evaluated.get(j), labels, read, units.get(j));
                left[0] += j == 0 ? without : 0;
            }
        });
        if (units.getFirst().all().size() == 0) {
            throw new Refusal("no recommendation of this window can be evaluated: none has a usable propensity"
                    + " and known candidates"
                    + (untold.get() > 0
                            ? ", or the policy's rules cannot be applied to them: it does not show what a member has"
                                    + " watched, and decisions that kept to other rules do not tell what that was"
                            : "")
                    + ". See: longview validate");
        }
        if (left[0] > 0) {
            note(left[0] + " recommendations were left out: no marginal propensity after the first position, one below "
                    + BatchEvaluator.LEAST_PROPENSITY
                    + ", unknown candidates, or beyond the policy's slate");
        }
        if (untold.get() > 0) {
            note(untold + " of these: the policy does not show what a member has watched, and decisions that kept to"
                    + " other rules do not tell what that was");
        }
        if (unusable[0] > 0) {
            note(unusable[0] + " recommendations were left out as not usable off-policy, as their decisions say");
        }
        double empty = units.getFirst().all().emptyShare();
        if (empty > 0) {
            note(String.format(
                    Locale.ROOT,
                    "the policy leaves %.2g%% of these positions empty, for want of items that it may show: they count"
                            + " as 0, and weights have a mean of %.3f where the log supports the policy",
                    100 * empty,
                    1 - empty));
        }
        if (share < 1) {
            note("about " + mostDecisions + " of " + decisions + " decisions were drawn by a hash of their id");
        }
        return IntStream.range(0, judges.size())
                .mapToObj(j -> result(policy, judges.get(j), units.get(j), behind))
                .toList();
    }

    /** Slices of a batch have evaluators of their own; what they find goes to rows of its own. */
    private void evaluate(
            Batch batch, int[] starts, Target target, List<Judge> judges, List<Evaluated> out, AtomicLong untold) {
        int[] folds = FoldModels.folds(batch, crossFit);
        int groups = starts.length / 2;
        IntStream.range(0, SLICES).parallel().forEach(slice -> {
            int from = slice * groups / SLICES;
            int to = (slice + 1) * groups / SLICES;
            if (from < to) {
                var evaluator = new BatchEvaluator(batch, folds, catalogue, target, judges);
                for (int i = from; i < to; i++) {
                    evaluator.evaluate(starts[2 * i], starts[2 * i + 1], out);
                }
                untold.addAndGet(evaluator.untold());
            }
        });
    }

    private PolicyEvaluation.Result result(
            String policy, Judge judge, Segmented<Units> segments, Optional<CountedPolicy> behind) {
        Optional<Long> from = judge.reader().readings().map(Readings::readableFrom);
        Units units = segments.all();
        List<PolicyEvaluation.Segment> apart = new ArrayList<>();
        segments.forEach((feature, value, of) -> {
            if (!feature.isEmpty() && of.size() > 0) {
                Report report = readings(of, from).orElseGet(() -> Report.of(of.expected()));
                apart.add(new PolicyEvaluation.Segment(feature, value, of.decisions(), report));
            }
        });
        return new PolicyEvaluation.Result(
                policy,
                judge.reward(),
                judge.labeller().reward().version(),
                List.copyOf(notes),
                units.decisions(),
                units.perDecision(),
                units.settledShare(),
                readings(units, from),
                from.map(units::readDecisions).orElse(0L),
                units.settled().map(Report::of),
                Report.of(units.expected()),
                Report.of(units.soFar()),
                apart,
                behind);
    }

    private static Optional<Report> readings(Units units, Optional<Long> from) {
        return from.flatMap(units::readings).map(Report::of).map(Report::withoutDirectMethod);
    }

    private static long unusable(Batch batch) {
        Column.Booleans usable = UsableRows.column(batch);
        return IntStream.range(0, batch.size())
                .filter(row -> !UsableRows.usable(usable, row))
                .count();
    }

    /** Pairs [from, to) of the rows of each usable decision that was drawn. */
    private static int[] starts(Batch batch, double share) {
        Column.Texts decisions = batch.texts(Assembled.DECISION);
        Column.Booleans usable = UsableRows.column(batch);
        IntStream.Builder starts = IntStream.builder();
        int from = 0;
        for (int row = 1; row <= batch.size(); row++) {
            if (row == batch.size() || decisions.codes()[row] != decisions.codes()[from]) {
                boolean drawn = share >= 1 || Accounts.uniform(decisions.text(from)) < share;
                if (drawn && UsableRows.usable(usable, from)) {
                    starts.add(from).add(row);
                }
                from = row;
            }
        }
        return starts.build().toArray();
    }

    /** Takes the rows that could be evaluated, in their order; returns how many could not. */
    private static long gather(
            Batch batch,
            int[] starts,
            Evaluated evaluated,
            Labels labels,
            LabelReader.Read read,
            Segmented<Units> segments) {
        long[] ages = batch.longs(Assembled.AGE);
        Column.Texts accounts = batch.texts(Assembled.ACCOUNT);
        Column.Texts decisions = batch.texts(Assembled.DECISION);
        long left = 0;
        for (int i = 0; i < starts.length; i += 2) {
            int taken = 0;
            List<Units> in = segments.of(batch, starts[i]);
            for (int row = starts[i]; row < starts[i + 1]; row++) {
                if (evaluated.has(row)) {
                    // What tells nothing yet is not read, however old it is.
                    long readAt = read.precision()[row] > 0 ? ages[row] : -1;
                    for (Units units : in) {
                        units.add(evaluated, labels, read.value()[row], row, readAt, accounts.text(row));
                    }
                    taken++;
                } else {
                    left++;
                }
            }
            if (taken > 0) {
                for (Units units : in) {
                    units.endDecision(decisions.text(starts[i]), taken);
                }
            }
        }
        return left;
    }
}
