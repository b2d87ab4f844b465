package dev.longview.benchmarks;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.longview.engine.files.Durable;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

/**
 * From feedback that is acknowledged to a policy in service that has learned from it: visits are made and answered, and from the last
 * answer on it is asked what the version that serves has learned from. At moments that do not fall together with the rounds.
 */
final class ServingFreshness implements Benchmark {
    private static final int VISITS = 200;
    private static final int SHORTEST = 2;
    private static final int DEFAULT = 45;
    private static final double LONGEST_SECONDS = 300;
    private static final JsonMapper JSON = new JsonMapper();

    @Override
    public String name() {
        return "serve-freshness";
    }

    @Override
    public String summary() {
        return "longview serve --learn: from feedback to a changed policy, by default and as often as can be; 10 times"
                + " each (or times=N), a log of 20k (or log=1M)";
    }

    @Override
    public void run(Path results, List<String> given) throws Exception {
        ServingArguments arguments = new ServingArguments(given);
        int times = (int) arguments.number("times", 10);
        Path folder = Files.createTempDirectory("longview-freshness");
        try {
            ServedLog log = new ServedLog(folder.resolve("workspace"), arguments.decisions("20k"));
            log.write();
            Result result =
                    new Result(name(), results.resolve("../..").toRealPath()).put("log_decisions", log.decisions());
            for (int every : List.of(SHORTEST, DEFAULT)) {
                result.put("every_" + every + "_seconds", learned(log, arguments.jvm(), every, times));
                result.write(results);
            }
        } finally {
            Durable.deleteTree(folder);
        }
    }

    private static Map<String, Object> learned(ServedLog log, List<String> jvm, int every, int times) throws Exception {
        List<String> options = List.of("--policy", ServedLog.POLICY, "--learn", "--every", "" + every);
        double[] seconds = new double[times];
        try (ServedProcess service = ServedProcess.serve(log.root(), jvm, options);
                PlainHttp http = service.http()) {
            // What the compiler takes is no part of it, nor the first round, in which all is new.
            learnedFrom(http, answered(http, every + "-first"));
            for (int i = 0; i < times; i++) {
                Thread.sleep((long) (1000.0 * every * i / times));
                long answered = answered(http, every + "-" + i);
                long start = System.nanoTime();
                learnedFrom(http, answered);
                seconds[i] = (System.nanoTime() - start) / 1e9;
                System.err.printf("every %d s: learned from after %.1f s%n", every, seconds[i]);
            }
        }
        double[] sorted = seconds.clone();
        Arrays.sort(sorted);
        return Map.of(
                "median_seconds", sorted[times / 2], "longest_seconds", sorted[times - 1], "each_seconds", seconds);
    }

    /** Visits are decided, and every second one is played. @return a moment after all that */
    private static long answered(PlainHttp http, String run) throws IOException {
        List<String> events = new ArrayList<>();
        for (int v = 0; v < VISITS; v++) {
            JsonNode decision = send(http, "POST", "/v1/recommendations", ServedLog.visit(v, 100));
            if (v % 2 == 0) {
                events.add(String.format(
                        "{\"event_id\":\"%s-%d\",\"kind\":\"play\",\"member\":\"%s\",\"item\":\"%s\",\"decision_id\":\"%s\",\"position\":0}",
                        run,
                        v,
                        JSON.readTree(ServedLog.visit(v, 0)).path("member").asText(),
                        decision.at("/items/0/item").asText(),
                        decision.path("decision_id").asText()));
            }
        }
        send(http, "POST", "/v1/feedback", "[" + String.join(",", events) + "]");
        return send(http, "POST", "/v1/recommendations", ServedLog.visit(VISITS, 100))
                .path("time")
                .asLong();
    }

    /** Waits until a version serves that has learned from what was received by a moment. */
    private static void learnedFrom(PlainHttp http, long moment) throws Exception {
        long start = System.nanoTime();
        while ((System.nanoTime() - start) / 1e9 < LONGEST_SECONDS) {
            JsonNode policies = send(http, "GET", "/v1/policies", "");
            if (policies.at("/policies/0/learned_as_of").asLong() >= moment) {
                return;
            }
            Thread.sleep(20);
        }
        throw new IllegalStateException(
                "nothing has been learned for " + LONGEST_SECONDS + " s: " + send(http, "GET", "/v1/policies", ""));
    }

    private static JsonNode send(PlainHttp http, String method, String path, String body) throws IOException {
        PlainHttp.Answer answer = http.send(method, path, body.getBytes(StandardCharsets.UTF_8));
        String text = new String(answer.body(), StandardCharsets.UTF_8);
        if (answer.status() != 200) {
            throw new IllegalStateException(path + ": " + answer.status() + " " + text);
        }
        return JSON.readTree(text);
    }
}
