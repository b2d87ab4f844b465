package dev.longview.benchmarks;

import io.helidon.webserver.WebServer;
import io.helidon.webserver.http.HttpRouting;
import java.nio.charset.StandardCharsets;
import java.util.function.Consumer;

/**
 * The HTTP server alone: it reads each request to its end and answers with ten items, always the same. What a machine does of this in a
 * second says how fast its sockets and threads are today, and what any service on it can reach.
 */
final class BareServer {
    private BareServer() {}

    public static void main(String[] args) {
        StringBuilder items = new StringBuilder("{\"items\":[");
        for (int i = 0; i < 10; i++) {
            items.append(i == 0 ? "" : ",")
                    .append("{\"item\":\"item-")
                    .append(i)
                    .append("\",\"conditional_propensity\":0.5}");
        }
        byte[] answer = items.append("]}").toString().getBytes(StandardCharsets.UTF_8);
        listen(routing -> routing.post("/v1/recommendations", (request, response) -> {
            request.content().consume();
            response.header("Content-Type", "application/json");
            response.send(answer);
        }));
    }

    /** Listens, and says where, as {@code longview serve --json} does. */
    static void listen(Consumer<HttpRouting.Builder> routing) {
        WebServer http = WebServer.builder()
                .host("127.0.0.1")
                .port(0)
                .connectionOptions(socket -> socket.tcpNoDelay(true))
                .routing(routing)
                .build()
                .start();
        System.out.println("{\n  \"url\" : \"http://127.0.0.1:" + http.port() + "\"\n}");
        System.out.flush();
    }
}
