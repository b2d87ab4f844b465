package dev.longview.simulate.streaming;

import dev.longview.log.FeatureDefinition;
import dev.longview.log.FeedbackKind;
import dev.longview.simulate.Assigner;
import dev.longview.simulate.LogSink;
import dev.longview.simulate.Progress;
import dev.longview.simulate.Service;
import dev.longview.simulate.streaming.Truth.AccountTruth;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * A world as a service, which remembers what became of its accounts. A run that is thrown away takes what it knows with it: the truth
 * belongs to the service that the run returned.
 */
public final class StreamingService implements Service {
    private final World world;
    private final Simulation simulation;
    private final long judgedFrom;
    private final Map<String, AccountTruth> truth;

    private StreamingService(World world, Simulation simulation, long judgedFrom, Map<String, AccountTruth> truth) {
        this.world = world;
        this.simulation = simulation;
        this.judgedFrom = judgedFrom;
        this.truth = truth;
    }

    /** Runs as {@link Simulation#withDefaults()} does; all days count. */
    public static StreamingService of(World world) {
        return new StreamingService(world, Simulation.withDefaults(), Long.MIN_VALUE, Map.of());
    }

    public StreamingService withSimulation(Simulation runs) {
        return new StreamingService(world, runs, judgedFrom, truth);
    }

    /** Only runs that begin at or after this moment count for the truth. */
    public StreamingService withTruthFrom(long micros) {
        return new StreamingService(world, simulation, micros, truth);
    }

    /** How the accounts fared that were active on a day that counts, by name. Never a product's to read. */
    public Map<String, AccountTruth> truth() {
        return truth;
    }

    @Override
    public String name() {
        return "streaming, seed " + world.seed() + ", world "
                + world.parameters().hash().substring(0, 12);
    }

    @Override
    public List<FeatureDefinition> features() {
        return SimulatedLog.FEATURES;
    }

    @Override
    public List<FeedbackKind> feedback() {
        return SimulatedLog.FEEDBACK;
    }

    @Override
    public long timeMicros() {
        return world.timeMicros();
    }

    @Override
    public StreamingService run(int days, Assigner assigner, LogSink log, Progress progress) {
        return run(days, assigner, log, Truth.ignored(), progress);
    }

    /** @param listener is told all but accounts, which the service keeps */
    StreamingService run(int days, Assigner assigner, LogSink log, Truth listener, Progress progress) {
        Map<String, AccountTruth> became = new HashMap<>(truth);
        boolean counts = world.timeMicros() >= judgedFrom;
        World after = simulation.run(
                world, days, assigner, log, new Remembering(counts ? became : new HashMap<>(), listener), progress);
        return new StreamingService(after, simulation, judgedFrom, Map.copyOf(became));
    }

    /** Keeps accounts, and passes on the rest. */
    private record Remembering(Map<String, AccountTruth> accounts, Truth others) implements Truth {
        @Override
        public void account(AccountTruth account) {
            accounts.merge(account.account(), account, StreamingService::together);
        }

        @Override
        public void bill(BillTruth bill) {
            others.bill(bill);
        }

        @Override
        public void play(PlayTruth play) {
            others.play(play);
        }

        @Override
        public void title(TitleTruth title) {
            others.title(title);
        }

        @Override
        public boolean listens() {
            return others.listens();
        }
    }

    private static AccountTruth together(AccountTruth one, AccountTruth next) {
        int days = one.activeDays() + next.activeDays();
        return new AccountTruth(
                one.account(),
                next.cells(),
                days,
                one.impressions() + next.impressions(),
                one.plays() + next.plays(),
                one.organicPlays() + next.organicPlays(),
                one.completions() + next.completions(),
                (one.satisfaction() * one.activeDays() + next.satisfaction() * next.activeDays()) / days,
                one.playSatisfaction() + next.playSatisfaction(),
                one.billings() + next.billings(),
                one.renewals() + next.renewals(),
                one.lapsed() || next.lapsed(),
                one.voluntary() || next.voluntary());
    }
}
