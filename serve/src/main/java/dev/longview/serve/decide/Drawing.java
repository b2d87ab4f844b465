package dev.longview.serve.decide;

import dev.longview.columns.Batch;
import dev.longview.loop.Refusal;
import dev.longview.loop.ServedVisit;
import dev.longview.policy.Eligibility;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.IntPredicate;

/** Draws slates: what {@code longview recommend} draws of the same visit, by the same seed. Thread-safe. */
public final class Drawing {
    private final long seed;

    /** @param seed seeds all draws, each by its decision's id */
    public Drawing(long seed) {
        this.seed = seed;
    }

    /** A draw that cannot be made: the features give no finite score, the slate is too short for a pin, or nothing may be shown. */
    public static final class Impossible extends RuntimeException {
        private static final long serialVersionUID = 1L;

        Impossible(String message) {
            super(message);
        }

        Impossible(Refusal cause) {
            super(cause.getMessage(), cause);
        }
    }

    /**
     * What was drawn.
     *
     * @param candidates the items that it was drawn from, sorted as the log sorts them
     * @param rules the version of the rules that it keeps to; empty without
     */
    public record Drawn(long seed, List<String> candidates, String rules, List<Decision.Shown> slate) {}

    /**
     * Draws the slate of a visit.
     *
     * @param visit one row: what the log is told of it, {@code candidates} and {@code exclude}
     * @param watched items that the policy's rules do not show this member again
     * @param slateSize how many items; the policy's own when empty
     * @throws Impossible when its scores are not finite, it is too short for what is pinned, or nothing may be shown
     */
    public Drawn draw(
            ServedPolicy policy, InService service, Batch visit, List<String> watched, Optional<Integer> slateSize) {
        ServedVisit served = policy.take(seed);
        try {
            served.visits(visit);
            int size = slateSize.orElse(policy.trained().slateSize());
            if (!served.answer(visit, 0, seen(policy, watched), size)) {
                throw new Impossible("nothing is left to show: every candidate is excluded"
                        + (policy.policy().rules().isEmpty() ? "" : ", by the visit or by the policy's rules"));
            }
            return drawn(served, policy, service);
        } catch (Refusal e) {
            throw new Impossible(e);
        } finally {
            policy.giveBack(served);
        }
    }

    private static IntPredicate seen(ServedPolicy policy, List<String> watched) {
        if (watched.isEmpty()) {
            return Eligibility.NOTHING;
        }
        int[] rows = policy.rows(watched);
        return row -> Arrays.binarySearch(rows, row) >= 0;
    }

    private static Drawn drawn(ServedVisit served, ServedPolicy policy, InService service) {
        List<Decision.Shown> slate = new ArrayList<>(served.size());
        for (int position = 0; position < served.size(); position++) {
            double marginal = served.marginal(position);
            slate.add(new Decision.Shown(
                    served.item(position),
                    served.conditional(position),
                    Double.isNaN(marginal) ? Optional.empty() : Optional.of(marginal),
                    served.score(position)));
        }
        List<String> candidates = served.ofAll() ? service.allItems() : candidates(served);
        return new Drawn(served.drawn(), candidates, policy.policy().rulesVersion(), slate);
    }

    private static List<String> candidates(ServedVisit served) {
        String[] items = new String[served.candidates()];
        Arrays.setAll(items, served::candidate);
        Arrays.sort(items);
        return List.of(items);
    }
}
