package dev.longview.serve.http;

import dev.longview.config.ServingDefinition;
import dev.longview.loop.GateOptions;
import dev.longview.loop.Refusal;
import dev.longview.serve.ServiceClock;
import dev.longview.serve.StationOptions;
import dev.longview.serve.decide.Door;
import dev.longview.serve.journal.JournalOptions;
import dev.longview.serve.learn.LearnOptions;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Optional;
import java.util.function.Function;

/**
 * All that a service is started with.
 *
 * @param memory of the log's engine while it seals and learns, in bytes
 */
public record ServiceOptions(StationOptions station, LearnOptions learning, HttpOptions http, long memory) {
    /** Variables that have the tokens where no file is named. */
    public static final String TOKEN = "LONGVIEW_TOKEN";

    public static final String ADMIN_TOKEN = "LONGVIEW_ADMIN_TOKEN";
    private static final int SHORTEST_TOKEN = 16;

    /**
     * What a section of {@code longview.yaml} says.
     *
     * @param folder that its files are relative to
     * @param environment the value of a variable; null when there is none
     * @throws Refusal when a file cannot be read, or a token is too short
     */
    public static ServiceOptions of(
            ServingDefinition definition, Path folder, Function<String, Optional<String>> environment) {
        return new ServiceOptions(
                station(definition),
                learning(definition),
                http(definition, folder, environment),
                definition.learning().memoryBytes());
    }

    private static StationOptions station(ServingDefinition definition) {
        var limits = definition.limits();
        return new StationOptions(
                definition.policy(),
                definition.experiments(),
                definition.holdout().map(held -> new Door.Holdout(held.share(), held.policy(), held.learnsFrom())),
                definition.seed(),
                definition.eventClock() ? ServiceClock.Source.EVENTS : ServiceClock.Source.WALL,
                Clock.systemUTC(),
                JournalOptions.withDefaults()
                        .withQueue(limits.waiting())
                        .withMostBytes(limits.unsealedBytes())
                        .withKeys(limits.ids()),
                limits.idsOf(),
                definition.coldStart());
    }

    private static LearnOptions learning(ServingDefinition definition) {
        var learning = definition.learning();
        return LearnOptions.withDefaults()
                .learning(learning.enabled())
                .withEvery(learning.every())
                .withWindow(learning.window())
                .withFitEvery(learning.fitEvery())
                .withGate(GateOptions.of(definition.gate()));
    }

    private static HttpOptions http(
            ServingDefinition definition, Path folder, Function<String, Optional<String>> environment) {
        var limits = definition.limits();
        HttpOptions options = HttpOptions.withDefaults()
                .withAddress(definition.host(), definition.port())
                .withTokens(
                        token(definition.tokenFile().map(folder::resolve), TOKEN, environment),
                        token(definition.adminTokenFile().map(folder::resolve), ADMIN_TOKEN, environment))
                .withLimits(limits.bodyBytes(), limits.rows(), limits.requests())
                .withSlowest(limits.idle())
                .withLogging(definition.logRequests());
        return definition
                .tls()
                .map(files -> options.withTls(
                        new HttpOptions.Tls(folder.resolve(files.certificate()), folder.resolve(files.key()))))
                .orElse(options);
    }

    private static Optional<String> token(
            Optional<Path> file, String variable, Function<String, Optional<String>> environment) {
        Optional<String> token = file.map(path -> {
                    try {
                        return Files.readString(path).strip();
                    } catch (IOException e) {
                        throw new Refusal("the token in " + path + " cannot be read: " + e, e);
                    }
                })
                .or(() -> environment.apply(variable));
        token.filter(text -> text.length() < SHORTEST_TOKEN).ifPresent(text -> {
            throw new Refusal("the token of " + file.map(Path::toString).orElse(variable) + " has fewer than "
                    + SHORTEST_TOKEN + " characters: make one with openssl rand -hex 24");
        });
        return token;
    }
}
