package dev.longview.benchmarks;

import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.LongAdder;
import java.util.concurrent.locks.LockSupport;
import org.HdrHistogram.ConcurrentHistogram;

/**
 * Load on a service: as fast as some connections go, or at a rate, where each latency counts from the moment at which its request was due, so
 * that a service that stalls is not spared the requests that it kept from being sent.
 */
record HttpLoad(String host, int port) {
    /** What is sent: the n-th body. */
    interface Bodies {
        byte[] body(long number);
    }

    /** As fast as so many connections go. */
    Map<String, Object> capacity(String path, Bodies bodies, int connections, double seconds) throws Exception {
        return run(path, bodies, connections, seconds, 0, false);
    }

    /** So many a second. */
    Map<String, Object> rate(String path, Bodies bodies, int connections, double seconds, double perSecond)
            throws Exception {
        return run(path, bodies, connections, seconds, perSecond, false);
    }

    /** So many a second, more than can be answered: latencies count from when each was sent. */
    Map<String, Object> flood(String path, Bodies bodies, int connections, double seconds, double perSecond)
            throws Exception {
        return run(path, bodies, connections, seconds, perSecond, true);
    }

    private Map<String, Object> run(
            String path, Bodies bodies, int connections, double seconds, double perSecond, boolean fromSending)
            throws Exception {
        ConcurrentHistogram latency = new ConcurrentHistogram(60_000_000_000L, 3);
        ConcurrentHistogram refusal = new ConcurrentHistogram(60_000_000_000L, 3);
        AtomicLong next = new AtomicLong();
        LongAdder done = new LongAdder();
        LongAdder turnedAway = new LongAdder();
        LongAdder failed = new LongAdder();
        long start = System.nanoTime();
        long end = start + (long) (seconds * 1e9);
        List<Thread> threads = new ArrayList<>();
        for (int c = 0; c < connections; c++) {
            threads.add(Thread.ofPlatform().start(() -> {
                try (PlainHttp http = new PlainHttp(host, port)) {
                    while (true) {
                        long number = next.getAndIncrement();
                        long due = perSecond > 0 ? start + (long) (number * 1e9 / perSecond) : System.nanoTime();
                        // A flood is over when its time is, whatever was not sent.
                        if (due >= end || (fromSending && System.nanoTime() >= end)) {
                            return;
                        }
                        for (long left = due - System.nanoTime(); left > 0; left = due - System.nanoTime()) {
                            LockSupport.parkNanos(left);
                        }
                        byte[] body = bodies.body(number);
                        long from = fromSending ? System.nanoTime() : due;
                        int status = http.send("POST", path, body).status();
                        (status == 200 ? latency : refusal).recordValue(Math.max(0, System.nanoTime() - from));
                        (status == 200 ? done : status == 429 || status == 503 ? turnedAway : failed).increment();
                    }
                } catch (IOException e) {
                    failed.increment();
                }
            }));
        }
        for (Thread thread : threads) {
            thread.join();
        }
        double took = (System.nanoTime() - start) / 1e9;
        Map<String, Object> found = new LinkedHashMap<>();
        found.put("connections", connections);
        found.put("seconds", took);
        found.put("answered", done.sum());
        found.put("per_second", done.sum() / took);
        found.put("sent_per_second", (done.sum() + turnedAway.sum() + failed.sum()) / took);
        found.put("turned_away", turnedAway.sum());
        found.put("failed", failed.sum());
        found.put("p50_ms", latency.getValueAtPercentile(50) / 1e6);
        found.put("p99_ms", latency.getValueAtPercentile(99) / 1e6);
        found.put("p999_ms", latency.getValueAtPercentile(99.9) / 1e6);
        found.put("max_ms", latency.getMaxValue() / 1e6);
        if (refusal.getTotalCount() > 0) {
            found.put("turned_away_p99_ms", refusal.getValueAtPercentile(99) / 1e6);
        }
        return found;
    }
}
