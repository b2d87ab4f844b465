package dev.longview.simulate.published;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Objects;

/**
 * The fifty shows on which the published figures were taken: the first evaluation shows of the published generator, which is seeded.
 * The resource has their parameters and the mean stickiness of the 10,000 traces that were drawn of each, which the published regret
 * is measured by.
 *
 * @param asDrawn with their parameters
 * @param meanOfTraces show by show
 * @param asMeasured with activity scaled, show by show, so that the mean stickiness is that of the published traces
 */
public record PublishedShows(ImpatientShows asDrawn, double[] meanOfTraces, ImpatientShows asMeasured) {
    /** From the resource. */
    public static PublishedShows read() {
        List<double[]> rows = rows();
        int size = rows.size();
        double[] churn = new double[size];
        double[] concentration = new double[size];
        double[] mean = new double[size];
        double[] activity = new double[size * ImpatientShows.DAYS];
        for (int s = 0; s < size; s++) {
            churn[s] = rows.get(s)[0];
            concentration[s] = rows.get(s)[1];
            mean[s] = rows.get(s)[2];
            System.arraycopy(rows.get(s), 3, activity, s * ImpatientShows.DAYS, ImpatientShows.DAYS);
        }
        ImpatientShows drawn = ImpatientShows.of(17, churn, concentration, activity);
        for (int i = 0; i < activity.length; i++) {
            int s = i / ImpatientShows.DAYS;
            activity[i] *= (mean[s] - 1) / (drawn.meanStickiness(s) - 1);
        }
        return new PublishedShows(drawn, mean, ImpatientShows.of(17, churn, concentration, activity));
    }

    private static List<double[]> rows() {
        var stream = Objects.requireNonNull(PublishedShows.class.getResourceAsStream("published-shows.csv"));
        try (var lines = new BufferedReader(new InputStreamReader(stream, StandardCharsets.UTF_8))) {
            return lines.lines()
                    .filter(line -> !line.startsWith("#"))
                    .map(line -> List.of(line.split(",", -1)).stream()
                            .mapToDouble(Double::parseDouble)
                            .toArray())
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
