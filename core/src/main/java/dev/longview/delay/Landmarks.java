package dev.longview.delay;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * The ages at which histories are frozen, in microseconds since the decision, ascending; the last one is the age by which everything
 * is received and final. Bin d is the time from landmark d (excluded) to landmark d + 1 (included). A younger row is taken to be as
 * old as the first.
 */
public record Landmarks(List<Long> ages) {
    private static final List<Duration> DEFAULT = List.of(
            Duration.ofMinutes(10),
            Duration.ofHours(1),
            Duration.ofHours(6),
            Duration.ofHours(12),
            Duration.ofDays(1),
            Duration.ofDays(2),
            Duration.ofDays(3),
            Duration.ofDays(5),
            Duration.ofDays(7),
            Duration.ofDays(10),
            Duration.ofDays(14),
            Duration.ofDays(21));

    /** For what takes longer than a month, as long as a fifth of the time is still ahead. */
    private static final List<Duration> LATER = List.of(
            Duration.ofDays(28),
            Duration.ofDays(42),
            Duration.ofDays(56),
            Duration.ofDays(84),
            Duration.ofDays(112),
            Duration.ofDays(168),
            Duration.ofDays(224),
            Duration.ofDays(336));

    public Landmarks {
        ages = List.copyOf(ages);
        if (ages.size() < 2 || ages.size() > 255) {
            throw new IllegalArgumentException("landmarks must be 2 to 255 ages, not " + ages.size());
        }
        for (int k = 0; k < ages.size(); k++) {
            if (ages.get(k) < 0 || (k > 0 && ages.get(k) <= ages.get(k - 1))) {
                throw new IllegalArgumentException("landmark ages must ascend from at least 0: " + ages);
            }
        }
    }

    public static Landmarks of(List<Duration> ages) {
        return new Landmarks(ages.stream().map(Landmarks::micros).toList());
    }

    /**
     * 10 minutes, 1, 6, 12 hours, 1, 2, 3, 5, 7, 10, 14, 21 days as far as they are before {@code end}; 28, 42, 56, 84, 112, 168, 224, 336
     * days up to four fifths of it; and {@code end}.
     */
    public static Landmarks upTo(Duration end) {
        List<Duration> ages = new ArrayList<>(DEFAULT);
        ages.removeIf(age -> age.compareTo(end) >= 0);
        LATER.stream()
                .filter(age -> age.multipliedBy(5).compareTo(end.multipliedBy(4)) <= 0)
                .forEach(ages::add);
        ages.add(end);
        return of(ages);
    }

    int bins() {
        return ages.size() - 1;
    }

    long age(int landmark) {
        return ages.get(landmark);
    }

    /** The last age: nothing changes later. */
    public long end() {
        return ages.getLast();
    }

    /** The index of the landmark of exactly this age, or −1. */
    int indexOf(long age) {
        int latest = latest(age);
        return age(latest) == age ? latest : -1;
    }

    /** The index of the latest landmark that is not after {@code age}; 0 before the first. */
    int latest(long age) {
        int k = 0;
        while (k + 1 < ages.size() && age(k + 1) <= age) {
            k++;
        }
        return k;
    }

    /** The share of bin {@code bin} that is still ahead at {@code age}, in [0, 1]. */
    double ahead(int bin, long age) {
        double width = age(bin + 1) - age(bin);
        return Math.clamp((age(bin + 1) - age) / width, 0.0, 1.0);
    }

    private static long micros(Duration duration) {
        return Math.addExact(Math.multiplyExact(duration.getSeconds(), 1_000_000L), duration.getNano() / 1_000);
    }
}
