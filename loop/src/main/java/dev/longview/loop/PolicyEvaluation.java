package dev.longview.loop;

import dev.longview.columns.Batch;
import dev.longview.evaluate.Report;
import dev.longview.log.FeatureDefinition;
import dev.longview.policy.Exploration;
import dev.longview.policy.FactorisedModel;
import dev.longview.policy.FeatureSpace;
import dev.longview.policy.Objective;
import dev.longview.policy.PolicyDefinition;
import dev.longview.policy.SlateRules;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** Station: what would a policy have earned on decisions that another policy made? */
public final class PolicyEvaluation {
    private final Loop loop;
    private final long seed;
    private final int mostDecisions;

    private PolicyEvaluation(Loop loop, long seed, int mostDecisions) {
        this.loop = loop;
        this.seed = seed;
        this.mostDecisions = mostDecisions;
    }

    /** Seed 0, at most 20,000 decisions. */
    public static PolicyEvaluation of(Loop loop) {
        return new PolicyEvaluation(loop, 0, 20_000);
    }

    /** Seeds the folds and the models. */
    public PolicyEvaluation withSeed(long seed) {
        return new PolicyEvaluation(loop, seed, mostDecisions);
    }

    /** Of more decisions than this, about as many are drawn, by a hash of their id. */
    public PolicyEvaluation withMostDecisions(int decisions) {
        if (decisions < 1) {
            throw new Refusal("decisions to evaluate must be at least 1: " + decisions);
        }
        return new PolicyEvaluation(loop, seed, decisions);
    }

    /**
     * An evaluation.
     *
     * @param policy what was evaluated
     * @param notes what a reader must know: how the policy was had, what was left out
     * @param decisions that were evaluated
     * @param perDecision whether values are per decision, else per recommendation
     * @param settledShare share of recommendations whose reward nothing can change any more
     * @param readings the estimates on readings of labels, without the direct method, whose model has learned from expected rewards; empty
     *     where labels are taken as they are
     * @param readDecisions decisions old enough for these
     * @param settled the estimates on those alone whose rewards nothing can change any more; empty where there are none
     * @param expected the estimates on expected rewards
     * @param soFar the same on what has been observed, as if nothing more would come
     * @param segments the decisions with each value of the features that were asked for
     * @param behind of a policy that is known by a log only, what that log earned and how its propensities compare
     */
    public record Result(
            String policy,
            String reward,
            String rewardVersion,
            List<String> notes,
            long decisions,
            boolean perDecision,
            double settledShare,
            Optional<Report> readings,
            long readDecisions,
            Optional<Report> settled,
            Report expected,
            Report soFar,
            List<Segment> segments,
            Optional<CountedPolicy> behind) {
        /** The estimates to go by: on readings where there are any, since expected rewards are shrunk. */
        public Report best() {
            return readings.orElse(expected);
        }
    }

    /**
     * Decisions with a value of a feature.
     *
     * @param by the feature
     * @param value of the feature; empty where it is missing
     * @param report as {@link Result#best} is had
     */
    public record Segment(String by, String value, long decisions, Report report) {}

    /**
     * Evaluates a trained policy by rewards, in a window of the log. Where its artifact has learned from decisions of that window, it
     * is learned anew for each fold of accounts from the others, and that is evaluated: no account judges what it has taught.
     */
    public List<Result> evaluate(TrainedPolicy policy, List<String> rewards, Window window) {
        List<Result> results = judge(policy, rewards, window, List.of());
        results.forEach(result -> new KeptReports(loop.workspace()).keep(policy.id(), result, window, seed));
        return results;
    }

    /**
     * The same of a policy that need not be kept, and without keeping what was found.
     *
     * @param by categorical features of contexts or members
     */
    List<Result> judge(TrainedPolicy policy, List<String> rewards, Window window, List<String> by) {
        PolicyDefinition definition = loop.policy(policy.artifact().name());
        requireUnchanged(policy, definition);
        EvaluationPass pass = new EvaluationPass(loop, window, seed, mostDecisions, by);
        LearnedFrom learnedFrom = new LearnedFrom(policy.artifact().manifest());
        // Of what was trained elsewhere there is no telling what it has learned from, and no training it anew.
        boolean seen = policy.scorer().isEmpty() && learnedFrom.overlaps(window);
        if (policy.scorer().isPresent()) {
            pass.note(policy.id() + " was trained elsewhere: where it has learned from these decisions, its value is"
                    + " flattered");
        }
        if (seen) {
            requireSameModels(policy, definition);
        }
        List<String> learned = new ArrayList<>(rewards);
        if (seen && !rewards.contains(definition.reward())) {
            learned.add(definition.reward());
        }
        Optional<Anew> anew = seen ? anew(pass, definition, window) : Optional.empty();
        List<Judge> judges = judges(pass, definition, learned, anew);
        List<List<FactorisedModel>> scores = seen
                ? anew.map(each -> each.train(seed))
                        .orElseGet(() -> judges.get(learned.indexOf(definition.reward())).models().stream()
                                .map(List::of)
                                .toList())
                : List.of(policy.models());
        List<FactorisedModel> baseline =
                policy.models().subList(policy.ownModels(), policy.models().size());
        if (seen && !baseline.isEmpty()) {
            scores = scores.stream()
                    .map(fold -> Stream.concat(fold.stream(), baseline.stream()).toList())
                    .toList();
            pass.note("its baseline is taken as it was trained, on whatever accounts");
        }
        if (learnedFrom.baselines(loop.workspace().policies()).stream().anyMatch(rows -> rows.overlaps(window))) {
            pass.note(
                    "its baseline has learned from decisions of this window itself: the baseline's part of the value is"
                            + " flattered");
        }
        Target target = policy.scorer().isPresent()
                ? Target.Scored.of(policy, pass.catalogue(), definition.rules(), keptTo(definition.rules()))
                : Target.Scored.of(
                        scores, pass.catalogue(), policy.sampler(), definition.rules(), keptTo(definition.rules()));
        if (target instanceof Target.Scored scored && !scored.isExact()) {
            pass.note("probabilities of the policy at positions that have no exact form are means over "
                    + BatchEvaluator.marginalDraws(policy.exploration()) + " drawn slates for each decision");
        }
        if (seen) {
            pass.note(policy.id()
                    + " has learned from decisions of this window: what is evaluated is the same training on"
                    + " this window, cross-fitted over " + pass.crossFit().folds() + " folds of accounts");
        }
        String name = seen ? definition.name() + ", trained anew" : policy.id();
        return pass.evaluate(name, target, judges.subList(0, rewards.size()), Optional.empty());
    }

    /** The trained policies of this workspace that kept to the same rules, by the id that decisions name. */
    private Set<String> keptTo(SlateRules rules) {
        String version = RuleVersions.of(rules);
        Artifacts policies = loop.workspace().policies();
        return policies.names().stream()
                .flatMap(name -> policies.versions(name).stream())
                .filter(artifact -> RuleVersions.read(artifact.manifest()).equals(version))
                .map(artifact -> artifact.name() + "@" + artifact.version())
                .collect(Collectors.toSet());
    }

    /** Evaluates the policy behind another log, of which only what it showed is known. */
    public Result evaluateBehind(String servedBy, String reward, Window window) {
        EvaluationPass pass = new EvaluationPass(loop, window, seed, mostDecisions, List.of());
        Judge judge = judges(pass, EvaluationPass.allFeatures(loop, reward), List.of(reward), Optional.empty())
                .getFirst();
        CountedLog counted = CountedLog.of(
                loop,
                window.servedBy(servedBy),
                judge.labeller(),
                pass.catalogue(),
                judge.scorers().getFirst(),
                pass.crossFit());
        pass.note("the policy is known by its log only: context-free frequencies of items at positions, cross-fitted");
        if (counted.beyond() > 0) {
            pass.note(counted.beyond() + " recommendations of that log were not counted: they say that they stood at"
                    + " position " + CountedLog.POSITIONS + " or beyond, which no slate reaches");
        }
        String name = "behind " + servedBy;
        Result result = pass.evaluate(name, counted.target(), List.of(judge), Optional.of(counted.summary()))
                .getFirst();
        new KeptReports(loop.workspace()).keep(name, result, window, seed);
        return result;
    }

    /**
     * The policy's own training on the window: on readings, where judges take expectations; and of each model of an ensemble.
     *
     * @param models for each replica
     */
    private record Anew(String reward, LabelReader reader, List<Replica> replicas, List<FoldModels> models) {
        void add(Batch batch, Labels labels) {
            for (int i = 0; i < replicas.size(); i++) {
                Replica replica = replicas.get(i);
                LabelReader.Read read = reader.read(batch, replica.drawn(batch, labels));
                models.get(i).add(batch, read.value(), replica.weighed(batch, read.precision()));
            }
        }

        /** By fold, the models of all replicas. */
        List<List<FactorisedModel>> train(long seed) {
            List<List<List<FactorisedModel>>> byReplica = new ArrayList<>();
            models.forEach(each -> byReplica.add(each.trainToExplore(seed + byReplica.size())));
            return IntStream.range(0, byReplica.getFirst().size())
                    .mapToObj(fold -> byReplica.stream()
                            .flatMap(each -> each.get(fold).stream())
                            .toList())
                    .toList();
        }
    }

    /** Empty where one model learns from labels as they are: a judge's models are that training. */
    private Optional<Anew> anew(EvaluationPass pass, PolicyDefinition definition, Window window) {
        Labeller labeller = pass.labeller(definition.reward());
        LabelReader reader = LabelReader.of(loop, definition, labeller, window);
        List<Replica> replicas = Replica.of(definition.exploration(), seed);
        // A judge's models are regressions: they are the policy's training where it is one too, and reads labels as
        // they are.
        if (reader.takesExpectations()
                && definition.exploration().models() == 1
                && definition.objective() instanceof Objective.Regression) {
            return Optional.empty();
        }
        List<FoldModels> models = replicas.stream()
                .map(replica -> pass.foldModels(definition, labeller))
                .toList();
        return Optional.of(new Anew(definition.reward(), reader, replicas, models));
    }

    private List<Judge> judges(
            EvaluationPass pass, PolicyDefinition definition, List<String> rewards, Optional<Anew> anew) {
        List<Labeller> labellers = rewards.stream().map(pass::labeller).toList();
        List<FoldModels> models = labellers.stream()
                .map(labeller -> pass.foldModels(definition.with(new Objective.Regression()), labeller))
                .toList();
        pass.learn(labellers, batch -> {
            for (int i = 0; i < rewards.size(); i++) {
                String reward = rewards.get(i);
                Labels labels = labellers.get(i).label(batch);
                models.get(i).add(batch, labels.expected(), LabelReader.asFinal(batch.size()));
                anew.filter(each -> each.reward.equals(reward)).ifPresent(each -> each.add(batch, labels));
            }
        });
        return IntStream.range(0, rewards.size())
                .mapToObj(i -> Judge.of(
                        rewards.get(i),
                        labellers.get(i),
                        pass.reader(labellers.get(i)),
                        models.get(i).train(seed),
                        pass.catalogue()))
                .toList();
    }

    /** A policy is evaluated as what it was trained as. */
    private void requireUnchanged(TrainedPolicy policy, PolicyDefinition definition) {
        RuleVersions.requireSame(policy, definition.rules());
        boolean sameReward = policy.artifact()
                .manifest()
                .path("reward")
                .path("version")
                .asText()
                .equals(loop.reward(definition.reward()).version());
        List<FeatureDefinition> declared =
                FeatureSpace.of(definition, loop.configuration().features()).features();
        boolean sameFeatures = policy.scorer().isPresent()
                ? policy.features().equals(Set.copyOf(declared))
                : policy.model().space().features().equals(declared);
        boolean sameRules = policy.artifact().manifest().path("rules").asText().equals(loop.rulesOf(definition));
        if (!sameReward || !sameFeatures || !sameRules) {
            String other = !sameReward
                    ? "definition of its reward"
                    : !sameFeatures ? "set of features" : "attribution, lateness or history";
            throw new Refusal("policy " + policy.id() + " was trained on another " + other
                    + " than longview.yaml declares now. Train it again: longview policy train " + definition.name());
        }
    }

    /** Training anew gives the models that are declared, and what draws is the exploration that the policy was trained for. */
    private static void requireSameModels(TrainedPolicy policy, PolicyDefinition definition) {
        Exploration declared = definition.exploration();
        Exploration trained =
                policy.exploration() instanceof Exploration.Guarded(Exploration own, Exploration baseline, double share)
                        ? own
                        : policy.exploration();
        if (declared.models() != trained.models() || declared.replicas() != trained.replicas()) {
            throw new Refusal("policy " + policy.id() + " was trained for the exploration "
                    + Explorations.write(trained) + ", and longview.yaml declares " + Explorations.write(declared)
                    + " now, which takes other models: on decisions that it has learned from it cannot be trained"
                    + " anew. Train it again: longview policy train " + definition.name()
                    + "; or evaluate it on decisions after those that it has learned from (--decided-from)");
        }
    }
}
