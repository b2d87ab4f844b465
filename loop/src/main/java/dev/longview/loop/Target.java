package dev.longview.loop;

import dev.longview.evaluate.FrequencyPolicy;
import dev.longview.policy.FactorisedModel;
import dev.longview.policy.Scorer;
import dev.longview.policy.SlateMarginals;
import dev.longview.policy.SlateRules;
import dev.longview.policy.SlateSampler;
import java.util.List;
import java.util.Set;
import java.util.function.Supplier;

/** The policy that is evaluated: what gives the probability of each candidate at each position. */
sealed interface Target {
    /** Positions that it fills. */
    int positions();

    /**
     * Models with an exploration, under rules.
     *
     * @param folds what scores, for a thread, by fold of the account, where each learned from the other folds only; one alone serves all
     * @param version of the rules
     * @param policies in the log, by id, whose decisions kept to the same rules, should these not say it themselves
     */
    record Scored(
            List<Supplier<CandidateScores>> folds,
            SlateSampler sampler,
            SlateRules rules,
            String version,
            Set<String> policies)
            implements Target {
        public Scored {
            folds = List.copyOf(folds);
            policies = Set.copyOf(policies);
        }

        static Scored of(
                List<List<FactorisedModel>> models,
                Catalogue catalogue,
                SlateSampler sampler,
                SlateRules rules,
                Set<String> keptTo) {
            List<Supplier<CandidateScores>> folds = models.stream()
                    .<Supplier<CandidateScores>>map(fold -> {
                        List<Scorer> scorers =
                                fold.stream().map(catalogue::scorer).toList();
                        return () -> new ModelScores(fold, scorers, fold.size());
                    })
                    .toList();
            return new Scored(folds, sampler, rules, RuleVersions.of(rules), keptTo);
        }

        /** By a model that was trained elsewhere. */
        static Scored of(TrainedPolicy policy, Catalogue catalogue, SlateRules rules, Set<String> keptTo) {
            ExternalScorer scorer = policy.scorer().orElseThrow();
            return new Scored(
                    List.of(() -> scorer.over(catalogue.catalogue(), policy.id())),
                    policy.sampler(),
                    rules,
                    RuleVersions.of(rules),
                    keptTo);
        }

        int index(int fold) {
            return folds.size() == 1 ? 0 : fold;
        }

        /**
         * Whether what might have been shown on a decision can be told: its candidates are just that where it kept to the same rules; else
         * the rules are applied anew, which what its member had watched would be needed for.
         */
        boolean tells(String policy, String itsRules) {
            return rules.watched().isEmpty() || keptTo(policy, itsRules);
        }

        /**
         * Whether a decision kept to the same rules.
         *
         * @param itsRules their version, as the decision says; empty where it does not
         */
        boolean keptTo(String policy, String itsRules) {
            return itsRules.isEmpty() ? policies.contains(policy) : itsRules.equals(version);
        }

        /** Whether its probabilities at all positions of a slate are exact. */
        boolean isExact() {
            return SlateMarginals.of(sampler).isExact(positions(), !rules.caps().isEmpty());
        }

        @Override
        public int positions() {
            return sampler.slateSize();
        }
    }

    /**
     * A context-free policy, counted in another log.
     *
     * @param codeOf by row of the catalogue, the item's code in the policy; −1 for one that was never a candidate there
     */
    record Counted(FrequencyPolicy policy, int[] codeOf, int positions) implements Target {
        double probability(int row, int position, long account) {
            return codeOf[row] < 0 ? 0 : policy.probability(codeOf[row], position, account);
        }
    }
}
