package dev.longview.serve.http;

import dev.longview.serve.Station;
import dev.longview.serve.decide.ServedPolicy;
import dev.longview.serve.journal.JournalState;
import dev.longview.serve.learn.Continuous;
import dev.longview.serve.learn.Round;
import io.prometheus.metrics.core.metrics.Counter;
import io.prometheus.metrics.core.metrics.CounterWithCallback;
import io.prometheus.metrics.core.metrics.GaugeWithCallback;
import io.prometheus.metrics.core.metrics.Histogram;
import io.prometheus.metrics.expositionformats.PrometheusTextFormatWriter;
import io.prometheus.metrics.instrumentation.jvm.JvmMetrics;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.function.ToDoubleFunction;

/** What the service tells of itself, for Prometheus. */
final class Metrics {
    private static final double MICRO = 1e-6;
    private static final double NANO = 1e-9;
    /** Versions and cells whose decisions are counted: some more than the ten that can be gone back to. */
    private static final int MOST_SERVED = 200;

    private final PrometheusRegistry registry = new PrometheusRegistry();
    private final Counter requests = Counter.builder()
            .name("longview_requests_total")
            .help("Requests by route and status")
            .labelNames("route", "status")
            .register(registry);
    private final Histogram seconds = Histogram.builder()
            .name("longview_request_seconds")
            .help("From the request's first byte read to the answer's last byte handed over")
            .labelNames("route")
            .classicOnly()
            .classicUpperBounds(0.0005, 0.001, 0.002, 0.003, 0.005, 0.01, 0.02, 0.05, 0.1, 0.5, 1, 5)
            .register(registry);
    private final Counter rows = Counter.builder()
            .name("longview_rows_total")
            .help("Rows handed in, by table and what became of them")
            .labelNames("table", "status")
            .register(registry);
    private final Set<List<String>> counted = new LinkedHashSet<>();
    private final Counter served = Counter.builder()
            .name("longview_decisions_total")
            .help("Decisions by the version that served and the experiment's cell")
            .labelNames("policy", "cell")
            .register(registry);

    private Metrics() {}

    static Metrics of(Station station, Continuous learning) {
        Metrics metrics = new Metrics();
        JvmMetrics.builder().register(metrics.registry);
        metrics.journal(station);
        metrics.policies(station, learning);
        return metrics;
    }

    private void journal(Station station) {
        gauge("longview_journal_waiting", "Requests that wait for the disk", station, JournalState::waiting);
        gauge("longview_journal_unsealed_bytes", "Bytes that are not in the log yet", station, JournalState::unsealed);
        gauge("longview_journal_files", "Closed files that wait to be sealed", station, JournalState::closedFiles);
        gauge("longview_journal_keys", "Ids that are remembered", station, JournalState::keys);
        gauge("longview_journal_healthy", "1 when the disk took the last group", station, s -> s.healthy() ? 1 : 0);
        gauge(
                "longview_journal_slowest_commit_seconds",
                "The slowest commit since the start",
                station,
                s -> s.slowestNanos() * NANO);
        counter("longview_journal_commits_total", "Groups that were committed", station, JournalState::commits);
        counter("longview_journal_rows_total", "Rows that were", station, JournalState::rows);
        counter(
                "longview_journal_failures_total",
                "Groups that the disk did not take",
                station,
                JournalState::failures);
        counter(
                "longview_journal_commit_seconds_total",
                "Time that commits took",
                station,
                s -> s.commitNanos() * NANO);
    }

    private void policies(Station station, Continuous learning) {
        GaugeWithCallback.builder()
                .name("longview_policy_in_service")
                .help("1 for the version of each policy that serves")
                .labelNames("policy", "version")
                .callback(callback -> station.present()
                        .service()
                        .policies()
                        .values()
                        .forEach(policy -> callback.call(
                                1, policy.name(), policy.trained().artifact().version())))
                .register(registry);
        GaugeWithCallback.builder()
                .name("longview_policy_age_seconds")
                .help("How old what the version learned from is, by the service's clock")
                .labelNames("policy")
                .callback(callback -> station.present()
                        .service()
                        .policies()
                        .values()
                        .forEach(policy -> callback.call(
                                MICRO * (station.present().clock().now() - learnedAsOf(policy)), policy.name())))
                .register(registry);
        GaugeWithCallback.builder()
                .name("longview_learning_round_seconds")
                .help("How long the last round took")
                .callback(callback -> learning.last().ifPresent(round -> callback.call(round.millis() / 1000.0)))
                .register(registry);
        GaugeWithCallback.builder()
                .name("longview_learning_kept_out")
                .help("Versions that the last round did not put in service, and policies that it could not learn")
                .callback(callback -> learning.last()
                        .ifPresent(round -> callback.call((double) round.policies().stream()
                                .filter(policy -> !policy.swapped())
                                .count())))
                .register(registry);
        GaugeWithCallback.builder()
                .name("longview_learning_problems")
                .help("What the last round could not do")
                .callback(callback ->
                        learning.last().map(Round::problems).ifPresent(problems -> callback.call(problems.size())))
                .register(registry);
        GaugeWithCallback.builder()
                .name("longview_catalogue_items")
                .help("Items that can be recommended")
                .callback(callback ->
                        callback.call(station.present().service().catalogue().size()))
                .register(registry);
        GaugeWithCallback.builder()
                .name("longview_history_events")
                .help("Events that are held for members' histories")
                .callback(callback -> callback.call(station.present().events()))
                .register(registry);
    }

    private static long learnedAsOf(ServedPolicy policy) {
        return policy.trained().artifact().manifest().path("as_of_micros").asLong();
    }

    private void gauge(String name, String help, Station station, ToDoubleFunction<JournalState> of) {
        GaugeWithCallback.builder()
                .name(name)
                .help(help)
                .callback(callback -> callback.call(of.applyAsDouble(station.journal())))
                .register(registry);
    }

    private void counter(String name, String help, Station station, ToDoubleFunction<JournalState> of) {
        CounterWithCallback.builder()
                .name(name)
                .help(help)
                .callback(callback -> callback.call(of.applyAsDouble(station.journal())))
                .register(registry);
    }

    void request(String route, int status, long nanos) {
        requests.labelValues(route, Integer.toString(status)).inc();
        seconds.labelValues(route).observe(nanos * NANO);
    }

    void row(String table, String status) {
        rows.labelValues(table, status).inc();
    }

    void decision(String policy, String cell) {
        synchronized (counted) {
            // Versions come and go by the thousand; the counters of those that left are of no use to anybody.
            if (counted.add(List.of(policy, cell)) && counted.size() > MOST_SERVED) {
                List<String> oldest = counted.iterator().next();
                counted.remove(oldest);
                served.remove(oldest.get(0), oldest.get(1));
            }
        }
        served.labelValues(policy, cell).inc();
    }

    Reply reply() {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        PrometheusTextFormatWriter writer = PrometheusTextFormatWriter.create();
        try {
            writer.write(out, registry.scrape());
        } catch (IOException e) {
            throw new UncheckedIOException("memory takes what is written", e);
        }
        return Reply.text(writer.getContentType(), out.toString(StandardCharsets.UTF_8));
    }
}
