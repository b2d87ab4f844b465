package dev.longview.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class LongviewClientTest {
    private final List<String> received = new ArrayList<>();

    @SuppressWarnings("NullAway.Init") // each test starts it
    private HttpServer server;

    /** Answers one after the other, each a status and a body. */
    private LongviewClient answering(String... answers) throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        List<String> left = new ArrayList<>(Arrays.asList(answers));
        server.createContext("/", exchange -> {
            received.add(exchange.getRequestMethod() + " " + exchange.getRequestURI() + " "
                    + exchange.getRequestHeaders().getFirst("Authorization") + " "
                    + new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8));
            String answer = left.remove(0);
            byte[] body = answer.substring(4).getBytes(StandardCharsets.UTF_8);
            exchange.getResponseHeaders().add("Retry-After", "0");
            exchange.sendResponseHeaders(Integer.parseInt(answer.substring(0, 3)), body.length);
            try (OutputStream out = exchange.getResponseBody()) {
                out.write(body);
            }
        });
        server.start();
        return LongviewClient.of(
                URI.create("http://127.0.0.1:" + server.getAddress().getPort()));
    }

    @AfterEach
    void stop() {
        server.stop(0);
    }

    @Test
    void recommend_toldToComeBack_sendsTheSameIdAgain() throws IOException {
        LongviewClient client = answering(
                "429 {}",
                "503 {}",
                "200 {\"decision_id\":\"d\",\"policy\":\"p@1\",\"cells\":[\"x/y\"],\"items\":[{\"item\":\"t\\u00e4\","
                        + "\"position\":0,\"conditional_propensity\":2.5e-1,\"score\":-1}]}");
        Slate slate = client.withToken("secret")
                .recommend(Visit.of("a1", "m\"1")
                        .withFeature("context.hour", 20)
                        .withoutValue("member.favourite")
                        .withCandidates(List.of("a", "b")));

        assertThat(slate.items().get(0).id()).isEqualTo("tä");
        assertThat(slate.items().get(0).conditionalPropensity()).isEqualTo(0.25);
        assertThat(slate.cells()).containsExactly("x/y");
        assertThat(received).hasSize(3);
        assertThat(received.get(2)).isEqualTo(received.get(0)).startsWith("POST /v1/recommendations Bearer secret {");
        assertThat(received.get(0))
                .contains(
                        "\"member\":\"m\\\"1\",\"context.hour\":20.0,\"member.favourite\":null,\"candidates\":[\"a\",\"b\"]");
    }

    @Test
    void recommend_refused_isNotSentAgain() throws IOException {
        LongviewClient client = answering("400 {\"title\":\"wrong\"}");
        assertThatThrownBy(() -> client.recommend(Visit.of("a", "m")))
                .isInstanceOfSatisfying(
                        LongviewException.class, e -> assertThat(e.status()).isEqualTo(400))
                .hasMessageContaining("wrong");
        assertThat(received).hasSize(1);
    }

    @Test
    void tell_someRefused_saysWhich() throws IOException {
        LongviewClient client = answering("200 {\"results\":[{\"id\":\"e1\",\"status\":\"stored\"},"
                + "{\"id\":\"e2\",\"status\":\"refused\",\"problems\":[{\"at\":\"/1/kind\",\"message\":\"no\"}]}]}");
        List<String> refused = client.tell(List.of(
                Event.of("play", "m").withId("e1").about("t").answering("d", 0).at(5),
                Event.of("watch", "m").withId("e2").withValue(1.5).withAttributes(Map.of("a", "b"))));
        assertThat(refused).containsExactly("e2: [{\"at\":\"/1/kind\",\"message\":\"no\"}]");
        assertThat(received.get(0))
                .endsWith(
                        "[{\"event_id\":\"e1\",\"kind\":\"play\",\"member\":\"m\",\"item\":\"t\",\"decision_id\":\"d\","
                            + "\"position\":0,\"time\":5},{\"event_id\":\"e2\",\"kind\":\"watch\",\"member\":\"m\",\"value\":1.5,"
                            + "\"attributes\":{\"a\":\"b\"}}]");
    }

    @Test
    void json_brokenAnywhere_isAnExceptionThatSaysWhere() throws IOException {
        LongviewClient unused = answering();
        assertThat(unused).isNotNull();
        String good = "{\"a\":[1,true,null,\"\\n\\u0041\"]}";
        assertThat(Json.write(Json.read(good))).isEqualTo("{\"a\":[1.0,true,null,\"\\u000aA\"]}");
        for (int cut = 0; cut < good.length(); cut++) {
            String broken = good.substring(0, cut);
            assertThatThrownBy(() -> Json.read(broken)).as(broken).isInstanceOf(IllegalArgumentException.class);
        }
    }
}
