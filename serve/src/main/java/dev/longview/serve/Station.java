package dev.longview.serve;

import com.fasterxml.jackson.databind.JsonNode;
import dev.longview.columns.Batch;
import dev.longview.config.Configuration;
import dev.longview.engine.Engine;
import dev.longview.engine.TableSummary;
import dev.longview.experiment.ExperimentDefinition;
import dev.longview.experiment.LearnsFrom;
import dev.longview.log.Table;
import dev.longview.loop.Artifact;
import dev.longview.loop.Forgetting;
import dev.longview.loop.Loop;
import dev.longview.loop.Progress;
import dev.longview.loop.Refusal;
import dev.longview.loop.RuledPolicy;
import dev.longview.loop.TrainedPolicy;
import dev.longview.loop.UniformPolicy;
import dev.longview.loop.Workspace;
import dev.longview.policy.PolicyDefinition;
import dev.longview.policy.SlateRules;
import dev.longview.serve.decide.Decision;
import dev.longview.serve.decide.DecisionLines;
import dev.longview.serve.decide.Door;
import dev.longview.serve.decide.ServedPolicy;
import dev.longview.serve.journal.Journal;
import dev.longview.serve.journal.JournalState;
import dev.longview.serve.seal.Sealing;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.Collectors;

/**
 * A workspace in service: answers visits, takes feedback, items and memberships, from any number of threads. What it answers is on disk.
 *
 * <pre>{@code
 * try (Station station = Station.open(workspace, () -> DuckDbEngine.open(workspace.log(), options), StationOptions.withDefaults())) {
 *     Station.Answer answer = station.recommend(json);
 *     List<Taken> taken = station.take(Table.FEEDBACK, events);
 *     station.seal();                       // now and then
 * }
 * }</pre>
 */
public final class Station implements AutoCloseable {
    private final Workspace workspace;
    private final Configuration configuration;
    private final Journal journal;
    private final Present present;
    private final Recommendations recommendations;
    private final Intake intake;
    private final LogReader reader;
    private final Engine sealer;
    private final Sealing sealing;
    private final Set<String> policies;
    private final Door door;
    private final ReentrantLock sealed = new ReentrantLock();

    private Station(
            Workspace workspace,
            Configuration configuration,
            Journal journal,
            Present present,
            Door door,
            long seed,
            LogReader reader,
            Engine sealer,
            Sealing sealing,
            Set<String> policies) {
        this.workspace = workspace;
        this.configuration = configuration;
        this.journal = journal;
        this.present = present;
        this.reader = reader;
        this.sealer = sealer;
        this.sealing = sealing;
        this.policies = Set.copyOf(policies);
        this.door = door;
        this.recommendations = new Recommendations(configuration, journal, present, door, seed, reader::decision);
        this.intake = new Intake(configuration, journal, present);
    }

    /**
     * Opens a workspace: seals what an earlier process left in the journal, and reads the log.
     *
     * @param engines opens the workspace's log; asked several times, since an engine is for one thread
     * @throws Refusal when a policy that is to serve has not been trained, or there are no items, unless it is a cold start
     * @throws dev.longview.serve.journal.Refused when the journal cannot be opened
     */
    public static Station open(Workspace workspace, Supplier<Engine> engines, StationOptions options) {
        Configuration configuration = workspace.configuration();
        List<ExperimentDefinition> running = options.experiments()
                ? configuration.experiments().stream()
                        .filter(experiment -> experiment.decision().isEmpty())
                        .toList()
                : List.of();
        String policy = options.policy().orElseGet(() -> first(workspace, configuration, options.coldStart()));
        Set<String> policies = Door.policies(policy, running, options.holdout());
        requireTrained(workspace, policies, options.coldStart());
        Journal journal = Journal.open(workspace.root().resolve("journal"), options.journal());
        Engine sealer = engines.get();
        LogReader reader = new LogReader(engines.get(), configuration);
        try {
            Sealing sealing = new Sealing(
                    journal,
                    sealer,
                    configuration.features(),
                    workspace.root().resolve("journal").resolve("not-taken.jsonl"));
            sealing.sealWaiting();
            long latest = sealer.describe().stream()
                    .mapToLong(TableSummary::lastReceived)
                    .max()
                    .orElse(0);
            Loop loop = new Loop(workspace, configuration, sealer, Progress.silent());
            Map<String, RuledPolicy> trained = policies.stream()
                    .collect(Collectors.toMap(Function.identity(), name -> trained(loop, name, latest)));
            ServiceClock clock = ServiceClock.of(options.source(), options.wall(), latest);
            List<SlateRules.Watched> watched = trained.values().stream()
                    .flatMap(each -> each.rules().watched().stream())
                    .toList();
            Present present = Present.read(sealer, configuration, clock, watched, catalogue -> {
                if (catalogue.size() == 0 && !options.coldStart()) {
                    throw new Refusal("the log knows no items: there is nothing to recommend. Import them:"
                            + " longview import events items.csv --table items");
                }
                return trained.entrySet().stream()
                        .collect(Collectors.toMap(
                                Map.Entry::getKey, each -> ServedPolicy.of(each.getValue(), catalogue, clock.now())));
            });
            journal.remember(reader.keys(latest - options.remembered().toSeconds() * 1_000_000));
            Door door = Door.of(policy, running, options.holdout());
            return new Station(
                    workspace,
                    configuration,
                    journal,
                    present,
                    door,
                    options.seed(),
                    reader,
                    sealer,
                    sealing,
                    policies);
        } catch (RuntimeException e) {
            journal.close();
            sealer.close();
            reader.close();
            throw e;
        }
    }

    private static String first(Workspace workspace, Configuration configuration, boolean coldStart) {
        List<String> trained = workspace.policies().names();
        List<String> declared =
                configuration.policies().stream().map(PolicyDefinition::name).toList();
        return declared.stream()
                .filter(trained::contains)
                .findFirst()
                .or(() -> coldStart ? declared.stream().findFirst() : Optional.empty())
                .orElseThrow(() -> new Refusal("no policy has been trained yet: there is nothing to serve. Train one:"
                        + " longview policy train NAME; or start with --cold-start, which shows everything alike until"
                        + " there is something to learn from"));
    }

    private static void requireTrained(Workspace workspace, Set<String> policies, boolean coldStart) {
        policies.stream()
                .filter(name -> !coldStart)
                .forEach(name -> workspace.policies().require(name, Optional.empty()));
    }

    /** A policy as it is in use; at a cold start, where none is, one that shows everything alike. */
    private static RuledPolicy trained(Loop loop, String name, long latest) {
        TrainedPolicy policy = loop.workspace()
                .policies()
                .current(name)
                .map(TrainedPolicy::read)
                .orElseGet(() -> {
                    loop.policy(name).scorer().ifPresent(file -> {
                        throw elsewhere(name, name);
                    });
                    return UniformPolicy.publish(loop, name, latest);
                });
        return ruled(loop.configuration(), policy);
    }

    private static RuledPolicy ruled(Configuration configuration, TrainedPolicy policy) {
        if (policy.scorer().isPresent()) {
            throw elsewhere(policy.id(), policy.artifact().name());
        }
        return RuledPolicy.of(configuration, policy);
    }

    private static Refusal elsewhere(String policy, String name) {
        return new Refusal("policy " + policy + " is scored by a model that was trained elsewhere, which a service does"
                + " not run yet. It answers by: longview recommend " + name);
    }

    /**
     * An answer.
     *
     * @param repeated whether the decision had been made before: the answer is the one of then
     */
    public record Answer(Decision decision, boolean repeated) {}

    /**
     * Decides a visit.
     *
     * @throws Wrong when it is none
     * @throws dev.longview.serve.journal.Refused when it cannot be written: it is as if nobody had asked
     */
    public Answer recommend(JsonNode visit) {
        Recommendations.Answer answer = recommendations.recommend(visit);
        return new Answer(answer.decision(), answer.repeated());
    }

    /**
     * Takes rows of feedback, memberships or items; of items all or none.
     *
     * @throws Wrong of items, when one is none
     */
    public List<Taken> take(Table table, List<JsonNode> rows) {
        return switch (table) {
            case FEEDBACK, MEMBERSHIPS -> intake.take(table, rows);
            case ITEMS -> intake.takeItems(rows);
            case DECISIONS, SLATES, CANDIDATE_SETS ->
                throw new IllegalArgumentException("the service writes " + table.tableName() + " itself");
        };
    }

    /** A decision as it was logged; empty when there is none. */
    public Optional<JsonNode> logged(String decisionId) {
        return recommendations
                .line(decisionId)
                .or(() -> reader.decision(decisionId))
                .map(DecisionLines::tree);
    }

    /** Puts what the journal holds into the log. */
    public Sealing.Sealed seal() {
        sealed.lock();
        try {
            return sealing.seal();
        } finally {
            sealed.unlock();
        }
    }

    private void sealAtOnce() {
        sealed.lock();
        try {
            sealing.sealAtOnce();
        } finally {
            sealed.unlock();
        }
    }

    /**
     * Forgets members: their rows leave the journal and the log, and the service's own memory. What comes of them later is answered, and
     * left out of the log.
     */
    public Forgetting.Result forget(Set<String> members) {
        sealed.lock();
        try {
            // What the journal has of them must be in the log to be found there.
            sealing.sealAtOnce();
            Forgetting.Result gone = new Forgetting(workspace, sealer.upkeep()).forget(members);
            present.forget(members);
            recommendations.recent().forget(members);
            // What came meanwhile is left out of the log, and is in the journal no more.
            sealing.sealAtOnce();
            return gone;
        } finally {
            sealed.unlock();
        }
    }

    /** Puts a version into service, in the place of the one of its name. */
    public void serve(TrainedPolicy next) {
        if (!policies.contains(next.artifact().name())) {
            throw new Refusal("policy " + next.artifact().name() + " serves nobody here; in service are " + policies);
        }
        RuledPolicy ruled = ruled(configuration, next);
        present.swap(service -> service.with(
                ServedPolicy.of(ruled, service.catalogue(), present.clock().now())));
    }

    /** Makes a version of a policy the one in use, for the workspace and in service. */
    public void promote(String name, String version) {
        Artifact artifact = workspace.policies().require(name, Optional.of(version));
        serve(TrainedPolicy.read(artifact));
        workspace.policies().promote(name, version);
    }

    /** The same of a version that was in use before: those since are none to roll back to. */
    public void goBack(String name, String version) {
        Artifact artifact = workspace.policies().require(name, Optional.of(version));
        serve(TrainedPolicy.read(artifact));
        workspace.policies().goBack(name, version);
    }

    /** Some of the visits that came last, one row each, with all features. */
    public List<Batch> recentVisits() {
        return recommendations.recent().all();
    }

    /** The names of the policies that serve. */
    public Set<String> policies() {
        return policies;
    }

    /** What a policy learns from here. */
    public LearnsFrom learnsFrom(String policy) {
        return door.learnsFrom(policy);
    }

    public Workspace workspace() {
        return workspace;
    }

    public Configuration configuration() {
        return configuration;
    }

    public Present present() {
        return present;
    }

    public JournalState journal() {
        return journal.state();
    }

    /** Answers who waits, seals, and lets go. */
    @Override
    public void close() {
        try {
            sealAtOnce();
        } finally {
            journal.close();
            sealer.close();
            reader.close();
        }
    }
}
