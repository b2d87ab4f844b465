package dev.longview.simulate.streaming;

import dev.longview.simulate.Candidates;
import dev.longview.simulate.Recommender;
import dev.longview.simulate.Slate;
import dev.longview.simulate.Visit;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * An upper bound: a recommender that knows everything that is hidden. It shows first what is worth most in expectation: the probability
 * that the member plays the title, times the satisfaction that the play will give, by the world's own process, with what the discovery of
 * a genre is worth later. It is greedy: it does not plan over visits, so that a cleverer one could still do better.
 *
 * <p>It serves visits of the streaming world alone.
 */
public final class Planner implements Recommender {
    private final double discovery;
    private volatile @Nullable Day today;

    private record Day(Candidates candidates, ExpectedWorth worth) {}

    private Planner(double discovery) {
        this.discovery = discovery;
    }

    /** @param worthOfDiscovery satisfaction that is expected, over the months after, from the first good title of a cold genre */
    public static Planner of(double worthOfDiscovery) {
        return new Planner(worthOfDiscovery);
    }

    @Override
    public void recommend(Visit visit, Slate out) {
        if (!(visit instanceof StreamingVisit streaming)) {
            throw new IllegalArgumentException("a planner knows the streaming world alone: " + visit.getClass());
        }
        World world = streaming.world();
        Day day = today(world, visit.candidates());
        double[] value = new double[visit.candidates().size()];
        for (int c = 0; c < value.length; c++) {
            value[c] = day.worth().value(world, streaming.member, c);
        }
        out.policy("planner");
        for (int p = 0; p < out.capacity() && p < value.length; p++) {
            int best = 0;
            for (int c = 1; c < value.length; c++) {
                best = value[c] > value[best] ? c : best;
            }
            out.add(best, 1, 1, value[best]);
            value[best] = Double.NEGATIVE_INFINITY;
        }
    }

    private Day today(World world, Candidates candidates) {
        Day day = today;
        if (day == null || day.candidates() != candidates) {
            synchronized (this) {
                day = today;
                if (day == null || day.candidates() != candidates) {
                    Title[] titles = new Title[candidates.size()];
                    Arrays.setAll(titles, c -> world.titles.get(world.indexOf(candidates.item(c))));
                    day = new Day(candidates, new ExpectedWorth(world, titles, discovery));
                    today = day;
                }
            }
        }
        return day;
    }
}
