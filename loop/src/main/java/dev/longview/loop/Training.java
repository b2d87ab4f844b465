package dev.longview.loop;

import dev.longview.policy.Exploration;
import dev.longview.policy.FactorisedModel;
import dev.longview.policy.ItemBeliefs;
import dev.longview.policy.Learner;
import dev.longview.policy.PolicyDefinition;
import dev.longview.policy.TrainingRows;
import java.util.List;

/** Training on what a log holds: what it cannot be trained on is its owner's to know. */
final class Training {
    private Training() {}

    /**
     * The models that the policy's exploration needs of what one training gave.
     *
     * @param rows those of the training
     */
    static List<FactorisedModel> models(PolicyDefinition definition, Learner.Trained trained, TrainingRows rows) {
        if (!(definition.exploration() instanceof Exploration.Thompson)) {
            return List.of(trained.model());
        }
        ItemBeliefs.Fitted beliefs = ItemBeliefs.of(trained.model(), rows);
        return List.of(beliefs.means(), beliefs.deviations());
    }

    /** @throws Refusal when no row can be learned from, or training diverges */
    static Learner.Trained train(PolicyDefinition definition, TrainingRows rows, long seed) {
        if (rows.size() == 0) {
            throw new Refusal(definition.name() + ": no recommendation to learn from; " + rows.refused()
                    + " refused (no propensity in (0, 1], or not finite), " + rows.withheld()
                    + " not usable off-policy, of the accounts that are judged, or too young to tell anything yet. See:"
                    + " longview validate");
        }
        try {
            return Learner.of(definition)
                    .withSeed(seed)
                    .withClock(System::nanoTime)
                    .train(rows);
        } catch (IllegalStateException e) {
            throw new Refusal(definition.name() + ": " + e.getMessage(), e);
        }
    }
}
