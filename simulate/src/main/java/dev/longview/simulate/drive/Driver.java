package dev.longview.simulate.drive;

import dev.longview.columns.Batch;
import dev.longview.log.Table;
import dev.longview.simulate.Assigner;
import dev.longview.simulate.LogSink;
import dev.longview.simulate.Progress;
import dev.longview.simulate.Service;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Runs a service in simulated time with a product behind it that is known by files alone.
 *
 * <p>Before each day the driver asks who will come: it runs the day with nothing shown, and throws that away, which it can because a run
 * never changes the service that it starts from. The product answers; then the day is run for real, and what the log received by
 * its end is handed in. Rows received later are held back until their day. What a day begins with (the items and the candidates known at
 * its midnight) is handed in before the product is asked. What a service tells of its truth while it runs is told of the run that is
 * thrown away too, and then again.
 *
 * <pre>{@code
 * Service end = Driver.of(product, folder)
 *         .withWarmUp(28, Assigner.everybody(PopularityRecommender.withDefaults()))
 *         .withRefreshEvery(7)
 *         .drive(service, 56);
 * }</pre>
 */
public final class Driver {
    private final Product product;
    private final Path folder;
    private final int refreshDays;
    private final int warmUpDays;
    private final Assigner warmUp;
    private final Progress progress;

    private Driver(Product product, Path folder, int refreshDays, int warmUpDays, Assigner warmUp, Progress progress) {
        this.product = product;
        this.folder = folder;
        this.refreshDays = refreshDays;
        this.warmUpDays = warmUpDays;
        this.warmUp = warmUp;
        this.progress = progress;
    }

    /**
     * Refreshes the product before every day; no warm-up.
     *
     * @param folder where files stand while they are handed over
     */
    public static Driver of(Product product, Path folder) {
        Assigner nothing = Assigner.everybody((visit, slate) -> {});
        return new Driver(product, folder, 1, 0, nothing, Progress.silent());
    }

    /** How often the product is refreshed: before the first of the days that it serves, and then each so many days. */
    public Driver withRefreshEvery(int days) {
        return new Driver(product, folder, positive("days between refreshes", days), warmUpDays, warmUp, progress);
    }

    /** Days that are served by others first, whose log the product gets. */
    public Driver withWarmUp(int days, Assigner served) {
        return new Driver(product, folder, refreshDays, positive("days of warm-up", days), served, progress);
    }

    /** Told after each day, those of the warm-up among them; the number of impressions is not known here, and 0. */
    public Driver withProgress(Progress told) {
        return new Driver(product, folder, refreshDays, warmUpDays, warmUp, told);
    }

    /**
     * Runs the service for the warm-up and then as many days as given, each with the product's slates.
     *
     * @return the service after that
     * @throws IllegalStateException when a visit comes that was not to be foreseen at its day's beginning, or the product does not answer
     *     the visits that it was asked
     */
    public Service drive(Service service, int days) {
        int all = warmUpDays + positive("days", days);
        Service now = service;
        try (Arrivals arrivals = new Arrivals(folder, service.timeMicros())) {
            for (int d = 0; d < all; d++) {
                if (d < warmUpDays) {
                    arrivals.next(product);
                    now = now.run(1, warmUp, (table, rows) -> all(table, rows, arrivals), Progress.silent());
                } else {
                    now = served(now, arrivals, (d - warmUpDays) % refreshDays == 0);
                }
                progress.day(d + 1, all, 0);
            }
            arrivals.handOver(product);
        }
        return now;
    }

    private Service served(Service service, Arrivals arrivals, boolean refresh) {
        long midnight = service.timeMicros();
        Path visits = folder.resolve("visits.jsonl");
        Opening opening = new Opening(midnight);
        Asking asking = new Asking(service.features(), visits);
        try (asking) {
            service.run(
                    1,
                    Assigner.everybody(asking),
                    (table, rows) -> opening.foreseen(table, rows, arrivals),
                    Progress.silent());
        }
        arrivals.next(product);
        if (refresh) {
            product.refresh(midnight);
        }
        Path answered = product.slates(visits, midnight);
        GivenSlates slates = GivenSlates.read(answered, service.features(), asking.asked());
        delete(visits);
        delete(answered);
        Service after = service.run(1, Assigner.everybody(slates), opening.rest(arrivals), Progress.silent());
        opening.requireSame();
        return after;
    }

    private static void all(Table table, Batch rows, Arrivals arrivals) {
        for (int row = 0; row < rows.size(); row++) {
            arrivals.add(table, rows, row);
        }
    }

    /** The rows that the log has at a day's midnight: they come from the run that is thrown away, and must be those of the real one. */
    private static final class Opening {
        private final long midnight;
        private long foreseen;
        private long seen;

        Opening(long midnight) {
            this.midnight = midnight;
        }

        void foreseen(Table table, Batch rows, Arrivals arrivals) {
            long[] received = rows.longs("received");
            for (int row = 0; row < rows.size(); row++) {
                if (received[row] <= midnight) {
                    arrivals.add(table, rows, row);
                    foreseen++;
                }
            }
        }

        LogSink rest(Arrivals arrivals) {
            return (table, rows) -> {
                long[] received = rows.longs("received");
                for (int row = 0; row < rows.size(); row++) {
                    if (received[row] <= midnight) {
                        seen++;
                    } else {
                        arrivals.add(table, rows, row);
                    }
                }
            };
        }

        void requireSame() {
            if (foreseen != seen) {
                throw new IllegalStateException(
                        "at its midnight the day had " + seen + " rows of the log, of which " + foreseen
                                + " were foreseen: the service's log up to a moment depends on what is shown after it");
            }
        }
    }

    private static void delete(Path file) {
        try {
            Files.deleteIfExists(file);
        } catch (IOException e) {
            throw new UncheckedIOException(file + " cannot be deleted", e);
        }
    }

    private static int positive(String name, int value) {
        if (value < 1) {
            throw new IllegalArgumentException(name + " must be at least 1: " + value);
        }
        return value;
    }
}
