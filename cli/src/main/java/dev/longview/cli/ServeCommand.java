package dev.longview.cli;

import dev.longview.config.ServingDefinition;
import dev.longview.engine.Engine;
import dev.longview.engine.duckdb.DuckDbEngine;
import dev.longview.engine.duckdb.DuckDbOptions;
import dev.longview.experiment.LearnsFrom;
import dev.longview.loop.Refusal;
import dev.longview.loop.Workspace;
import dev.longview.serve.Station;
import dev.longview.serve.StationOptions;
import dev.longview.serve.http.Carriers;
import dev.longview.serve.http.HttpOptions;
import dev.longview.serve.http.HttpService;
import dev.longview.serve.http.ServiceOptions;
import dev.longview.serve.journal.Refused;
import dev.longview.serve.learn.Continuous;
import dev.longview.serve.learn.LearnOptions;
import dev.longview.serve.learn.Round;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
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
                    + " answered. Options go before what longview.yaml says under serving. docs/serving.md tells more;"
                    + " the service itself at /openapi.json.",
        footer = {"", "Example:", "  longview serve -w demo --learn"})
final class ServeCommand implements Callable<Integer> {
    private static final String EVENTS = "events";
    private static final List<String> CLOCKS = List.of("wall", EVENTS);
    /** MiB. */
    private static final long LEAST_MEMORY = 128;
    /** As {@code serving.learning} of longview.yaml allows. */
    private static final int MOST_DAYS = 3_650;
    /** Bytes of the engine that reads the log at a start and finds single rows afterwards. */
    private static final long READING = 512L << 20;

    @Mixin
    private final Common common = new Common();

    @Option(names = "--host", description = "To listen on (default: 127.0.0.1).")
    private Optional<String> host = Optional.empty();

    @Option(names = "--port", description = "0 takes any (default: 8321).")
    private Optional<Integer> port = Optional.empty();

    @Option(
            names = "--policy",
            paramLabel = "NAME",
            description = "Serves who is in no experiment (default: the first of longview.yaml that is trained).")
    private Optional<String> policy = Optional.empty();

    @Option(
            names = "--cold-start",
            negatable = true,
            description = "Start before anything is trained: show all items alike, until --learn has learned (default:"
                    + " false).")
    private Optional<Boolean> coldStart = Optional.empty();

    @Option(
            names = "--experiments",
            negatable = true,
            description = "Whether experiments without a decision run (default: true).")
    private Optional<Boolean> experiments = Optional.empty();

    @Option(
            names = "--holdout",
            paramLabel = "SHARE",
            description = "Share of accounts that --holdout-policy always serves, whatever is tried on the others.")
    private Optional<Double> holdout = Optional.empty();

    @Option(names = "--holdout-policy", paramLabel = "NAME", description = "Serves those who are held out.")
    private Optional<String> holdoutPolicy = Optional.empty();

    @Option(names = "--seed", description = "Seeds the draws (default: 0).")
    private Optional<Long> seed = Optional.empty();

    @Option(
            names = "--clock",
            description = "wall, or events: time is what visits and events tell, to replay months in minutes (default:"
                    + " wall).")
    private Optional<String> clock = Optional.empty();

    @Option(names = "--learn", negatable = true, description = "Learn while serving (default: false).")
    private Optional<Boolean> learn = Optional.empty();

    @Option(
            names = "--every",
            paramLabel = "SECONDS",
            description = "From one round (seal, and with --learn learn) to the next, at least 2 (default: 45).")
    private Optional<Integer> every = Optional.empty();

    @Option(names = "--window", paramLabel = "DAYS", description = "How far back decisions teach (default: 56).")
    private Optional<Integer> window = Optional.empty();

    @Option(
            names = "--fit-every",
            paramLabel = "HOURS",
            description = "How often forecasts are fitted, by the service's clock; 0 for never (default: 24).")
    private Optional<Integer> fitEvery = Optional.empty();

    @Option(
            names = "--gate",
            negatable = true,
            description = "Whether a version that the log says is worse is kept out (default: true).")
    private Optional<Boolean> gate = Optional.empty();

    @Option(
            names = "--token-file",
            paramLabel = "FILE",
            description = "Has the token of callers (default: the variable " + ServiceOptions.TOKEN + ").")
    private Optional<Path> tokenFile = Optional.empty();

    @Option(
            names = "--admin-token-file",
            paramLabel = "FILE",
            description = "Has the token of admins (default: the variable " + ServiceOptions.ADMIN_TOKEN + ").")
    private Optional<Path> adminTokenFile = Optional.empty();

    @Option(names = "--tls-certificate", paramLabel = "PEM", description = "With --tls-key: speak HTTPS.")
    private Optional<Path> certificate = Optional.empty();

    @Option(names = "--tls-key", paramLabel = "PEM", description = "The certificate's private key.")
    private Optional<Path> key = Optional.empty();

    @Option(
            names = "--log-requests",
            negatable = true,
            description = "Log each request, not only those that failed or took long (default: false).")
    private Optional<Boolean> logRequests = Optional.empty();

    @Option(
            names = "--memory",
            paramLabel = "MIB",
            description = "What the log's engine may use while it seals and learns (default: 1024).")
    private Optional<Long> memory = Optional.empty();

    /** Where it listens. */
    record Report(String url, List<String> policies, int items, boolean learns) {}

    @Override
    public Integer call() throws InterruptedException {
        // Before the first virtual thread is made.
        Carriers.several();
        requireSense();
        Workspace workspace = common.workspace();
        ServiceOptions options = ServiceOptions.of(
                options(workspace.configuration().serving()),
                workspace.root(),
                name -> Optional.ofNullable(System.getenv(name)));
        HttpOptions http = options.http();
        http.refusal().ifPresent(why -> {
            throw new Refusal(why);
        });
        CountDownLatch end = new CountDownLatch(1);
        CountDownLatch ended = new CountDownLatch(1);
        try (Station station = open(workspace, options.station());
                Continuous rounds = Continuous.start(
                        station, engineOf(workspace, options.memory()), options.learning(), this::told);
                HttpService service = HttpService.start(station, rounds, http, line -> System.err.println(line))) {
            Runtime.getRuntime().addShutdownHook(new Thread(() -> await(end, ended)));
            String scheme = http.tls().isPresent() ? "https" : "http";
            boolean learns = options.learning().learns();
            int items = station.present().service().catalogue().size();
            Report report = new Report(
                    scheme + "://" + http.host() + ":" + service.port(),
                    List.copyOf(station.policies()),
                    items,
                    learns);
            common.output().print(report, out -> {
                out.println("listening on " + report.url() + ", " + Numbers.count(items) + " items, policies "
                        + String.join(", ", report.policies()) + (learns ? ", learning" : ""));
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
            return Station.open(workspace, () -> engineOf(workspace, READING), options);
        } catch (Refused e) {
            throw new Refusal(String.valueOf(e.getMessage()), e);
        }
    }

    private static Engine engineOf(Workspace workspace, long bytes) {
        // One processor at most is the log's: the other answers.
        return DuckDbEngine.open(
                workspace.log(), DuckDbOptions.withDefaults().withThreads(1).withMemory(bytes));
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

    /** What longview.yaml says, with what the options say instead. */
    private ServingDefinition options(ServingDefinition file) {
        requireSense();
        var learning = file.learning();
        var filed = file.gate();
        return new ServingDefinition(
                host.orElse(file.host()),
                port.orElse(file.port()),
                certificate
                        .map(path -> new ServingDefinition.Tls(here(path), here(key.orElseThrow())))
                        .or(file::tls),
                tokenFile.map(ServeCommand::here).or(file::tokenFile),
                adminTokenFile.map(ServeCommand::here).or(file::adminTokenFile),
                policy.or(file::policy),
                coldStart.orElse(file.coldStart()),
                experiments.orElse(file.experiments()),
                holdout.map(share -> new ServingDefinition.Holdout(share, holdoutPolicy.orElseThrow(), LearnsFrom.OWN))
                        .or(file::holdout),
                seed.orElse(file.seed()),
                clock.map(word -> word.equals(EVENTS)).orElse(file.eventClock()),
                logRequests.orElse(file.logRequests()),
                file.limits(),
                new ServingDefinition.Learning(
                        learn.orElse(learning.enabled()),
                        every.map(Duration::ofSeconds).orElse(learning.every()),
                        window.map(Duration::ofDays).orElse(learning.window()),
                        fitEvery.map(Duration::ofHours).orElse(learning.fitEvery()),
                        memory.map(mebibytes -> mebibytes << 20).orElse(learning.memoryBytes())),
                new ServingDefinition.Gate(
                        gate.orElse(filed.offPolicy()),
                        filed.decisions(),
                        filed.fewest(),
                        filed.floor(),
                        filed.drift(),
                        filed.leastAgreement()));
    }

    /** Files of options are looked for from here, those of longview.yaml from its folder. */
    private static String here(Path path) {
        return path.toAbsolutePath().toString();
    }

    private void requireSense() {
        if (holdout.isPresent() != holdoutPolicy.isPresent()) {
            throw new Refusal("--holdout and --holdout-policy belong together: who is held out, and what serves them");
        }
        holdout.filter(share -> !(share > 0 && share < 1)).ifPresent(share -> {
            throw new Refusal("--holdout: " + share + " is no share; allowed: above 0, below 1");
        });
        clock.filter(word -> !CLOCKS.contains(word)).ifPresent(word -> {
            throw new Refusal("--clock: '" + word + "' is none; allowed: " + String.join(", ", CLOCKS));
        });
        every.filter(seconds -> seconds < LearnOptions.SHORTEST.toSeconds()).ifPresent(seconds -> {
            throw new Refusal("--every: " + seconds + " is too short; allowed: " + LearnOptions.SHORTEST.toSeconds()
                    + " seconds and more");
        });
        requireWithin("--window", window, 1, MOST_DAYS, "days");
        requireWithin("--fit-every", fitEvery, 0, 24 * MOST_DAYS, "hours");
        memory.filter(mebibytes -> mebibytes < LEAST_MEMORY).ifPresent(mebibytes -> {
            throw new Refusal("--memory: " + mebibytes + " is too little; allowed: " + LEAST_MEMORY + " MiB and more");
        });
        if (certificate.isPresent() != key.isPresent()) {
            throw new Refusal("--tls-certificate and --tls-key belong together");
        }
    }

    private static void requireWithin(String option, Optional<Integer> given, int least, int most, String unit) {
        given.filter(value -> value < least || value > most).ifPresent(value -> {
            throw new Refusal(option + ": " + value + " is out of range; allowed: " + least + " to "
                    + Numbers.count(most) + " " + unit);
        });
    }
}
