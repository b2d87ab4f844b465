package dev.longview.loop;

import dev.longview.policy.Scorer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;

/** Station: how alike two trained policies order the catalogue, in contexts that came. */
public final class PolicyComparing {
    private static final int DECISIONS = 500;

    private final Loop loop;
    private final int movers;

    private PolicyComparing(Loop loop, int movers) {
        this.loop = loop;
        this.movers = movers;
    }

    /** Names five items that rise and five that fall. */
    public static PolicyComparing of(Loop loop) {
        return new PolicyComparing(loop, 5);
    }

    /** How many items that rise, and that fall, are named. */
    public PolicyComparing withMovers(int count) {
        if (count < 0) {
            throw new Refusal("items that rise and fall must be at least 0: " + count);
        }
        return new PolicyComparing(loop, count);
    }

    /**
     * How alike.
     *
     * @param decisions in whose contexts both scored the catalogue, at most 500
     * @param items of the catalogue
     * @param spearman mean over decisions of the rank correlation of scores, in −1 … 1; NaN where one policy scores all items alike
     * @param overlap mean share of the first's best slate that is on the second's, in 0 … 1
     * @param slateSize of that slate
     * @param up items that rise most from the first to the second
     * @param down items that fall most
     */
    public record Comparison(
            String first,
            String second,
            int decisions,
            int items,
            double spearman,
            double overlap,
            int slateSize,
            List<Mover> up,
            List<Mover> down) {}

    /** An item, and its mean rank by each policy; 1 is the best. */
    public record Mover(String item, double before, double after) {}

    /**
     * Scores the catalogue as of the window's moment.
     *
     * @throws Refusal when the window has no decision or there is no catalogue
     */
    public Comparison compare(TrainedPolicy first, TrainedPolicy second, Window window) {
        first.requireDeclared(loop.configuration());
        second.requireDeclared(loop.configuration());
        Catalogue catalogue = Catalogue.of(loop, window.asOf());
        if (catalogue.size() == 0) {
            throw new Refusal(
                    "the log knows no items as of " + Provenance.text(window.asOf()) + ": there is nothing to order");
        }
        List<double[][]> contexts = SampledContexts.of(
                loop,
                second.artifact().manifest().path("reward").path("name").asText(),
                window,
                List.of(first.model(), second.model()),
                DECISIONS);
        Scorer before = catalogue.scorer(first.model());
        Scorer after = catalogue.scorer(second.model());
        int n = catalogue.size();
        int slate = Math.min(second.slateSize(), n);
        double[] a = new double[n];
        double[] b = new double[n];
        double[] ranksBefore = new double[n];
        double[] ranksAfter = new double[n];
        double spearman = 0;
        double overlap = 0;
        for (double[][] context : contexts) {
            before.score(context[0], a);
            after.score(context[1], b);
            spearman += RankAgreement.of(a, b).spearman();
            int[] orderBefore = order(a);
            int[] orderAfter = order(b);
            overlap += shared(orderBefore, orderAfter, slate) / (double) slate;
            for (int rank = 0; rank < n; rank++) {
                ranksBefore[orderBefore[rank]] += rank + 1.0;
                ranksAfter[orderAfter[rank]] += rank + 1.0;
            }
        }
        List<Mover> moved = new ArrayList<>();
        for (int item = 0; item < n; item++) {
            moved.add(new Mover(
                    before.item(item), ranksBefore[item] / contexts.size(), ranksAfter[item] / contexts.size()));
        }
        return new Comparison(
                first.id(),
                second.id(),
                contexts.size(),
                n,
                spearman / contexts.size(),
                overlap / contexts.size(),
                slate,
                most(moved, 1),
                most(moved, -1));
    }

    /** @param direction 1 for those that rise, −1 for those that fall */
    private List<Mover> most(List<Mover> moved, int direction) {
        return moved.stream()
                .filter(mover -> direction * (mover.before() - mover.after()) > 0)
                .sorted(Comparator.comparingDouble((Mover mover) -> direction * (mover.after() - mover.before()))
                        .thenComparing(Mover::item))
                .limit(movers)
                .toList();
    }

    private static int[] order(double[] scores) {
        return IntStream.range(0, scores.length)
                .boxed()
                .sorted(Comparator.comparingDouble(i -> -scores[i]))
                .mapToInt(i -> i)
                .toArray();
    }

    private static long shared(int[] first, int[] second, int slate) {
        int[] best = Arrays.copyOf(second, slate);
        Arrays.sort(best);
        return IntStream.range(0, slate)
                .filter(rank -> Arrays.binarySearch(best, first[rank]) >= 0)
                .count();
    }
}
