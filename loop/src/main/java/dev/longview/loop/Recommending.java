package dev.longview.loop;

import com.fasterxml.jackson.core.JsonFactory;
import dev.longview.columns.Batch;
import dev.longview.log.FeatureDefinition;
import dev.longview.log.Table;
import dev.longview.outcome.HistoryFeature;
import dev.longview.policy.Eligibility;
import dev.longview.policy.Scorer;
import dev.longview.policy.SlateRules;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.util.List;
import java.util.Set;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import java.util.function.Supplier;
import java.util.stream.Collectors;

/**
 * Station: slates for those who come, drawn by a trained policy from what its rules let it show of the catalogue as of a moment, each
 * with the probabilities that it was drawn by. What is written is what the log takes.
 *
 * <p>The draw of a visit depends on the seed and the visit's decision id alone: the same visits get the same slates in whatever order
 * they come, and two policies with one seed share their luck.
 *
 * <pre>{@code
 * Recommending station = Recommending.of(loop, policy, asOf).withSeed(7);
 * try (SlateLines lines = station.into(file)) {
 *     visits.forEach(lines::add);
 * }
 * }</pre>
 */
public final class Recommending {
    private static final int MOST_DRAWS = 1_000_000;

    private final Loop loop;
    private final RuledPolicy policy;
    private final long asOf;
    private final Batch items;
    private final ItemIds ids;
    private final Supplier<CandidateScores> scores;
    private final Watched watched;
    private final long seed;
    private final int marginalDraws;

    private Recommending(
            Loop loop,
            RuledPolicy policy,
            long asOf,
            Batch items,
            ItemIds ids,
            Supplier<CandidateScores> scores,
            Watched watched,
            long seed,
            int marginalDraws) {
        this.loop = loop;
        this.policy = policy;
        this.asOf = asOf;
        this.items = items;
        this.ids = ids;
        this.scores = scores;
        this.watched = watched;
        this.seed = seed;
        this.marginalDraws = marginalDraws;
    }

    /**
     * Seed 0; marginal propensities where they are exact and cheap.
     *
     * @throws Refusal when there is no catalogue as of the moment, the policy knows what came after it, it reads a feature that is no
     *     longer declared, or its rules have changed since it was trained
     */
    public static Recommending of(Loop loop, TrainedPolicy policy, long asOf) {
        long learned = policy.artifact().manifest().path("as_of_micros").asLong();
        if (learned > asOf) {
            throw new Refusal("policy " + policy.id() + " has learned from what was received up to "
                    + Provenance.text(learned) + ", which as of " + Provenance.text(asOf)
                    + " nobody knew. Name an earlier version (longview policy list), or a later moment");
        }
        RuledPolicy ruled = RuledPolicy.of(loop.configuration(), policy);
        Batch items = Catalogue.items(loop, asOf);
        if (items.size() == 0) {
            throw new Refusal("the log knows no items as of " + Provenance.text(asOf)
                    + ": there is nothing to recommend. Import them: longview import events items.csv --table items");
        }
        ItemIds ids = ItemIds.of(items);
        Watched watched = Watched.of(loop, ruled.rules().watched(), ids, asOf);
        return new Recommending(loop, ruled, asOf, items, ids, scores(policy, items), watched, 0, 0);
    }

    private static Supplier<CandidateScores> scores(TrainedPolicy policy, Batch items) {
        if (policy.scorer().isPresent()) {
            ExternalScorer scorer = policy.scorer().get();
            return () -> scorer.over(items, policy.id());
        }
        List<Scorer> scorers =
                policy.models().stream().map(model -> Scorer.of(model, items)).toList();
        return () ->
                new ModelScores(policy.models(), scorers, policy.exploration().replicas());
    }

    /** Seeds all draws. */
    public Recommending withSeed(long drawn) {
        return new Recommending(loop, policy, asOf, items, ids, scores, watched, drawn, marginalDraws);
    }

    /** What the draw of a decision is seeded with. */
    public static long drawSeed(long seed, String decisionId) {
        return new Digest().number(seed).text(decisionId).bits();
    }

    /**
     * How many slates are drawn, seeded by the decision, for each marginal propensity that has no cheap exact form: it is logged with its
     * standard error. Those left out otherwise are beyond the second position (softmax, SquareCB, ensembles) or under a cap.
     *
     * @param draws 0, for none, or 2 … 1,000,000
     */
    public Recommending withMarginalDraws(int draws) {
        if (draws < 0 || draws == 1 || draws > MOST_DRAWS) {
            throw new Refusal("draws for marginal propensities must be 0, or 2 to 1,000,000: " + draws);
        }
        return new Recommending(loop, policy, asOf, items, ids, scores, watched, seed, draws);
    }

    /** The features of visits that the policy and its rules read: those that a visit must bring. */
    public List<String> needed() {
        return policy.needed();
    }

    /** Whether the catalogue has an item as of the moment. */
    public boolean knows(String item) {
        return ids.rowOf(item) >= 0;
    }

    /** How many items there are. */
    public int catalogue() {
        return ids.size();
    }

    /** Items that the rules pin and the catalogue does not have: they are not shown. */
    public List<String> unknownPins() {
        return policy.rules().pins().stream()
                .map(SlateRules.Pin::item)
                .filter(item -> !knows(item))
                .distinct()
                .toList();
    }

    /** The lines that answer visits; closing them closes the writer. */
    public SlateLines into(Writer out) {
        try {
            return new SlateLines(serving(), policy.rulesVersion(), logged(), new JsonFactory().createGenerator(out));
        } catch (IOException e) {
            throw new UncheckedIOException("slates cannot be written: " + e.getMessage(), e);
        }
    }

    /**
     * Rows of the log's tables that answer visits, {@code DECISIONS}, {@code SLATES} and {@code CANDIDATE_SETS}.
     *
     * @param sink takes the rows of a table; what it takes is to become visible together
     */
    public SlateTables into(BiConsumer<Table, Batch> sink) {
        return new SlateTables(serving(), policy.rulesVersion(), logged(), sink);
    }

    /** A row for each item shown, with the columns of {@link SlateRows#columns()}. */
    public SlateRows rowsInto(Consumer<Batch> sink) {
        return new SlateRows(serving(), sink);
    }

    /** What answers by this policy as of this moment with this seed: the same name for the same answers to the same visits. */
    public String identity() {
        return new Digest()
                .text(policy.trained().id())
                .number(asOf)
                .number(seed)
                .number(marginalDraws)
                .shortHex();
    }

    private ServedVisit serving() {
        return new ServedVisit(
                policy, scores.get(), ids, Eligibility.of(policy.rules(), items), watched, seed, marginalDraws);
    }

    /** Features of history are computed from the log: a policy reads them of a visit, but decisions do not have them. */
    private List<FeatureDefinition> logged() {
        Set<String> history = loop.configuration().history().stream()
                .map(HistoryFeature::name)
                .collect(Collectors.toSet());
        return loop.configuration().features().stream()
                .filter(feature -> !feature.ofItem() && !history.contains(feature.name()))
                .toList();
    }
}
