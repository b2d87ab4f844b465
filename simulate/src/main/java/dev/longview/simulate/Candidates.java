package dev.longview.simulate;

import java.util.List;

/**
 * The items that may be recommended on a day, sorted, with what the log says of them. One object for all visits of a day: a
 * recommender may keep what it derives from it for as long as visits bring the same object.
 */
public final class Candidates {
    private final String id;
    private final int day;
    private final List<String> items;
    private final Title[] titles;
    private final double[] popularity;

    Candidates(int day, List<Title> offered, double[] popularityOfTitles) {
        this.day = day;
        this.titles = offered.toArray(Title[]::new);
        this.items = offered.stream().map(Title::item).toList();
        this.id = WorldParameters.sha256(String.join("\n", items)).substring(0, 24);
        this.popularity = offered.stream()
                .mapToDouble(title -> popularityOfTitles[title.index()])
                .toArray();
    }

    /** Hash of the items. */
    public String id() {
        return id;
    }

    /** Days since the world began. */
    public int day() {
        return day;
    }

    public int size() {
        return titles.length;
    }

    public List<String> items() {
        return items;
    }

    public String item(int candidate) {
        return titles[candidate].item();
    }

    /** The feature item.genre. */
    public String genre(int candidate) {
        return titles[candidate].genreName();
    }

    /** The feature item.kind: film or series. */
    public String kind(int candidate) {
        return titles[candidate].kindName();
    }

    /** The feature item.runtime: minutes of the film, or of one episode. */
    public double runtime(int candidate) {
        return titles[candidate].runtime();
    }

    /** Plays of the last days, those of yesterday counting fully and each day before a tenth less. */
    public double popularity(int candidate) {
        return popularity[candidate];
    }

    Title title(int candidate) {
        return titles[candidate];
    }
}
