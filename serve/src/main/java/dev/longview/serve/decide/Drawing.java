package dev.longview.serve.decide;

import dev.longview.columns.Batch;
import dev.longview.columns.Column;
import dev.longview.loop.Recommending;
import dev.longview.policy.Marginal;
import dev.longview.policy.Restrictions;
import dev.longview.policy.Slate;
import dev.longview.policy.SlateMarginals;
import dev.longview.policy.SlateSampler;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ConcurrentLinkedQueue;

/**
 * Draws slates: what {@code longview recommend} draws of the same visit, by the same seed. Thread-safe; the buffers that a draw needs go
 * from request to request.
 */
public final class Drawing {
    private final long seed;
    private final ConcurrentLinkedQueue<Buffers> free = new ConcurrentLinkedQueue<>();

    private static final class Buffers {
        private double[] scores = new double[0];
        private double[] context = new double[0];
        private final Slate slate = new Slate(16);
    }

    /** @param seed seeds all draws, each by its decision's id */
    public Drawing(long seed) {
        this.seed = seed;
    }

    /** A draw that cannot be made: the features give no finite score. */
    public static final class Impossible extends RuntimeException {
        private static final long serialVersionUID = 1L;

        Impossible(String message, Throwable cause) {
            super(message, cause);
        }
    }

    /**
     * What was drawn.
     *
     * @param candidates the items that it was drawn from, sorted as the log sorts them
     */
    public record Drawn(long seed, List<String> candidates, List<Decision.Shown> slate) {}

    /**
     * Draws the slate of a visit.
     *
     * @param visit one row: the features that the policy reads, and {@code candidates}
     * @param slateSize how many items; the policy's own when empty
     * @throws Impossible when its scores are not finite
     */
    public Drawn draw(
            ServedPolicy policy, InService service, Batch visit, String decisionId, Optional<Integer> slateSize) {
        Buffers polled = free.poll();
        Buffers buffers = polled == null ? new Buffers() : polled;
        try {
            return draw(policy, service, visit, Recommending.drawSeed(seed, decisionId), slateSize, buffers);
        } catch (IllegalArgumentException e) {
            throw new Impossible(e.getMessage() + ". Are the visit's features in the units of the log?", e);
        } finally {
            free.add(buffers);
        }
    }

    private static Drawn draw(
            ServedPolicy policy,
            InService service,
            Batch visit,
            long drawn,
            Optional<Integer> slateSize,
            Buffers buffers) {
        var scorer = policy.scorer();
        var model = policy.trained().model();
        if (buffers.context.length != model.vectorLength()) {
            buffers.context = new double[model.vectorLength()];
        }
        if (buffers.scores.length < scorer.size()) {
            buffers.scores = new double[scorer.size()];
        }
        model.contexts(visit).read(0, buffers.context);
        int[] eligible = eligible(policy, visit);
        int n = eligible.length == 0 ? scorer.size() : eligible.length;
        if (eligible.length == 0) {
            scorer.score(buffers.context, buffers.scores);
        } else {
            scorer.score(buffers.context, eligible, n, buffers.scores);
        }
        SlateSampler sampler = slateSize
                .map(size -> SlateSampler.of(policy.trained().exploration(), size))
                .orElseGet(policy.trained()::sampler);
        Slate slate = buffers.slate;
        sampler.draw(buffers.scores, n, drawn, slate);
        Marginal[] marginals = SlateMarginals.of(sampler)
                .ofSlate(new double[][] {buffers.scores}, n, Restrictions.none(), slate, drawn);
        List<Decision.Shown> shown = new ArrayList<>(slate.size());
        for (int position = 0; position < slate.size(); position++) {
            int at = slate.item(position);
            double conditional = slate.conditional(position);
            shown.add(new Decision.Shown(
                    scorer.item(eligible.length == 0 ? at : eligible[at]),
                    conditional,
                    Optional.of(marginals[position].probability()).filter(known -> known > 0),
                    buffers.scores[at]));
        }
        List<String> candidates = eligible.length == 0
                ? service.allItems()
                : Arrays.stream(eligible).mapToObj(scorer::item).sorted().toList();
        return new Drawn(drawn, candidates, shown);
    }

    /** Rows of the catalogue, ascending, whatever the visit's order was: the draw goes by it; none for the whole. */
    private static int[] eligible(ServedPolicy policy, Batch visit) {
        Column.TextLists candidates = visit.textLists("candidates");
        if (candidates.isMissing(0)) {
            return new int[0];
        }
        int[] rows = new int[candidates.offsets()[1]];
        for (int i = 0; i < rows.length; i++) {
            String item = candidates.dictionary()[candidates.codes()[i]];
            rows[i] = policy.scorer().rowOf(item);
            if (rows[i] < 0) {
                throw new IllegalArgumentException("the catalogue has no item '" + item + "'");
            }
        }
        return Arrays.stream(rows).sorted().distinct().toArray();
    }
}
