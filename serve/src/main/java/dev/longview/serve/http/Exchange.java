package dev.longview.serve.http;

import com.fasterxml.jackson.databind.JsonNode;
import dev.longview.loop.Refusal;
import dev.longview.serve.Wrong;
import dev.longview.serve.http.Routes.Access;
import dev.longview.serve.http.Routes.Asked;
import dev.longview.serve.http.Routes.Route;
import dev.longview.serve.journal.Refused;
import dev.longview.syntax.Nearest;
import io.helidon.http.HeaderName;
import io.helidon.http.HeaderNames;
import io.helidon.http.Method;
import io.helidon.webserver.http.HttpRouting;
import io.helidon.webserver.http.ServerRequest;
import io.helidon.webserver.http.ServerResponse;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Between HTTP and the routes: who may, whose turn it is, the body, the answer, and what is told of it. */
final class Exchange {
    private static final HeaderName REQUEST_ID = HeaderNames.create("X-Request-Id");
    private static final int READING = 256 * 1024;
    private static final int TOO_MANY = 429;
    /** For each that is held, so that at most two thousand a second are turned away, however many ask; and as for so many at the least. */
    private static final long HELD_NANOS = 500_000;

    private static final int FEWEST_HELD = 100;
    private static final Set<String> METHODS = Set.of("GET", "POST", "PUT", "DELETE", "HEAD", "OPTIONS", "PATCH");
    private static final Pattern ID = Pattern.compile("[A-Za-z0-9._-]{1,64}");
    private static final Pattern PARAMETER = Pattern.compile("\\{([a-z]+)}");

    private final Routes routes;
    private final HttpOptions options;
    private final Metrics metrics;
    private final RequestLog log;
    private final Bodies bodies;
    private final Semaphore turns;
    /** Requests that are turned away, and not told yet. */
    private final AtomicInteger waiting = new AtomicInteger();

    private volatile boolean leaving;
    /** Kilobytes of bodies that may be on their way at once. */
    private final Semaphore reading = new Semaphore(READING);

    Exchange(Routes routes, HttpOptions options, Metrics metrics, RequestLog log) {
        this.routes = routes;
        this.options = options;
        this.metrics = metrics;
        this.log = log;
        this.bodies = new Bodies(options.bodyBytes());
        this.turns = new Semaphore(options.atOnce());
    }

    void route(HttpRouting.Builder routing) {
        for (Route route : routes.all()) {
            List<String> parameters = PARAMETER
                    .matcher(route.path())
                    .results()
                    .map(found -> found.group(1))
                    .toList();
            routing.route(Method.create(route.method()), route.path(), (request, response) -> {
                Map<String, String> path = new HashMap<>();
                parameters.forEach(name -> path.put(
                        name, request.path().pathParameters().first(name).orElse("")));
                exchange(route, path, request, response);
            });
        }
        routing.any((request, response) -> exchange(nowhere(request), Map.of(), request, response));
    }

    /** A path that is none, or is one for another method. */
    private Route nowhere(ServerRequest request) {
        String path = request.path().path();
        List<String> methods = routes.all().stream()
                .filter(route -> matcher(route, path).matches())
                .map(Route::method)
                .toList();
        String near = Nearest.to(path, routes.all().stream().map(Route::path).toList())
                .map(word -> "; did you mean " + word + "?")
                .orElse("; what there is: GET /openapi.json");
        return new Route(
                // Not the word that was sent: anybody can send any number of them.
                METHODS.contains(request.prologue().method().text())
                        ? request.prologue().method().text()
                        : "OTHER",
                methods.isEmpty() ? "nowhere" : "another method",
                Access.ANYBODY,
                false,
                false,
                asked -> {
                    throw methods.isEmpty()
                            ? new Problems.TurnedAway(404, "there is no such path" + near)
                            : new Problems.TurnedAway(405, "this path takes " + String.join(", ", methods));
                });
    }

    /** From now on requests are turned away; returns when those that are under way are answered, or after so long. */
    void drain(Duration longest) {
        leaving = true;
        try {
            if (turns.tryAcquire(options.atOnce(), longest.toMillis(), TimeUnit.MILLISECONDS)) {
                turns.release(options.atOnce());
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static Matcher matcher(Route route, String path) {
        return Pattern.compile(PARAMETER.matcher(route.path()).replaceAll("[^/]+"))
                .matcher(path);
    }

    private void exchange(Route route, Map<String, String> path, ServerRequest request, ServerResponse response) {
        long start = System.nanoTime();
        String id = request.headers()
                .first(REQUEST_ID)
                .filter(given -> ID.matcher(given).matches())
                .orElseGet(() -> UUID.randomUUID().toString());
        Reply reply;
        try {
            reply = answer(route, path, request, id);
            log.request(id, route.method(), route.path(), reply.status(), System.nanoTime() - start);
        } catch (RuntimeException e) {
            reply = Problems.reply(e, id);
            boolean expected = e instanceof Wrong || e instanceof Problems.TurnedAway || e instanceof Refusal;
            if (!expected && !(e instanceof Refused)) {
                log.request(id, route.method(), route.path(), reply.status(), System.nanoTime() - start, e);
            } else {
                log.request(id, route.method(), route.path(), reply.status(), System.nanoTime() - start);
            }
        }
        if (reply.status() == TOO_MANY) {
            hold();
        }
        response.status(reply.status());
        response.header(HeaderNames.CONTENT_TYPE, reply.type());
        response.header(REQUEST_ID, id);
        reply.headers().forEach((name, value) -> response.header(HeaderNames.create(name), value));
        metrics.request(route.method() + " " + route.path(), reply.status(), System.nanoTime() - start);
        response.send(reply.body());
    }

    /**
     * Whoever is turned away and comes back at once, a thousand times over, would leave the processors no time for those who were let in:
     * the more there are, the later each is told.
     */
    private void hold() {
        try {
            Thread.sleep(Duration.ofNanos(HELD_NANOS * (FEWEST_HELD + waiting.incrementAndGet())));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            waiting.decrementAndGet();
        }
    }

    private Reply answer(Route route, Map<String, String> path, ServerRequest request, String id) {
        admit(route, request);
        if (!route.bounded()) {
            return route.handler().answer(new Asked(path, Optional.empty(), id));
        }
        if (leaving) {
            throw new Problems.TurnedAway(503, "the service is being stopped");
        }
        // Read before its turn comes: a client that is slow to send keeps nobody else waiting.
        Optional<JsonNode> body = route.body() ? Optional.of(body(request)) : Optional.empty();
        if (!turns.tryAcquire()) {
            throw new Problems.TurnedAway(
                    429, options.atOnce() + " requests are being answered already; come back in a second");
        }
        try {
            return route.handler().answer(new Asked(path, body, id));
        } finally {
            turns.release();
        }
    }

    private JsonNode body(ServerRequest request) {
        long length = request.headers().contentLength().orElse(-1);
        long most = length < 0 ? options.bodyBytes() : Math.min(length, options.bodyBytes());
        int kilobytes = Math.min(READING, Math.toIntExact(1 + most / 1024));
        if (!reading.tryAcquire(kilobytes)) {
            throw new Problems.TurnedAway(429, "too much is being sent at once; come back in a second");
        }
        try {
            return bodies.read(request.content().inputStream(), length);
        } finally {
            reading.release(kilobytes);
        }
    }

    private void admit(Route route, ServerRequest request) {
        boolean free = switch (route.access()) {
            case ANYBODY -> true;
            case CALLER ->
                options.token().isEmpty() || has(request, options.token()) || has(request, options.adminToken());
            case ADMIN -> options.adminToken().isEmpty() || has(request, options.adminToken());
        };
        if (!free) {
            throw new Problems.TurnedAway(
                    401,
                    route.access() == Access.ADMIN
                            ? "this needs the admins' token: Authorization: Bearer …"
                            : "this needs a token: Authorization: Bearer …");
        }
    }

    private static boolean has(ServerRequest request, Optional<String> token) {
        byte[] given =
                request.headers().first(HeaderNames.AUTHORIZATION).orElse("").getBytes(StandardCharsets.UTF_8);
        return token.isPresent()
                && MessageDigest.isEqual(given, ("Bearer " + token.get()).getBytes(StandardCharsets.UTF_8));
    }
}
