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
import java.util.stream.IntStream;

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

        Impossible(String message) {
            super(message);
        }

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
        Optional<int[]> eligible = eligible(policy, visit);
        int n = eligible.map(rows -> rows.length).orElse(scorer.size());
        if (n == 0) {
            throw new Impossible("nothing is left to show: every candidate is excluded");
        }
        eligible.ifPresentOrElse(
                rows -> scorer.score(buffers.context, rows, n, buffers.scores),
                () -> scorer.score(buffers.context, buffers.scores));
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
                    scorer.item(eligible.map(rows -> rows[at]).orElse(at)),
                    conditional,
                    Optional.of(marginals[position].probability()).filter(known -> known > 0),
                    buffers.scores[at]));
        }
        List<String> candidates = eligible.map(rows ->
                        Arrays.stream(rows).mapToObj(scorer::item).sorted().toList())
                .orElse(service.allItems());
        return new Drawn(drawn, candidates, shown);
    }

    /** Rows of the catalogue, ascending, whatever the visit's order was: the draw goes by it; empty for the whole. */
    private static Optional<int[]> eligible(ServedPolicy policy, Batch visit) {
        Column.TextLists candidates = visit.textLists("candidates");
        Column.TextLists excluded = visit.textLists("exclude");
        if (candidates.isMissing(0) && excluded.isMissing(0)) {
            return Optional.empty();
        }
        int[] out = rows(policy, excluded).sorted().toArray();
        IntStream in = candidates.isMissing(0)
                ? IntStream.range(0, policy.scorer().size())
                : rows(policy, candidates).peek(row -> {
                    if (row < 0) {
                        throw new Impossible("a candidate is not in the catalogue any more");
                    }
                });
        return Optional.of(in.filter(row -> Arrays.binarySearch(out, row) < 0)
                .sorted()
                .distinct()
                .toArray());
    }

    /** Of the items of a visit's list, −1 where the catalogue has none. */
    private static IntStream rows(ServedPolicy policy, Column.TextLists list) {
        return Arrays.stream(list.codes(), list.offsets()[0], list.offsets()[1])
                .map(code -> policy.scorer().rowOf(list.dictionary()[code]));
    }
}
