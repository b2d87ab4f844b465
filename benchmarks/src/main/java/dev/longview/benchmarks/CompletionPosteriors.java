package dev.longview.benchmarks;

import dev.longview.simulate.streaming.CompletionOracle;
import dev.longview.simulate.streaming.ReceivedOracle;
import dev.longview.simulate.streaming.WorldParameters;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.ObjDoubleConsumer;

/**
 * Exact posteriors of completion, by what is known of a play beside what was watched of it:
 *
 * <ul>
 *   <li>{@code reader}: what the log has received, and the features that it has: genre, kind, runtime, and whether the genre is the member's
 *       favourite. What is hidden is averaged over: quality, taste and mood, the length of a series, what is late, who leaves.
 *   <li>{@code reader_of_titles}: the same, and which title it is, by the mean over all its other plays.
 *   <li>{@code everything}: z, the title's length, and all that has happened, received or not.
 * </ul>
 */
final class CompletionPosteriors {
    private static final int KINDS = 4;

    private final SimulatedPlays plays;
    private final CompletionOracle kinds;
    private final ReceivedOracle received;
    private final ReceivedOracle atOnce;
    private final Map<String, double[]> byLooks = new HashMap<>();
    private final Map<String, double[]> byTitle = new HashMap<>();
    private final Set<String> known = new HashSet<>();

    CompletionPosteriors(WorldParameters parameters, SimulatedPlays plays) {
        this.plays = plays;
        kinds = CompletionOracle.of(parameters);
        received = ReceivedOracle.of(parameters, plays.leaves());
        atOnce = ReceivedOracle.atOnce(parameters, plays.leaves());
    }

    /** That a play is one of those over which is averaged. */
    void knows(String key, String item, String looks) {
        if (known.add(key)) {
            double[] prior = prior(key);
            add(byLooks, looks, prior);
            add(byTitle, title(item, looks), prior);
        }
    }

    void say(
            String key,
            String item,
            String looks,
            boolean film,
            int runtime,
            long moment,
            ObjDoubleConsumer<String> into) {
        SimulatedPlays.Play play = play(key);
        double[] own = prior(key);
        double[] reader = without(byLooks, looks, own, own);
        double[] title = without(byTitle, title(item, looks), own, reader);
        double now = play.minute(moment);
        double[] lengths = ReceivedOracle.lengths(film, runtime);
        List<ReceivedOracle.Sitting> seen = play.sittings(moment, true);
        into.accept("reader", received.completion(reader, lengths, play.start(), now, seen));
        into.accept("reader_of_titles", received.completion(title, lengths, play.start(), now, seen));
        double[] length = {plays.minutes(item)};
        into.accept(
                "everything",
                play.completedBy(moment)
                        ? 1
                        : atOnce.completion(own, length, play.start(), now, play.sittings(moment, false)));
    }

    private static String title(String item, String looks) {
        return looks.endsWith("+") ? item + "+" : item;
    }

    private SimulatedPlays.Play play(String key) {
        SimulatedPlays.Play play = plays.plays().get(key);
        if (play == null) {
            throw new IllegalArgumentException("no play " + key);
        }
        return play;
    }

    private double[] prior(String key) {
        return kinds.prior(play(key).z);
    }

    private static void add(Map<String, double[]> sums, String key, double[] prior) {
        double[] sum = sums.computeIfAbsent(key, unseen -> new double[KINDS + 1]);
        for (int kind = 0; kind < KINDS; kind++) {
            sum[kind] += prior[kind];
        }
        sum[KINDS]++;
    }

    /** The mean without one's own, or another where there is none but that. */
    private static double[] without(Map<String, double[]> of, String key, double[] own, double[] otherwise) {
        double[] sums = of.getOrDefault(key, new double[KINDS + 1]);
        if (sums[KINDS] < 2) {
            return otherwise;
        }
        double[] mean = Arrays.copyOf(sums, KINDS);
        for (int kind = 0; kind < KINDS; kind++) {
            mean[kind] = (sums[kind] - own[kind]) / (sums[KINDS] - 1);
        }
        return mean;
    }
}
