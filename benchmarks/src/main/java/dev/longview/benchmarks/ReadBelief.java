package dev.longview.benchmarks;

import dev.longview.label.Evidence;
import dev.longview.label.Posterior;
import dev.longview.policy.ItemEffects;
import dev.longview.simulate.published.ImpatientShows;
import dev.longview.simulate.published.ShowBelief;
import java.util.ArrayDeque;
import java.util.Deque;

/**
 * The product's belief: {@link ItemEffects} of labels, each of which is replaced every morning by what is known of its trace by then, as
 * read, or as if it were the stickiness already.
 */
final class ReadBelief implements ShowBelief {
    private record Recommended(String id, int day, int show, long trace) {}

    private final ShowReadings learned;
    private final boolean plugIn;
    private final ImpatientShows shows;
    private final ItemEffects effects;
    private final Deque<Recommended> open = new ArrayDeque<>();
    private long count;

    private ReadBelief(ShowReadings learned, ImpatientShows shows, boolean plugIn) {
        this.learned = learned;
        this.shows = shows;
        this.plugIn = plugIn;
        effects = ItemEffects.of(Math.sqrt(learned.prior().noise()));
    }

    /** With both corrections: what a label says of its show, and how much. */
    static ReadBelief ofReadings(ShowReadings learned, ImpatientShows shows) {
        return new ReadBelief(learned, shows, false);
    }

    /** Labels taken for final ones. */
    static ReadBelief plugIn(ShowReadings learned, ImpatientShows shows) {
        return new ReadBelief(learned, shows, true);
    }

    @Override
    public void observe(int day, int show, long trace) {
        open.addLast(new Recommended("d" + count++, day, show, trace));
    }

    @Override
    public void advance(int day) {
        while (!open.isEmpty() && day - open.getFirst().day >= ShowReadings.FINAL) {
            Recommended r = open.removeFirst();
            effects.settle(r.id, 0, shows.item(r.show), ImpatientShows.stickiness(r.trace));
        }
        for (Recommended r : open) {
            int days = day - r.day;
            if (days > 0) {
                Evidence says =
                        plugIn ? Evidence.settled(learned.label(r.trace, days)) : learned.evidence(r.trace, days);
                effects.renew(r.id, 0, shows.item(r.show), says);
            }
        }
    }

    @Override
    public double mean(int show) {
        return posterior(show).mean();
    }

    @Override
    public double deviation(int show) {
        return posterior(show).deviation();
    }

    private Posterior posterior(int show) {
        return effects.posterior(shows.item(show), learned.prior());
    }
}
