package dev.longview.loop;

import com.fasterxml.jackson.core.JsonFactory;
import dev.longview.columns.Batch;
import dev.longview.log.FeatureDefinition;
import dev.longview.outcome.HistoryFeature;
import dev.longview.policy.Scorer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Station: slates for those who come, drawn by a trained policy from the catalogue as of a moment, each with the probabilities that it
 * was drawn by. What is written is what the log takes.
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
    private final Loop loop;
    private final TrainedPolicy policy;
    private final Scorer scorer;
    private final long seed;

    private Recommending(Loop loop, TrainedPolicy policy, Scorer scorer, long seed) {
        this.loop = loop;
        this.policy = policy;
        this.scorer = scorer;
        this.seed = seed;
    }

    /**
     * Seed 0.
     *
     * @throws Refusal when there is no catalogue as of the moment, the policy knows what came after it, or it reads a feature that is
     *     no longer declared
     */
    public static Recommending of(Loop loop, TrainedPolicy policy, long asOf) {
        long learned = policy.artifact().manifest().path("as_of_micros").asLong();
        if (learned > asOf) {
            throw new Refusal("policy " + policy.id() + " has learned from what was received up to "
                    + Provenance.text(learned) + ", which as of " + Provenance.text(asOf)
                    + " nobody knew. Name an earlier version (longview policy list), or a later moment");
        }
        for (FeatureDefinition feature : policy.model().space().features()) {
            Optional<FeatureDefinition> declared = loop.configuration().feature(feature.name());
            if (!declared.equals(Optional.of(feature))) {
                throw new Refusal("policy " + policy.id() + " reads " + feature.name() + " ("
                        + feature.kind().name().toLowerCase(Locale.ROOT) + "), which longview.yaml "
                        + (declared.isEmpty() ? "does not declare" : "declares as something else")
                        + ". Train it again: longview policy train "
                        + policy.artifact().name());
            }
        }
        Batch items = loop.engine().catalogue(loop.configuration().features(), asOf);
        if (items.size() == 0) {
            throw new Refusal("the log knows no items as of " + Provenance.text(asOf)
                    + ": there is nothing to recommend. Import them: longview import events items.csv --table items");
        }
        return new Recommending(loop, policy, Scorer.of(policy.model(), items), 0);
    }

    /** Seeds all draws. */
    public Recommending withSeed(long drawn) {
        return new Recommending(loop, policy, scorer, drawn);
    }

    /** What the draw of a decision is seeded with. */
    public static long drawSeed(long seed, String decisionId) {
        return new Digest().number(seed).text(decisionId).bits();
    }

    /** The features of visits that the policy reads: those that a visit must bring. */
    public List<String> needed() {
        return policy.model().space().features().stream()
                .filter(feature -> !feature.ofItem())
                .map(FeatureDefinition::name)
                .toList();
    }

    /** Whether the catalogue has an item as of the moment. */
    public boolean knows(String item) {
        return scorer.rowOf(item) >= 0;
    }

    /** How many items there are. */
    public int catalogue() {
        return scorer.size();
    }

    /** The lines that answer visits; closing them closes the writer. */
    public SlateLines into(Writer out) {
        // Features of history are computed from the log: a policy reads them of a visit, but decisions do not have
        // them.
        Set<String> history = loop.configuration().history().stream()
                .map(HistoryFeature::name)
                .collect(Collectors.toSet());
        List<FeatureDefinition> logged = loop.configuration().features().stream()
                .filter(feature -> !feature.ofItem() && !history.contains(feature.name()))
                .toList();
        try {
            return new SlateLines(policy, scorer, logged, seed, new JsonFactory().createGenerator(out));
        } catch (IOException e) {
            throw new UncheckedIOException("slates cannot be written: " + e.getMessage(), e);
        }
    }
}
