package dev.longview.loop;

import com.fasterxml.jackson.databind.JsonNode;
import dev.longview.evaluate.Report;
import dev.longview.policy.FactorisedModel;
import dev.longview.policy.PolicyDefinition;
import java.util.List;
import java.util.Optional;

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
            Report expected,
            Report soFar,
            Optional<CountedPolicy> behind) {}

    /**
     * Evaluates a trained policy by a reward, in a window of the log. Where its artifact has learned from decisions of that window, it
     * is learned anew for each fold of accounts from the others, and that is evaluated: no account judges what it has taught.
     */
    public Result evaluate(TrainedPolicy policy, String rewardName, Window window) {
        PolicyDefinition definition = loop.policy(policy.artifact().name());
        EvaluationPass pass = new EvaluationPass(loop, rewardName, window, seed, mostDecisions);
        boolean seen = overlaps(policy, window);
        boolean own = seen && !definition.reward().equals(rewardName);
        FoldModels rewardModels = pass.foldModels(definition);
        FoldModels policyModels = pass.foldModels(definition);
        Labeller reward = pass.labeller();
        Labeller trainedOn = pass.labeller(definition.reward());
        pass.assemble(own ? List.of(reward, trainedOn) : List.of(reward), "learning the reward model", batch -> {
            rewardModels.add(batch, reward.label(batch).expected());
            if (own) {
                policyModels.add(batch, trainedOn.label(batch).expected());
            }
        });
        List<FactorisedModel> q = rewardModels.train(seed);
        List<FactorisedModel> scores = !seen ? List.of(policy.model()) : own ? policyModels.train(seed) : q;
        Target target = Target.Scored.of(scores, pass.catalogue(), policy.sampler());
        if (seen) {
            pass.note(
                    "the policy had learned from these decisions: what is evaluated is its training, cross-fitted over "
                            + pass.crossFit().folds() + " folds of accounts");
        }
        return pass.evaluate(policy.id(), target, q, Optional.empty());
    }

    /** Evaluates the policy behind another log, of which only what it showed is known. */
    public Result evaluateBehind(String servedBy, String rewardName, Window window) {
        EvaluationPass pass = new EvaluationPass(loop, rewardName, window, seed, mostDecisions);
        Labeller reward = pass.labeller();
        FoldModels rewardModels = pass.foldModels(EvaluationPass.allFeatures(loop, rewardName));
        pass.assemble(
                List.of(reward),
                "learning the reward model",
                batch -> rewardModels.add(batch, reward.label(batch).expected()));
        List<FactorisedModel> q = rewardModels.train(seed);
        CountedLog counted = CountedLog.of(
                loop,
                window.servedBy(servedBy),
                reward,
                pass.catalogue(),
                pass.catalogue().scorer(q.getFirst()),
                pass.crossFit());
        pass.note("the policy is known by its log only: context-free frequencies of items at positions, cross-fitted");
        return pass.evaluate("behind " + servedBy, counted.target(), q, Optional.of(counted.summary()));
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
