package dev.longview.serve.http;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.longview.engine.Engine;
import dev.longview.engine.SegmentWriter;
import dev.longview.ingest.EventsFile;
import dev.longview.log.Table;
import dev.longview.loop.DelayFitting;
import dev.longview.loop.GateOptions;
import dev.longview.loop.Loop;
import dev.longview.loop.PolicyTraining;
import dev.longview.loop.Progress;
import dev.longview.loop.Window;
import dev.longview.loop.Workspace;
import dev.longview.serve.ServedWorkspace;
import dev.longview.serve.ServiceClock;
import dev.longview.serve.Station;
import dev.longview.serve.StationOptions;
import dev.longview.serve.learn.Continuous;
import dev.longview.serve.learn.LearnOptions;
import dev.longview.simulate.drive.Product;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/** A product over HTTP: what was logged before it is imported; from its first refresh on it is a service that is called. */
final class HttpProduct implements Product, AutoCloseable {
    private static final JsonMapper JSON = new JsonMapper();
    private static final int AT_ONCE = 500;

    private final Workspace workspace;
    private final String policy;
    private final HttpClient client = HttpClient.newHttpClient();
    private final Set<String> versions = new TreeSet<>();
    private Optional<Started> started = Optional.empty();
    private int imports;

    private record Started(Station station, Continuous learning, HttpService http) {}

    HttpProduct(Workspace workspace, String policy) {
        this.workspace = workspace;
        this.policy = policy;
    }

    /** The versions that answered. */
    Set<String> versions() {
        return versions;
    }

    @Override
    public void take(Path log) {
        if (started.isEmpty()) {
            importLog(log);
            return;
        }
        Map<String, List<JsonNode>> rows = new LinkedHashMap<>();
        try {
            for (String line : Files.readAllLines(log)) {
                ObjectNode row = (ObjectNode) JSON.readTree(line);
                String table = row.remove("table").asText();
                // What was shown the service has logged itself.
                if (List.of("items", "feedback", "memberships").contains(table)) {
                    rows.computeIfAbsent(table, unseen -> new ArrayList<>()).add(row);
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        rows.forEach((table, all) -> {
            String method = table.equals("items") ? "PUT" : "POST";
            for (int from = 0; from < all.size(); from += AT_ONCE) {
                List<JsonNode> some = all.subList(from, Math.min(all.size(), from + AT_ONCE));
                JsonNode answer =
                        call(method, "/v1/" + table, JSON.valueToTree(some).toString());
                if (answer.path("rows").path("refused").asInt() > 0) {
                    throw new IllegalStateException(answer.toString());
                }
            }
        });
    }

    private void importLog(Path log) {
        try (Engine engine = ServedWorkspace.engine(workspace)) {
            Map<Table, SegmentWriter> writers = new EnumMap<>(Table.class);
            String segment = "import-" + imports++;
            var features = workspace.configuration().features();
            EventsFile.of(log)
                    .withFeatures(features)
                    .read((table, rows) -> writers.computeIfAbsent(table, each -> engine.write(each, segment, features))
                            .append(rows));
            engine.publish(writers.values());
        }
    }

    @Override
    public void refresh(long asOf) {
        if (started.isEmpty()) {
            try (Engine engine = ServedWorkspace.engine(workspace)) {
                Loop loop = new Loop(workspace, workspace.configuration(), engine, Progress.silent());
                new DelayFitting(loop).fit(Window.asOf(asOf), List.of());
                new PolicyTraining(loop).train(policy, Window.asOf(asOf), 0);
            }
            Station station = ServedWorkspace.open(
                    workspace,
                    StationOptions.withDefaults()
                            .withPolicy(policy)
                            .withExperiments(false)
                            .withClock(ServiceClock.Source.EVENTS));
            Continuous learning = Continuous.start(
                    station,
                    ServedWorkspace.engine(workspace),
                    LearnOptions.withDefaults()
                            .withEvery(Duration.ofHours(1))
                            .learning(true)
                            .withGate(GateOptions.withDefaults().withOffPolicy(false)),
                    round -> {});
            HttpService http = HttpService.start(
                    station, learning, HttpOptions.withDefaults().withAddress("127.0.0.1", 0), line -> {});
            started = Optional.of(new Started(station, learning, http));
        } else {
            JsonNode round = call("POST", "/v1/learn", "");
            if (!round.path("problems").isEmpty()) {
                throw new IllegalStateException(round.toString());
            }
        }
    }

    @Override
    public Path slates(Path visits, long asOf) {
        Path slates = visits.resolveSibling("slates.jsonl");
        try (BufferedWriter out = Files.newBufferedWriter(slates)) {
            for (String line : Files.readAllLines(visits)) {
                JsonNode answer = call("POST", "/v1/recommendations", line);
                versions.add(answer.path("policy").asText());
                ObjectNode row = JSON.createObjectNode();
                row.set("decision_id", answer.path("decision_id"));
                row.set("policy", answer.path("policy"));
                row.set("slate", answer.path("items"));
                out.write(row + "\n");
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return slates;
    }

    private JsonNode call(String method, String path, String body) {
        int port = started.orElseThrow().http().port();
        HttpRequest request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path))
                .method(method, HttpRequest.BodyPublishers.ofString(body))
                .build();
        try {
            HttpResponse<String> response = client.send(request, HttpResponse.BodyHandlers.ofString());
            if (response.statusCode() != 200) {
                throw new IllegalStateException(path + ": " + response.body());
            }
            return JSON.readTree(response.body());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    @Override
    public void close() {
        started.ifPresent(running -> {
            running.http().close();
            running.learning().close();
            running.station().close();
        });
    }
}
