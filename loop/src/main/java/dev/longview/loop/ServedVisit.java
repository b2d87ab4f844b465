package dev.longview.loop;

import dev.longview.columns.Batch;
import dev.longview.columns.Column;
import dev.longview.policy.Eligibility;
import dev.longview.policy.Marginal;
import dev.longview.policy.Scorer;
import dev.longview.policy.Slate;
import dev.longview.policy.SlateMarginals;
import dev.longview.policy.SlateSampler;
import java.util.Arrays;
import java.util.List;
import java.util.function.IntPredicate;
import java.util.stream.IntStream;

/**
 * A visit that is answered: what may be shown, what was drawn, by which probabilities. One is reused from visit to visit, by one thread;
 * its memory does not grow with their number.
 */
public final class ServedVisit {
    private static final String CANDIDATES = "candidates";
    private static final String EXCLUDE = "exclude";

    private final RuledPolicy policy;
    private final ItemIds catalogue;
    private final Eligibility eligibility;
    private final Watched watched;
    private final CandidateScores scores;
    private final long seed;
    private final int marginalDraws;
    private final int[] whole;
    private final Slate slate;
    private SlateSampler sampler;
    private SlateMarginals marginals;
    private int[] eligible = new int[0];
    private Marginal[] marginal = new Marginal[0];
    private String decision = "";
    private long drawn;

    ServedVisit(
            RuledPolicy policy,
            CandidateScores scores,
            ItemIds catalogue,
            Eligibility eligibility,
            Watched watched,
            long seed,
            int marginalDraws) {
        TrainedPolicy trained = policy.trained();
        this.policy = policy;
        this.scores = scores;
        this.catalogue = catalogue;
        this.eligibility = eligibility;
        this.watched = watched;
        this.seed = seed;
        this.marginalDraws = marginalDraws;
        sampler = trained.sampler();
        marginals = SlateMarginals.of(sampler).withDraws(marginalDraws);
        slate = new Slate(sampler.slateSize());
        whole = IntStream.range(0, catalogue.size()).toArray();
    }

    /**
     * For visits that come one by one, whose members' watched items are told with each; marginal propensities where they are exact.
     *
     * @param scorers of the policy's models, over one catalogue
     * @param eligibility of the policy's rules over it, this thread's own
     * @param seed seeds the draws, each with its decision
     */
    public static ServedVisit of(RuledPolicy policy, List<Scorer> scorers, Eligibility eligibility, long seed) {
        TrainedPolicy trained = policy.trained();
        return new ServedVisit(
                policy,
                new ModelScores(trained.models(), scorers, trained.exploration().replicas()),
                ItemIds.of(scorers.getFirst()),
                eligibility,
                Watched.nothing(),
                seed,
                0);
    }

    TrainedPolicy policy() {
        return policy.trained();
    }

    /** The rows that are answered next. */
    public void visits(Batch visits) {
        scores.visits(visits);
    }

    /**
     * Draws a slate of the policy's own size.
     *
     * @return false when nothing may be shown
     * @throws UnansweredVisit when a candidate is not in the catalogue, or the visit's features give no finite score
     */
    boolean answer(Batch visits, int row) {
        IntPredicate seen = watched.before(visits.texts("member").text(row), visits.longs("time")[row]);
        return answer(visits, row, seen, sampler.slateSize());
    }

    /**
     * Draws a slate.
     *
     * @param seen by row of the catalogue, what the member has watched too short a time ago
     * @param slateSize at least 1
     * @return false when nothing may be shown
     * @throws UnansweredVisit when a candidate is not in the catalogue, an item is pinned beyond the slate, or the visit's features give
     *     no finite score
     */
    public boolean answer(Batch visits, int row, IntPredicate seen, int slateSize) {
        decision = decisionId(visits, row);
        long time = visits.longs("time")[row];
        eligible = eligibility.rows(visits, row, time, candidates(visits, row), either(seen, excluded(visits, row)));
        if (eligible.length == 0) {
            return false;
        }
        eligibility.pin(visits, row, eligible);
        requireReached(slateSize);
        drawn = Recommending.drawSeed(seed, decision);
        try {
            size(slateSize);
            double[][] models = scores.score(row, eligible);
            sampler.draw(models, eligible.length, eligibility.restrictions(), drawn, slate);
            marginal = marginals.ofSlate(models, eligible.length, eligibility.restrictions(), slate, drawn);
        } catch (UnansweredVisit e) {
            throw new UnansweredVisit("decision " + decision + ": " + e.getMessage(), e);
        } catch (IllegalArgumentException e) {
            throw new UnansweredVisit(
                    "decision " + decision + ": " + e.getMessage() + ". Are its features in the units of the log?", e);
        }
        return true;
    }

    /** An item that always stands somewhere would stand nowhere, and could not be told from one that was drawn too seldom. */
    private void requireReached(int slateSize) {
        eligibility.restrictions().unreached(slateSize).ifPresent(pin -> {
            throw new UnansweredVisit("decision " + decision + ": the policy's rules pin item '"
                    + candidate(pin.candidate()) + "' to position " + pin.position()
                    + ", counted from 0, which a slate_size of " + slateSize + " does not reach. Ask for at least "
                    + (pin.position() + 1) + ", or exclude the item");
        });
    }

    private void size(int slateSize) {
        if (slateSize != sampler.slateSize()) {
            sampler = SlateSampler.of(policy.trained().exploration(), slateSize);
            marginals = SlateMarginals.of(sampler).withDraws(marginalDraws);
        }
    }

    private static IntPredicate either(IntPredicate first, IntPredicate second) {
        return Eligibility.isNothing(first) ? second : Eligibility.isNothing(second) ? first : first.or(second);
    }

    String decision() {
        return decision;
    }

    /** The seed of its draw. */
    public long drawn() {
        return drawn;
    }

    /** Whether all of the catalogue might have been shown. */
    public boolean ofAll() {
        return eligible.length == whole.length;
    }

    /** How many items might have been shown. */
    public int candidates() {
        return eligible.length;
    }

    /** One of those that might have been shown, in the catalogue's order. */
    public String candidate(int index) {
        return catalogue.item(eligible[index]);
    }

    /** How many items were drawn. */
    public int size() {
        return slate.size();
    }

    /** What stands at a position. */
    public String item(int position) {
        return candidate(slate.item(position));
    }

    /** Its probability, given what stands above. */
    public double conditional(int position) {
        return slate.conditional(position);
    }

    /** NaN where it is not known; an estimate of 0 says that the draws never came there, not that it is impossible. */
    public double marginal(int position) {
        double probability = marginal[position].probability();
        return probability > 0 ? probability : Double.NaN;
    }

    /** NaN where the marginal is exact, or not known. */
    double marginalError(int position) {
        return marginal(position) > 0 && !marginal[position].isExact() ? marginal[position].error() : Double.NaN;
    }

    /** The mean score of the policy's own models. */
    public double score(int position) {
        return scores.mean(slate.item(position));
    }

    /** Of a visit without an id it is a hash of who came when: the same visit has the same one. */
    private static String decisionId(Batch visits, int row) {
        Column.Texts ids = visits.texts("decision_id");
        if (!ids.isMissing(row)) {
            return ids.text(row);
        }
        Column.Texts surface = visits.texts("surface");
        return new Digest()
                .text(visits.texts("account").text(row))
                .text(visits.texts("member").text(row))
                .number(visits.longs("time")[row])
                .text(surface.isMissing(row) ? "" : surface.text(row))
                .hex24();
    }

    /** In the catalogue's order, whatever the visit's was: the draw goes by it. */
    private int[] candidates(Batch visits, int row) {
        Column.TextLists named = visits.textLists(CANDIDATES);
        if (named.isMissing(row)) {
            return whole;
        }
        int from = named.offsets()[row];
        int[] rows = new int[named.offsets()[row + 1] - from];
        for (int i = 0; i < rows.length; i++) {
            String item = named.dictionary()[named.codes()[from + i]];
            rows[i] = catalogue.rowOf(item);
            if (rows[i] < 0) {
                throw new UnansweredVisit("decision " + decision + ": the catalogue has no item '" + item + "'");
            }
        }
        Arrays.sort(rows);
        int kept = 0;
        for (int candidate : rows) {
            if (kept == 0 || candidate != rows[kept - 1]) {
                rows[kept++] = candidate;
            }
        }
        return kept == rows.length ? rows : Arrays.copyOf(rows, kept);
    }

    /** What the visit itself leaves out; an item that the catalogue does not have is out anyway. */
    private IntPredicate excluded(Batch visits, int row) {
        if (!visits.has(EXCLUDE) || visits.column(EXCLUDE).isMissing(row)) {
            return Eligibility.NOTHING;
        }
        Column.TextLists named = visits.textLists(EXCLUDE);
        int[] rows = Arrays.stream(named.codes(), named.offsets()[row], named.offsets()[row + 1])
                .map(code -> catalogue.rowOf(named.dictionary()[code]))
                .sorted()
                .toArray();
        return item -> Arrays.binarySearch(rows, item) >= 0;
    }
}
