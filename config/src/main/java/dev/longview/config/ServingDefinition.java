package dev.longview.config;

import dev.longview.experiment.LearnsFrom;
import java.time.Duration;
import java.util.Optional;

/**
 * How the workspace is served, as {@code longview.yaml} says; {@code longview serve}'s options have precedence.
 *
 * @param port 0 for any that is free
 * @param tokenFile has the token of callers; adminTokenFile that of admins. As they are written, like all files here
 * @param policy serves who is in no experiment; the first that is trained when empty
 * @param coldStart whether a policy that was never trained serves all alike
 * @param experiments whether those without a decision run
 * @param seed seeds all draws
 * @param eventClock whether time is what visits and events tell
 * @param logRequests whether each request is logged
 */
public record ServingDefinition(
        String host,
        int port,
        Optional<Tls> tls,
        Optional<String> tokenFile,
        Optional<String> adminTokenFile,
        Optional<String> policy,
        boolean coldStart,
        boolean experiments,
        Optional<Holdout> holdout,
        long seed,
        boolean eventClock,
        boolean logRequests,
        Limits limits,
        Learning learning,
        Gate gate) {

    /** PEM files of a certificate chain and its private key. */
    public record Tls(String certificate, String key) {}

    /**
     * Accounts that one policy always serves.
     *
     * @param share of all, in (0, 1)
     */
    public record Holdout(double share, String policy, LearnsFrom learnsFrom) {}

    /**
     * What is refused beyond.
     *
     * @param bodyBytes of a request
     * @param rows of a request
     * @param requests that are answered at once
     * @param idle how long a client may take to send or read on
     * @param waiting requests that wait for the disk
     * @param unsealedBytes of the journal
     * @param ids that are remembered, so that what repeats one counts once
     * @param idsOf how far back ids of the log are known again after a start
     */
    public record Limits(
            int bodyBytes,
            int rows,
            int requests,
            Duration idle,
            int waiting,
            long unsealedBytes,
            int ids,
            Duration idsOf) {}

    /**
     * @param enabled whether policies learn while they serve; else the journal is sealed, and no more
     * @param every from the beginning of a round to the next
     * @param window how far back decisions teach
     * @param fitEvery how often forecasts are fitted; zero for never
     * @param memoryBytes of the engine that seals and learns
     */
    public record Learning(boolean enabled, Duration every, Duration window, Duration fitEvery, long memoryBytes) {}

    /**
     * What a version must pass before it serves.
     *
     * @param offPolicy whether it is evaluated on the log
     * @param decisions that are evaluated at most
     * @param fewest recommendations that it must have learned from
     * @param floor least probability of an item at the first position, in shares of a uniform draw's
     * @param drift how far scores may move against each other, in their standard deviations
     * @param leastAgreement of the ranks of scores with those in use
     */
    public record Gate(
            boolean offPolicy, int decisions, long fewest, double floor, double drift, double leastAgreement) {}
}
