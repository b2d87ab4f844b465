package dev.longview.benchmarks;

import dev.longview.simulate.published.FilteredBelief;
import dev.longview.simulate.published.ImpatientShows;
import dev.longview.simulate.published.PublishedShows;
import dev.longview.simulate.published.ScalarBelief;
import dev.longview.simulate.published.ShowBelief;
import dev.longview.simulate.published.ShowPrior;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Impatient shows as a bandit: the product's readings and item effects against the Bayesian filter that was made for this world, and
 * against waiting, a proxy, plugging labels in, no delay at all, and chance. Paired seeds; everything that is learned beforehand is of
 * 200 other shows.
 */
final class ShowBandit implements Benchmark {
    static final List<String> METHODS =
            List.of("readings", "filter", "plug_in", "wait", "day_two", "no_delay", "random");
    private static final int PRIOR_SHOWS = 200;
    private static final int PRIOR_TRACES = 10_000;
    private static final long PRIOR_SEED = 42;

    private static final int W2_SHOWS = 400;
    private static final int W2_WINDOW = 60;
    private static final int W2_DAYS = 340;

    private final boolean moving;

    private ShowBandit(boolean moving) {
        this.moving = moving;
    }

    /** W1: the fifty shows of the published figures, 180 days, 50 and 10 decisions a day. */
    static ShowBandit published() {
        return new ShowBandit(false);
    }

    /** W2: 400 shows, drawn anew by each seed, of which sixty are on offer at a time, and each for sixty days. */
    static ShowBandit moving() {
        return new ShowBandit(true);
    }

    @Override
    public String name() {
        return moving ? "bandit-w2" : "bandit-w1";
    }

    @Override
    public String summary() {
        return "regret of readings in the world of impatient shows"
                + (moving ? ", moving catalogue   [SEEDS, 100]" : "   [SEEDS, 200]");
    }

    @Override
    public void run(Path results, List<String> arguments) throws Exception {
        int seeds = arguments.isEmpty() ? (moving ? 100 : 200) : Integer.parseInt(arguments.getFirst());
        System.err.println(name() + ": learning from " + PRIOR_SHOWS + " earlier shows");
        Learned learned = Learned.of(PRIOR_SHOWS, PRIOR_TRACES);
        Result result = new Result(name(), Path.of(System.getProperty("longview.root", ".")));
        result.put("seeds", seeds).put("prior_shows", PRIOR_SHOWS).put("prior_traces", PRIOR_TRACES);
        if (moving) {
            result.put("per_day_50", found(movingCatalogue(learned, W2_SHOWS, W2_WINDOW, W2_DAYS, seeds)));
        } else {
            result.put("per_day_50", found(fiftyShows(learned, 180, 50, seeds)));
            result.put("per_day_10", found(fiftyShows(learned, 180, 10, seeds)));
        }
        result.write(results);
    }

    private static Map<String, Object> found(PairedSeeds seeds) {
        Map<String, Object> found = new LinkedHashMap<>(seeds.toMap("filter"));
        found.put(
                "plug_in_less_readings", seeds.difference("plug_in", "readings").toMap());
        return found;
    }

    /** What is known before the first day, in the shape that each method takes. */
    record Learned(ShowPrior prior, ShowReadings readings) {
        static Learned of(int shows, int traces) {
            ImpatientShows earlier = ImpatientShows.draw(PRIOR_SEED, shows);
            return new Learned(ShowPrior.of(earlier), ShowReadings.learn(earlier, traces));
        }
    }

    static PairedSeeds fiftyShows(Learned learned, int days, int decisionsPerDay, int seeds) {
        ImpatientShows shows = PublishedShows.read().asMeasured();
        ShowTrial trial = new ShowTrial(shows, shows.size(), days, decisionsPerDay);
        return PairedSeeds.run(
                "bandit-w1, " + decisionsPerDay + " decisions a day",
                METHODS,
                seeds,
                seed -> regrets(trial, learned, 1_000 + seed));
    }

    static PairedSeeds movingCatalogue(Learned learned, int count, int window, int days, int seeds) {
        return PairedSeeds.run("bandit-w2", METHODS, seeds, seed -> {
            ImpatientShows shows = ImpatientShows.draw(2_000 + seed, count);
            return regrets(new ShowTrial(shows, window, days, 50), learned, seed);
        });
    }

    /** By method. */
    private static double[] regrets(ShowTrial trial, Learned learned, long seed) {
        ImpatientShows shows = trial.shows();
        int n = shows.size();
        List<ShowBelief> beliefs = new ArrayList<>();
        beliefs.add(ReadBelief.ofReadings(learned.readings, shows));
        beliefs.add(new FilteredBelief(learned.prior, n));
        beliefs.add(ReadBelief.plugIn(learned.readings, shows));
        beliefs.add(ScalarBelief.waiting(learned.prior, n));
        beliefs.add(ScalarBelief.dayTwo(learned.prior, n));
        beliefs.add(ScalarBelief.withoutDelay(learned.prior, n));
        beliefs.add(ShowBelief.ignorant());
        return beliefs.stream()
                .mapToDouble(belief -> trial.averageRegret(belief, seed))
                .toArray();
    }
}
