package dev.longview.serve.http;

import static dev.longview.serve.http.ServedOverHttp.json;
import static dev.longview.serve.http.ServedOverHttp.visit;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import dev.longview.client.Event;
import dev.longview.client.LongviewClient;
import dev.longview.client.Slate;
import dev.longview.client.Visit;
import dev.longview.loop.Refusal;
import dev.longview.serve.StationOptions;
import dev.longview.serve.learn.LearnOptions;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class HttpServiceTest {
    @TempDir
    static Path folder;

    private static ServedOverHttp service;

    @BeforeAll
    static void start() {
        service = ServedOverHttp.of(folder.resolve("w"));
    }

    @AfterAll
    static void stop() {
        service.close();
    }

    @Test
    void recommendations_visit_isAnsweredWithItsPropensitiesAndExplained() {
        HttpResponse<String> response = service.send("POST", "/v1/recommendations", visit("r1", "a1"));
        JsonNode answer = json(response);

        assertThat(response.statusCode()).as(response.body()).isEqualTo(200);
        assertThat(answer.path("decision_id").asText()).isEqualTo("r1");
        assertThat(answer.path("policy").asText()).matches("(clicks|recent)@[0-9a-f]{12}");
        assertThat(answer.path("cells").get(0).asText()).startsWith("recent-or-not/");
        assertThat(answer.path("items")).hasSize(5);
        JsonNode first = answer.path("items").get(0);
        assertThat(first.path("conditional_propensity").asDouble()).isBetween(1e-6, 1.0);
        assertThat(first.path("marginal_propensity")).isEqualTo(first.path("conditional_propensity"));

        JsonNode explained = json(service.get("/v1/explain/r1"));
        assertThat(explained.path("decision").path("slate").get(0).path("item")).isEqualTo(first.path("item"));
        assertThat(explained.path("policy").path("reward").path("name").asText())
                .isEqualTo("ctr");
        assertThat(service.get("/v1/explain/none").statusCode()).isEqualTo(404);
    }

    @Test
    void client_recommendsAndTells() {
        LongviewClient client = LongviewClient.of(URI.create("http://127.0.0.1:" + service.port()));
        Slate slate = client.recommend(Visit.of("a1", "m1")
                .withFeature("context.device", "tv")
                .withFeature("context.hour", 20)
                .withFeature("member.tenure_days", 12.5)
                .withoutValue("member.favourite")
                .withSlateSize(3));
        assertThat(slate.items()).hasSize(3);
        Event event =
                Event.of("play", "m1").about(slate.items().getFirst().id()).answering(slate.decisionId(), 0);
        assertThat(client.tell(List.of(event))).isEmpty();
        assertThat(client.tell(List.of(event, Event.of("nothing", "m1"))).getFirst())
                .contains("no kind of feedback");
    }

    @Test
    void feedback_oneOrMany_isAnsweredForEach() {
        String one = "{\"event_id\":\"f1\",\"kind\":\"play\",\"member\":\"m1\",\"item\":\"t00001\"}";
        String bad = "{\"event_id\":\"f2\",\"kind\":\"pley\",\"member\":\"m1\"}";
        JsonNode single = json(service.send("POST", "/v1/feedback", one));
        JsonNode many = json(service.send("POST", "/v1/feedback", "[" + one + "," + bad + "]"));
        HttpResponse<String> none = service.send("POST", "/v1/feedback", bad);

        assertThat(single.path("results").get(0).path("status").asText()).isEqualTo("stored");
        assertThat(many.path("rows").path("repeated").asInt()).isEqualTo(1);
        assertThat(many.path("rows").path("refused").asInt()).isEqualTo(1);
        assertThat(none.statusCode()).isEqualTo(400);
        assertThat(json(none).path("problems").get(0).path("at").asText()).isEqualTo("/0/kind");
        assertThat(none.body()).contains("did you mean 'play'?");
    }

    @Test
    void memberships_andItems_areTaken() {
        String join = "{\"event_id\":\"j1\",\"account\":\"a1\",\"event\":\"join\",\"plan\":\"basic\"}";
        String item = "{\"item\":\"t-new\",\"item.genre\":\"drama\",\"item.kind\":\"film\",\"item.runtime\":90}";
        assertThat(service.send("POST", "/v1/memberships", join).statusCode()).isEqualTo(200);
        assertThat(service.send("PUT", "/v1/items", item).statusCode()).isEqualTo(200);
        assertThat(service.send("PUT", "/v1/items", item.replace("90", "\"long\""))
                        .statusCode())
                .isEqualTo(400);
    }

    @Test
    void metrics_tellOfRequestsTheJournalAndWhatServes() {
        service.send("POST", "/v1/recommendations", visit("m1", "a1"));
        String metrics = service.get("/metrics").body();
        assertThat(metrics)
                .contains("longview_requests_total{route=\"POST /v1/recommendations\",status=\"200\"}")
                .contains("longview_journal_healthy 1.0")
                .containsPattern("longview_policy_in_service\\{policy=\"clicks\",version=\"[0-9a-f]{12}\"} 1.0")
                .containsPattern("longview_decisions_total\\{cell=\"recent-or-not/")
                .contains("jvm_memory_used_bytes");
    }

    /** The document describes what there is and nothing else, and what is answered is what it says. */
    @Test
    void openapi_describesEachRouteAndEachAnswerHasWhatItRequires() {
        JsonNode spec = json(service.get("/openapi.json"));
        Set<String> described = new TreeSet<>();
        spec.path("paths")
                .properties()
                .forEach(path -> path.getValue()
                        .fieldNames()
                        .forEachRemaining(
                                method -> described.add(method.toUpperCase(Locale.ROOT) + " " + path.getKey())));
        Set<String> routed = new TreeSet<>();
        Metrics metrics = Metrics.of(service.station, service.learning);
        Routes.of(new Answers(service.station, service.learning, metrics, 10), metrics)
                .all()
                .forEach(route -> {
                    routed.add(route.method() + " " + route.path());
                    JsonNode operation = spec.path("paths")
                            .path(route.path())
                            .path(route.method().toLowerCase(Locale.ROOT));
                    String security = operation.path("security").toString();
                    assertThat(security)
                            .as(route.path())
                            .isEqualTo(
                                    switch (route.access()) {
                                        case ANYBODY -> "[]";
                                        case CALLER -> "[{\"caller\":[]}]";
                                        case ADMIN -> "[{\"admin\":[]}]";
                                    });
                    assertThat(operation.has("requestBody")).as(route.path()).isEqualTo(route.body());
                });
        assertThat(described).isEqualTo(routed);

        service.send("POST", "/v1/recommendations", visit("o1", "a1"));
        required(spec, "Decision", service.send("POST", "/v1/recommendations", visit("o1", "a1")));
        required(
                spec,
                "Shown",
                json(service.send("POST", "/v1/recommendations", visit("o1", "a1")))
                        .path("items")
                        .get(0));
        required(
                spec,
                "Taken",
                service.send("POST", "/v1/feedback", "{\"event_id\":\"o1\",\"kind\":\"play\",\"member\":\"m\"}"));
        required(spec, "Policies", service.get("/v1/policies"));
        required(spec, "Explanation", service.get("/v1/explain/o1"));
        required(spec, "Round", service.send("POST", "/v1/learn", ""));
        required(spec, "Live", service.get("/health/live"));
        required(spec, "Ready", service.get("/health/ready"));
        required(spec, "Problem", service.send("POST", "/v1/feedback", "{}"));
        assertThat(service.get("/").body()).contains("<title>Longview");
    }

    private static void required(JsonNode spec, String schema, HttpResponse<String> response) {
        required(spec, schema, json(response));
    }

    private static void required(JsonNode spec, String schema, JsonNode answer) {
        JsonNode of = spec.path("components").path("schemas").path(schema);
        assertThat(of.path("required")).as(schema).isNotEmpty();
        of.path("required")
                .forEach(name -> assertThat(answer.has(name.asText()))
                        .as("%s.%s in %s", schema, name, answer)
                        .isTrue());
        answer.fieldNames()
                .forEachRemaining(name -> assertThat(of.path("properties").has(name))
                        .as("%s.%s", schema, name)
                        .isTrue());
    }

    @Test
    void paths_thatAreNone_areToldOfTheNearest() {
        HttpResponse<String> near = service.send("POST", "/v1/recomendations", "{}");
        HttpResponse<String> method = service.get("/v1/feedback");
        assertThat(near.statusCode()).isEqualTo(404);
        assertThat(near.body()).contains("did you mean /v1/recommendations?");
        assertThat(method.statusCode()).isEqualTo(405);
        assertThat(method.body()).contains("this path takes POST");
        assertThat(service.send("POST", "/v1/policies/click/rollback", "").body())
                .contains("did you mean 'clicks'?");
    }

    @Test
    void requestId_isTakenOverOrMadeAndIsInTheAnswer() {
        HttpResponse<String> given = service.send(
                service.request("/health/live").header("X-Request-Id", "abc-1").build());
        HttpResponse<String> evil = service.send(
                service.request("/health/live").header("X-Request-Id", "a b\"").build());
        assertThat(given.headers().firstValue("X-Request-Id")).contains("abc-1");
        assertThat(evil.headers().firstValue("X-Request-Id").orElseThrow()).matches("[0-9a-f-]{36}");
    }

    @Test
    void bodies_thatAreNone_are4xxWithAReasonAndNothingIsWritten() {
        List<byte[]> bodies = new ArrayList<>();
        for (String text : List.of(
                "",
                "{",
                "[",
                "nul",
                "{\"a\":}",
                "{} {}",
                "{\"account\":\"a\",\"account\":\"b\"}",
                "[".repeat(5000),
                "{\"a\":".repeat(2000),
                "1",
                "\"text\"",
                "null",
                "[]",
                "[1,2]",
                "[null]",
                visit("z1", "a").replace("20", "NaN"),
                visit("z2", "a").replace("20", "1e999"),
                visit("z3", "a").replace("20", "9".repeat(500)),
                visit("z4", "a").replace("20", "{\"deep\":[[1]]}"),
                visit("z5", "a").replace("\"tv\"", "7"),
                visit("z6", "a").replace("}", ",\"surprise\":1}"),
                visit("z7", "a").replace("}", ",\"slate_size\":1e3}"),
                visit("z8", "a").replace("}", ",\"slate_size\":99999999999}"),
                visit("z9", "a").replace("}", ",\"candidates\":[]}"),
                visit("y1", "a").replace("}", ",\"candidates\":[\"x\\u0000\"]}"),
                visit("y2", "a").replace("\"y2\"", "\"" + "y".repeat(5000) + "\""),
                visit("y3", "\\ud800"))) {
            bodies.add(text.getBytes(StandardCharsets.UTF_8));
        }
        bodies.add(new byte[] {(byte) 0xFF, (byte) 0xFE, 0, 1});
        bodies.add(visit("y4", "caf\u00e9").getBytes(StandardCharsets.ISO_8859_1));
        bodies.add(new byte[100_000]);
        long before = service.station.journal().rows();
        for (byte[] body : bodies) {
            for (String path : List.of("/v1/recommendations", "/v1/feedback", "/v1/memberships")) {
                refused(service.send("POST", path, body), body);
            }
            refused(service.send("PUT", "/v1/items", body), body);
        }
        assertThat(service.station.journal().rows()).isEqualTo(before);
        assertThat(service.log()).doesNotContain("\"status\":5");
    }

    /** What is made by breaking good requests somewhere is either taken or told what is wrong; never more. */
    @Test
    void bodies_thatAreBrokenAnywhere_neverMakeTheServiceFail() {
        SplittableRandom random = new SplittableRandom(3);
        byte[] good = ("[{\"event_id\":\"q\",\"kind\":\"watch\",\"member\":\"m1\",\"item\":\"t00001\",\"value\":1.5e2,"
                        + "\"time\":\"2026-01-31T20:15:00Z\",\"attributes\":{\"a\":\"b\"}}]")
                .getBytes(StandardCharsets.UTF_8);
        for (int i = 0; i < 400; i++) {
            byte[] body = good.clone();
            for (int edits = random.nextInt(1, 4); edits > 0; edits--) {
                int at = random.nextInt(body.length);
                switch (random.nextInt(3)) {
                    case 0 -> body[at] = (byte) random.nextInt(256);
                    case 1 -> body = Arrays.copyOf(body, at + 1);
                    default -> body[at] = (byte) "{}[]\",:0e-\\u".charAt(random.nextInt(12));
                }
            }
            int status = service.send("POST", "/v1/feedback", body).statusCode();
            assertThat(status).as(new String(body, StandardCharsets.ISO_8859_1)).isIn(200, 400);
        }
        assertThat(service.log()).doesNotContain("\"status\":5");
    }

    private static void refused(HttpResponse<String> response, byte[] body) {
        String as =
                new String(body, 0, Math.min(80, body.length), StandardCharsets.ISO_8859_1) + " → " + response.body();
        assertThat(response.statusCode()).as(as).isBetween(400, 499);
        JsonNode problem = json(response);
        assertThat(problem.path("title").asText()).as(as).isNotBlank();
        assertThat(problem.path("problems").size() > 0 || response.statusCode() == 413)
                .as(as)
                .isTrue();
    }

    @Test
    void body_ofAHundredMegabytes_isTurnedAwayUnread() {
        byte[] piece = new byte[1 << 20];
        Arrays.fill(piece, (byte) ' ');
        HttpResponse<String> declared;
        try {
            declared = service.send(service.request("/v1/feedback")
                    .POST(BodyPublishers.ofByteArrays(Collections.nCopies(100, piece)))
                    .build());
            assertThat(declared.statusCode()).isEqualTo(413);
        } catch (UncheckedIOException cutOff) {
            // The connection is closed before all is sent: the answer may be lost with it.
            assertThat(cutOff).hasCauseInstanceOf(IOException.class);
        }
        assertThat(service.get("/health/ready").statusCode()).isEqualTo(200);
    }

    @Test
    void batch_thatIsTooLarge_isTurnedAway() {
        String many = "[" + "{\"event_id\":\"b\",\"kind\":\"play\",\"member\":\"m\"},".repeat(1000) + "{}]";
        assertThat(service.send("POST", "/v1/feedback", many).statusCode()).isEqualTo(413);
    }

    @Test
    void tokens_areAskedForAndTheAdminsIsItsOwn(@TempDir Path other) {
        HttpOptions options = HttpOptions.withDefaults().withTokens(Optional.of("s3cret"), Optional.of("adm1n"));
        try (ServedOverHttp guarded = new ServedOverHttp(
                other.resolve("w"),
                options,
                StationOptions.withDefaults().withPolicy("clicks"),
                LearnOptions.withDefaults().withEvery(Duration.ofHours(1)))) {
            assertThat(guarded.send("POST", "/v1/recommendations", visit("t1", "a1"))
                            .statusCode())
                    .isEqualTo(401);
            assertThat(status(guarded, "/v1/policies", "s3cret")).isEqualTo(200);
            assertThat(status(guarded, "/v1/policies", "s3cre")).isEqualTo(401);
            assertThat(status(guarded, "/v1/explain/x", "s3cret")).isEqualTo(401);
            assertThat(status(guarded, "/v1/explain/x", "adm1n")).isEqualTo(404);
            assertThat(guarded.get("/health/live").statusCode()).isEqualTo(200);
        }
        assertThat(HttpOptions.withDefaults()
                        .withAddress("0.0.0.0", 0)
                        .refusal()
                        .orElseThrow())
                .contains("give it two tokens");
        assertThat(options.withAddress("0.0.0.0", 0).refusal()).isEmpty();
        assertThat(options.withTokens(Optional.of("a"), Optional.of("a"))
                        .refusal()
                        .orElseThrow())
                .contains("the same");
        assertThatThrownBy(() -> HttpService.start(
                        service.station,
                        service.learning,
                        HttpOptions.withDefaults().withAddress("127.0.0.1", service.port()),
                        line -> {}))
                .isInstanceOf(Refusal.class)
                .hasMessageContaining("cannot listen");
    }

    private static int status(ServedOverHttp guarded, String path, String token) {
        return guarded.send(guarded.request(path)
                        .header("Authorization", "Bearer " + token)
                        .build())
                .statusCode();
    }

    /** Ten times more at once than are answered at once: each is answered or told to come back, and afterwards all is well. */
    @Test
    void overload_isToldToComeBack(@TempDir Path other) throws Exception {
        HttpOptions options = HttpOptions.withDefaults().withLimits(1 << 20, 1000, 4);
        Set<Integer> statuses = ConcurrentHashMap.newKeySet();
        try (ServedOverHttp small = new ServedOverHttp(
                other.resolve("w"),
                options,
                StationOptions.withDefaults().withPolicy("clicks"),
                LearnOptions.withDefaults().withEvery(Duration.ofHours(1)))) {
            List<Thread> clients = new ArrayList<>();
            for (int t = 0; t < 40; t++) {
                int client = t;
                clients.add(Thread.ofVirtual().start(() -> {
                    for (int i = 0; i < 20; i++) {
                        HttpResponse<String> response =
                                small.send("POST", "/v1/recommendations", visit("o" + client + "-" + i, "a" + i));
                        statuses.add(response.statusCode());
                        if (response.statusCode() == 429) {
                            statuses.add(-Integer.parseInt(
                                    response.headers().firstValue("Retry-After").orElse("0")));
                        }
                    }
                }));
            }
            for (Thread client : clients) {
                client.join();
            }
            assertThat(statuses).contains(200).isSubsetOf(200, 429, -1);
            assertThat(small.send("POST", "/v1/recommendations", visit("after", "a"))
                            .statusCode())
                    .isEqualTo(200);
        }
    }
}
