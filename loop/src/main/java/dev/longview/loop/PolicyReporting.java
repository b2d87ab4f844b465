package dev.longview.loop;

import dev.longview.columns.Batch;
import dev.longview.columns.Column;
import dev.longview.evaluate.PolicyReport;
import dev.longview.evaluate.Report;
import dev.longview.log.FeatureDefinition;
import dev.longview.log.Table;
import dev.longview.outcome.Assembled;
import dev.longview.outcome.OutcomeDefinition;
import dev.longview.policy.PolicyDefinition;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/**
 * Station: what a policy is good for, forward in time. It is learned from decisions before a moment, and judged by those after it: how
 * well its scores foretell rewards, what it would have earned, and how it spreads what it shows over the catalogue, beside what was
 * shown. Nothing is kept or put in use.
 */
public final class PolicyReporting {
    /** An item is new as long as it has been recommended. */
    static final Duration NEW = Duration.ofDays(7);

    private static final int MOST_DAYS = 3_650;

    private static final int DECISIONS = 2_000;

    private final Loop loop;
    private final long seed;
    private final List<String> by;
    private final int mostDecisions;

    private PolicyReporting(Loop loop, long seed, List<String> by, int mostDecisions) {
        this.loop = loop;
        this.seed = seed;
        this.by = by;
        this.mostDecisions = mostDecisions;
    }

    /** Seed 0, all decisions together, what is shown on about 2,000 of them. */
    public static PolicyReporting of(Loop loop) {
        return new PolicyReporting(loop, 0, List.of(), DECISIONS);
    }

    /** Seeds the models and folds. */
    public PolicyReporting withSeed(long seed) {
        return new PolicyReporting(loop, seed, by, mostDecisions);
    }

    /**
     * Tells each value of these features apart too.
     *
     * @throws Refusal when one is not a categorical feature of contexts or members
     */
    public PolicyReporting by(List<String> features) {
        List<String> allowed = loop.configuration().features().stream()
                .filter(feature -> !feature.ofItem() && feature.kind() == FeatureDefinition.Kind.CATEGORICAL)
                .map(FeatureDefinition::name)
                .toList();
        features.stream()
                .filter(feature -> !allowed.contains(feature))
                .findFirst()
                .ifPresent(feature -> {
                    throw Loop.unknown("categorical feature of contexts or members", feature, allowed);
                });
        return new PolicyReporting(loop, seed, List.copyOf(features), mostDecisions);
    }

    /** Of more decisions than this, what would be shown is computed for about as many, drawn by a hash of their id. */
    public PolicyReporting withMostDecisions(int decisions) {
        if (decisions < 1) {
            throw new Refusal("decisions to report on must be at least 1: " + decisions);
        }
        return new PolicyReporting(loop, seed, by, decisions);
    }

    /**
     * Microseconds of the days that judge.
     *
     * @param days 1 … 3,650
     * @throws Refusal when there are fewer or more
     */
    public static long judging(int days) {
        if (days < 1 || days > MOST_DAYS) {
            throw new Refusal("--judge-days must be 1 to 3,650: " + days);
        }
        return TimeUnit.DAYS.toMicros(days);
    }

    /**
     * The moment so many days before the last decision of a window.
     *
     * @param days as of {@link #judging}
     */
    public static long split(Loop loop, Window window, int days) {
        long judging = judging(days);
        long last = loop.engine().describe().stream()
                .filter(table -> table.table() == Table.DECISIONS)
                .mapToLong(table -> table.lastReceived())
                .findFirst()
                .orElse(window.asOf());
        long end = Math.min(Math.min(last, window.asOf()), window.before());
        return end - judging;
    }

    /**
     * @param split decisions before it teach, those from it on judge
     * @throws Refusal when one side has no decisions, or nothing can be learned
     */
    public PolicyReport report(String name, Window window, long split) {
        PolicyDefinition definition = loop.policy(name);
        ForwardWindows forward = ForwardWindows.of(loop, definition, window, split);
        PolicyTraining.Learned learned =
                new PolicyTraining(loop).learnBefore(split, definition, forward.learning(), seed);
        List<String> notes = new ArrayList<>();
        if (!forward.note().isEmpty()) {
            notes.add(forward.note());
        }
        TrainedPolicy policy = learned.policy();
        Optional<PolicyEvaluation.Result> value = value(policy, definition, forward.judging(), notes);
        Catalogue catalogue = Catalogue.of(loop, window.asOf());
        if (catalogue.size() == 0) {
            throw new Refusal("the log knows no items as of " + Provenance.text(window.asOf())
                    + ": there is no catalogue to be covered");
        }
        Labeller labeller = new ForecastsInUse(loop).labeller(definition.reward(), window.asOf());
        List<OutcomeDefinition> outcomes = loop.outcomes(labeller.outcomes());
        double share = share(forward.judging(), outcomes);
        Segmented<SegmentSums> segments = new Segmented<>(by, () -> new SegmentSums(catalogue.size()));
        Target target =
                Target.Scored.of(List.of(policy.models()), catalogue, policy.sampler(), definition.rules(), Set.of());
        Spread spread = new Spread(catalogue, target, firstShown(window, catalogue), share, segments);
        loop.assemble(forward.judging(), outcomes, batch -> {
            fit(batch, policy, labeller, outcomes, segments);
            spread.add(batch);
            loop.progress().at("reporting on " + name, segments.all().rows(), 0);
        });
        if (segments.all().rows() == 0) {
            throw new Refusal("no recommendation from " + Provenance.text(split)
                    + " on can judge: none is usable. See: longview validate");
        }
        notes.addAll(spread.notes(definition));
        return new PolicyReport(
                name,
                definition.reward(),
                forward.learning().asOf(),
                split,
                window.asOf(),
                learned.trained().progressiveLoss(),
                learned.trained().constantLoss(),
                learned.trained().rows(),
                learned.by(seed),
                catalogue.size(),
                value.map(PolicyEvaluation.Result::best),
                value.map(PolicyEvaluation.Result::perDecision).orElse(false),
                judged(segments, learned.mean(), value),
                notes);
    }

    /** Without those that no row can judge. */
    private static List<PolicyReport.Segment> judged(
            Segmented<SegmentSums> segments, double constant, Optional<PolicyEvaluation.Result> value) {
        List<PolicyReport.Segment> judged = new ArrayList<>();
        segments.forEach((feature, of, sums) -> {
            if (sums.rows() > 0) {
                Optional<Report> earned = value.flatMap(result -> earned(result, feature, of));
                judged.add(sums.segment(feature, of, constant, earned));
            }
        });
        return judged;
    }

    private static Optional<Report> earned(PolicyEvaluation.Result value, String feature, String of) {
        return feature.isEmpty()
                ? Optional.of(value.best())
                : value.segments().stream()
                        .filter(segment ->
                                segment.by().equals(feature) && segment.value().equals(of))
                        .map(PolicyEvaluation.Segment::report)
                        .findFirst();
    }

    private Optional<PolicyEvaluation.Result> value(
            TrainedPolicy policy, PolicyDefinition definition, Window judging, List<String> notes) {
        try {
            PolicyEvaluation.Result result = PolicyEvaluation.of(loop)
                    .withSeed(seed)
                    .judge(policy, List.of(definition.reward()), judging, by)
                    .getFirst();
            notes.addAll(result.notes());
            return Optional.of(result);
        } catch (Refusal e) {
            notes.add("the log cannot tell what it would have earned: " + e.getMessage());
            return Optional.empty();
        }
    }

    /** The share of decisions for which what would be shown is computed. */
    private double share(Window judging, List<OutcomeDefinition> outcomes) {
        long[] decisions = {0};
        loop.assemble(judging, outcomes, batch -> {
            for (int row = 0; row < batch.size(); row++) {
                decisions[0] += batch.longs(Assembled.POSITION)[row] == 0 ? 1 : 0;
            }
        });
        return Math.min(1, (double) mostDecisions / Math.max(1, decisions[0]));
    }

    /** By row of the catalogue, when it was first recommended; {@link Long#MAX_VALUE} for what never was. */
    private long[] firstShown(Window window, Catalogue catalogue) {
        long[] first = new long[catalogue.size()];
        Arrays.fill(first, Long.MAX_VALUE);
        loop.assemble(Window.asOf(window.asOf()), List.of(), batch -> {
            Column.Texts items = batch.texts(Assembled.ITEM);
            int[] rowOf = Stream.of(items.dictionary()).mapToInt(catalogue::row).toArray();
            long[] time = batch.longs(Assembled.TIME);
            for (int row = 0; row < batch.size(); row++) {
                int item = items.isMissing(row) ? -1 : rowOf[items.codes()[row]];
                if (item >= 0) {
                    first[item] = Math.min(first[item], time[row]);
                }
            }
        });
        return first;
    }

    private void fit(
            Batch batch,
            TrainedPolicy policy,
            Labeller labeller,
            List<OutcomeDefinition> outcomes,
            Segmented<SegmentSums> segments) {
        double[] rewards = labeller.label(batch).expected();
        double[] usable = UsableRows.weights(batch, loop.continuationsTrain(), outcomes);
        double[] scores = RowScores.of(policy, batch);
        for (int row = 0; row < batch.size(); row++) {
            if (usable[row] > 0) {
                for (SegmentSums segment : segments.of(batch, row)) {
                    segment.row(scores[row], rewards[row]);
                }
            }
        }
    }

    /** How a policy's slates and the log's spread over the catalogue, on a sample of decisions. */
    private static final class Spread {
        private final Catalogue catalogue;
        private final Target target;
        private final long[] first;
        private final double share;
        private final Segmented<SegmentSums> segments;
        /** The rows of a decision may come in two batches. */
        private String latest = "";

        Spread(Catalogue catalogue, Target target, long[] first, double share, Segmented<SegmentSums> segments) {
            this.catalogue = catalogue;
            this.target = target;
            this.first = first;
            this.share = share;
            this.segments = segments;
        }

        void add(Batch batch) {
            Column.Texts decisions = batch.texts(Assembled.DECISION);
            BatchEvaluator evaluator = new BatchEvaluator(batch, new int[batch.size()], catalogue, target, List.of());
            for (int from = 0, to; from < batch.size(); from = to) {
                to = from + 1;
                while (to < batch.size() && decisions.codes()[to] == decisions.codes()[from]) {
                    to++;
                }
                if (Accounts.uniform(decisions.text(from)) < share) {
                    add(batch, from, to, evaluator);
                }
            }
        }

        private void add(Batch batch, int from, int to, BatchEvaluator evaluator) {
            Optional<double[][]> chances = evaluator.chances(from);
            if (chances.isEmpty()) {
                return;
            }
            int[] rows = catalogue.rows(batch.texts(Assembled.CANDIDATES), from).orElseThrow();
            long known = batch.longs(Assembled.TIME)[from] - NEW.toNanos() / 1_000;
            boolean begun = batch.texts(Assembled.DECISION).text(from).equals(latest);
            latest = batch.texts(Assembled.DECISION).text(from);
            for (SegmentSums segment : segments.of(batch, from)) {
                for (int i = 0; !begun && i < rows.length; i++) {
                    double shown = 0;
                    for (double[] position : chances.get()) {
                        shown += position[i];
                    }
                    if (shown > 0) {
                        segment.own().add(rows[i], Math.min(1, shown), first[rows[i]] > known);
                    }
                }
                if (!begun) {
                    segment.own().endDecision();
                    segment.logged().endDecision();
                }
                for (int row = from; row < to; row++) {
                    int item = catalogue.row(batch.texts(Assembled.ITEM).text(row));
                    if (item >= 0) {
                        segment.logged().add(item, 1, first[item] > known);
                    }
                }
            }
        }

        List<String> notes(PolicyDefinition definition) {
            List<String> notes = new ArrayList<>();
            if (share < 1) {
                notes.add("what is shown was computed on about " + Math.round(100 * share)
                        + "% of the decisions, drawn by a hash of their id");
            }
            if (!definition.rules().watched().isEmpty()) {
                notes.add("its rules leave out what a member has watched, which decisions of other policies do not"
                        + " tell: what it would show is not known on them");
            }
            return notes;
        }
    }
}
