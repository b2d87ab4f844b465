package dev.longview.delay;

import dev.longview.columns.Batch;
import dev.longview.columns.Column;
import dev.longview.outcome.Assembled;
import dev.longview.outcome.OutcomeDefinition;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * Fits p(final value of an outcome | what was received by age a) on finished and unfinished recommendations alike.
 *
 * <p>From one landmark to the next, every recommendation that was seen at both counts, whether or not its end is known: a row that is
 * too young for a later landmark is censored there, not dropped and not taken for a failure. Counting only finished ones would be right
 * too, but a horizon late.
 *
 * <pre>{@code
 * var learner = DelayLearner.of(definition, completed, landmarks);
 * engine.assemble(Assembly.of(features, outcomes, lateness, new Moment.Ages(landmarks.ages(), now)), learner::add);
 * DelayModel model = learner.fit();
 * }</pre>
 */
public final class DelayLearner {
    static final int MOST_CATEGORIES = 1_000;
    private static final int MOST_NUMBERS = 100_000_000;

    private final Chain chain;
    private final Landmarks landmarks;
    private final Clock clock;
    private final Paths paths;
    private final TransitionCounts counts;
    private final PointsSeen points;
    private final TrainingTally tally;
    private final Arrivals arrivals;
    private final BilledCounts billed;
    private final Map<String, Integer> categories = new LinkedHashMap<>();
    private final int[] states;
    private final double[] values;
    private final long[] at;
    private Optional<BoostedLearner> boosting = Optional.empty();
    private int category;
    private int first = -1;
    private int last;
    private long time;
    private String account = "";
    private boolean fitted;

    private DelayLearner(DelayDefinition definition, OutcomeDefinition outcome, Landmarks landmarks) {
        chain = new Chain(definition, outcome);
        this.landmarks = landmarks;
        paths = new Paths(landmarks);
        counts = new TransitionCounts(chain);
        clock = Clock.of(definition, outcome, landmarks);
        points = new PointsSeen(chain, landmarks, clock.nodes());
        tally = new TrainingTally(chain, landmarks);
        arrivals = new Arrivals(chain, landmarks, clock);
        billed = new BilledCounts(chain, clock);
        states = new int[landmarks.bins() + 1];
        values = new double[landmarks.bins() + 1];
        at = new long[landmarks.bins() + 1];
    }

    /** @throws IllegalArgumentException when the definition is of another outcome */
    public static DelayLearner of(DelayDefinition definition, OutcomeDefinition outcome, Landmarks landmarks) {
        return new DelayLearner(definition, outcome, landmarks);
    }

    /**
     * Corrects the table by boosted trees, on what the definition says that they read.
     *
     * @param mostRows landmark rows that are kept for them at most; of more, a part that depends on recommendations' names alone
     * @param given the learner of the outcome whose end is given, which sees the same rows and is fitted first
     * @throws IllegalArgumentException when the definition says of no trees, or of another outcome that is given
     */
    public DelayLearner withTrees(
            TreeLearner trees, TreeSettings settings, long mostRows, Optional<DelayLearner> given) {
        TreeInputs inputs = chain.definition()
                .trees()
                .orElseThrow(() -> new IllegalArgumentException(
                        "the delay model of '" + chain.outcome().name() + "' declares no trees"));
        if (!given.map(learner -> learner.chain.outcome().name()).equals(inputs.after())) {
            throw new IllegalArgumentException("the delay model of '"
                    + chain.outcome().name() + "' is given " + inputs.after() + "; pass that outcome's learner");
        }
        boosting = Optional.of(new BoostedLearner(
                chain, landmarks, inputs, trees, settings, mostRows, given.map(other -> other.boosted())));
        return this;
    }

    private BoostedLearner boosted() {
        return boosting.orElseThrow(() -> new IllegalArgumentException("the delay model of '"
                + chain.outcome().name() + "' has no trees; what is given another's end can only follow one that has"));
    }

    /**
     * Rows at landmark ages. Batches come in the canonical order; where it is cut into batches makes no difference.
     *
     * @throws IllegalArgumentException when an age is no landmark, rows are out of order, or the feature has more than 1,000 values
     */
    public DelayLearner add(Batch landmarkRows) {
        if (fitted) {
            throw new IllegalStateException("already fitted; start with a new learner");
        }
        Observed observed = Observed.of(chain, landmarkRows);
        int[] categoryOf = categories(landmarkRows);
        long[] times = landmarkRows.has(Assembled.TIME) ? landmarkRows.longs(Assembled.TIME) : new long[0];
        long[] positions = clock.of(chain.outcome().name(), landmarkRows);
        Optional<Column.Texts> accounts = accounts(landmarkRows);
        boosting.ifPresent(trees -> trees.batch(landmarkRows));
        paths.add(landmarkRows, new Paths.Sink() {
            @Override
            public void row(int row, int landmark) {
                boolean begins = first < 0;
                time = times.length > 0 ? times[row] : 0;
                account = accounts.map(of -> of.isMissing(row) ? "" : of.text(row))
                        .orElse("");
                at[landmark] = positions[row];
                extend(landmark, observed.states()[row], observed.values()[row], categoryOf[row]);
                boosting.ifPresent(trees -> trees.row(row, begins));
            }

            @Override
            public void end() {
                close();
            }
        });
        return this;
    }

    /** Whom rows were recommended to, where a batch tells. */
    static Optional<Column.Texts> accounts(Batch batch) {
        return batch.has(Assembled.ACCOUNT) ? Optional.of(batch.texts(Assembled.ACCOUNT)) : Optional.empty();
    }

    /** That the outcome has stopped arriving by the end of the rows; call it after {@link #fit}. Rows without times tell of none. */
    public Optional<Silence> silence() {
        return arrivals.silence();
    }

    /** The model of all rows so far. No more can be added. */
    public DelayModel fit() {
        if (first >= 0) {
            close();
        }
        fitted = true;
        String[] names = categories.keySet().toArray(String[]::new);
        Arrays.sort(names);
        int groups = names.length + 1;
        int targets = Incidence.targets(chain.levels(), landmarks.bins());
        long size = (long) groups * (clock.nodes().bins() + 1) * chain.starts() * targets;
        if (size > MOST_NUMBERS) {
            throw new IllegalArgumentException("delay model of '"
                    + chain.outcome().name() + "': " + groups
                    + " categories x " + (clock.nodes().bins() + 1) + " landmarks x " + chain.starts() + " states x "
                    + targets
                    + " ends are more than " + MOST_NUMBERS + " numbers; use fewer cuts, landmarks or categories");
        }
        double[] table = new double[(int) size];
        if (clock.billed()) {
            ofBillings(table, names);
        } else {
            ofAges(table, names);
        }
        DelayModel model =
                new DelayModel(chain, landmarks, names, points.points(), table, tally.summary(), Optional.empty());
        if (boosting.isEmpty()) {
            return model;
        }
        int[] groupOf = new int[groups];
        categories.forEach((name, code) -> groupOf[code] = Arrays.binarySearch(names, name) + 1);
        return model.with(boosting.get().fit(model, groupOf));
    }

    private void ofAges(double[] table, String[] names) {
        Transitions pooled = Transitions.pooled(chain, landmarks.bins(), counts.pooled());
        new Incidence(chain, landmarks.bins(), pooled, counts.pooled(), 0).into(table, 0);
        for (int group = 1; group <= names.length; group++) {
            int code = categories.getOrDefault(names[group - 1], 0);
            Transitions own = pooled.of(counts, code);
            new Incidence(chain, landmarks.bins(), own, counts, code).into(table, group);
        }
    }

    private void ofBillings(double[] table, String[] names) {
        billed.pooled(table);
        for (int group = 1; group <= names.length; group++) {
            billed.category(categories.getOrDefault(names[group - 1], 0), table, group);
        }
    }

    private int[] categories(Batch batch) {
        int[] codes = new int[batch.size()];
        if (chain.definition().by().isEmpty()) {
            return codes;
        }
        Column.Texts texts = batch.texts(chain.definition().by().get());
        int[] codeOf = new int[texts.dictionary().length];
        for (int i = 0; i < codes.length; i++) {
            if (texts.isMissing(i)) {
                continue;
            }
            int text = texts.codes()[i];
            if (codeOf[text] == 0) {
                codeOf[text] = categories.computeIfAbsent(texts.text(i), unseen -> categories.size() + 1);
            }
            codes[i] = codeOf[text];
        }
        if (categories.size() > MOST_CATEGORIES) {
            throw new IllegalArgumentException(
                    "feature '" + chain.definition().by().get() + "' of the delay model of '"
                            + chain.outcome().name() + "' has more than " + MOST_CATEGORIES
                            + " values; name one of few values after 'by', or none");
        }
        return codes;
    }

    private void extend(int landmark, int observed, double value, int rowCategory) {
        boolean starts = first < 0;
        if (starts) {
            first = landmark;
            category = rowCategory;
        }
        int state = observed;
        if (!starts && !chain.possible(states[landmark - 1], observed)) {
            state = states[landmark - 1];
            tally.impossible();
        }
        states[landmark] = state;
        values[landmark] = value;
        last = landmark;
        if (chain.levels().timed() && happened(landmark) && (starts ? landmark == 0 : !happened(landmark - 1))) {
            points.time(starts ? landmarks.bins() : landmark - 1, value);
        }
    }

    private boolean happened(int landmark) {
        return states[landmark] != chain.unborn() && chain.level(states[landmark]) == 1;
    }

    private void close() {
        boolean born = states[last] != chain.unborn();
        boolean finished = born && (clock.billed() ? clock.passed(at[last]) : last == landmarks.bins());
        if (!clock.billed()) {
            counts.add(category, states, first, last);
        } else if (finished) {
            billed.add(category, states, at, first, last);
        }
        arrivals.path(time, account, at, states, first, last);
        boosting.ifPresent(trees -> trees.end(category, states, first, last));
        tally.path(states, first, last, finished);
        if (finished) {
            int level = chain.level(states[last]);
            double end = values[last];
            points.ended(end);
            for (int k = first; k <= last; k++) {
                if (chain.isPending(states[k]) && chain.level(states[k]) == level) {
                    points.stayed(clock.billed() ? clock.nodes().latest(at[k]) : k, level, values[k], end);
                }
            }
        }
        first = -1;
    }
}
