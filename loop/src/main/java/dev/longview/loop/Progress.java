package dev.longview.loop;

/** Told how far long work has come. Called often: what shows it decides how often to show. */
@FunctionalInterface
public interface Progress {
    /**
     * @param what is being done
     * @param done rows, days, … so far
     * @param total of how many; 0 when that is not known
     */
    void at(String what, long done, long total);

    static Progress silent() {
        return (what, done, total) -> {};
    }
}
