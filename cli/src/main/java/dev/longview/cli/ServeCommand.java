package dev.longview.cli;

import dev.longview.engine.Engine;
import dev.longview.engine.duckdb.DuckDbEngine;
import dev.longview.engine.duckdb.DuckDbOptions;
import dev.longview.loop.Refusal;
import dev.longview.loop.Workspace;
import dev.longview.serve.ServiceClock;
import dev.longview.serve.Station;
import dev.longview.serve.StationOptions;
import dev.longview.serve.decide.Door;
import dev.longview.serve.http.HttpOptions;
import dev.longview.serve.http.HttpService;
import dev.longview.serve.journal.Refused;
import dev.longview.serve.learn.Continuous;
import dev.longview.serve.learn.GateOptions;
import dev.longview.serve.learn.LearnOptions;
import dev.longview.serve.learn.Round;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code longview serve}: the workspace over HTTP. */
@Command(
        name = "serve",
        description =
                "Serves the workspace over HTTP: recommends, takes feedback, items and memberships, and with --learn"
                    + " learns from them. What it answers is on disk. Ends on SIGTERM, when all that is under way is"
                    + " answered. docs/serving.md tells more; the service itself at /openapi.json.",
        footer = {"", "Example:", "  longview serve -w demo --learn"})
final class ServeCommand implements Callable<Integer> {
    private static final String TOKEN = "LONGVIEW_TOKEN";
    private static final String ADMIN_TOKEN = "LONGVIEW_ADMIN_TOKEN";

    @Mixin
    private final Common common = new Common();

    @Option(names = "--host", defaultValue = "127.0.0.1", description = "To listen on (default: ${DEFAULT-VALUE}).")
    private String host = "";

    @Option(names = "--port", defaultValue = "8321", description = "0 takes any (default: ${DEFAULT-VALUE}).")
    private int port;

    @Option(
            names = "--policy",
            paramLabel = "NAME",
            description = "Serves who is in no experiment (default: the first of longview.yaml that is trained).")
    private Optional<String> policy = Optional.empty();

    @Option(
            names = "--experiments",
            negatable = true,
            defaultValue = "true",
            fallbackValue = "true",
            description = "Whether experiments without a decision run (default: ${DEFAULT-VALUE}).")
    private boolean experiments;

    @Option(
            names = "--holdout",
            paramLabel = "SHARE",
            description = "Share of accounts that --holdout-policy always serves, whatever is tried on the others.")
    private Optional<Double> holdout = Optional.empty();

    @Option(names = "--holdout-policy", paramLabel = "NAME", description = "Serves those who are held out.")
    private Optional<String> holdoutPolicy = Optional.empty();

    @Option(names = "--seed", defaultValue = "0", description = "Seeds the draws (default: ${DEFAULT-VALUE}).")
    private long seed;

    @Option(
            names = "--clock",
            defaultValue = "wall",
            description = "wall, or events: time is what visits and events tell, to replay months in minutes (default:"
                    + " ${DEFAULT-VALUE}).")
    private String clock = "";

    @Option(names = "--learn", description = "Learn while serving.")
    private boolean learn;

    @Option(
            names = "--every",
            defaultValue = "60",
            paramLabel = "SECONDS",
            description = "From one round (seal, and with --learn learn) to the next, at least 5 (default:"
                    + " ${DEFAULT-VALUE}).")
    private int every;

    @Option(
            names = "--window",
            defaultValue = "56",
            paramLabel = "DAYS",
            description = "How far back decisions teach (default: ${DEFAULT-VALUE}).")
    private int window;

    @Option(
            names = "--fit-every",
            defaultValue = "24",
            paramLabel = "HOURS",
            description = "How often forecasts are fitted, by the service's clock; 0 for never (default:"
                    + " ${DEFAULT-VALUE}).")
    private int fitEvery;

    @Option(
            names = "--gate",
            negatable = true,
            defaultValue = "true",
            fallbackValue = "true",
            description = "Whether a version that the log says is worse is kept out (default: ${DEFAULT-VALUE}).")
    private boolean gate;

    @Option(
            names = "--token-file",
            paramLabel = "FILE",
            description = "Has the token of callers (default: the variable " + TOKEN + ").")
    private Optional<Path> tokenFile = Optional.empty();

    @Option(
            names = "--admin-token-file",
            paramLabel = "FILE",
            description = "Has the token of admins (default: the variable " + ADMIN_TOKEN + ").")
    private Optional<Path> adminTokenFile = Optional.empty();

    @Option(names = "--tls-certificate", paramLabel = "PEM", description = "With --tls-key: speak HTTPS.")
    private Optional<Path> certificate = Optional.empty();

    @Option(names = "--tls-key", paramLabel = "PEM", description = "The certificate's private key.")
    private Optional<Path> key = Optional.empty();

    @Option(names = "--log-requests", description = "Log each request, not only those that failed or took long.")
    private boolean logRequests;

    @Option(
            names = "--memory",
            paramLabel = "MIB",
            defaultValue = "1024",
            description = "What the log's engine may use while it seals and learns (default: ${DEFAULT-VALUE}).")
    private long memory;

    /** Where it listens. */
    record Report(String url, List<String> policies, int items, boolean learns) {}

    @Override
    public Integer call() throws InterruptedException {
        StationOptions options = stationOptions();
        LearnOptions learning = learnOptions();
        HttpOptions http = httpOptions();
        http.refusal().ifPresent(why -> {
            throw new Refusal(why);
        });
        Workspace workspace = common.workspace();
        CountDownLatch end = new CountDownLatch(1);
        CountDownLatch ended = new CountDownLatch(1);
        try (Station station = open(workspace, options);
                Continuous rounds = Continuous.start(station, engine(workspace), learning, this::told);
                HttpService service = HttpService.start(station, rounds, http, line -> System.err.println(line))) {
            Runtime.getRuntime().addShutdownHook(new Thread(() -> await(end, ended)));
            String scheme = http.tls().isPresent() ? "https" : "http";
            int items = station.present().service().catalogue().size();
            Report report = new Report(
                    scheme + "://" + host + ":" + service.port(), List.copyOf(station.policies()), items, learn);
            common.output().print(report, out -> {
                out.println("listening on " + report.url() + ", " + Numbers.count(items) + " items, policies "
                        + String.join(", ", report.policies()) + (learn ? ", learning" : ""));
                out.println("what it answers: " + report.url() + "/");
            });
            end.await();
        } finally {
            ended.countDown();
        }
        return Exit.DONE;
    }

    private static Station open(Workspace workspace, StationOptions options) {
        try {
            return Station.open(workspace, () -> engineOf(workspace, 512), options);
        } catch (Refused e) {
            throw new Refusal(String.valueOf(e.getMessage()), e);
        }
    }

    private Engine engine(Workspace workspace) {
        return engineOf(workspace, memory);
    }

    private static Engine engineOf(Workspace workspace, long megabytes) {
        // One processor at most is the log's: the other answers.
        return DuckDbEngine.open(
                workspace.log(), DuckDbOptions.withDefaults().withThreads(1).withMemory(megabytes << 20));
    }

    /** The process lives until the service has ended what is under way. */
    private static void await(CountDownLatch end, CountDownLatch ended) {
        end.countDown();
        try {
            ended.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void told(Round round) {
        round.problems().forEach(problem -> common.err().println("round: " + problem));
        round.policies().stream()
                .filter(policy -> !policy.swapped() && policy.version().isEmpty())
                .forEach(policy -> common.err().println("round: " + policy.policy() + ": " + policy.note()));
        common.err().flush();
    }

    private StationOptions stationOptions() {
        Map<String, ServiceClock.Source> clocks =
                Map.of("wall", ServiceClock.Source.WALL, "events", ServiceClock.Source.EVENTS);
        ServiceClock.Source source = clocks.get(clock.toLowerCase(Locale.ROOT));
        if (source == null) {
            throw new Refusal("--clock: '" + clock + "' is none; allowed: wall, events");
        }
        StationOptions options = StationOptions.withDefaults()
                .withExperiments(experiments)
                .withSeed(seed)
                .withClock(source);
        if (holdout.isPresent() != holdoutPolicy.isPresent()) {
            throw new Refusal("--holdout and --holdout-policy belong together: who is held out, and what serves them");
        }
        if (holdout.isPresent()) {
            double share = holdout.get();
            if (!(share > 0 && share < 1)) {
                throw new Refusal("--holdout: " + share + " is no share; allowed: above 0, below 1");
            }
            options = options.withHoldout(new Door.Holdout(share, holdoutPolicy.orElseThrow()));
        }
        return policy.map(options::withPolicy).orElse(options);
    }

    private LearnOptions learnOptions() {
        if (every < LearnOptions.SHORTEST.toSeconds()) {
            throw new Refusal("--every: " + every + " is too short; allowed: 5 seconds and more");
        }
        if (window < 1 || fitEvery < 0 || memory < 128) {
            throw new Refusal("--window is at least 1 day, --fit-every at least 0 hours, --memory at least 128 MiB");
        }
        return LearnOptions.withDefaults()
                .learning(learn)
                .withEvery(Duration.ofSeconds(every))
                .withWindow(Duration.ofDays(window))
                .withFitEvery(Duration.ofHours(fitEvery))
                .withGate(GateOptions.withDefaults().withOffPolicy(gate));
    }

    private HttpOptions httpOptions() {
        HttpOptions options = HttpOptions.withDefaults()
                .withAddress(host, port)
                .withTokens(token(tokenFile, TOKEN), token(adminTokenFile, ADMIN_TOKEN))
                .withLogging(logRequests);
        if (certificate.isPresent() != key.isPresent()) {
            throw new Refusal("--tls-certificate and --tls-key belong together");
        }
        return certificate
                .map(file -> options.withTls(new HttpOptions.Tls(file, key.orElseThrow())))
                .orElse(options);
    }

    private static Optional<String> token(Optional<Path> file, String variable) {
        Optional<String> token = file.map(path -> {
                    try {
                        return Files.readString(path).strip();
                    } catch (IOException e) {
                        throw new Refusal("the token in " + path + " cannot be read: " + e, e);
                    }
                })
                .or(() -> Optional.ofNullable(System.getenv(variable)));
        token.filter(text -> text.length() < 16).ifPresent(text -> {
            throw new Refusal("the token of " + variable + " has fewer than 16 characters: make one with"
                    + " openssl rand -hex 24");
        });
        return token;
    }
}
