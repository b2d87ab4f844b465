package dev.longview.loop;

import dev.longview.evaluate.FrequencyPolicy;
import dev.longview.policy.FactorisedModel;
import dev.longview.policy.Scorer;
import dev.longview.policy.SlateSampler;
import java.util.List;

/** The policy that is evaluated: what gives the probability of each candidate at each position. */
sealed interface Target {
    /** Positions that it fills. */
    int positions();

    /**
     * A model with an exploration.
     *
     * @param models by fold of the account, where each learned from the other folds only; one alone serves all
     */
    record Scored(List<FactorisedModel> models, List<Scorer> scorers, SlateSampler sampler) implements Target {
        public Scored {
            models = List.copyOf(models);
            scorers = List.copyOf(scorers);
        }

        static Scored of(List<FactorisedModel> models, Catalogue catalogue, SlateSampler sampler) {
            return new Scored(models, models.stream().map(catalogue::scorer).toList(), sampler);
        }

        int index(int fold) {
            return models.size() == 1 ? 0 : fold;
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
