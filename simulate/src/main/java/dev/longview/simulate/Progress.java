package dev.longview.simulate;

/** Told after each simulated day. */
@FunctionalInterface
public interface Progress {
    void day(int done, int days, long impressions);

    static Progress silent() {
        return (done, days, impressions) -> {};
    }
}
