package dev.longview.serve.http;

import dev.longview.loop.Refusal;
import dev.longview.serve.Station;
import dev.longview.serve.learn.Continuous;
import io.helidon.common.configurable.Resource;
import io.helidon.common.pki.Keys;
import io.helidon.common.tls.Tls;
import io.helidon.webserver.WebServer;
import io.helidon.webserver.WebServerConfig;
import java.time.Duration;
import java.util.Map;
import java.util.function.Consumer;
import java.util.logging.Level;
import java.util.logging.Logger;

/**
 * The service that listens.
 *
 * <pre>{@code
 * try (HttpService service = HttpService.start(station, learning, HttpOptions.withDefaults(), System.err::println)) {
 *     service.port();
 * }
 * }</pre>
 */
public final class HttpService implements AutoCloseable {
    /** Held on to: the logging of the JDK forgets levels of loggers that nobody has. */
    private static final Map<Logger, Level> QUIET = Map.of(
            Logger.getLogger("io.helidon"),
            Level.WARNING,
            Logger.getLogger("io.helidon.webserver.LoomServer"),
            Level.OFF);

    private final WebServer server;
    private final Answers answers;
    private final Exchange exchange;
    private final Duration slowest;

    static {
        // It tells of each start and stop, and of a port that is taken with a stack trace; the rest is worth hearing.
        QUIET.forEach((logger, level) -> logger.setLevel(level));
    }

    private HttpService(WebServer server, Answers answers, Exchange exchange, Duration slowest) {
        this.server = server;
        this.answers = answers;
        this.exchange = exchange;
        this.slowest = slowest;
    }

    /**
     * Starts to listen. The station is warm: what is asked for first is answered as fast as what comes later.
     *
     * @param log gets a line of JSON for each request that is logged; from any thread
     * @throws Refusal when it may not listen so, or cannot
     */
    public static HttpService start(Station station, Continuous learning, HttpOptions options, Consumer<String> log) {
        options.refusal().ifPresent(why -> {
            throw new Refusal(why);
        });
        Metrics metrics = Metrics.of(station, learning);
        Answers answers = new Answers(station, learning, metrics, options.batchRows());
        Exchange exchange =
                new Exchange(Routes.of(answers, metrics), options, metrics, new RequestLog(log, options.logged()));
        WebServerConfig.Builder builder = WebServer.builder()
                .host(options.host())
                .port(options.port())
                .shutdownHook(false)
                // More than are answered at once may be connected: they are told to come back.
                .maxConcurrentRequests(-1)
                // Beyond these one waits to be accepted, and is told nothing: far more than are answered at once.
                .maxTcpConnections(Math.max(4096, 8 * options.atOnce()))
                .idleConnectionTimeout(options.slowest().multipliedBy(4))
                // What is under way is waited for before; connections that are open and idle are not.
                .shutdownGracePeriod(Duration.ofMillis(200))
                .connectionOptions(
                        socket -> socket.readTimeout(options.slowest()).tcpNoDelay(true))
                .routing(exchange::route);
        options.tls().ifPresent(files -> builder.tls(tls(files)));
        WebServer server = builder.build().start();
        if (!server.isRunning()) {
            server.stop();
            throw new Refusal("the service cannot listen on " + options.host() + ":" + options.port()
                    + ": does another process, or is the address none of this machine's? --port 0 takes any port that"
                    + " is free");
        }
        return new HttpService(server, answers, exchange, options.slowest());
    }

    private static Tls tls(HttpOptions.Tls files) {
        try {
            Keys keys = Keys.builder()
                    .pem(pem -> pem.key(Resource.create(files.key())).certChain(Resource.create(files.certificate())))
                    .build();
            return Tls.builder()
                    .privateKey(keys.privateKey().orElseThrow())
                    .privateKeyCertChain(keys.certChain())
                    .build();
        } catch (RuntimeException e) {
            throw new Refusal(
                    "the certificate " + files.certificate() + " and the key " + files.key() + " cannot be used: "
                            + e.getMessage() + ". Wanted are PEM files: a certificate with its chain, and its private"
                            + " key in PKCS#8 without a password (openssl pkcs8 -topk8 -nocrypt)",
                    e);
        }
    }

    /** Where it listens. */
    public int port() {
        return server.port();
    }

    /** Tells that it is not ready any more, ends what is under way, and takes nothing new. */
    @Override
    public void close() {
        answers.leave();
        exchange.drain(slowest);
        server.stop();
    }
}
