package dev.longview.config;

import static dev.longview.config.Key.defaulted;
import static dev.longview.config.Key.optional;
import static dev.longview.config.Key.required;

import dev.longview.config.Shape.Decimal;
import dev.longview.config.Shape.Fields;
import dev.longview.config.Shape.Flag;
import dev.longview.config.Shape.Reference;
import dev.longview.config.Shape.Span;
import dev.longview.config.Shape.Text;
import dev.longview.config.Shape.Words;
import java.time.Duration;

/** The keys of how a workspace is served. */
final class ServingKeys {
    static final String EVENTS = "events";

    /** Of a cell, and of those who are held out. */
    static final Key<String> LEARNS_FROM = defaulted(
            "learns-from",
            Words.of(
                    "source",
                    "own",
                    "decisions that the policy itself served",
                    "all",
                    "all that may be used, whichever policy served them"),
            "own",
            "what its policy learns from in `serve --learn`, while it is tried");

    static final Key<Node.Scalar> HOST = optional(
            "host",
            Text.any("a name or an address"),
            "127.0.0.1",
            "where it listens; any other address than this machine's own wants two tokens");
    static final Key<Double> PORT =
            defaulted("port", Decimal.whole(0, 65_535), "8321", "the port; 0 takes any that is free");
    static final Key<Node.Scalar> CERTIFICATE = required(
            "certificate", Text.any("a file"), "PEM of the certificate and its chain, from longview.yaml's folder");
    static final Key<Node.Scalar> KEY =
            required("key", Text.any("a file"), "PEM of its private key (PKCS#8), from longview.yaml's folder");
    static final Key<Section> TLS = optional("tls", Fields.of(CERTIFICATE, KEY), "plain HTTP", "speak HTTPS");
    static final Key<Node.Scalar> TOKEN_FILE = optional(
            "token-file",
            Text.any("a file"),
            "the variable LONGVIEW_TOKEN",
            "has the token that callers send, from longview.yaml's folder");
    static final Key<Node.Scalar> ADMIN_TOKEN_FILE = optional(
            "admin-token-file",
            Text.any("a file"),
            "the variable LONGVIEW_ADMIN_TOKEN",
            "has the token for explain, promote, rollback and learn, from longview.yaml's folder");
    static final Key<String> POLICY = optional(
            "policy", new Reference("a policy"), "the first that is trained", "serves who is in no experiment");
    static final Key<Boolean> COLD_START = defaulted(
            "cold-start",
            new Flag(),
            "false",
            "whether it starts before anything is trained, or any item known: a policy that was never trained shows all"
                    + " items alike, until there is something to learn from");
    static final Key<Boolean> EXPERIMENTS =
            defaulted("experiments", new Flag(), "true", "whether experiments without a decision run");
    static final Key<Double> SHARE =
            required("share", Decimal.above(0, 0.999), "share of all accounts that are held out");
    static final Key<String> HOLDOUT_POLICY = required("policy", new Reference("a policy"), "serves them");
    static final Key<Section> HOLDOUT = optional(
            "holdout",
            Fields.of(SHARE, HOLDOUT_POLICY, LEARNS_FROM),
            "none",
            "accounts that one policy always serves, whatever is tried on the others; in their decisions as cell"
                    + " `holdout/held`");
    static final Key<Double> SEED = defaulted("seed", Decimal.whole(0, Integer.MAX_VALUE), "0", "seeds all draws");
    static final Key<String> CLOCK = defaulted(
            "clock",
            Words.of(
                    "clock",
                    "wall",
                    "time goes by itself",
                    EVENTS,
                    "time is what visits and events tell, to replay months in minutes"),
            "wall",
            "where time comes from");
    static final Key<Boolean> LOG_REQUESTS = defaulted(
            "log-requests", new Flag(), "false", "whether each request is logged, not only what failed or took long");

    // limits
    static final Key<Double> BODY = defaulted("body", Decimal.whole(1, 1 << 18), "2048", "KiB of a request's body");
    static final Key<Double> ROWS = defaulted("rows", Decimal.whole(1, 1_000_000), "1000", "rows of a request");
    static final Key<Double> REQUESTS = defaulted(
            "requests",
            Decimal.whole(1, 100_000),
            "256",
            "requests that are answered at once; one more is told to come back");
    static final Key<Duration> IDLE = defaulted(
            "idle",
            new Span(Duration.ofSeconds(1), Duration.ofHours(1)),
            "30s",
            "how long a client may take to send or read on; then it is cut off");
    static final Key<Double> WAITING = defaulted(
            "waiting",
            Decimal.whole(1, 1_000_000),
            "4096",
            "requests that wait for the disk; one more is told to come back");
    static final Key<Double> UNSEALED = defaulted(
            "unsealed",
            Decimal.whole(1, 1 << 20),
            "4096",
            "MiB that wait to be put into the log; beyond, nothing more is taken");
    static final Key<Double> IDS = defaulted(
            "ids",
            Decimal.whole(1, 1_000_000_000),
            "4000000",
            "ids that are remembered, 70 bytes each: what is sent again counts once");
    static final Key<Duration> IDS_OF = defaulted(
            "ids-of",
            new Span(Duration.ZERO, FileSchema.LONGEST),
            "2d",
            "how far back ids of the log are known again after a start");
    static final Key<Section> LIMITS = defaulted(
            "limits",
            Fields.of(BODY, ROWS, REQUESTS, IDLE, WAITING, UNSEALED, IDS, IDS_OF),
            "{}",
            "what is refused beyond");

    // learning
    static final Key<Boolean> ENABLED = defaulted(
            "enabled",
            new Flag(),
            "false",
            "whether policies learn while they serve; else rows are put into the log only");
    static final Key<Duration> EVERY = defaulted(
            "every",
            new Span(Duration.ofSeconds(2), Duration.ofDays(7)),
            "45s",
            "from the beginning of a round to that of the next");
    static final Key<Duration> WINDOW = defaulted(
            "window",
            new Span(Duration.ofMinutes(1), FileSchema.LONGEST),
            "56d",
            "how far back decisions teach, by the service's clock");
    static final Key<Duration> FIT_EVERY = defaulted(
            "fit-every",
            new Span(Duration.ZERO, FileSchema.LONGEST),
            "1d",
            "how often forecasts are fitted anew, by the service's clock; 0s for never");
    static final Key<Double> MEMORY = defaulted(
            "memory",
            Decimal.whole(128, 1 << 20),
            "1024",
            "MiB that the log's engine may use while it puts rows into the log and learns");
    static final Key<Section> LEARNING = defaulted(
            "learning", Fields.of(ENABLED, EVERY, WINDOW, FIT_EVERY, MEMORY), "{}", "the rounds beside the service");

    // gate
    static final Key<Boolean> OFF_POLICY =
            defaulted("off-policy", new Flag(), "true", "whether a version that the log says is worse is kept out");
    static final Key<Double> DECISIONS =
            defaulted("decisions", Decimal.whole(1, 10_000_000), "2000", "decisions that it is judged by, at most");
    static final Key<Double> FEWEST = defaulted(
            "fewest", Decimal.whole(0, 1_000_000_000), "1000", "recommendations that it has learned from, at least");
    static final Key<Double> FLOOR = defaulted(
            "floor",
            Decimal.between(0, 1),
            "0.01",
            "least probability of an item at the first position, as a share of a uniform draw's");
    static final Key<Double> DRIFT = defaulted(
            "drift",
            Decimal.above(0, 1e6),
            "10",
            "how far scores may move against each other on average, in standard deviations of those in service");
    static final Key<Double> LEAST_AGREEMENT = defaulted(
            "least-agreement",
            Decimal.between(-1, 1),
            "0",
            "least rank correlation of its scores with those in service");
    static final Key<Section> GATE = defaulted(
            "gate",
            Fields.of(OFF_POLICY, DECISIONS, FEWEST, FLOOR, DRIFT, LEAST_AGREEMENT),
            "{}",
            "what a version must pass before it serves, or `longview update` puts it in use");

    static final Key<Section> SERVING = defaulted(
            "serving",
            Fields.of(
                    HOST,
                    PORT,
                    TLS,
                    TOKEN_FILE,
                    ADMIN_TOKEN_FILE,
                    POLICY,
                    COLD_START,
                    EXPERIMENTS,
                    HOLDOUT,
                    SEED,
                    CLOCK,
                    LOG_REQUESTS,
                    LIMITS,
                    LEARNING,
                    GATE),
            "{}",
            "what `longview serve` does unless its options say otherwise");

    private ServingKeys() {}
}
