package dev.longview.serve;

import dev.longview.serve.decide.Door;
import dev.longview.serve.journal.JournalOptions;
import java.time.Clock;
import java.time.Duration;
import java.util.Optional;

/**
 * How a station serves.
 *
 * @param policy serves who is in no experiment; the workspace's first that is trained when empty
 * @param experiments whether those of the workspace that are not decided run
 * @param seed seeds all draws, each by its decision's id
 * @param wall where wall time comes from
 * @param coldStart whether a policy that was never trained serves all alike, and the catalogue may be empty at first
 * @param remembered ids of the log that are known again after a start are those received within this time
 */
public record StationOptions(
        Optional<String> policy,
        boolean experiments,
        Optional<Door.Holdout> holdout,
        long seed,
        ServiceClock.Source source,
        Clock wall,
        JournalOptions journal,
        Duration remembered,
        boolean coldStart) {

    public static StationOptions withDefaults() {
        return new StationOptions(
                Optional.empty(),
                true,
                Optional.empty(),
                0,
                ServiceClock.Source.WALL,
                Clock.systemUTC(),
                JournalOptions.withDefaults(),
                Duration.ofDays(2),
                false);
    }

    public StationOptions withPolicy(String name) {
        return new StationOptions(
                Optional.of(name), experiments, holdout, seed, source, wall, journal, remembered, coldStart);
    }

    public StationOptions withExperiments(boolean run) {
        return new StationOptions(policy, run, holdout, seed, source, wall, journal, remembered, coldStart);
    }

    public StationOptions withHoldout(Door.Holdout held) {
        return new StationOptions(
                policy, experiments, Optional.of(held), seed, source, wall, journal, remembered, coldStart);
    }

    public StationOptions withSeed(long drawn) {
        return new StationOptions(policy, experiments, holdout, drawn, source, wall, journal, remembered, coldStart);
    }

    public StationOptions withClock(ServiceClock.Source from) {
        return new StationOptions(policy, experiments, holdout, seed, from, wall, journal, remembered, coldStart);
    }

    public StationOptions withWall(Clock clock) {
        return new StationOptions(policy, experiments, holdout, seed, source, clock, journal, remembered, coldStart);
    }

    public StationOptions withColdStart(boolean allowed) {
        return new StationOptions(policy, experiments, holdout, seed, source, wall, journal, remembered, allowed);
    }

    public StationOptions withJournal(JournalOptions options) {
        return new StationOptions(policy, experiments, holdout, seed, source, wall, options, remembered, coldStart);
    }
}
