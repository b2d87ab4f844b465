package dev.longview.simulate.counterfactual;

import dev.longview.simulate.Recommender;
import dev.longview.simulate.Slate;
import dev.longview.simulate.Visit;
import java.util.function.ToIntFunction;

/**
 * Another recommender's slates, except for visits of one moment's day, whose first position shows what it is told to: the difference
 * between two of these is what one recommendation does.
 *
 * @param from the first moment of the exception, in microseconds since 1970
 * @param until the first moment after it
 * @param first the candidate for the first position of a visit, or −1 to leave the slate as it is
 */
public record Instead(Recommender usual, long from, long until, ToIntFunction<Visit> first) implements Recommender {
    @Override
    public void recommend(Visit visit, Slate out) {
        if (visit.timeMicros() < from || visit.timeMicros() >= until) {
            usual.recommend(visit, out);
            return;
        }
        int chosen = first.applyAsInt(visit);
        if (chosen < 0) {
            usual.recommend(visit, out);
            return;
        }
        Slate rest = new Slate(out.capacity());
        usual.recommend(visit, rest);
        out.policy(rest.policy());
        out.add(chosen, Double.NaN, Double.NaN, Double.NaN);
        for (int p = 0; p < rest.size() && out.size() < out.capacity(); p++) {
            if (rest.candidate(p) != chosen) {
                out.add(rest.candidate(p), Double.NaN, Double.NaN, Double.NaN);
            }
        }
    }
}
