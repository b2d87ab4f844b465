package dev.longview.simulate.streaming;

import dev.longview.simulate.Draws;
import java.util.List;
import java.util.Locale;

/**
 * A film or a series. Its quality and appeal are hidden: the log has its genre, kind and runtime alone.
 *
 * @param runtime minutes of the film, or of one episode
 * @param episodes 1 for a film
 * @param quality standard normal
 * @param appeal of its poster; standard normal, nearly independent of the quality
 * @param arrival the first day on which it is offered
 * @param departure the first day on which it is not
 */
record Title(
        int index,
        String item,
        int genre,
        boolean film,
        int runtime,
        int episodes,
        double quality,
        double appeal,
        int arrival,
        int departure) {
    static final int FEWEST_EPISODES = 6;
    static final int MOST_EPISODES = 12;
    static final List<String> GENRES = List.of(
            "action",
            "animation",
            "comedy",
            "crime",
            "documentary",
            "drama",
            "family",
            "horror",
            "romance",
            "science-fiction",
            "thriller",
            "western");

    static Title draw(WorldParameters parameters, long seed, int index, int day) {
        long key = Draws.key(~seed, index, 0);
        WorldParameters.Titles titles = parameters.titles();
        boolean film = Draws.uniform(key, Purpose.TITLE, 100) < titles.filmShare();
        double u = Draws.uniform(key, Purpose.TITLE, 101);
        int runtime = film ? (int) (80 + 70 * u) : (int) (22 + 34 * u);
        int episodes = film
                ? 1
                : FEWEST_EPISODES
                        + (int) ((MOST_EPISODES - FEWEST_EPISODES + 1) * Draws.uniform(key, Purpose.TITLE, 102));
        double quality = Draws.normal(key, Purpose.TITLE, 0);
        double rho = titles.appealQualityCorrelation();
        double appeal = rho * quality + Math.sqrt(1 - rho * rho) * Draws.normal(key, Purpose.TITLE, 1);
        double stay = titles.meanDaysOffered() * Draws.exponential(key, Purpose.TITLE, 103);
        // On the first day the catalogue is in its steady state: an exponential age behind, an exponential stay ahead.
        int age = day > 0 ? 0 : (int) (titles.meanDaysOffered() * Draws.exponential(key, Purpose.TITLE, 104));
        return new Title(
                index,
                String.format(Locale.ROOT, "t%05d", index),
                (int) (GENRES.size() * Draws.uniform(key, Purpose.TITLE, 105)),
                film,
                runtime,
                episodes,
                quality,
                parameters.effects().clickbait() ? appeal : quality,
                day - age,
                day + 7 + (int) stay);
    }

    Truth.TitleTruth truth() {
        return new Truth.TitleTruth(item, quality, appeal, arrival, departure);
    }

    String genreName() {
        return GENRES.get(genre);
    }

    String kindName() {
        return film ? "film" : "series";
    }

    int minutes() {
        return runtime * episodes;
    }

    /** Quality as a share in (0, 1). */
    double qualityShare() {
        return Draws.logistic(1.2 * quality);
    }

    /** Appeal above quality, both as shares. */
    double disappointment() {
        return Math.max(0, Draws.logistic(1.2 * appeal) - qualityShare());
    }

    boolean offeredOn(int day) {
        return arrival <= day && day < departure;
    }
}
