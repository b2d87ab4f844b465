package dev.longview.delay;

import dev.longview.columns.Batch;
import dev.longview.columns.Column;
import dev.longview.outcome.OutcomeDefinition;
import dev.longview.reward.Forecast;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

/**
 * The final value of one outcome, given what a recommendation has shown by its age: a table over landmarks, states and categories,
 * made by a {@link DelayLearner}.
 *
 * <p>Between two landmarks the distributions of both are mixed by the share of the bin that is still ahead, which is the same as hazards
 * that are constant within the bin, to first order. At the last landmark and later nothing more is expected.
 */
public final class DelayModel {
    final Chain chain;
    final Landmarks landmarks;
    final Clock clock;
    final String[] categories;
    final Points points;
    final double[] table;
    final Optional<BoostedEnds> boosted;
    private final DelaySummary summary;

    /** @param categories ascending; the table has one group more, the first, of all rows */
    DelayModel(
            Chain chain,
            Landmarks landmarks,
            String[] categories,
            Points points,
            double[] table,
            DelaySummary summary,
            Optional<BoostedEnds> boosted) {
        this.chain = chain;
        this.landmarks = landmarks;
        clock = Clock.of(chain.definition(), chain.outcome(), landmarks);
        this.categories = categories;
        this.points = points;
        this.table = table;
        this.summary = summary;
        this.boosted = boosted;
    }

    /** The same table, corrected by trees. */
    DelayModel with(Optional<BoostedEnds> trees) {
        return new DelayModel(chain, landmarks, categories, points, table, summary, trees);
    }

    public DelayDefinition definition() {
        return chain.definition();
    }

    public OutcomeDefinition outcome() {
        return chain.outcome();
    }

    /** The outcome whose end its forecasts are given, where they are. */
    public Optional<String> given() {
        return boosted.flatMap(BoostedEnds::given).map(other -> other.outcome().name());
    }

    public Landmarks landmarks() {
        return landmarks;
    }

    /** The values of the categorical feature that were seen, ascending; empty without such a feature. */
    public List<String> categories() {
        return List.of(categories);
    }

    public DelaySummary summary() {
        return summary;
    }

    /**
     * A distribution over final values for each row where the outcome is pending, given that its clock has started or will start. Rows
     * where it is final are NaN: they are not predicted; nor are those of which no billing is known to be due. Final values that no row can have are left out: what a reward's expectation
     * costs is the product of its outcomes' supports.
     */
    public Forecast forecast(Batch assembled) {
        Forecast all = onAllPoints(assembled);
        int width = all.support().length;
        boolean[] possible = new boolean[width];
        for (int i = 0; i < all.probability().length; i++) {
            possible[i % width] |= all.probability()[i] > 0;
        }
        int[] kept = IntStream.range(0, width).filter(point -> possible[point]).toArray();
        if (kept.length == width || kept.length == 0) {
            return all;
        }
        double[] support =
                Arrays.stream(kept).mapToDouble(point -> all.support()[point]).toArray();
        double[] probability = new double[all.probability().length / width * kept.length];
        for (int i = 0; i < probability.length; i++) {
            probability[i] = all.probability()[i / kept.length * width + kept[i % kept.length]];
        }
        return new Forecast(support, probability, all.given());
    }

    /** At how many final values a forecast of an outcome has probabilities, at most, with these landmarks. */
    public static int mostPoints(OutcomeDefinition outcome, Landmarks landmarks) {
        return Points.size(new Levels(outcome), landmarks.bins());
    }

    Forecast onAllPoints(Batch assembled) {
        Observed observed = Observed.of(chain, assembled);
        boolean[] pending = Observed.pending(assembled, chain.outcome().name());
        int[] rows = IntStream.range(0, pending.length)
                .filter(i -> pending[i] && !(clock.billed() && observed.states()[i] == chain.unborn()))
                .toArray();
        long[] ages = clock.of(chain.outcome().name(), assembled);
        double[] ends = ends(assembled, observed, rows, ages);
        int ways = boosted.map(BoostedEnds::ways).orElse(1);
        int size = Incidence.targets(chain.levels(), landmarks.bins());
        int width = points.support().length;
        double[] probability = new double[assembled.size() * ways * width];
        Arrays.fill(probability, Double.NaN);
        double[] one = new double[size];
        for (int j = 0; j < rows.length; j++) {
            int i = rows[j];
            Arrays.fill(probability, i * ways * width, (i + 1) * ways * width, 0);
            for (int way = 0; way < ways; way++) {
                System.arraycopy(ends, (j * ways + way) * size, one, 0, size);
                spread(observed.states()[i], observed.values()[i], ages[i], one, probability, (i * ways + way) * width);
            }
        }
        return new Forecast(points.support().clone(), probability, given());
    }

    /** Distributions over ends of the rows, each once for every way in which what is given may end. */
    private double[] ends(Batch assembled, Observed observed, int[] rows, long[] ages) {
        int ways = boosted.map(BoostedEnds::ways).orElse(1);
        int size = Incidence.targets(chain.levels(), landmarks.bins());
        int[] groups = groups(assembled);
        double[] ends = new double[rows.length * ways * size];
        double[] one = new double[size];
        for (int j = 0; j < rows.length; j++) {
            ends(groups[rows[j]], observed.states()[rows[j]], ages[rows[j]], one);
            for (int way = 0; way < ways; way++) {
                System.arraycopy(one, 0, ends, (j * ways + way) * size, size);
            }
        }
        boosted.ifPresent(trees -> trees.correct(chain, landmarks.bins(), assembled, observed, rows, ends));
        return ends;
    }

    /**
     * The distribution over ends, mixed of the landmarks before and after.
     *
     * @param age where on the {@link Clock} it is
     */
    void ends(int group, int state, long age, double[] ends) {
        Arrays.fill(ends, 0);
        if (chain.isEnded(state)) {
            ends[new Ends(chain, landmarks.bins()).stay(state)] = 1;
            return;
        }
        Landmarks nodes = clock.nodes();
        int landmark = nodes.latest(age);
        double ahead = landmark < nodes.bins() ? nodes.ahead(landmark, age) : 1;
        int before = Incidence.offset(chain, nodes.bins(), group, landmark, state);
        int after = Incidence.offset(chain, nodes.bins(), group, Math.min(landmark + 1, nodes.bins()), state);
        for (int t = 0; t < ends.length; t++) {
            ends[t] = ahead * table[before + t] + (1 - ahead) * table[after + t];
        }
    }

    private void spread(int state, double value, long age, double[] ends, double[] probability, int offset) {
        Levels levels = chain.levels();
        if (levels.timed()) {
            int never = Incidence.never(landmarks.bins());
            for (int bin = 0; bin < never; bin++) {
                probability[offset + bin] += ends[bin];
            }
            probability[offset + points.support().length - 1] += ends[never];
            double known = ends[Incidence.known(landmarks.bins())];
            if (known > 0) {
                points.known(value, known, probability, offset);
            }
            return;
        }
        int present = state == chain.unborn() ? -1 : chain.level(state);
        for (int level = 0; level < ends.length; level++) {
            if (level == present) {
                points.stay(levels, level, value, growth(age, level), ends[level], probability, offset);
            } else {
                points.come(levels, level, ends[level], probability, offset);
            }
        }
    }

    private double growth(long age, int level) {
        if (!chain.levels().binned()) {
            return 0;
        }
        int landmark = clock.nodes().latest(age);
        if (landmark == clock.nodes().bins()) {
            return 0;
        }
        double ahead = clock.nodes().ahead(landmark, age);
        return ahead * points.growth()[landmark][level] + (1 - ahead) * points.growth()[landmark + 1][level];
    }

    /** By row: 0 where the category is missing or was not seen. */
    private int[] groups(Batch batch) {
        int[] groups = new int[batch.size()];
        if (chain.definition().by().isPresent()) {
            Column.Texts texts = batch.texts(chain.definition().by().get());
            int[] groupOf = new int[texts.dictionary().length];
            for (int code = 0; code < groupOf.length; code++) {
                groupOf[code] = Math.max(0, Arrays.binarySearch(categories, texts.dictionary()[code]) + 1);
            }
            for (int i = 0; i < groups.length; i++) {
                groups[i] = texts.isMissing(i) ? 0 : groupOf[texts.codes()[i]];
            }
        }
        return groups;
    }
}
