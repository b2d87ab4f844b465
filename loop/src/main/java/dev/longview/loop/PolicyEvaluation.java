package dev.longview.loop;

import com.fasterxml.jackson.databind.JsonNode;
import dev.longview.columns.Batch;
import dev.longview.evaluate.Report;
import dev.longview.policy.FactorisedModel;
import dev.longview.policy.FeatureSpace;
import dev.longview.policy.Objective;
import dev.longview.policy.PolicyDefinition;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

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
            Optional<CountedPolicy> behind) {
        /** The estimates to go by: on readings where there are any, since expected rewards are shrunk. */
        public Report best() {
            return readings.orElse(expected);
        }
    }

    /**
     * Evaluates a trained policy by rewards, in a window of the log. Where its artifact has learned from decisions of that window, it
     * is learned anew for each fold of accounts from the others, and that is evaluated: no account judges what it has taught.
     */
    public List<Result> evaluate(TrainedPolicy policy, List<String> rewards, Window window) {
        PolicyDefinition definition = loop.policy(policy.artifact().name());
        requireUnchanged(policy, definition);
        EvaluationPass pass = new EvaluationPass(loop, window, seed, mostDecisions);
        boolean seen = overlaps(policy, window);
        List<String> learned = new ArrayList<>(rewards);
        if (seen && !rewards.contains(definition.reward())) {
            learned.add(definition.reward());
        }
        Optional<Anew> anew = seen ? anew(pass, definition, window) : Optional.empty();
        List<Judge> judges = judges(pass, definition, learned, anew);
        List<FactorisedModel> scores = seen
                ? anew.map(each -> each.models.train(seed))
                        .orElseGet(() ->
                                judges.get(learned.indexOf(definition.reward())).models())
                : List.of(policy.model());
        Target target = Target.Scored.of(scores, pass.catalogue(), policy.sampler());
        if (seen) {
            pass.note(policy.id()
                    + " has learned from decisions of this window: what is evaluated is the same training on"
                    + " this window, cross-fitted over " + pass.crossFit().folds() + " folds of accounts");
        }
        String name = seen ? definition.name() + ", trained anew" : policy.id();
        List<Result> results = pass.evaluate(name, target, judges.subList(0, rewards.size()), Optional.empty());
        results.forEach(result -> new KeptReports(loop.workspace()).keep(policy.id(), result, window, seed));
        return results;
    }

    /** Evaluates the policy behind another log, of which only what it showed is known. */
    public Result evaluateBehind(String servedBy, String reward, Window window) {
        EvaluationPass pass = new EvaluationPass(loop, window, seed, mostDecisions);
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
        String name = "behind " + servedBy;
        Result result = pass.evaluate(name, counted.target(), List.of(judge), Optional.of(counted.summary()))
                .getFirst();
        new KeptReports(loop.workspace()).keep(name, result, window, seed);
        return result;
    }

    /** The policy's own training on the window: on readings, where judges take expectations. */
    private record Anew(String reward, LabelReader reader, FoldModels models) {
        void add(Batch batch, Labels labels) {
            LabelReader.Read read = reader.read(batch, labels);
            models.add(batch, read.value(), read.precision());
        }
    }

    /** Empty where labels are learned from as they are: a judge's models are that training. */
    private Optional<Anew> anew(EvaluationPass pass, PolicyDefinition definition, Window window) {
        Labeller labeller = pass.labeller(definition.reward());
        LabelReader reader = LabelReader.of(loop, labeller, window);
        // A judge's models are regressions: they are the policy's training where it is one too, and reads labels as
        // they are.
        boolean judged = reader.version().isEmpty() && definition.objective() instanceof Objective.Regression;
        return judged
                ? Optional.empty()
                : Optional.of(new Anew(definition.reward(), reader, pass.foldModels(definition, labeller)));
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
        boolean sameReward = policy.artifact()
                .manifest()
                .path("reward")
                .path("version")
                .asText()
                .equals(loop.reward(definition.reward()).version());
        boolean sameFeatures = policy.model()
                .space()
                .features()
                .equals(FeatureSpace.of(definition, loop.configuration().features())
                        .features());
        boolean sameRules = policy.artifact().manifest().path("rules").asText().equals(loop.rulesOf(definition));
        if (!sameReward || !sameFeatures || !sameRules) {
            String other = !sameReward
                    ? "definition of its reward"
                    : !sameFeatures ? "set of features" : "attribution, lateness or history";
            throw new Refusal("policy " + policy.id() + " was trained on another " + other
                    + " than longview.yaml declares now. Train it again: longview policy train " + definition.name());
        }
    }

    private static boolean overlaps(TrainedPolicy policy, Window window) {
        var manifest = policy.artifact().manifest();
        long from = micros(manifest, "decided_from_micros", Long.MIN_VALUE);
        long before = Math.min(
                micros(manifest, "decided_before_micros", Long.MAX_VALUE),
                micros(manifest, "as_of_micros", Long.MAX_VALUE));
        return from < window.before() && window.from() < before;
    }

    private static long micros(JsonNode manifest, String key, long otherwise) {
        return manifest.path(key).asLong(otherwise);
    }
}
