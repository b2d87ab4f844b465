package dev.longview.client;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Calls a serving station. Immutable and thread-safe.
 *
 * <pre>{@code
 * LongviewClient client = LongviewClient.of(URI.create("http://localhost:8321"));
 * Slate slate = client.recommend(Visit.of("a1", "m1").withFeature("context.device", "tv"));
 * client.tell(List.of(Event.of("play", "m1").about(slate.items().get(0).id()).answering(slate.decisionId(), 0)));
 * }</pre>
 *
 * <p>What gets no answer, or is told to come back, is sent again with the same ids, which is harmless: the service knows them.
 */
public final class LongviewClient {
    private final HttpClient http;
    private final URI service;
    private final String token;
    private final Duration timeout;
    private final int attempts;

    private LongviewClient(HttpClient http, URI service, String token, Duration timeout, int attempts) {
        this.http = http;
        this.service = service;
        this.token = token;
        this.timeout = timeout;
        this.attempts = attempts;
    }

    /** Without a token, ten seconds an attempt, five attempts. */
    public static LongviewClient of(URI service) {
        return new LongviewClient(
                HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build(),
                service,
                "",
                Duration.ofSeconds(10),
                5);
    }

    public LongviewClient withToken(String callers) {
        return new LongviewClient(http, service, callers, timeout, attempts);
    }

    /** Calls by this: for a proxy, or a certificate of one's own. */
    public LongviewClient withHttp(HttpClient by) {
        return new LongviewClient(by, service, token, timeout, attempts);
    }

    public LongviewClient withTimeout(Duration each) {
        return new LongviewClient(http, service, token, each, attempts);
    }

    /** How often something is sent at most. */
    public LongviewClient withAttempts(int most) {
        if (most < 1) {
            throw new IllegalArgumentException("attempts must be at least 1: " + most);
        }
        return new LongviewClient(http, service, token, timeout, most);
    }

    /** @throws LongviewException when the service refuses the visit, or cannot be reached */
    public Slate recommend(Visit visit) {
        Map<?, ?> answer = send("/v1/recommendations", visit.json());
        List<Slate.Item> items = new ArrayList<>();
        for (Object each : list(answer.get("items"))) {
            Map<?, ?> item = map(each);
            items.add(new Slate.Item(
                    text(item.get("item")), number(item.get("conditional_propensity")), number(item.get("score"))));
        }
        List<String> cells =
                list(answer.get("cells")).stream().map(LongviewClient::text).collect(Collectors.toList());
        return new Slate(text(answer.get("decision_id")), text(answer.get("policy")), cells, items);
    }

    /**
     * Tells of events.
     *
     * @return what was refused, as id and reason; empty when all are on disk
     * @throws LongviewException when all are refused, or the service cannot be reached
     */
    public List<String> tell(List<Event> events) {
        List<Object> bodies = events.stream().map(Event::body).collect(Collectors.toList());
        List<String> refused = new ArrayList<>();
        for (Object each : list(send("/v1/feedback", Json.write(bodies)).get("results"))) {
            Map<?, ?> result = map(each);
            if ("refused".equals(result.get("status"))) {
                refused.add(text(result.get("id")) + ": " + Json.write(result.get("problems")));
            }
        }
        return refused;
    }

    private Map<?, ?> send(String path, String body) {
        HttpRequest.Builder request = HttpRequest.newBuilder(service.resolve(path))
                .timeout(timeout)
                .header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofString(body, StandardCharsets.UTF_8));
        if (!token.isEmpty()) {
            request.header("Authorization", "Bearer " + token);
        }
        for (int attempt = 1; ; attempt++) {
            try {
                HttpResponse<String> response =
                        http.send(request.build(), HttpResponse.BodyHandlers.ofString(StandardCharsets.UTF_8));
                if (response.statusCode() == 200) {
                    return map(Json.read(response.body()));
                }
                boolean later = response.statusCode() == 429 || response.statusCode() == 503;
                if (!later || attempt >= attempts) {
                    throw new LongviewException(response.statusCode(), response.body());
                }
                pause(response.headers().firstValueAsLong("Retry-After").orElse(1) * 1000);
            } catch (IOException e) {
                if (attempt >= attempts) {
                    throw new LongviewException(service + " cannot be reached: " + e, e);
                }
                pause(100L << Math.min(attempt, 5));
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new LongviewException("interrupted", e);
            }
        }
    }

    private static void pause(long millis) {
        try {
            Thread.sleep(millis);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new LongviewException("interrupted", e);
        }
    }

    private static Map<?, ?> map(@Nullable Object value) {
        if (value instanceof Map) {
            return (Map<?, ?>) value;
        }
        throw unexpected(value);
    }

    private static List<?> list(@Nullable Object value) {
        if (value instanceof List) {
            return (List<?>) value;
        }
        throw unexpected(value);
    }

    private static String text(@Nullable Object value) {
        if (value instanceof String) {
            return (String) value;
        }
        throw unexpected(value);
    }

    private static double number(@Nullable Object value) {
        if (value instanceof Double) {
            return (Double) value;
        }
        throw unexpected(value);
    }

    private static LongviewException unexpected(@Nullable Object value) {
        return new LongviewException(200, "an answer that this client does not know: " + Json.write(value));
    }
}
