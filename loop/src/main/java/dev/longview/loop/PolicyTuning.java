package dev.longview.loop;

import dev.longview.columns.Batch;
import dev.longview.columns.Column;
import dev.longview.evaluate.LearnedBy;
import dev.longview.outcome.Assembled;
import dev.longview.outcome.OutcomeDefinition;
import dev.longview.policy.Exploration;
import dev.longview.policy.FactorisedModel;
import dev.longview.policy.FeatureSpace;
import dev.longview.policy.Learner;
import dev.longview.policy.LearningSetting;
import dev.longview.policy.Objective;
import dev.longview.policy.PolicyDefinition;
import dev.longview.policy.TrainingRows;
import dev.longview.policy.Weighting;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

/**
 * Station: chooses what a policy's learning is set by, with a budget. Settings of a grid learn from decisions before a moment, first from
 * the accounts of a ninth, and the better third of them from ever more (successive halving [1]); those that come after choose, and
 * those that come last judge the choice, so that no row judges what it has taught or chosen. Nothing is kept or put in use.
 *
 * <p>[1] Jamieson and Talwalkar, Non-stochastic best arm identification and hyperparameter optimization, AISTATS 2016, with a third in
 * place of a half.
 */
public final class PolicyTuning {
    private static final double[] SHARES = {1.0 / 9, 1.0 / 3, 1};
    private static final int KEPT = 3;
    /** Fewer rows of a share tell too little of the whole. */
    private static final int LEAST = 500;

    private final Loop loop;
    private final long seed;
    private final SettingSpace space;
    private final boolean byValue;

    private PolicyTuning(Loop loop, long seed, SettingSpace space, boolean byValue) {
        this.loop = loop;
        this.seed = seed;
        this.space = space;
        this.byValue = byValue;
    }

    /** Seed 0, the usual grid, by squared error. */
    public static PolicyTuning of(Loop loop) {
        return new PolicyTuning(loop, 0, SettingSpace.usual(), false);
    }

    /** Seeds which settings are tried, the accounts that teach first, and the models. */
    public PolicyTuning withSeed(long seed) {
        return new PolicyTuning(loop, seed, space, byValue);
    }

    public PolicyTuning within(SettingSpace grid) {
        return new PolicyTuning(loop, seed, grid, byValue);
    }

    /** Whether the off-policy value chooses, which needs more decisions, instead of the squared error. */
    public PolicyTuning byValue(boolean value) {
        return new PolicyTuning(loop, seed, space, value);
    }

    /**
     * A setting that was tried.
     *
     * @param losses on the rows that choose, after learning from each share of the accounts as far as it came; infinite where training
     *     diverged. By value these are values, of which more is better
     */
    public record Trial(LearningSetting setting, boolean declared, List<Double> losses) {}

    /** The choice beside what is declared, on the rows that judge; the interval is of the difference, and paired by account. */
    public record Confirmed(double chosen, double declared, double difference, double low, double high) {}

    /**
     * What was found.
     *
     * @param judge {@code loss} or {@code value}
     * @param split decisions before it teach
     * @param judged decisions from the split to this moment choose, later ones judge
     * @param learnedBy by what
     * @param shares of the accounts that taught, ascending to all
     * @param constant the loss of the mean of what taught; NaN by value
     * @param trials those that came furthest first, and of these the best
     * @param chosen the best
     * @param confirmed empty where what is declared was the best
     */
    public record Result(
            String policy,
            String reward,
            String judge,
            long split,
            long judged,
            long asOf,
            long learned,
            LearnedBy learnedBy,
            long choosing,
            long confirming,
            List<Double> shares,
            double constant,
            List<Trial> trials,
            LearningSetting declared,
            LearningSetting chosen,
            Optional<Confirmed> confirmed,
            List<String> notes) {}

    /**
     * @param split decisions before it teach
     * @param judged decisions before it choose, later ones judge
     * @param budget trainings on all rows that may be spent, about; at least 1
     */
    public Result tune(String name, Window window, long split, long judged, int budget) {
        if (budget < 1) {
            throw new Refusal("the budget must be at least 1 training: " + budget);
        }
        PolicyDefinition definition = loop.policy(name);
        PolicyTraining.requireOwnModel(definition);
        ForwardWindows forward = ForwardWindows.of(loop, definition, window, split);
        Window choosing = window.decided(split, judged);
        Window confirming = window.decided(judged, window.before());
        List<String> notes = new ArrayList<>();
        if (!forward.note().isEmpty()) {
            notes.add(forward.note());
        }
        boolean value = byValue || !(definition.objective() instanceof Objective.Regression);
        if (value && !byValue) {
            notes.add("its objective is its value, which a squared error does not tell: values choose");
        }
        LearnedBy by = by(definition, forward.learning());
        return value
                ? new ValueTuning(loop, definition, seed).tune(space, forward, choosing, confirming, budget, by, notes)
                : byLoss(definition, forward, choosing, confirming, budget, by, notes);
    }

    private LearnedBy by(PolicyDefinition definition, Window learning) {
        Labeller labeller = new ForecastsInUse(loop).labeller(definition.reward(), learning.asOf());
        return LearnedBy.of(
                seed,
                labeller.reward().version(),
                labeller.versions(),
                LabelReader.of(loop, definition, labeller, learning).version());
    }

    private Result byLoss(
            PolicyDefinition definition,
            ForwardWindows forward,
            Window choosing,
            Window confirming,
            int budget,
            LearnedBy by,
            List<String> notes) {
        Exploration exploration = definition.exploration();
        if (exploration.replicas() > 1) {
            notes.add("of its ensemble the model without a bootstrap was tuned");
        } else if (exploration.models() > 1) {
            notes.add("the model that scores was tuned alone: what else the exploration reads is learned as ever");
        }
        Catalogue catalogue = Catalogue.of(loop, choosing.asOf());
        HeldOut choose = heldOut(definition, catalogue, choosing, "choose");
        HeldOut confirm = heldOut(definition, catalogue, confirming, "judge");
        List<Double> means = new ArrayList<>();
        List<Rung> rungs = rungs(definition, forward.learning(), means);
        List<LearningSetting> settings = space.draw(definition.setting(), settings(budget, rungs.size()), seed);
        List<Running> running = new ArrayList<>(IntStream.range(0, settings.size())
                .mapToObj(i -> new Running(settings.get(i), i == 0, new ArrayList<>(), new ArrayList<>()))
                .toList());
        List<Running> left = running;
        for (int r = 0; r < rungs.size(); r++) {
            for (Running each : left) {
                each.train(definition, rungs.get(r).rows(), choose, seed);
                loop.progress().at("trying settings for " + definition.name(), left.indexOf(each) + 1L, left.size());
            }
            left = r + 1 < rungs.size() ? better(left) : left;
        }
        running.sort(ORDER);
        Running best = running.getFirst();
        Running declared =
                running.stream().filter(Running::declared).findFirst().orElseThrow();
        Optional<Confirmed> confirmed = Optional.empty();
        if (!best.declared() && declared.finite()) {
            HeldOut.Difference difference = confirm.difference(best.model(), declared.model());
            confirmed = Optional.of(new Confirmed(
                    confirm.loss(best.model()),
                    confirm.loss(declared.model()),
                    difference.value(),
                    difference.low(),
                    difference.high()));
        }
        return new Result(
                definition.name(),
                definition.reward(),
                "loss",
                choosing.from(),
                confirming.from(),
                choosing.asOf(),
                rungs.getLast().rows().size(),
                by,
                choose.rows(),
                confirm.rows(),
                rungs.stream().map(Rung::share).toList(),
                choose.loss(means.getFirst()),
                running.stream().map(Running::trial).toList(),
                declared.setting(),
                best.setting(),
                confirmed,
                notes);
    }

    /** So many settings cost the budget, when each round costs a third of its settings' trainings. */
    private static int settings(int budget, int rounds) {
        return Math.max(2, (int) (budget * Math.pow(KEPT, rounds - 1.0) / rounds));
    }

    /** The better third, and what is declared, which the choice is held against. */
    private static List<Running> better(List<Running> all) {
        int kept = Math.ceilDiv(all.size(), KEPT);
        List<Running> sorted = all.stream().sorted(ORDER).toList();
        return IntStream.range(0, sorted.size())
                .filter(i -> i < kept || sorted.get(i).declared())
                .mapToObj(sorted::get)
                .toList();
    }

    /** Those that came furthest first, of these the best; what is declared before what is as good. */
    private static final Comparator<Running> ORDER = Comparator.comparingInt(
                    (Running each) -> -each.losses().size())
            .thenComparingDouble(each -> each.losses().getLast())
            .thenComparing(each -> !each.declared());

    private record Rung(double share, TrainingRows rows) {}

    private record Running(
            LearningSetting setting, boolean declared, List<Double> losses, List<FactorisedModel> models) {
        void train(PolicyDefinition definition, TrainingRows rows, HeldOut judge, long seed) {
            try {
                FactorisedModel model = Learner.of(definition.with(setting))
                        .withSeed(seed)
                        .withClock(System::nanoTime)
                        .train(rows)
                        .model();
                models.clear();
                models.add(model);
                double loss = judge.loss(model);
                losses.add(Double.isNaN(loss) ? Double.POSITIVE_INFINITY : loss);
            } catch (IllegalStateException diverged) {
                if (diverged.getCause() != null) {
                    throw diverged;
                }
                losses.add(Double.POSITIVE_INFINITY);
            }
        }

        boolean finite() {
            return Double.isFinite(losses.getLast());
        }

        FactorisedModel model() {
            return models.getFirst();
        }

        Trial trial() {
            return new Trial(setting, declared, List.copyOf(losses));
        }
    }

    /** Rows of ever more accounts, as {@code policy train} would read them. */
    private List<Rung> rungs(PolicyDefinition definition, Window learning, List<Double> means) {
        Labeller labeller = new ForecastsInUse(loop).labeller(definition.reward(), learning.asOf());
        LabelReader reader = LabelReader.of(loop, definition, labeller, learning);
        List<OutcomeDefinition> outcomes = loop.outcomes(labeller.outcomes());
        Catalogue catalogue = Catalogue.of(loop, learning.asOf());
        FeatureSpace features = FeatureSpace.of(definition, loop.configuration().features());
        List<TrainingRows.Builder> builders = new ArrayList<>();
        for (int i = 0; i < SHARES.length; i++) {
            builders.add(catalogue.trainingRows(definition, features));
        }
        double[] sums = {0, 0};
        Weighting weighting = catalogue.weighting();
        loop.assemble(learning, outcomes, batch -> {
            LabelReader.Read read = reader.read(batch, labeller.label(batch));
            double[] weights = weights(batch, read, outcomes);
            double[] lot = lots(batch);
            for (int i = 0; i < SHARES.length; i++) {
                double[] own = weights.clone();
                for (int row = 0; row < own.length; row++) {
                    own[row] = lot[row] < SHARES[i] ? own[row] : 0;
                }
                builders.get(i).add(batch, read.value(), own);
            }
            for (int row = 0; row < weights.length; row++) {
                // As models learn it and are judged.
                double weight = weights[row] > 0 ? weights[row] * weighting.weight(batch, row) : 0;
                if (weight > 0 && Double.isFinite(weight * read.value()[row])) {
                    sums[0] += weight * read.value()[row];
                    sums[1] += weight;
                }
            }
        });
        means.add(sums[0] / sums[1]);
        List<Rung> rungs = new ArrayList<>();
        for (int i = 0; i < SHARES.length; i++) {
            TrainingRows rows = builders.get(i).build();
            if (rows.size() >= LEAST || i + 1 == SHARES.length) {
                rungs.add(new Rung(SHARES[i], rows));
            }
        }
        if (rungs.getLast().rows().size() == 0) {
            throw new Refusal("policy " + definition.name()
                    + ": no recommendation before the split can be learned from." + " See: longview validate");
        }
        return rungs;
    }

    private double[] weights(Batch batch, LabelReader.Read read, List<OutcomeDefinition> outcomes) {
        double[] weights = UsableRows.weights(batch, loop.continuationsTrain(), outcomes);
        for (int row = 0; row < weights.length; row++) {
            weights[row] *= read.precision()[row];
        }
        return weights;
    }

    /** Of each row's account, in [0, 1): which shares it is in. */
    private double[] lots(Batch batch) {
        Column.Texts accounts = batch.texts(Assembled.ACCOUNT);
        double[] ofCode = new double[accounts.dictionary().length];
        for (int code = 0; code < ofCode.length; code++) {
            ofCode[code] = Accounts.uniform(seed + " " + accounts.dictionary()[code]);
        }
        return IntStream.of(accounts.codes()).mapToDouble(code -> ofCode[code]).toArray();
    }

    /** By what is expected of them as of the window's moment. */
    private HeldOut heldOut(PolicyDefinition definition, Catalogue catalogue, Window window, String what) {
        Labeller labeller = new ForecastsInUse(loop).labeller(definition.reward(), window.asOf());
        List<OutcomeDefinition> outcomes = loop.outcomes(labeller.outcomes());
        HeldOut rows = new HeldOut(catalogue.weighting());
        loop.assemble(
                window,
                outcomes,
                batch -> rows.add(
                        batch,
                        labeller.label(batch).expected(),
                        UsableRows.weights(batch, loop.continuationsTrain(), outcomes)));
        if (rows.rows() == 0) {
            throw new Refusal("no recommendation from " + Provenance.text(window.from()) + " on can " + what
                    + ": give more days (--judge-days), or see: longview validate");
        }
        return rows;
    }
}
