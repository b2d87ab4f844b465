package dev.longview.loop;

import dev.longview.policy.FactorisedModel;
import dev.longview.policy.Scorer;
import java.util.List;

/**
 * A reward that a policy is judged by, with the reward model of each fold of accounts, learned from the other folds.
 *
 * @param scorers of the models, over the catalogue
 */
record Judge(String reward, Labeller labeller, List<FactorisedModel> models, List<Scorer> scorers) {
    Judge {
        models = List.copyOf(models);
        scorers = List.copyOf(scorers);
    }

    static Judge of(String reward, Labeller labeller, List<FactorisedModel> models, Catalogue catalogue) {
        return new Judge(
                reward, labeller, models, models.stream().map(catalogue::scorer).toList());
    }
}
