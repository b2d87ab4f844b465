package dev.longview.serve.http;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.longview.loop.Workspace;
import dev.longview.serve.ServedWorkspace;
import dev.longview.serve.Station;
import dev.longview.serve.StationOptions;
import dev.longview.serve.learn.Continuous;
import dev.longview.serve.learn.LearnOptions;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;

/** A service on a free port, and a client of it. */
final class ServedOverHttp implements AutoCloseable {
    private static final JsonMapper JSON = new JsonMapper();

    final Station station;
    final Continuous learning;
    private final HttpService service;
    private final HttpClient client =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private final Queue<String> log = new ConcurrentLinkedQueue<>();

    ServedOverHttp(Path folder, HttpOptions http, StationOptions options, LearnOptions learn) {
        Workspace workspace = ServedWorkspace.copy(folder);
        station = ServedWorkspace.open(workspace, options);
        learning = Continuous.start(station, ServedWorkspace.engine(workspace), learn, round -> {});
        service = HttpService.start(station, learning, http.withAddress("127.0.0.1", 0), line -> log.add(line));
    }

    static ServedOverHttp of(Path folder) {
        return new ServedOverHttp(
                folder,
                HttpOptions.withDefaults(),
                StationOptions.withDefaults().withPolicy("clicks"),
                LearnOptions.withDefaults().withEvery(Duration.ofHours(1)));
    }

    int port() {
        return service.port();
    }

    String log() {
        return String.join("\n", log);
    }

    HttpRequest.Builder request(String path) {
        return HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + service.port() + path))
                .timeout(Duration.ofSeconds(60));
    }

    HttpResponse<String> send(HttpRequest request) {
        try {
            return client.send(request, HttpResponse.BodyHandlers.ofString());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    HttpResponse<String> get(String path) {
        return send(request(path).GET().build());
    }

    HttpResponse<String> send(String method, String path, String body) {
        return send(method, path, body.getBytes(StandardCharsets.UTF_8));
    }

    HttpResponse<String> send(String method, String path, byte[] body) {
        return send(
                request(path).method(method, BodyPublishers.ofByteArray(body)).build());
    }

    static JsonNode json(HttpResponse<String> response) {
        try {
            return JSON.readTree(response.body());
        } catch (IOException e) {
            throw new UncheckedIOException(response.body(), e);
        }
    }

    static String visit(String id, String account) {
        return "{\"decision_id\":\"" + id + "\",\"account\":\"" + account + "\",\"member\":\"" + account
                + "\",\"context.device\":\"tv\",\"context.hour\":20,\"member.tenure_days\":12.5,"
                + "\"member.favourite\":\"drama\"}";
    }

    @Override
    public void close() {
        service.close();
        learning.close();
        station.close();
    }
}
